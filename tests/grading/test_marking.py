from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.items import Key, simulated_tolerance
from grading.literal import BLANK, Answer
from grading.marking import mark
from grading.settings import Marking

FORMULA = Key("formula", 5, 200.0, 0.01, wrong_unit=((1 / 60, 0.5),))


@pytest.mark.parametrize(
    ("key", "given_value", "points"),
    [
        (FORMULA, 200, 5),
        (FORMULA, 202.0, 5),
        (FORMULA, 198.0, 5),
        (FORMULA, 202.1, 0),
        (FORMULA, 200 / 60, 2.5),
        (FORMULA, 200 / 60 * 1.009, 2.5),
        (FORMULA, 200 / 60 * 1.02, 0),
        (FORMULA, -200, 0),
        (FORMULA, "200", 0),
        (FORMULA, 10**300 * 10**100, 0),
        (Key("integer", 4, 7), 7, 4),
        (Key("integer", 4, 7), 7.0, 4),
        (Key("integer", 4, 7), 7.01, 0),
        (Key("choice", 3, "b"), "b", 3),
        (Key("choice", 3, "b"), " B ", 3),
        (Key("choice", 3, "b"), "c", 0),
        (Key("choice", 3, "b"), 2, 0),
        (Key("formula", 2, 0.0, 0.01, absolute=0.1), 0.09, 2),
        (Key("formula", 2, 0.0, 0.01, absolute=0.1), 0.11, 0),
        (Key("formula", 2, 5.0, 0.01, state="full"), 1, 2),
        (Key("formula", 2, 5.0, 0.01, state="drop"), 5, 0),
    ],
)
def test_points(key: Key, given_value: float | str, points: float) -> None:
    assert mark(Answer(given_value), key).points == points


def test_nothing_readable_earns_nothing_and_says_why() -> None:
    assert mark(BLANK, FORMULA).points == 0
    assert mark(BLANK, FORMULA).comment == "No answer."
    assert "an expression" in mark(Answer(None, "an expression, not a literal"), FORMULA).comment


def test_everybody_gets_the_points_of_a_withdrawn_item_without_an_answer() -> None:
    assert mark(BLANK, Key("choice", 3, "b", state="full")).points == 3


@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-6), st.floats(-0.2, 0.2))
def test_a_formula_counts_exactly_within_its_tolerance(expected: float, away: float) -> None:
    points = mark(Answer(expected * (1 + away)), Key("formula", 5, expected, 0.01)).points
    if abs(away) < 0.00999:
        assert points == 5
    if abs(away) > 0.01001:
        assert points == 0


@pytest.mark.parametrize(("error", "tolerance"), [(0.0, 0.01), (0.2, 0.01), (1.0, 0.03), (9.0, 0.05)])
def test_a_simulated_answer_has_one_per_cent_or_three_errors_at_most_five(error: float, tolerance: float) -> None:
    assert math.isclose(simulated_tolerance(100.0, error, Marking()), tolerance)


def test_a_key_survives_its_row() -> None:
    assert Key.from_row(FORMULA.as_row()) == FORMULA
