"""Sobol's indices of a function whose exact ones are known, from the design that the sweep makes."""

from __future__ import annotations

import numpy as np
import pytest

import simulation as sim
from simulation.analysis import sobol
from simulation.analysis.effects import Floats
from simulation.sweeps.designs import unit_cube

NAMES = ["x1", "x2", "x3"]


def ishigami(cube: Floats) -> list[float]:
    """Return sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi)^3 (Ishigami and Homma 1990)."""
    x = np.pi * (2 * cube - 1)
    values: list[float] = (np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2).tolist()
    return values


def exact() -> tuple[list[float], list[float]]:
    """Return its first-order and total indices."""
    alone = [(1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 0.0]
    both = 8 * 0.1**2 * np.pi**8 / 225
    whole = sum(alone) + both
    return [each / whole for each in alone], [(alone[0] + both) / whole, alone[1] / whole, both / whole]


def test_the_exact_indices_of_ishigami_are_found() -> None:
    values = ishigami(unit_cube("saltelli", 3, 2**12 * 5, seed=1))
    found = sobol(NAMES, values, np.random.default_rng(1))
    first, total = exact()
    assert [each.name for each in found] == NAMES
    assert [each.first.mean for each in found] == pytest.approx(first, abs=0.015)
    assert [each.total.mean for each in found] == pytest.approx(total, abs=0.015)
    for each, one, other in zip(found, first, total, strict=True):
        assert each.first.low <= one <= each.first.high
        assert each.total.low <= other <= each.total.high
        assert each.first.half_width < 0.05


def test_the_intervals_hold_the_exact_indices_often_enough() -> None:
    first, total = exact()
    inside = []
    for seed in range(12):
        values = ishigami(unit_cube("saltelli", 3, 2**7 * 5, seed))
        for each, one, other in zip(sobol(NAMES, values, np.random.default_rng(seed)), first, total, strict=True):
            inside += [each.first.low <= one <= each.first.high, each.total.low <= other <= each.total.high]
    assert np.mean(inside) >= 0.9


def test_the_intervals_hang_on_the_given_chance_alone() -> None:
    values = ishigami(unit_cube("saltelli", 3, 2**5 * 5, seed=1))
    one, same, other = (sobol(NAMES, values, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_values_that_do_not_fit_are_told_in_a_sentence() -> None:
    chance = np.random.default_rng(1)
    for values, said in {
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0): r"6 values, expected n \(2 \+ 2\) with n a power of two",
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, float("nan")): "1 of 8 points have no value",
        (2.0,) * 8: "the same at every point",
    }.items():
        with pytest.raises(sim.InputError, match=said):
            sobol(["a", "b"], values, chance)
    with pytest.raises(sim.InputError, match="at least two factors"):
        sobol(["a"], [1.0, 2.0, 3.0], chance)
