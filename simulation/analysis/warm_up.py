"""From when on a run speaks of its long run: MSER-5, and Welch's moving average for the eye."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.analysis.intervals import Interval, mean_interval
from simulation.errors import InputError

Floats = NDArray[np.float64]

_BATCH = 5
_LEFT = 5
FEWEST = 30
"""Observations below which a series says nothing of its warm-up."""


class Cut(NamedTuple):
    """Where MSER-5 cuts a series.

    Attributes
    ----------
    observations : int
        How many to leave out at the beginning, a multiple of 5.
    settled : bool
        False where the best cut lies in the second half of the series: then the series is too short to tell.
    statistics : ndarray, shape (batches - 4,)
        The MSER statistic after leaving out 0, 1, 2 ... batches of 5.
    """

    observations: int
    settled: bool
    statistics: Floats


def mser5(series: Sequence[float] | Floats) -> Cut:
    """Return the cut that minimises the marginal standard error of the mean of what is left.

    Parameters
    ----------
    series : sequence of float
        Equally spaced observations of one run, or their mean over replications; at least 30, all numbers.

    Notes
    -----
    Of the m batch means Z of 5 observations each, leave out the first d that minimise
    ``sum_{i > d} (Z_i - mean_d)^2 / (m - d)^2``, with ``mean_d`` the mean of those left. At least 5 batches are left,
    because the statistic of fewer is small by chance, and a d above m / 2 is no cut but the sign of a series that is
    too short (both: Hoad, Robinson and Davies).

    References
    ----------
    K. P. White, M. J. Cobb, S. C. Spratt (2000), A comparison of five steady-state truncation heuristics for
    simulation, Proceedings of the Winter Simulation Conference. K. Hoad, S. Robinson, R. Davies (2010), Automating
    warm-up length estimation, Journal of the Operational Research Society 61.

    Raises
    ------
    ValueError
        For fewer than 30 observations, or one that is no number.

    >>> mser5([9, 8, 7, 6, 5] + [1, 2, 1, 2, 1, 2, 1, 2, 1, 2] * 3).observations
    5
    """
    values = np.asarray(series, dtype=float)
    if len(values) < FEWEST or not np.isfinite(values).all():
        raise ValueError(f"mser5: expected at least {FEWEST} observations, all numbers")
    batches = values[: len(values) // _BATCH * _BATCH].reshape(-1, _BATCH).mean(axis=1)
    count = len(batches)
    left = [batches[cut:] for cut in range(count - _LEFT + 1)]
    statistics = np.array([float(((rest - rest.mean()) ** 2).sum()) / len(rest) ** 2 for rest in left])
    best = int(statistics.argmin())
    return Cut(best * _BATCH, best <= count // 2, statistics)


def mean_series(series: Floats, name: str) -> Floats:
    """Return the mean over replications of each observation, leaving out not-a-numbers.

    Parameters
    ----------
    series : ndarray, shape (replications, m)
        Of some runs.
    name : str
        What an error sentence begins with.

    Raises
    ------
    InputError
        When there are fewer than 30 observations, or one that is a number in no replication.
    """
    if series.ndim != 2 or series.shape[1] < FEWEST:
        raise InputError(f"{name}: a series of {series.shape[-1]} stretches, expected at least {FEWEST}")
    known = ~np.isnan(series)
    empty = np.flatnonzero(~known.any(axis=0))
    if len(empty):
        raise InputError(f"{name}: stretch {empty[0] + 1} has no value in any replication, expected longer ones")
    mean: Floats = np.where(known, series, 0.0).sum(axis=0) / known.sum(axis=0)
    return mean


def moving_average(series: Sequence[float] | Floats, window: int) -> Floats:
    """Return Welch's moving average: ``2 window + 1`` observations around each, fewer near the beginning.

    Parameters
    ----------
    series : sequence of float, shape (m,)
        The mean over replications of each observation.
    window : int
        Observations on each side, from 1 to a quarter of the series.

    Returns
    -------
    ndarray, shape (m - window,)
        The i-th (from 1) is the mean of the first ``2 i - 1`` where i <= window.

    References
    ----------
    P. D. Welch (1983), The statistical analysis of simulation results, in S. S. Lavenberg (ed.), The Computer
    Performance Modeling Handbook, Academic Press.

    Raises
    ------
    ValueError
        When the window does not fit.

    >>> moving_average([4, 2, 0, 1, 2, 3, 4, 5], 1).tolist()
    [4.0, 2.0, 1.0, 1.0, 2.0, 3.0, 4.0]
    """
    values = np.asarray(series, dtype=float)
    if not 1 <= window <= max(1, len(values) // 4):
        raise ValueError(f"moving_average: window = {window}: expected 1 to a quarter of the series' {len(values)}")
    reach = [min(place, window) for place in range(len(values) - window)]
    return np.array([values[place - side : place + side + 1].mean() for place, side in enumerate(reach)])


def moving_band(series: Floats, window: int, level: float = 0.95) -> list[Interval]:
    """Return how sure Welch's moving average is: at each place its Student-t interval over the replications.

    Parameters
    ----------
    series : ndarray, shape (replications, m)
        Of some runs.
    window : int
        See `moving_average`.
    level : float
        Confidence level of each interval for itself alone; neighbours share most of their observations.

    Returns
    -------
    list of Interval, of length m - window
        Not-a-numbers of a replication are left out, and so are places where it has one in the window.
    """
    smooth = np.array([moving_average(each, window) for each in series])
    return [mean_interval(column.tolist(), level) for column in smooth.T]


def welch_window(count: int) -> int:
    """Return a window to begin with for a series of a length: a twentieth of it, at least 1.

    >>> welch_window(240)
    12
    """
    return max(1, math.floor(count / 20))
