"""How a measure bends over the factors' ranges: a second-order response surface, and where it is highest or lowest."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtrc, stdtrit

from simulation.analysis.intervals import Interval, mean_interval
from simulation.errors import InputError

Floats = NDArray[np.float64]

_MOST_FACTORS = 8
_FLAT = 1e-9
"""A curvature or a spread that is smaller than this share of the largest counts as none."""


class Term(NamedTuple):
    """A term of the polynomial in coded factors: its name and its coefficient with an interval."""

    name: str
    interval: Interval


class Place(NamedTuple):
    """A place in the factors' ranges.

    Attributes
    ----------
    values : dict of str to float
        Each factor, in its own unit.
    coded : tuple of float
        The same from -1 (lowest) to 1 (highest).
    predicted : float
        What the surface says there, in the measure's unit.
    """

    values: dict[str, float]
    coded: tuple[float, ...]
    predicted: float

    @property
    def inside(self) -> bool:
        """Whether it lies within all ranges."""
        return all(abs(x) <= 1 for x in self.coded)


class LackOfFit(NamedTuple):
    """Whether the points lie further from the surface than luck explains.

    Attributes
    ----------
    f : float
        Mean square of the means around the surface over that of pure error.
    lack_df, error_df : int
        Degrees of freedom of the two.
    p : float
        Probability of one as large if the surface were right.
    """

    f: float
    lack_df: int
    error_df: int
    p: float


class Surface(NamedTuple):
    """A fitted second-order surface.

    Attributes
    ----------
    ranges : dict of str to (float, float)
        The lowest and highest value of each factor, coded as -1 and 1.
    terms : list of Term
        The constant, the factors, their products and their squares.
    r2_adjusted : float
        Adjusted share of the variance of the means that the surface explains; not-a-number where no point is to spare.
    lack_of_fit : LackOfFit or None
        None without replications, without points to spare, or where replications never differ.
    stationary : Place or None
        Where the slope is zero; None where the surface does not bend in some direction.
    nature : str
        Of the stationary point: ``minimum``, ``maximum``, ``saddle``, or ``none``.
    lowest, highest : Place
        Of the surface within the ranges.
    """

    ranges: dict[str, tuple[float, float]]
    terms: list[Term]
    r2_adjusted: float
    lack_of_fit: LackOfFit | None
    stationary: Place | None
    nature: str
    lowest: Place
    highest: Place

    def at(self, coded: Floats) -> Floats:
        """Return what the surface says at coded places, shape (places, factors)."""
        heights: Floats = _columns(coded) @ np.array([term.interval.mean for term in self.terms])
        return heights


def surface(
    factors: Mapping[str, Sequence[object]],
    values: Sequence[Sequence[float]],
    shared_luck: bool = False,
    level: float = 0.95,
) -> Surface:
    """Fit a second-order response surface.

    Parameters
    ----------
    factors : mapping of str to sequence, each of shape (points,)
        The value of each factor at each point, numbers. Factors that do not vary are left out.
    values : sequence of sequence of float, shape (points, replications)
        The measure, all numbers.
    shared_luck : bool
        Whether replication r has the same luck at all points: what moves them all alike is then no pure error.
    level : float
        Confidence level.

    Notes
    -----
    ``y = b0 + sum b_i x_i + sum b_ij x_i x_j + sum b_ii x_i^2`` on factors coded from -1 to 1, by least squares (Box
    and Draper 2007, Response Surfaces, Mixtures, and Ridge Analyses). Intervals of coefficients are Student-t intervals
    over replications, each fitted alone, which holds with shared luck as well; of a single replication they come from
    the residuals, and hold only as far as the surface does. The test of lack of fit takes pure error to be alike at
    all points. With ``B`` the matrix of the ``b_ii`` and half the ``b_ij``, the stationary point is ``-B^-1 b / 2``,
    and the signs of the eigenvalues of B are its nature. The lowest and highest place are the best of the stationary
    points of the box and of all its faces.

    Raises
    ------
    InputError
        When a factor is not of numbers or has fewer than three of them, or the points are too few or too alike.
    """
    varying = {name: levels for name, levels in factors.items() if len(set(map(repr, levels))) > 1}
    coded, ranges = _coded(varying)
    columns = _columns(coded)
    points, count = columns.shape
    if points < count:
        raise InputError(f"response surface: {points} points, expected at least {count}, one for each term")
    if np.linalg.matrix_rank(columns) < count:
        raise InputError(f"response surface: the {points} points cannot tell its {count} terms apart")
    response = np.asarray(values, dtype=float)
    fitted: Floats = np.linalg.lstsq(columns, response, rcond=None)[0]
    mean, means = fitted.mean(axis=1), response.mean(axis=1)
    residual = means - columns @ mean
    terms = [
        Term(*each) for each in zip(_names(list(varying)), _intervals(columns, fitted, residual, level), strict=True)
    ]
    spread = float(((means - means.mean()) ** 2).sum())
    spare = points - count
    r2 = 1 - (residual @ residual / spare) / (spread / (points - 1)) if spare and spread > 0 else math.nan
    shape = _Shape(mean, ranges)
    stationary, nature = shape.stationary()
    lowest, highest = shape.extremes()
    return Surface(ranges, terms, float(r2), _lack_of_fit(response, residual, spare, shared_luck), stationary, nature,
                   lowest, highest)  # fmt: skip


def _coded(varying: Mapping[str, Sequence[object]]) -> tuple[Floats, dict[str, tuple[float, float]]]:
    if not 1 <= len(varying) <= _MOST_FACTORS:
        raise InputError(f"response surface: {len(varying)} factors vary, expected from one to {_MOST_FACTORS}")
    coded, ranges = [], {}
    for name, levels in varying.items():
        numbers = [float(each) for each in levels if isinstance(each, (int, float)) and not isinstance(each, bool)]
        if len(numbers) < len(levels):
            raise InputError(f"response surface: '{name}' has levels that are no numbers, expected numbers only")
        if len(set(numbers)) < 3:
            raise InputError(f"response surface: '{name}' has two levels, expected at least three to see a bend")
        low, high = ranges[name] = min(numbers), max(numbers)
        coded.append(2 * (np.array(numbers) - low) / (high - low) - 1)
    return np.column_stack(coded), ranges


def _pairs(count: int) -> list[tuple[int, int]]:
    """Return the products of the polynomial: of two factors, then squares."""
    return [*itertools.combinations(range(count), 2), *((place, place) for place in range(count))]


def _names(factors: list[str]) -> list[str]:
    products = [f"{factors[i]} × {factors[j]}" if i != j else f"{factors[i]}²" for i, j in _pairs(len(factors))]
    return ["constant", *factors, *products]


def _columns(coded: Floats) -> Floats:
    products = [coded[:, i] * coded[:, j] for i, j in _pairs(coded.shape[1])]
    return np.column_stack([np.ones(len(coded)), coded, *products])


def _intervals(columns: Floats, fitted: Floats, residual: Floats, level: float) -> list[Interval]:
    if fitted.shape[1] > 1:
        return [mean_interval(row.tolist(), level) for row in fitted]
    spare = len(columns) - columns.shape[1]
    if not spare:
        return [mean_interval(row.tolist(), level) for row in fitted]  # no ends: nothing tells how sure they are
    error = np.sqrt(residual @ residual / spare * np.diag(np.linalg.inv(columns.T @ columns)))
    half = float(stdtrit(spare, (1 + level) / 2)) * error
    return [Interval(float(b), float(b - h), float(b + h), 1) for b, h in zip(fitted[:, 0], half, strict=True)]


def _lack_of_fit(response: Floats, residual: Floats, spare: int, shared_luck: bool) -> LackOfFit | None:
    points, replications = response.shape
    if replications < 2 or not spare:
        return None
    error = response - response.mean(axis=1, keepdims=True)
    if shared_luck:
        error = error - error.mean(axis=0)
    error_df = (points - shared_luck) * (replications - 1)
    pure = float((error**2).sum()) / error_df
    if pure <= (_FLAT * float(np.abs(response).max())) ** 2:
        return None
    f = replications * float(residual @ residual) / spare / pure
    return LackOfFit(f, spare, error_df, float(fdtrc(spare, error_df, f)))


class _Shape:
    """The fitted polynomial as ``b0 + b x + x B x``, to be looked at as a whole."""

    def __init__(self, fitted: Floats, ranges: dict[str, tuple[float, float]]) -> None:
        count = len(ranges)
        self._ranges = ranges
        self._fitted = fitted
        self._slope = fitted[1 : count + 1]
        self._bend = np.zeros((count, count))
        for (i, j), b in zip(_pairs(count), fitted[count + 1 :], strict=True):
            self._bend[i, j] += b / 2
            self._bend[j, i] += b / 2
        self._scale = float(np.abs(fitted[1:]).max())

    def _place(self, coded: Floats) -> Place:
        values = {name: float(((1 - x) * low + (1 + x) * high) / 2)
                  for (name, (low, high)), x in zip(self._ranges.items(), coded, strict=True)}  # fmt: skip
        predicted = float((_columns(coded[None, :]) @ self._fitted)[0])
        return Place(values, tuple(float(x) for x in coded), predicted)

    def stationary(self) -> tuple[Place | None, str]:
        """Return where the slope is zero, and what is there."""
        bends = np.linalg.eigvalsh(self._bend)
        if np.abs(bends).min() <= _FLAT * self._scale:
            return None, "none"
        nature = "minimum" if (bends > 0).all() else "maximum" if (bends < 0).all() else "saddle"
        return self._place(-np.linalg.solve(self._bend, self._slope) / 2), nature

    def extremes(self) -> tuple[Place, Place]:
        """Return the lowest and the highest place of the box: the best of its faces' stationary points."""
        found = []
        for face in itertools.product((-1.0, 0.0, 1.0), repeat=len(self._slope)):
            here = np.array(face)
            free = here == 0
            if free.any():
                bend = self._bend[np.ix_(free, free)]
                if np.abs(np.linalg.eigvalsh(bend)).min() <= _FLAT * self._scale:
                    continue  # flat in some direction: it is as good on an edge
                here[free] = -np.linalg.solve(
                    bend, self._slope[free] / 2 + self._bend[np.ix_(free, ~free)] @ here[~free]
                )
                if np.abs(here).max() > 1:
                    continue
            found.append(here)
        predicted = _columns(np.array(found)) @ self._fitted
        return self._place(found[int(predicted.argmin())]), self._place(found[int(predicted.argmax())])
