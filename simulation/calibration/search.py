"""The search for a good fit: Sobol points all over the range, then Nelder-Mead from the best of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from simulation.calibration.plan import Floats
from simulation.calibration.trials import Trials

GOOD_ENOUGH = 0.1
"""A fit that is within a tenth of every tolerance need not be any better."""

_STARTS = 4
_FIRST_STEP = 0.15
_LAST_STEP = 5e-3
_LAST_GAIN = 1e-2


class Place(NamedTuple):
    """Where the search ended: a place in the unit cube, shape (free,), and its distance."""

    place: Floats
    distance: float


def search(trials: Trials, budget: int, progress: Callable[[float], None]) -> Place:
    """Return the best place found.

    Parameters
    ----------
    trials : Trials
        Says the distance of a place.
    budget : int
        How many places may be looked at.
    progress : callable
        Called with the share of the budget that is used.

    Notes
    -----
    A fifth of the budget goes to scrambled Sobol points over the whole range, the rest to the simplex of Nelder and
    Mead (1965) with the adaptive coefficients of Gao and Han (2012), begun at up to four of the best of them in turn.
    """
    from scipy.stats import qmc

    free = len(trials.plan.free)
    count = 2 ** max(2, round(np.log2(budget / 5)))
    sobol = qmc.Sobol(free, rng=np.random.default_rng(trials.plan.settings.seed)).random(count)
    distances = trials.distances(list(sobol))
    used = count
    progress(used / budget)
    order = np.argsort(distances, kind="stable")
    best = Place(sobol[order[0]], distances[order[0]])
    for index in order[:_STARTS] if best.distance > GOOD_ENOUGH else []:
        before = used

        def share(calls: int, before: int = before) -> None:
            progress(min(1.0, (before + calls) / budget))

        found, calls = downhill(trials, sobol[index], list(range(free)), budget - used, share)
        used += calls
        best = min(best, found, key=lambda place: place.distance)
        if used >= budget or best.distance <= GOOD_ENOUGH:
            break
    return best


def downhill(
    trials: Trials, start: Floats, moving: list[int], budget: int, progress: Callable[[int], None] | None = None
) -> tuple[Place, int]:
    """Walk downhill from a place, along some of its coordinates.

    Parameters
    ----------
    trials : Trials
        Says the distance of a place.
    start : ndarray, shape (free,)
        Where to begin.
    moving : list of int
        The coordinates that may move; the others stay.
    budget : int
        How many places may be looked at.
    progress : callable, optional
        Called with the number of places looked at so far.

    Returns
    -------
    tuple of (Place, int)
        The best place, and how many were looked at.
    """
    from scipy.optimize import minimize

    best = Place(start, trials.distance(start))
    if not moving or budget < 2:
        return best, 1
    calls = 0

    def along(coordinates: Any) -> float:
        nonlocal best, calls
        calls += 1
        place = start.copy()
        place[moving] = np.clip(coordinates, 0, 1)
        distance = trials.distance(place)
        if distance < best.distance:
            best = Place(place, distance)
        if progress is not None:
            progress(calls)
        return distance

    def enough(_: Any) -> None:
        if best.distance <= GOOD_ENOUGH:
            raise StopIteration

    options: Any = {
        "initial_simplex": _simplex(start[moving]),
        "maxfev": budget,
        "xatol": _LAST_STEP,
        "fatol": _LAST_GAIN,
        "adaptive": len(moving) > 2,
    }
    corner: Any = start[moving]
    bounds: Any = [(0.0, 1.0)] * len(moving)
    stop: Any = enough
    minimize(along, corner, method="Nelder-Mead", bounds=bounds, callback=stop, options=options)
    return best, calls


def _simplex(corner: Floats) -> Floats:
    """Return a simplex with a step along each coordinate, inwards where the corner is near the edge."""
    steps = np.where(corner > 1 - _FIRST_STEP, -_FIRST_STEP, _FIRST_STEP)
    return np.vstack([corner, corner + np.diag(steps)])
