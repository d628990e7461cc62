"""What can be had at once: the points that no other point beats in everything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def pareto_front(values: Sequence[Sequence[float]], higher_is_better: Sequence[bool]) -> NDArray[np.bool_]:
    """Return which points lie on the Pareto front: no other is at least as good in every goal and better in one.

    Parameters
    ----------
    values : sequence of sequence of float, shape (points, goals)
        Means. A point with a not-a-number is not on the front, and beats nobody.
    higher_is_better : sequence of bool, shape (goals,)
        Whether more of a goal is better.

    Returns
    -------
    ndarray of bool, shape (points,)

    >>> pareto_front([[1, 5], [2, 4], [2, 5]], [False, True]).tolist()
    [True, False, False]
    """
    signs = np.where(np.asarray(higher_is_better, dtype=bool), 1.0, -1.0)
    scores = np.asarray(values, dtype=float).reshape(-1, len(signs)) * signs
    known = ~np.isnan(scores).any(axis=1)
    rivals = scores[known]
    front = np.zeros(len(scores), dtype=np.bool_)
    for place in np.flatnonzero(known):
        beaten = (rivals >= scores[place]).all(axis=1) & (rivals > scores[place]).any(axis=1)
        front[place] = not beaten.any()
    return front
