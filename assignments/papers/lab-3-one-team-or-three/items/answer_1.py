"""Question 1: the wait in three separate teams."""

from __future__ import annotations

from simulation.theory import erlang_c

from ._teams import teams

TITLE = "Mean wait, three teams"
KIND = "formula"
POINTS = 2
RANGE = (20, 2400)
WRONG_UNIT = {1 / 60: 0.5}


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the teams, and the mean wait in one of them, in seconds."""
    mine = teams(seed)
    return mine.shown(), 60 * erlang_c(mine.agents, mine.calls / 60, mine.minutes).mean_wait
