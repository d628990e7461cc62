"""The response surface: a known quadratic is found again exactly, with the nature of its stationary point."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

import simulation as sim
from simulation.analysis import surface
from simulation.analysis.effects import Floats

GRID = np.array(list(itertools.product([10.0, 15.0, 20.0], [0.0, 0.5, 1.0])))
FACTORS: dict[str, list[object]] = {"a": GRID[:, 0].tolist(), "b": GRID[:, 1].tolist()}
CODED = np.column_stack([(GRID[:, 0] - 15) / 5, 2 * GRID[:, 1] - 1])


def quadratic(bends: tuple[float, float]) -> Floats:
    """Return 4 + x1 - 2 x2 + 0.5 x1 x2 + p x1^2 + q x2^2 at the grid."""
    x, y = CODED.T
    values: Floats = 4 + x - 2 * y + 0.5 * x * y + bends[0] * x**2 + bends[1] * y**2
    return values


@pytest.mark.parametrize(
    ("bends", "nature"), [((3.0, 2.0), "minimum"), ((-3.0, -2.0), "maximum"), ((3.0, -2.0), "saddle")]
)
def test_a_known_quadratic_is_found_again(bends: tuple[float, float], nature: str) -> None:
    found = surface(FACTORS, quadratic(bends)[:, None].tolist())
    means = {term.name: term.interval.mean for term in found.terms}
    expected = {"constant": 4, "a": 1, "b": -2, "a × b": 0.5, "a²": bends[0], "b²": bends[1]}
    assert means == pytest.approx(expected, abs=1e-12)
    assert found.r2_adjusted == pytest.approx(1)
    assert found.nature == nature
    assert found.stationary is not None
    x, y = found.stationary.coded
    assert [1 + 0.5 * y + 2 * bends[0] * x, -2 + 0.5 * x + 2 * bends[1] * y] == pytest.approx([0, 0], abs=1e-12)
    assert found.stationary.values == pytest.approx({"a": 15 + 5 * x, "b": 0.5 + y / 2})
    assert found.at(CODED) == pytest.approx(quadratic(bends))


@pytest.mark.parametrize("bends", [(3.0, 2.0), (-3.0, -2.0), (3.0, -2.0), (0.0, 0.0), (0.1, 0.0)])
def test_lowest_and_highest_are_those_of_a_fine_grid(bends: tuple[float, float]) -> None:
    found = surface(FACTORS, quadratic(bends)[:, None].tolist())
    fine = np.linspace(-1, 1, 401)
    values = found.at(np.array(list(itertools.product(fine, fine))))
    assert found.lowest.inside
    assert found.highest.inside
    assert found.lowest.predicted == pytest.approx(values.min(), abs=1e-4)
    assert found.highest.predicted == pytest.approx(values.max(), abs=1e-4)


def test_a_plane_has_no_stationary_point() -> None:
    values = [[1 + 2 * x + y] for x, y in CODED]
    found = surface(FACTORS, values)
    assert (found.nature, found.stationary) == ("none", None)
    assert found.highest.values == pytest.approx({"a": 20, "b": 1})


@pytest.mark.parametrize("shared", [False, True])
def test_intervals_cover_and_a_right_surface_is_rarely_rejected(shared: bool) -> None:
    chance = np.random.default_rng(3)
    hits = rejected = 0
    for _ in range(400):
        noise = chance.normal(0, 1, (len(GRID), 5)) + shared * chance.normal(0, 5, 5)
        found = surface(FACTORS, (quadratic((3, -2))[:, None] + noise).tolist(), shared)
        interval = dict(found.terms)["a²"]
        hits += interval.low <= 3 <= interval.high
        assert found.lack_of_fit is not None
        rejected += found.lack_of_fit.p < 0.05
    assert 0.92 <= hits / 400 <= 0.98
    assert 0.02 <= rejected / 400 <= 0.09


def test_a_wrong_surface_is_rejected() -> None:
    chance = np.random.default_rng(3)
    wrong = 2.0 * CODED[:, 0] ** 2 * CODED[:, 1]  # a third-order term
    found = surface(FACTORS, (wrong[:, None] + chance.normal(0, 0.2, (len(GRID), 4))).tolist())
    assert found.lack_of_fit is not None
    assert (found.lack_of_fit.lack_df, found.lack_of_fit.error_df) == (3, 27)
    assert found.lack_of_fit.p < 1e-6


def test_a_single_replication_has_the_textbook_intervals() -> None:
    chance = np.random.default_rng(8)
    hits = 0
    for _ in range(400):
        noise = chance.normal(0, 1, (len(GRID), 1))
        found = surface(FACTORS, (quadratic((3, -2))[:, None] + noise).tolist())
        assert found.lack_of_fit is None
        interval = dict(found.terms)["a × b"]
        hits += interval.low <= 0.5 <= interval.high
    assert 0.92 <= hits / 400 <= 0.98
    saturated = surface({"a": [0, 1, 2]}, [[1.0], [0.0], [1.0]])
    assert math.isnan(saturated.r2_adjusted)
    assert math.isnan(saturated.terms[0].interval.low)
    assert saturated.nature == "minimum"


def test_what_cannot_be_fitted_is_told_in_a_sentence() -> None:
    cases: list[tuple[dict[str, list[object]], str]] = [
        ({"mode": ["x", "y", "z"]}, "'mode' has levels that are no numbers"),
        ({"a": [0, 1, 0]}, "'a' has two levels, expected at least three"),
        ({"a": [0, 1, 2], "b": [2, 1, 0]}, "3 points, expected at least 6"),
        ({"a": [0, 1, 2] * 2, "b": [0, 1, 2] * 2}, "6 points cannot tell its 6 terms apart"),
        ({"a": [1, 1, 1]}, "0 factors vary"),
    ]
    for factors, said in cases:
        count = len(next(iter(factors.values())))
        with pytest.raises(sim.InputError, match=said):
            surface(factors, [[1.0]] * count)
