"""Words beside a line of signs, in rows, so that none covers another or another's leader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

_BESIDE = 0.05
"""Inches between a leader and its words."""
_APART = 0.12
"""Inches between words."""
_MOST_ROWS = 40


class Label(NamedTuple):
    """Words about the sign at `x`; lengths in inches."""

    x: float
    text: str
    width: float


class Placed(NamedTuple):
    """Words with their row, counted away from the line, and their left end in inches."""

    label: Label
    row: int
    left: float

    @property
    def right(self) -> float:
        """The right end in inches."""
        return self.left + self.label.width


def placed(labels: Sequence[Label], arrows: Sequence[float], width: float) -> list[Placed]:
    """Give every label the row nearest to the line where it covers nothing.

    Parameters
    ----------
    labels : sequence of Label
        The words.
    arrows : sequence of float
        Where arrows pass through all rows, in inches; they may be covered only where there is no other way.
    width : float
        Inches that there are.

    Returns
    -------
    list of Placed
        In any order.
    """
    ordered = sorted(labels, key=lambda label: label.x)
    return min((_in_turn(turn, arrows, width) for turn in (ordered[::-1], ordered)), key=_cost(arrows))


def _cost(arrows: Sequence[float]) -> Callable[[list[Placed]], tuple[int, int]]:
    """Return how to judge words in their places: how many arrows they cover, then how many rows they need."""

    def cost(found: list[Placed]) -> tuple[int, int]:
        covered = sum(word.left < x < word.right for word in found for x in arrows)
        return covered, max((word.row for word in found), default=0)

    return cost


def _in_turn(labels: Sequence[Label], arrows: Sequence[float], width: float) -> list[Placed]:
    done: list[Placed] = []
    for label in labels:
        done.append(_best(label, done, arrows, width))
    return done


def _best(label: Label, done: list[Placed], arrows: Sequence[float], width: float) -> Placed:
    for crossing in ([*arrows], []):
        for row in range(_MOST_ROWS):
            for left in (label.x + _BESIDE, label.x - _BESIDE - label.width):
                here = Placed(label, row, left)
                inside = left >= 0 and here.right <= width
                if inside and not any(here.left < x < here.right for x in crossing) and _is_free(here, done):
                    return here
    row = max((other.row for other in done), default=-1) + 1
    return Placed(label, row, min(max(0.0, label.x + _BESIDE), width - label.width))


def _is_free(here: Placed, done: list[Placed]) -> bool:
    for other in done:
        if here.row == other.row and here.left - _APART < other.right and other.left - _APART < here.right:
            return False
        if other.row > here.row and here.left - _BESIDE < other.label.x < here.right + _BESIDE:
            return False
        if other.row < here.row and other.left < here.label.x < other.right:
            return False
    return True
