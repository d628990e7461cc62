"""Profiles: how far from the figures each value of a parameter stays, when all others are fitted anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from simulation.calibration.plan import Floats, Range
from simulation.calibration.search import Place, downhill
from simulation.calibration.trials import Point, Trials

Span = tuple[float, float]

WIDER = 2.0
"""A parameter is tied to others if re-fitting them makes the values that fit so many times more."""


class Step(NamedTuple):
    """One value of a profile.

    Attributes
    ----------
    value : float
        The value of the parameter.
    distance : float
        With all others fitted anew.
    held : float
        With all others as in the best fit.
    values : tuple of float
        All parameters of the re-fit, in the order of the plan.
    """

    value: float
    distance: float
    held: float
    values: Point


class Profile(NamedTuple):
    """The profile of a parameter, value by value."""

    range: Range
    steps: tuple[Step, ...]

    @property
    def fits(self) -> list[Span]:
        """The values that fit within tolerance when the others are fitted anew."""
        return spans([step.value for step in self.steps], [step.distance for step in self.steps])

    @property
    def fits_held(self) -> list[Span]:
        """The values that fit within tolerance when the others stay as in the best fit."""
        return spans([step.value for step in self.steps], [step.held for step in self.steps])

    def share(self, of: list[Span]) -> float:
        """Return the share of the range that spans cover."""
        return sum(high - low for low, high in of) / (self.range.high - self.range.low)

    @property
    def tied(self) -> bool:
        """Whether the figures determine it together with others only, and not alone."""
        alone = self.share(self.fits_held)
        return bool(self.fits) and self.share(self.fits) >= max(WIDER * alone, 1e-9)


def spans(values: Sequence[float], distances: Sequence[float]) -> list[Span]:
    """Return the stretches where a distance is at most 1, its ends by linear interpolation.

    >>> spans([0, 1, 2, 3], [3, 1, 0, 2])
    [(1.0, 2.5)]
    """
    found: list[list[float]] = []
    for index, (value, distance) in enumerate(zip(values, distances, strict=True)):
        if distance > 1:
            continue
        if index == 0 or distances[index - 1] > 1:
            before = index - 1
            begin = value if index == 0 else _crossing(values[before], distances[before], value, distance)
            found.append([begin, value])
        found[-1][1] = float(value)
        if index + 1 < len(values) and distances[index + 1] > 1:
            found[-1][1] = _crossing(values[index + 1], distances[index + 1], value, distance)
    return [(float(low), float(high)) for low, high in found]


def _crossing(outside: float, far: float, inside: float, near: float) -> float:
    """Return where a line from a value that fits to one that does not reaches a distance of 1."""
    return inside + (outside - inside) * (1 - near) / (far - near)


def profile(trials: Trials, index: int, best: Place, progress: Callable[[float], None]) -> Profile:
    """Return the profile of one parameter.

    Parameters
    ----------
    trials : Trials
        Says the distance of a place.
    index : int
        Which of the free parameters.
    best : Place
        The best fit.
    progress : callable
        Called with the share that is done.

    Notes
    -----
    The profile of Raue and others (2009): the value is fixed on a grid that holds the best fit's own, and the others
    are fitted anew, each time beginning with the best of the neighbour's re-fit, the best fit and the best place known
    nearby. It goes outwards from the best fit, then back, where a neighbour's re-fit may do better.
    """
    settings, free = trials.plan.settings, trials.plan.free
    mine = trials.values(best.place)[index]
    grid = sorted({*free[index].grid(settings.grid), mine})
    middle = grid.index(mine)
    moving = [other for other in range(len(free)) if other != index]
    shares = [free[index].share(value) for value in grid]
    held = trials.distances([_moved(best.place, index, share) for share in shares])
    fitted: list[Place] = [Place(best.place, held[middle])] * len(grid)
    outwards = [(at, at - 1) for at in range(middle + 1, len(grid))] + [(at, at + 1) for at in reversed(range(middle))]
    back = [(at, at + 1) for at in reversed(range(len(grid) - 1))] + [(at, at - 1) for at in range(1, len(grid))]
    for done, (at, neighbour) in enumerate(outwards, start=1):
        start = _start(trials, index, shares[at], fitted[neighbour].place, best.place)
        fitted[at], _ = downhill(trials, start, moving, settings.refit)
        progress(done / len(grid))
    for at, neighbour in back:
        there = _moved(fitted[neighbour].place, index, shares[at])
        if at != middle and trials.distance(there) < fitted[at].distance:
            again, _ = downhill(trials, there, moving, settings.refit)
            fitted[at] = min(fitted[at], again, key=lambda place: place.distance)
    progress(1.0)
    steps = zip(grid, fitted, held, strict=True)
    return Profile(
        free[index],
        tuple(Step(value, place.distance, alone, trials.values(place.place)) for value, place, alone in steps),
    )


def _moved(place: Floats, index: int, share: float) -> Floats:
    """Return a place with one coordinate set."""
    moved = place.copy()
    moved[index] = share
    return moved


def _start(trials: Trials, index: int, share: float, neighbour: Floats, best: Floats) -> Floats:
    """Return where a re-fit begins: the neighbour's, the best fit's or the nearest good one's other coordinates."""
    step = 1 / (trials.plan.settings.grid - 1)
    near = [
        (distance, point)
        for point, distance in trials.looked_at.items()
        if abs(trials.plan.free[index].share(point[index]) - share) <= step / 2
    ]
    places = [neighbour, best, *([trials.place(min(near)[1])] if near else [])]
    candidates = [_moved(place, index, share) for place in places]
    distances = trials.distances(candidates)
    return candidates[int(np.argmin(distances))]


def tied_to(mine: Profile, profiles: Sequence[Profile]) -> tuple[Range, Span] | None:
    """Return the parameter that moves most along the values that fit, and its values at both ends; None for none."""
    fitting = [step.values for step in mine.steps if step.distance <= 1]
    if not mine.tied or len(fitting) < 2:
        return None
    ends = {
        each.range: (fitting[0][position], fitting[-1][position])
        for position, each in enumerate(profiles)
        if each.range.key != mine.range.key
    }
    other = max(ends, key=lambda range_: abs(range_.share(ends[range_][1]) - range_.share(ends[range_][0])))
    return other, ends[other]
