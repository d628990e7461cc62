"""Which share of the spread does a factor make, alone and with all others: Sobol's indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import bootstrap, sobol_indices

from simulation.analysis.intervals import Interval
from simulation.errors import InputError

Floats = NDArray[np.float64]

_RESAMPLES = 999


class SobolIndex(NamedTuple):
    """Which share of a measure's variance over the factors' ranges hangs on one factor.

    Attributes
    ----------
    name : str
        The factor.
    first : Interval
        First-order index: the share that goes when this factor alone is known, ``V(E(y | x_i)) / V(y)``.
    total : Interval
        Total index: the share that stays when all others are known, ``1 - V(E(y | all but x_i)) / V(y)``. What it has
        above the first-order index, the factor does together with others.
    """

    name: str
    first: Interval
    total: Interval


def sobol(
    names: Sequence[str], values: Sequence[float], chance: np.random.Generator, level: float = 0.95
) -> list[SobolIndex]:
    """Return first-order and total indices of factors from a Saltelli design, with bootstrap intervals.

    Parameters
    ----------
    names : sequence of str, shape (k,)
        The factors, at least two.
    values : sequence of float, shape (n (k + 2),)
        The measure at the points A, B, AB_1 to AB_k of `simulation.sweeps.designs`, n of each; n is a power of two.
    chance : Generator
        For the resamples.
    level : float
        Confidence level.

    Notes
    -----
    The estimators are those of Saltelli et al. (2010), Computer Physics Communications 181, Table 2 (b) and (f), as
    SciPy has them. The intervals are percentiles of 999 bootstrap resamples of the n base rows, each row with all
    its k + 2 values. They are made with `scipy.stats.bootstrap`, because the method of SciPy's own result draws from a
    generator that cannot be given to it. The resamples treat rows as if drawn at random; a Sobol sequence is more even
    than that, so the intervals are rather too wide. An estimate can leave the range from 0 to 1 a little.

    Raises
    ------
    InputError
        When there is a single factor, the number of values does not fit, a value is missing, or all are the same.
    """
    y, columns = np.asarray(values, dtype=float), len(names) + 2
    size = len(y) // columns
    if len(names) < 2:
        raise InputError("Sobol indices: expected at least two factors; the whole spread is that of a single one")
    if len(y) != size * columns or size < 2 or size & (size - 1):
        raise InputError(f"Sobol indices: {len(y)} values, expected n ({len(names)} + 2) with n a power of two")
    missing = int((~np.isfinite(y)).sum())
    if missing:
        raise InputError(f"Sobol indices: {missing} of {len(y)} points have no value, expected one at every point")
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise InputError("Sobol indices: the measure is the same at every point, there is no spread to share out")
    blocks = y.reshape(columns, size)
    estimate = _indices(blocks)

    def resampled(rows: NDArray[np.int64]) -> Floats:
        return _indices(blocks[:, rows])

    found = bootstrap((np.arange(size),), resampled, n_resamples=_RESAMPLES, vectorized=False,
                      confidence_level=level, method="percentile", rng=chance)  # fmt: skip
    ends = np.stack([estimate, *(np.asarray(end) for end in found.confidence_interval)], axis=-1)
    return [
        SobolIndex(name, *(Interval(float(mean), float(low), float(high), size) for mean, low, high in ends[:, row]))
        for row, name in enumerate(names)
    ]


def _indices(blocks: Floats) -> Floats:
    """Return first-order and total indices, shape (2, k), from A, B and AB_1 to AB_k, shape (k + 2, n)."""
    given: Any = {"f_A": blocks[:1], "f_B": blocks[1:2], "f_AB": blocks[2:, None, :]}
    found = sobol_indices(func=given, n=blocks.shape[1])
    return np.array([found.first_order, found.total_order])
