"""Question 1: how busy the team is."""

from __future__ import annotations

from ._team import team

TITLE = "Utilisation"
KIND = "formula"
POINTS = 2
RANGE = (70, 90)
WRONG_UNIT = {0.01: 0.5}


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the team, and the busy share of an agent in per cent."""
    mine = team(seed)
    return mine.shown(), 100 * mine.line().occupancy
