"""Words beside a line of signs, in rows, so that none covers another or another's leader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_BESIDE = 0.05
"""Inches between a leader and its words."""
_APART = 0.12
"""Inches between words."""
_BEFORE = 0.95
"""Inches to the left of a line into which words may reach rather than lie over an arrow."""
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
    room = _Room(arrows, width)
    best = min((_in_turn(turn, room) for turn in (ordered[::-1], ordered)), key=lambda found: _cost(found, room)[::2])
    if not _cost(best, room)[0]:
        return best
    turns = (ordered[::-1], ordered, sorted(ordered, key=lambda label: -label.width))
    over_leaders = (_in_turn(turn, room, over_leaders=True) for turn in turns)
    return min([best, *over_leaders], key=lambda found: _cost(found, room))


class _Room(NamedTuple):
    """Where arrows pass through all rows, and how much width there is, in inches."""

    arrows: Sequence[float]
    width: float


def _cost(found: Sequence[Placed], room: _Room) -> tuple[int, int, int]:
    """Return how many arrows and how many leaders words in their places cover, and how many rows they need."""
    arrows = sum(word.left < x < word.right for word in found for x in room.arrows)
    leaders = sum(word.row < other.row and word.left < other.label.x < word.right for word in found for other in found)
    return arrows, leaders, max((word.row for word in found), default=0)


def _in_turn(labels: Sequence[Label], room: _Room, over_leaders: bool = False) -> list[Placed]:
    done: list[Placed] = []
    for label in labels:
        done.append(_best(label, done, room, over_leaders))
    return done


def _best(label: Label, done: list[Placed], room: _Room, over_leaders: bool) -> Placed:
    """Return the nearest row where a label covers nothing; else a leader, where that may be; else an arrow."""
    for crossing, may_cover in ((room.arrows, False), (room.arrows, True), ((), False)):
        if may_cover and not over_leaders:
            continue
        for row in range(_MOST_ROWS):
            for left in (label.x + _BESIDE, label.x - _BESIDE - label.width):
                here = Placed(label, row, left)
                least = -_BEFORE if may_cover and row else 0.0  # the title of the lane stands beside row 0
                inside = left >= least and here.right <= room.width
                covers = any(here.left < x < here.right for x in crossing)
                if inside and not covers and _is_free(here, done, may_cover):
                    return here
    row = max((other.row for other in done), default=-1) + 1
    return Placed(label, row, min(max(0.0, label.x + _BESIDE), room.width - label.width))


def _is_free(here: Placed, done: list[Placed], over_leaders: bool) -> bool:
    for other in done:
        if here.row == other.row and here.left - _APART < other.right and other.left - _APART < here.right:
            return False
        if over_leaders:
            continue
        if other.row > here.row and here.left - _BESIDE < other.label.x < here.right + _BESIDE:
            return False
        if other.row < here.row and other.left < here.label.x < other.right:
            return False
    return True
