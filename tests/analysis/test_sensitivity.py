"""Shares with Wilson's interval, and which input does it, against what is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from simulation.analysis.sensitivity import influences, wilson


@pytest.mark.parametrize(("kept", "of"), [(0, 20), (7, 20), (20, 20), (199, 200), (1, 1)])
def test_wilson_is_the_score_interval(kept: int, of: int) -> None:
    found = wilson(kept, of)
    known = binomtest(kept, of).proportion_ci(0.95, method="wilson")
    assert found.share == kept / of
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_nothing_has_no_share() -> None:
    assert all(math.isnan(value) for value in wilson(0, 0)[2:])


def test_what_does_it_is_found_with_its_sign_and_the_rest_is_not_blamed() -> None:
    """A known truth: b is twice as strong as a, and downwards; eight others are without effect."""
    chance = np.random.default_rng(1)
    inputs = {name: chance.uniform(size=400).tolist() for name in "abcdefghij"}
    a, b = np.array(inputs["a"]), np.array(inputs["b"])
    found = influences(inputs, (a - 2 * b + 0.3 + chance.normal(0, 0.2, 400)).tolist())
    assert [each.name for each in found[:2]] == ["b", "a"]
    assert found[0].correlation < -0.7 < 0.2 < found[1].correlation
    assert found[0].kept_low > found[0].kept_high
    assert all(each.p < 0.001 for each in found[:2])
    assert all(each.p > 0.05 for each in found[2:])


def test_one_in_twenty_tables_blames_somebody_by_chance() -> None:
    """Bonferroni: in how many of 300 tables without any effect is an input named (binomial, 4 standard errors)."""
    blamed = 0
    for number in range(300):
        chance = np.random.default_rng(number)
        inputs = {name: chance.uniform(size=40).tolist() for name in "abcdefgh"}
        blamed += influences(inputs, chance.normal(size=40).tolist())[0].p < 0.05
    assert 2 <= blamed <= 15 + 4 * math.sqrt(300 * 0.05 * 0.95)


def test_what_never_varies_has_no_influence() -> None:
    found = influences({"a": [1.0, 2.0, 3.0, 4.0], "b": [1.0, 1.0, 1.0, 1.0]}, [5.0, 5.0, 5.0, 5.0])
    assert [(each.correlation, each.p) for each in found] == [(0.0, 1.0), (0.0, 1.0)]
