"""The checks, and how they are judged."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from simulation.analysis import mean_interval, standard_error
from simulation.experiment import compare
from simulation.scenario import Scenario

LARGEST_Z = 3.3
"""A simulated mean may lie so many standard errors from the exact value."""

LARGEST_SHARE_ERROR = 0.02
"""A simulated share of at least .1 must also lie within 2 % of the exact one."""


class Check(NamedTuple):
    """One comparison with a figure that is known.

    Attributes
    ----------
    check : str
        What is compared.
    source : str
        Where the expected figure comes from.
    expected, got : float
        The figures.
    z : float or None
        Standard errors between them, for simulated ones; None for exact ones.
    ok : bool
        Whether they agree.
    """

    check: str
    source: str
    expected: float
    got: float
    z: float | None
    ok: bool


@cache
def targets() -> dict[str, dict[str, Any]]:
    """Return the published and exact figures by group."""
    text = resources.files("simulation.validation").joinpath("targets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def printed(check: str, source: str, expected: float, got: float) -> Check:
    """Compare an exact figure with a printed one: equal to half a unit of its last printed digit."""
    digits = repr(expected).partition(".")[2]
    unit = 10.0 ** -min(len(digits), 12) if digits != "0" else 0.01
    return Check(check, source, expected, got, None, abs(got - expected) <= 0.5000001 * unit)


def close_to(check: str, source: str, expected: float, got: float, tolerance: float) -> Check:
    """Compare a simulated figure with a published one: equal within a stated tolerance."""
    return Check(check, source, expected, got, None, abs(got - expected) <= tolerance)


class Simulated(NamedTuple):
    """A measure of a scenario, and the exact figure that it must meet.

    Attributes
    ----------
    check, source : str
        As in `Check`.
    scenario : str
        Its name in the validation's set of scenarios.
    measure : str
        Which measure, and its factor to the target's unit.
    factor : float
        The measure times this is in the target's unit.
    expected : float
        The exact figure.
    share : bool
        Whether it is a share that must also agree within 2 % where it is at least .1.
    """

    check: str
    source: str
    scenario: str
    measure: str
    factor: float
    expected: float
    share: bool = False


def judged(wanted: Simulated, values: list[float]) -> Check:
    """Compare the mean of replications with the exact figure, by its z, and a large share by its relative error."""
    scaled = [value * wanted.factor for value in values]
    interval, error = mean_interval(scaled), standard_error(scaled)
    z = (interval.mean - wanted.expected) / error if error > 0 else math.inf
    ok = abs(z) < LARGEST_Z
    if wanted.share and wanted.expected >= 0.1:
        ok = ok and abs(interval.mean / wanted.expected - 1) <= LARGEST_SHARE_ERROR
    return Check(wanted.check, wanted.source, wanted.expected, interval.mean, z, ok)


def simulated(
    scenarios: dict[str, Scenario],
    wanted: list[Simulated],
    replications: int,
    executor: Executor | None,
    progress: Callable[[float], None] | None,
) -> Iterator[Check]:
    """Run the scenarios and yield a check for each wanted figure."""
    comparison = compare(scenarios, replications, seed=1, executor=executor, progress=progress)
    for each in wanted:
        yield judged(each, comparison.values(each.scenario, each.measure))


def validate(executor: Executor | None = None, progress: Callable[[float], None] | None = None) -> list[Check]:
    """Run every check.

    Parameters
    ----------
    executor : Executor, optional
        Where the simulations run; the result does not depend on it.
    progress : callable, optional
        Called with the share that is done.
    """
    from simulation.validation import bank, expectations, formulas, queues, storm

    def part(begin: float, end: float) -> Callable[[float], None] | None:
        return None if progress is None else lambda share: progress(begin + share * (end - begin))

    scenarios, wanted = queues.plan()
    return [
        *formulas.checks(),
        *simulated(scenarios, wanted, queues.REPLICATIONS, executor, part(0, 0.6)),
        *expectations.checks(),
        *bank.checks(executor, part(0.6, 0.75)),
        *storm.checks(executor, part(0.75, 1)),
    ]
