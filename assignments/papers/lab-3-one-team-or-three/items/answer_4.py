"""Question 4: pooled, with shared history."""

from __future__ import annotations

from ._teams import TEAMS, teams

TITLE = "Asked twice with shared history"
KIND = "formula"
POINTS = 2
RANGE = (1, 20)
WRONG_UNIT = {0.01: 0.5}
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the teams, and the per cent asked twice in one team in which agents see most of the history."""
    mine = teams(seed)
    return mine.shown(), mine.asked_again(TEAMS * mine.agents) * (1 - mine.history / 100)
