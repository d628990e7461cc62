"""A calibration: the best fit, how it does with other luck, and what the figures leave open."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation.analysis import Interval
from simulation.calibration.plan import Plan, Target
from simulation.calibration.profile import Profile, profile, tied_to
from simulation.calibration.search import search
from simulation.calibration.trials import Point, Trials, intervals
from simulation.scenario import Scenario


class Met(NamedTuple):
    """A target, and what the best fit makes of it.

    Attributes
    ----------
    target : Target
        The published figure.
    got : Interval
        Simulated, with the luck of the search.
    fresh : Interval
        Simulated, with luck that the search has not seen.
    """

    target: Target
    got: Interval
    fresh: Interval


class Calibration(NamedTuple):
    """What came out.

    Attributes
    ----------
    plan : Plan
        What was asked.
    best : tuple of float
        The values of the best fit, in the order of `plan.free`.
    distance, fresh_distance : float
        Of the best fit, with the luck of the search and with fresh luck; at most 1: all targets are met.
    met : list of Met
        By target.
    profiles : list of Profile
        By free parameter.
    points : int
        How many points were simulated.
    """

    plan: Plan
    best: Point
    distance: float
    fresh_distance: float
    met: list[Met]
    profiles: list[Profile]
    points: int

    def fitted(self) -> Scenario:
        """Return the scenario of the best fit."""
        return self.plan.scenario(np.array(self.best))

    def rows(self) -> list[dict[str, Any]]:
        """Return the profiles as rows: the parameter, its value, both distances, and every re-fitted value."""
        keys = [each.key for each in self.plan.free]
        return [
            {"key": each.range.key, "value": step.value, "distance": step.distance, "held": step.held}
            | dict(zip(keys, step.values, strict=True))
            for each in self.profiles
            for step in each.steps
        ]


def calibrate(
    plan: Plan,
    executor: Executor | None = None,
    journal: Path | None = None,
    progress: Callable[[float], None] | None = None,
) -> Calibration:
    """Fit a scenario to published figures, and profile each free parameter.

    Parameters
    ----------
    plan : Plan
        What is free, what to come near to, and how long to look.
    executor : Executor, optional
        Where the simulations run; the result does not depend on it.
    journal : Path, optional
        A file of the points done; with it a calibration that was broken off goes on, and ends the same.
    progress : callable, optional
        Called with the share that is done.
    """
    trials = Trials(plan, executor, journal)
    settings, free = plan.settings, len(plan.free)
    profiled = settings.grid * (settings.refit if free > 1 else 1)
    total = settings.evaluations + free * profiled

    def part(begin: int, length: int) -> Callable[[float], None]:
        def of_all(share: float) -> None:
            if progress is not None:
                progress((begin + share * length) / total)

        return of_all

    best = search(trials, settings.evaluations, part(0, settings.evaluations))
    profiles = [
        profile(trials, index, best, part(settings.evaluations + index * profiled, profiled)) for index in range(free)
    ]
    values = trials.values(best.place)
    found = trials.known[values]
    fresh = trials.fresh(values) if found else ()
    met = [Met(*row) for row in zip(plan.targets, intervals(found), intervals(fresh), strict=True)] if found else []
    return Calibration(plan, values, best.distance, trials.of(fresh), met, profiles, len(trials.looked_at))


def verdict(mine: Profile, calibration: Calibration) -> str:
    """Say in one sentence what the figures say about a parameter."""
    key, unit = mine.range.key, f" {mine.range.unit}" if mine.range.unit else ""
    if not mine.fits:
        return f"{key}: no value from {mine.range.low:g} to {mine.range.high:g} fits."
    said = f"{key}: {_written(mine.fits)}{unit} fits, {mine.share(mine.fits):.0%} of its range"
    tie = tied_to(mine, calibration.profiles)
    if tie is None:
        return f"{said}."
    other, (first, last) = tie
    alone = _written(mine.fits_held) if mine.fits_held else "none"
    return (
        f"{said}, with {other.key} from {first:.3g} to {last:.3g} beside it, "
        f"and with the others held at the best fit {alone}: the figures do not tell the two apart."
    )


def _written(fits: list[tuple[float, float]]) -> str:
    return " and ".join(f"{low:.3g} to {high:.3g}" for low, high in fits)
