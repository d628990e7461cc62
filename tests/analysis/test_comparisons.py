"""Comparisons of many points with one: against SciPy, and as a family."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.analysis import compared, compared_in_all, holm, mean_interval, simultaneous_level

CHANCE = np.random.default_rng(8)
BASE = CHANCE.normal(0, 1, 9)
OTHERS = [BASE + CHANCE.normal(shift, 0.5, 9) for shift in (0.0, 0.4, 1.0)]


def test_paired_differences_are_those_of_a_paired_t_test() -> None:
    found = compared(BASE.tolist(), [other.tolist() for other in OTHERS])
    for each, other in zip(found, OTHERS, strict=True):
        known = stats.ttest_rel(other, BASE)
        assert each.p == pytest.approx(known.pvalue)
        assert each.interval == pytest.approx(mean_interval((other - BASE).tolist()))
        wide = known.confidence_interval(1 - 0.05 / 3)
        assert each.together[1:3] == pytest.approx((wide.low, wide.high))
    assert [each.p_holm for each in found] == holm([each.p for each in found])


def test_differences_of_independent_samples_are_welchs() -> None:
    (found,) = compared(BASE.tolist(), [OTHERS[2][:6].tolist()], paired=False)
    known = stats.ttest_ind(OTHERS[2][:6], BASE, equal_var=False)
    assert found.p == pytest.approx(known.pvalue)
    assert found.interval[1:3] == pytest.approx(tuple(known.confidence_interval(0.95)))


def test_pairs_end_where_one_of_them_ends_or_has_no_value() -> None:
    (found,) = compared([1.0, 2.0, math.nan, 5.0], [[2.0, 2.0, 7.0]])
    assert found.interval.mean == 0.5
    assert found.interval.replications == 2


def test_without_spread_a_difference_is_zero_or_it_is_not() -> None:
    same, other, single = compared([1.0, 2.0], [[1.0, 2.0], [2.0, 3.0], [2.0]])
    assert (same.p, other.p) == (1.0, 0.0)
    assert math.isnan(single.p)
    assert math.isnan(single.p_holm)
    assert math.isnan(single.interval.low)


def test_holm_as_published() -> None:
    assert holm([0.01, 0.02, 0.03, 0.005]) == pytest.approx([0.03, 0.04, 0.04, 0.02])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
    assert simultaneous_level(0.95, 0) == 0.95


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_never_lowers_a_p_nor_changes_the_order(p_values: list[float]) -> None:
    corrected = holm(p_values)
    assert all(p <= q <= 1 for p, q in zip(p_values, corrected, strict=True))
    by_p = [q for _, q in sorted(zip(p_values, corrected, strict=True))]
    assert by_p == sorted(by_p)
    assert min(corrected) == min(1.0, len(p_values) * min(p_values))


def test_intervals_of_a_family_hold_all_at_once() -> None:
    """500 families of 6 true nulls: all six hold zero in about 95 %, each alone far less often all."""
    chance = np.random.default_rng(11)
    together = alone = 0
    for _ in range(500):
        base = chance.normal(0, 1, 8)
        found = compared(base.tolist(), [(base + chance.normal(0, 1, 8)).tolist() for _ in range(6)])
        together += not any(each.together.excludes_zero for each in found)
        alone += not any(each.interval.excludes_zero for each in found)
    assert together / 500 > 0.93
    assert alone / 500 < 0.85


def test_points_and_measures_are_one_family() -> None:
    """Two measures of three points: six comparisons; the one that cannot be made is no part of them."""
    few = [[1.0], *([value.tolist() for value in OTHERS])]
    found = compared_in_all([BASE.tolist(), (2 * BASE).tolist()], [few, [other.tolist() for other in OTHERS]])
    flat = [each for mine in found for each in mine]
    assert [len(mine) for mine in found] == [4, 3]
    assert [each.p_holm for each in flat] == pytest.approx(holm([each.p for each in flat]), nan_ok=True)
    wide = stats.ttest_rel(OTHERS[1], BASE).confidence_interval(1 - 0.05 / 6)
    assert found[0][2].together[1:3] == pytest.approx((wide.low, wide.high))
    assert found[0][2].interval == compared(BASE.tolist(), few)[2].interval
    assert math.isnan(found[0][0].p)


def test_a_family_of_measures_that_hang_together_holds_all_at_once() -> None:
    """400 families of 4 points in 3 measures of the same runs, nothing differs: Holm finds something in 5 % at most."""
    chance = np.random.default_rng(12)
    found = alone = 0
    for _ in range(400):
        base = chance.normal(0, 1, (3, 8))
        shared = chance.normal(0, 1, (4, 8))
        others = base[:, None, :] + shared + chance.normal(0, 1, (3, 4, 8))
        family = compared_in_all(base.tolist(), others.tolist())
        found += any(each.p_holm <= 0.05 for mine in family for each in mine)
        each_alone = [compared(one.tolist(), other.tolist()) for one, other in zip(base, others, strict=True)]
        alone += any(each.p_holm <= 0.05 for mine in each_alone for each in mine)
    assert found / 400 <= 0.06
    assert alone / 400 > 0.08
