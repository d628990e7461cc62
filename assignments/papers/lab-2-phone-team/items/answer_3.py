"""Question 3: how many are answered in time."""

from __future__ import annotations

from ._team import team

TITLE = "Service level"
KIND = "formula"
POINTS = 3
RANGE = (30, 95)
WRONG_UNIT = {0.01: 0.5}
SEED_OF = "answer_1"
SECONDS = 20


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the team, and the share answered within 20 seconds in per cent."""
    mine = team(seed)
    return {**mine.shown(), "seconds": SECONDS}, 100 * mine.line().service_level(SECONDS / 60)
