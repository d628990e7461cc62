"""Question 4: the cliff."""

from __future__ import annotations

from ._team import team

TITLE = "The cliff"
KIND = "formula"
POINTS = 2
RANGE = (1.3, 40)
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the team, and how many times as long the mean wait becomes with the growth."""
    mine = team(seed)
    grown = mine.line(mine.calls * (1 + mine.growth / 100))
    return mine.shown(), grown.mean_wait / mine.line().mean_wait
