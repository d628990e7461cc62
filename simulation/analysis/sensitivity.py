"""Which input does it: rank correlations of an output with inputs that all varied at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import spearmanr


class Share(NamedTuple):
    """A share with its confidence interval.

    Attributes
    ----------
    kept, of : int
        How many of how many.
    share, low, high : float
        The share and the ends of its interval.
    """

    kept: int
    of: int
    share: float
    low: float
    high: float


def wilson(count: int, of: int, level: float = 0.95) -> Share:
    """Return a share with Wilson's score interval, which stays within 0 and 1 also for none and for all.

    Notes
    -----
    Wilson, Journal of the American Statistical Association 22, 1927: with ``z`` the normal quantile, the centre is
    ``(p + z^2 / 2n) / (1 + z^2 / n)`` and the half-width ``z sqrt(p (1 - p) / n + z^2 / 4n^2) / (1 + z^2 / n)``.
    """
    if of == 0:
        return Share(0, 0, math.nan, math.nan, math.nan)
    share, z = count / of, float(ndtri((1 + level) / 2))
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return Share(count, of, share, max(0.0, centre - half), min(1.0, centre + half))


class Influence(NamedTuple):
    """How an output hangs on one input.

    Attributes
    ----------
    name : str
        The input.
    correlation : float
        Spearman's rank correlation; its square is the share of the spread of the ranks that this input explains alone.
    p : float
        Probability of one as large if there were none, times the number of inputs that were looked at (Bonferroni).
    kept_low, kept_high : float
        Share of the points with a positive output, in the lower and in the upper half of the input's values.
    """

    name: str
    correlation: float
    p: float
    kept_low: float
    kept_high: float


def influences(inputs: Mapping[str, Sequence[float]], output: Sequence[float]) -> list[Influence]:
    """Rank inputs by how much an output hangs on them, the strongest first.

    Parameters
    ----------
    inputs : dict of str to sequence of float
        The values of each input, one a point; sampled independently of each other, as in a Latin hypercube.
    output : sequence of float
        The output, one a point.

    Notes
    -----
    Rank correlations see what rises or falls all the way; an input that first raises and then lowers the output goes
    unseen (Saltelli et al. 2008, Global Sensitivity Analysis, section 1.2).
    """
    y = np.asarray(output, dtype=float)
    kept = y > 0
    found = []
    for name, values in inputs.items():
        x = np.asarray(values, dtype=float)
        constant = len(y) < 3 or np.ptp(y) == 0 or np.ptp(x) == 0
        correlation, p = (0.0, 1.0) if constant else map(float, spearmanr(x, y))
        lower = x <= np.median(x)
        shares = [float(kept[half].mean()) if half.any() else math.nan for half in (lower, ~lower)]
        found.append(Influence(name, correlation, min(1.0, p * len(inputs)), *shares))
    return sorted(found, key=lambda each: -abs(each.correlation))
