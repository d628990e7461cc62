"""Question 2: how long callers wait."""

from __future__ import annotations

from ._team import team

TITLE = "Mean wait"
KIND = "formula"
POINTS = 3
RANGE = (5, 400)
WRONG_UNIT = {1 / 60: 0.5}
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the team, and the mean wait over all callers in seconds."""
    mine = team(seed)
    return mine.shown(), mine.line().mean_wait * 60
