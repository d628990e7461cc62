"""Question 2: the wait in one team of all."""

from __future__ import annotations

from simulation.theory import erlang_c

from ._teams import TEAMS, teams

TITLE = "Mean wait, one team"
KIND = "formula"
POINTS = 3
RANGE = (1, 400)
WRONG_UNIT = {1 / 60: 0.5}
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the teams, and the mean wait when they are one, in seconds."""
    mine = teams(seed)
    return mine.shown(), 60 * erlang_c(TEAMS * mine.agents, TEAMS * mine.calls / 60, mine.minutes).mean_wait
