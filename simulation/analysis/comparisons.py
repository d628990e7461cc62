"""Many comparisons with a base, in one measure or in several: what differs, and how sure of all of it at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from simulation.analysis.intervals import Interval


class Compared(NamedTuple):
    """A point against the base point.

    Attributes
    ----------
    interval : Interval
        Of the difference, point minus base, at the stated level for itself alone.
    together : Interval
        The same, so wide that all intervals of the family hold at once with that level (Bonferroni).
    p : float
        Two-sided p-value of no difference.
    p_holm : float
        The same, corrected for the family (Holm).
    """

    interval: Interval
    together: Interval
    p: float
    p_holm: float


class _Spread(NamedTuple):
    """A difference, its standard error, its degrees of freedom and how many replications it rests on."""

    mean: float
    error: float
    freedom: float
    replications: int

    def interval(self, level: float) -> Interval:
        half = _quantile(self.freedom, level) * self.error if self.freedom > 0 else math.nan
        return Interval(self.mean, self.mean - half, self.mean + half, self.replications)

    def p(self) -> float:
        """Return the two-sided p-value of a mean of zero; without any spread, it is zero or it is not."""
        if not self.freedom > 0:
            return math.nan
        if self.error == 0:
            return 1.0 if self.mean == 0 else 0.0
        return 2 * float(stdtr(self.freedom, -abs(self.mean) / self.error))


def _quantile(freedom: float, level: float) -> float:
    return float(stdtrit(freedom, (1 + level) / 2))


def _paired(base: Sequence[float], other: Sequence[float]) -> _Spread:
    count = min(len(base), len(other))
    gaps = np.asarray(other[:count], dtype=float) - np.asarray(base[:count], dtype=float)
    gaps = gaps[~np.isnan(gaps)]
    if len(gaps) < 2:
        return _Spread(float(gaps.mean()) if len(gaps) else math.nan, math.nan, 0, len(gaps))
    error = float(gaps.std(ddof=1)) / math.sqrt(len(gaps))
    return _Spread(float(gaps.mean()), error, len(gaps) - 1, len(gaps))


def _unpaired(base: Sequence[float], other: Sequence[float]) -> _Spread:
    """Return the difference of two independent samples (Welch 1947, Biometrika 34)."""
    a, b = (np.asarray(values, dtype=float) for values in (base, other))
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    mean = float(b.mean() - a.mean()) if len(a) and len(b) else math.nan
    if min(len(a), len(b)) < 2:
        return _Spread(mean, math.nan, 0, min(len(a), len(b)))
    parts = [float(x.var(ddof=1)) / len(x) for x in (a, b)]
    total = sum(parts)
    weights = sum(part**2 / (len(x) - 1) for part, x in zip(parts, (a, b), strict=True))
    return _Spread(mean, math.sqrt(total), total**2 / weights if weights else len(a) + len(b) - 2, min(len(a), len(b)))


def compared(
    base: Sequence[float], others: Sequence[Sequence[float]], paired: bool = True, level: float = 0.95
) -> list[Compared]:
    """Compare points with a base point, as one family.

    Parameters
    ----------
    base : sequence of float
        One value a replication at the base point; not-a-numbers are left out.
    others : sequence of sequence of float
        The same at each other point. These are the family that is corrected for.
    paired : bool
        Whether replication r of every point had the same luck; if so differences are taken replication by replication
        (as far as both points have them), else the samples are independent (Welch).
    level : float
        Confidence level, between 0 and 1.

    See Also
    --------
    compared_in_all : The same for several measures as one family.
    """
    return compared_in_all([base], [others], paired, level)[0]


def compared_in_all(
    bases: Sequence[Sequence[float]],
    others: Sequence[Sequence[Sequence[float]]],
    paired: bool = True,
    level: float = 0.95,
) -> list[list[Compared]]:
    """Compare points with a base point in several measures, all of it as one family.

    A family is what is looked at together: who reads a table of ten points in five measures for what differs makes
    fifty comparisons, of which two or three would seem to differ where nothing does.

    Parameters
    ----------
    bases : sequence of sequence of float, shape (measures, replications)
        Each measure at the base point.
    others : sequence of sequence of sequence of float, shape (measures, points, replications)
        Each measure at each other point.
    paired, level
        See `compared`.

    Returns
    -------
    list of list of Compared, shape (measures, points)
        A difference without a p-value (from fewer than two replications) is no part of the family.

    Notes
    -----
    Measures of the same runs hang together, and so do differences from the same base. Bonferroni's inequality and
    Holm's procedure hold whatever hangs on what, and are on the safe side for it: with measures that say nearly the
    same the chance of any false difference is well below ``1 - level``.

    References
    ----------
    S. Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6.
    A. M. Law (2015), Simulation Modeling and Analysis, section 9.7 (several measures of one model, Bonferroni).
    """
    one = _paired if paired else _unpaired
    spreads = [[one(base, other) for other in mine] for base, mine in zip(bases, others, strict=True)]
    p_values = [spread.p() for mine in spreads for spread in mine]
    together = simultaneous_level(level, sum(not math.isnan(p) for p in p_values))
    told = (
        Compared(spread.interval(level), spread.interval(together), p, p_holm)
        for spread, p, p_holm in zip((each for mine in spreads for each in mine), p_values, holm(p_values), strict=True)
    )
    return [list(islice(told, len(mine))) for mine in spreads]


def simultaneous_level(level: float, comparisons: int) -> float:
    """Return Bonferroni's level for each of some intervals that shall all hold at once with a level.

    >>> simultaneous_level(0.95, 5)
    0.99
    """
    return 1 - (1 - level) / max(1, comparisons)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return Holm's corrected p-values, in the order given; not-a-numbers stay so and do not count.

    ``max over the smaller ones of (m - rank) p``, at most 1.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    known = sorted((p, place) for place, p in enumerate(p_values) if not math.isnan(p))
    corrected = [math.nan] * len(p_values)
    highest = 0.0
    for rank, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, (len(known) - rank) * p))
        corrected[place] = highest
    return corrected
