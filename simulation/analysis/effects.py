"""Which factor does it: main effects and two-factor interactions by least squares on coded factors."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.analysis.intervals import Interval, mean_interval
from simulation.errors import InputError

Floats = NDArray[np.float64]


class Effect(NamedTuple):
    """What a factor, or two together, do to a measure.

    Attributes
    ----------
    name : str
        The factor; ``factor = level`` for one of several named levels; two joined by ``×`` for an interaction.
    interval : Interval
        For a factor of numbers or of two levels: the change from its lowest (first) to its highest (last) level, at the
        middle of the others. For one of several named levels: how far it lies from the mean of all levels. For an
        interaction: half the change of the one's effect between the ends of the other; with one of several named
        levels: how far the other's effect lies from its mean there.
    """

    name: str
    interval: Interval


class _Coded(NamedTuple):
    """A factor's columns, and the terms that are told of it: a name and its weights over the columns."""

    columns: Floats
    terms: list[tuple[str, Floats]]
    is_graded: bool


def _coded(name: str, levels: Sequence[object]) -> _Coded:
    """Code a factor: numbers and two levels from -1 to 1, more named levels as deviations from their mean."""
    numbers = [float(level) for level in levels if isinstance(level, (int, float)) and not isinstance(level, bool)]
    if len(numbers) == len(levels):
        values = np.array(numbers)
        low, high = values.min(), values.max()
        return _Coded((2 * (values - low) / (high - low) - 1)[:, None], [(name, np.ones(1))], True)
    kinds = list(dict.fromkeys(levels))
    place = np.array([kinds.index(level) for level in levels])
    if len(kinds) == 2:
        return _Coded((2.0 * place - 1)[:, None], [(f"{name} = {kinds[1]}", np.ones(1))], True)
    known = np.eye(len(kinds))[:, :-1]
    known[-1] = -1
    return _Coded(known[place], [(f"{name} = {kind}", known[row]) for row, kind in enumerate(kinds)], False)


def effects(
    factors: Mapping[str, Sequence[object]],
    values: Sequence[Sequence[float]],
    interactions: bool = True,
    level: float = 0.95,
) -> list[Effect]:
    """Return the main effects and two-factor interactions of the factors on a measure, with intervals.

    Parameters
    ----------
    factors : mapping of str to sequence, each of shape (points,)
        The level of each factor at each point: numbers, or names.
    values : sequence of sequence of float, shape (points, replications)
        The measure, all numbers.
    interactions : bool
        Whether to fit two-factor interactions; they are left out where the points are too few to tell them apart.
    level : float
        Confidence level.

    Returns
    -------
    list of Effect
        Main effects in the order of the factors, then interactions. Factors that do not vary are left out.

    Notes
    -----
    The model ``y = b0 + sum b_i x_i + sum b_ij x_i x_j`` on coded factors is fitted by least squares in each
    replication, and the interval of an effect is the Student-t interval over replications. Replications are
    independent also where all points share their luck, so the intervals hold in both cases (J. P. C. Kleijnen 2015,
    Design and Analysis of Simulation Experiments, section 3.5). What curves is not in the model.

    Raises
    ------
    InputError
        When no factor varies, or the points are too few to tell the main effects apart.
    """
    coded = {name: _coded(name, levels) for name, levels in factors.items() if len(set(map(repr, levels))) > 1}
    if not coded:
        raise InputError("effects: no factor varies, expected at least one with two levels")
    response = np.asarray(values, dtype=float)
    blocks = [(each.columns, each.terms, 2.0 if each.is_graded else 1.0) for each in coded.values()]
    fitted = _fit(blocks, response)
    if fitted is None:
        raise InputError(f"effects: {len(response)} points cannot tell the effects of {', '.join(coded)} apart")
    if interactions and len(coded) > 1:
        pairs = [_together(a, b) for a, b in itertools.combinations(coded.values(), 2)]
        fitted = _fit([*blocks, *pairs], response) or fitted
    return [Effect(name, mean_interval(each.tolist(), level)) for name, each in fitted]


_Block = tuple[Floats, list[tuple[str, Floats]], float]


def _together(a: _Coded, b: _Coded) -> _Block:
    """Return the columns and terms of an interaction: products of the columns of two factors."""
    columns: Floats = (a.columns[:, :, None] * b.columns[:, None, :]).reshape(len(a.columns), -1)
    terms = [(f"{one} × {other}", np.outer(v, w).ravel()) for one, v in a.terms for other, w in b.terms]
    return columns, terms, 2.0 if a.is_graded or b.is_graded else 1.0


def _fit(blocks: Sequence[_Block], response: Floats) -> list[tuple[str, Floats]] | None:
    """Return each term with its effect in every replication, None where the points cannot tell them apart."""
    design = np.hstack([np.ones((len(response), 1)), *(columns for columns, _, _ in blocks)])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return None
    found = np.linalg.lstsq(design, response, rcond=None)[0]
    begin, rows = 1, []
    for columns, terms, scale in blocks:
        mine = found[begin : begin + columns.shape[1]]
        begin += columns.shape[1]
        rows += [(name, scale * (weights @ mine)) for name, weights in terms]
    return rows
