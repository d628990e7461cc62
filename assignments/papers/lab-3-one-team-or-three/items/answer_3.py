"""Question 3: what pooling does to those who call again."""

from __future__ import annotations

from ._teams import TEAMS, teams

TITLE = "Asked twice, percentage points"
KIND = "formula"
POINTS = 3
RANGE = (1, 15)
WRONG_UNIT = {0.01: 0.5}
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the teams, and how many more per cent of the customers are asked twice in one team."""
    mine = teams(seed)
    return mine.shown(), mine.asked_again(TEAMS * mine.agents) - mine.asked_again(mine.agents)
