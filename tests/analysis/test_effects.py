"""Effects: a known response is found again, exactly, and luck that all points share does not touch it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import simulation as sim
from simulation.analysis import effects

GRID = list(itertools.product([2, 4, 6], [0.0, 1.0], ["slow", "fast"]))
FACTORS: dict[str, list[object]] = {
    "a": [row[0] for row in GRID],
    "b": [row[1] for row in GRID],
    "mode": [row[2] for row in GRID],
}


def test_a_known_response_is_found_again() -> None:
    """y = 10 + 3 a' + 2 b' - mode' + 0.5 a' b' on factors coded from -1 to 1: effects are twice the coefficients."""
    coded = [((a - 4) / 2, 2 * b - 1, 1 if mode == "fast" else -1) for a, b, mode in GRID]
    values = [[10 + 3 * a + 2 * b - m + 0.5 * a * b] * 2 for a, b, m in coded]
    found = {each.name: each.interval.mean for each in effects(FACTORS, values)}
    expected = {"a": 6, "b": 4, "mode = fast": -2, "a × b": 1, "a × mode = fast": 0, "b × mode = fast": 0}
    assert found == pytest.approx(expected, abs=1e-9)


def test_more_than_two_names_are_deviations_from_their_mean() -> None:
    names: dict[str, list[object]] = {"policy": ["x", "y", "z"]}
    found = effects(names, [[1.0], [2.0], [6.0]])
    assert {each.name: each.interval.mean for each in found} == pytest.approx(
        {"policy = x": -2, "policy = y": -1, "policy = z": 3}
    )


def test_a_named_factor_can_change_the_effect_of_another() -> None:
    rows = list(itertools.product(["x", "y", "z"], [0.0, 1.0]))
    slopes = {"x": 1.0, "y": 2.0, "z": 6.0}
    factors: dict[str, list[object]] = {"p": [p for p, _ in rows], "b": [b for _, b in rows]}
    found = effects(factors, [[slopes[p] * b] for p, b in rows])
    means = {each.name: each.interval.mean for each in found}
    assert means["b"] == pytest.approx(3)
    assert [means[f"p = {p} × b"] for p in "xyz"] == pytest.approx([-2, -1, 3])


def test_shared_luck_does_not_touch_an_effect() -> None:
    chance = np.random.default_rng(4)
    own = chance.normal(0, 1, (len(GRID), 6))
    shared = own + chance.normal(0, 50, 6)
    for one, other in zip(effects(FACTORS, own.tolist()), effects(FACTORS, shared.tolist()), strict=True):
        assert one.interval == pytest.approx(other.interval)


def test_the_interval_of_an_effect_covers() -> None:
    chance = np.random.default_rng(6)
    hits = 0
    for _ in range(400):
        noise = chance.normal(0, 1, (len(GRID), 5)) + chance.normal(0, 3, 5)
        values = np.array([[2.0 * (a - 4)] for a, _, _ in GRID]) + noise
        interval = effects(FACTORS, values.tolist())[0].interval
        hits += interval.low <= 8 <= interval.high
    assert 0.92 <= hits / 400 <= 0.98


def test_too_few_points_lose_the_interactions_first() -> None:
    factors = {"a": [0, 1, 0, 1], "b": [0, 0, 1, 1], "c": [0, 1, 1, 0]}  # a half fraction: c = a b
    assert [each.name for each in effects(factors, [[1.0], [2.0], [3.0], [4.0]])] == ["a", "b", "c"]
    with pytest.raises(sim.InputError, match="2 points cannot tell the effects of a, b apart"):
        effects({"a": [0, 1], "b": [0, 1]}, [[1.0], [2.0]])
    with pytest.raises(sim.InputError, match="no factor varies"):
        effects({"a": [1, 1]}, [[1.0], [2.0]])
