"""Designs: which combinations of factors an experiment visits."""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.sweeps.factors import Factor

SAMPLED = ("latin-hypercube", "sobol", "saltelli")
"""Designs that fill the space between the factors' ends with a stated number of points."""


def factorial(factors: Sequence[Factor]) -> list[dict[str, Any]]:
    """Return every combination of the factors' levels, the last factor changing fastest.

    A range stands for its two ends, so factors with ranges make the classical two-level design.
    """
    levels = [factor.ends() for factor in factors]
    keys = [factor.key for factor in factors]
    return [dict(zip(keys, each, strict=True)) for each in itertools.product(*levels)]


def sampled(kind: str, factors: Sequence[Factor], points: int, seed: int) -> list[dict[str, Any]]:
    """Return a Latin hypercube, a Sobol or a Saltelli design over the factors' ranges and levels.

    Parameters
    ----------
    kind : str
        ``latin-hypercube``: each factor's range is cut into as many strata as there are points, and each stratum is
        visited once (McKay, Beckman and Conover 1979). ``sobol``: a scrambled Sobol sequence (Owen 1998), balanced when
        the number of points is a power of two. ``saltelli``: n points A and n points B, which are the halves of the
        columns of a Sobol sequence, and for each factor i the points AB_i, which are A with the i-th column of B;
        together n (k + 2) points for k factors (Saltelli et al. 2010), for `simulation.analysis.sobol`.
    factors : sequence of Factor
        What varies.
    points : int
        How many.
    seed : int
        The experiment's; the same seed gives the same design.
    """
    keys = [factor.key for factor in factors]
    return [
        {key: factor.at(float(share)) for key, factor, share in zip(keys, factors, row, strict=True)}
        for row in unit_cube(kind, len(factors), points, seed)
    ]


def unit_cube(kind: str, dimensions: int, points: int, seed: int) -> NDArray[np.float64]:
    """Return the design in the unit cube, shape (points, dimensions), numbers in [0, 1)."""
    from scipy.stats import qmc

    chance = np.random.default_rng([zlib.crc32(kind.encode()), seed])
    if kind == "sobol":
        return np.asarray(qmc.Sobol(dimensions, rng=chance).random_base2(round(math.log2(points))))
    if kind == "saltelli":
        base = qmc.Sobol(2 * dimensions, rng=chance).random_base2(round(math.log2(points // (dimensions + 2))))
        a, b = base[:, :dimensions], base[:, dimensions:]
        swapped = [np.where(np.arange(dimensions) == column, b, a) for column in range(dimensions)]
        return np.vstack([a, b, *swapped])
    return np.asarray(qmc.LatinHypercube(dimensions, rng=chance).random(points))
