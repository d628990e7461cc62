"""Intervals: what replications say, and how sure they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit


class Interval(NamedTuple):
    """A mean with its confidence interval.

    Attributes
    ----------
    mean : float
        The estimate.
    low, high : float
        Ends of the interval; not-a-number from fewer than two replications.
    replications : int
        How many values it rests on.
    """

    mean: float
    low: float
    high: float
    replications: int

    @property
    def half_width(self) -> float:
        """Half the length of the interval."""
        return (self.high - self.low) / 2

    @property
    def excludes_zero(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        """Return it as people write it, with as many decimals as its length is worth.

        >>> print(Interval(2.0758, 1.5757, 2.5759, 20))
        2.08 [1.58, 2.58] (20 replications)
        """
        if math.isnan(self.low):
            return f"{self.mean:.4g}"
        digits = 1 - math.floor(math.log10(self.half_width)) if 0 < self.half_width < math.inf else 2
        mean, low, high = (f"{value:.{max(0, digits)}f}" for value in (self.mean, self.low, self.high))
        return f"{mean} [{low}, {high}] ({self.replications} replications)"

    def within(self, margin: float) -> bool:
        """Return whether the whole interval lies within ``[-margin, margin]``: an equivalence."""
        return -margin <= self.low and self.high <= margin


def mean_interval(values: Sequence[float], level: float = 0.95) -> Interval:
    """Return the mean of independent values with its Student-t interval.

    Parameters
    ----------
    values : sequence of float
        One value a replication; not-a-numbers are left out.
    level : float
        Confidence level, between 0 and 1.

    Notes
    -----
    ``mean +- t(n - 1, (1 + level) / 2) s / sqrt(n)`` with s the sample standard deviation.
    """
    kept = np.asarray(values, dtype=float)
    kept = kept[~np.isnan(kept)]
    count = len(kept)
    if count == 0:
        return Interval(math.nan, math.nan, math.nan, 0)
    mean = float(kept.mean())
    if count == 1:
        return Interval(mean, math.nan, math.nan, 1)
    half = float(stdtrit(count - 1, (1 + level) / 2)) * float(kept.std(ddof=1)) / math.sqrt(count)
    return Interval(mean, mean - half, mean + half, count)


class Frequent(NamedTuple):
    """What came out most often: its value, in which share of the replications, and of how many."""

    value: float
    share: float
    replications: int


def most_frequent(values: Sequence[float]) -> Frequent:
    """Return the value that occurs most often, for what cannot be averaged; of several the smallest.

    Not-a-numbers are left out; where there is nothing else, the value is none.

    >>> most_frequent([3.0, 7.0, 3.0, 3.0])
    Frequent(value=3.0, share=0.75, replications=4)
    """
    kept = [value for value in values if not math.isnan(value)]
    if not kept:
        return Frequent(math.nan, math.nan, 0)
    value = min(set(kept), key=lambda each: (-kept.count(each), each))
    return Frequent(value, kept.count(value) / len(kept), len(kept))


def standard_error(values: Sequence[float]) -> float:
    """Return the standard error of the mean of independent values, ``s / sqrt(n)``; not-a-numbers are left out.

    >>> standard_error([1.0, 3.0])
    1.0
    """
    kept = np.asarray(values, dtype=float)
    kept = kept[~np.isnan(kept)]
    return float(kept.std(ddof=1)) / math.sqrt(len(kept)) if len(kept) > 1 else math.nan


class PairedDifference(NamedTuple):
    """How much a second scenario differs from a first one that met the same customers.

    Attributes
    ----------
    interval : Interval
        Of the difference, second minus first.
    variance_reduction : float
        ``(var(first) + var(second)) / var(second - first)``: how many times fewer replications the pairing needs than
        independent luck would; not-a-number from fewer than two replications or when the difference never varies.
    """

    interval: Interval
    variance_reduction: float


def paired_difference(first: Sequence[float], second: Sequence[float], level: float = 0.95) -> PairedDifference:
    """Return the paired interval of ``second - first``, replication by replication."""
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    interval = mean_interval((b - a).tolist(), level)
    if len(a) < 2:
        return PairedDifference(interval, math.nan)
    spread = float((b - a).var(ddof=1))
    apart = float(a.var(ddof=1) + b.var(ddof=1))
    return PairedDifference(interval, apart / spread if spread > 0 else math.nan)
