"""Reactions to reactions: sums, roots and limits that the formulas must meet."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import theory


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 0.8))
def test_borel_is_a_distribution_with_its_mean_and_variance(ratio: float) -> None:
    thread = theory.borel(ratio)
    sizes = range(1, 1500)
    shares = [thread.probability(size) for size in sizes]
    assert sum(shares) == pytest.approx(1, abs=1e-9)
    mean = sum(size * share for size, share in zip(sizes, shares, strict=True))
    assert mean == pytest.approx(thread.mean, rel=1e-6)
    square = sum(size**2 * share for size, share in zip(sizes, shares, strict=True))
    assert square - mean**2 == pytest.approx(thread.variance, rel=1e-4, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.floats(1.05, 6))
def test_above_one_the_sizes_miss_the_threads_that_survive(ratio: float) -> None:
    thread, survives = theory.borel(ratio), theory.survival(ratio)
    assert thread.mean == thread.variance == math.inf
    assert sum(thread.probability(size) for size in range(1, 8000)) == pytest.approx(1 - survives, abs=1e-6)
    assert survives == pytest.approx(-math.expm1(-ratio * survives), abs=1e-12)


@pytest.mark.parametrize("ratio", [0, 0.3, 1])
def test_up_to_one_every_thread_dies_out(ratio: float) -> None:
    assert theory.survival(ratio) == 0


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 3), st.floats(1, 1e6))
def test_the_mean_field_ends_at_the_final_size(ratio: float, audience: float) -> None:
    end = theory.final_size(ratio, audience)
    assert 0 <= end <= audience
    if abs(ratio - 1) > 0.1:
        (late,) = theory.mean_field(ratio, 2.0, audience, [4000])
        assert late == pytest.approx(end, rel=1e-4, abs=1e-4)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 2), st.floats(0.1, 100), st.floats(0, 8))
def test_in_an_endless_audience_the_mean_field_is_exponential(ratio: float, generation: float, spans: float) -> None:
    (found,) = theory.mean_field(ratio, generation, 1e15, [spans * generation])
    growth = ratio - 1
    expected = ratio * (math.expm1(growth * spans) / growth if abs(growth) > 1e-6 else spans)
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-7)


def test_an_answer_changes_nothing_before_it_and_stops_all_after_it_if_it_cuts_all() -> None:
    times = [1.0, 5.0, 5.0, 9.0, 50.0]
    free = theory.mean_field(1.5, 1, 1000, times)
    cut = theory.mean_field(1.5, 1, 1000, times, (5.0, 1.0))
    assert cut == pytest.approx([*free[:3], free[2], free[2]])
    sizes = [theory.mean_field(1.5, 1, 1000, [400], (hours, 0.5))[0] for hours in (0, 1, 4, 8, 20)]
    assert sizes == sorted(sizes)
    assert sizes[0] == pytest.approx(theory.final_size(0.75, 1000), rel=1e-4)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: theory.borel(-1), "borel: ratio is -1, expected 0 or more"),
        (lambda: theory.borel(0.5).probability(0), "size is 0, expected a whole number of at least 1"),
        (lambda: theory.survival(math.nan), "survival: ratio is nan, expected a finite number"),
        (lambda: theory.final_size(1, 0), "final_size: audience is 0, expected a number above 0"),
        (lambda: theory.mean_field(1, 1, 10, [2, 1]), "expected them in ascending order"),
        (lambda: theory.mean_field(1, 1, 10, []), "expected a list with at least one value"),
        (lambda: theory.mean_field(1, 1, 10, [1], (0.5, 2)), "the answer's cut is 2, expected a share from 0 to 1"),
    ],
)
def test_an_impossible_input_is_told_in_a_sentence(wrong: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong()
