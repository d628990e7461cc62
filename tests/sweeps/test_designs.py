"""Designs have the properties that their names promise."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from simulation.sweeps.designs import factorial, sampled, unit_cube
from simulation.sweeps.factors import Factor

AGENTS = Factor(key="agents", levels=[1, 2, 3])
MODE = Factor(key="mode", levels=["a", "b"])
SHARE = Factor(key="share", low=0.2, high=0.7)
WHOLE = Factor(key="whole", low=2, high=5)


def test_a_factorial_visits_every_combination_once() -> None:
    rows = factorial([AGENTS, MODE, SHARE])
    assert {tuple(row.values()) for row in rows} == set(itertools.product([1, 2, 3], ["a", "b"], [0.2, 0.7]))
    assert len(rows) == 12


@pytest.mark.parametrize(("points", "dimensions"), [(1, 1), (7, 3), (50, 4)])
def test_a_latin_hypercube_visits_every_stratum_once(points: int, dimensions: int) -> None:
    cube = unit_cube("latin-hypercube", dimensions, points, seed=4)
    for column in cube.T:
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


@pytest.mark.parametrize("points", [16, 64])
def test_a_sobol_design_is_balanced_in_every_elementary_interval(points: int) -> None:
    """In two dimensions each elementary interval of volume 1/n holds one point: a (0, m, 2)-net in base 2."""
    cube = unit_cube("sobol", 2, points, seed=4)
    power = points.bit_length() - 1
    for wide in range(power + 1):
        cells = np.floor(cube * [2**wide, 2 ** (power - wide)]).astype(int)
        assert len({tuple(cell) for cell in cells}) == points
    many = unit_cube("sobol", 6, points, seed=4)
    for column in many.T:
        assert sorted(np.floor(column * points).astype(int)) == list(range(points))


def test_a_saltelli_design_swaps_one_column_at_a_time() -> None:
    cube = unit_cube("saltelli", 3, 8 * 5, seed=4)
    a, b, *swapped = cube.reshape(5, 8, 3)
    for column, mixed in enumerate(swapped):
        assert np.array_equal(mixed[:, column], b[:, column])
        others = [place for place in range(3) if place != column]
        assert np.array_equal(mixed[:, others], a[:, others])
    for each in np.hstack([a, b]).T:  # both halves of a Sobol sequence: a value in each eighth
        assert sorted(np.floor(each * 8).astype(int)) == list(range(8))


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "saltelli"])
def test_a_design_hangs_on_the_seed_alone(kind: str) -> None:
    factors = [AGENTS, SHARE]
    assert sampled(kind, factors, 8, 1) == sampled(kind, factors, 8, 1)
    assert sampled(kind, factors, 8, 1) != sampled(kind, factors, 8, 2)


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol"])
def test_levels_and_whole_numbers_are_visited_equally_often(kind: str) -> None:
    rows = sampled(kind, [MODE, WHOLE, SHARE], 64, 3)
    expected: dict[str, list[object]] = {"mode": ["a", "b"], "whole": [2, 3, 4, 5]}
    for key, values in expected.items():
        counts = [sum(row[key] == value for row in rows) for value in values]
        assert counts == [64 // len(values)] * len(values)
    assert all(isinstance(row["whole"], int) for row in rows)
    assert all(0.2 <= row["share"] < 0.7 for row in rows)


def test_a_range_is_of_whole_numbers_when_written_so_or_said_so() -> None:
    assert Factor(key="a", low=1, high=3).ends() == [1, 3]
    assert all(isinstance(end, int) for end in Factor(key="a", low=1.0, high=3.0, whole=True).ends())
    assert all(isinstance(end, float) for end in Factor(key="a", low=1, high=3, whole=False).ends())
    assert Factor(key="a", low=1, high=3).at(0.999999) == 3
