"""Question 3: the wait for an agent who comes and goes."""

from __future__ import annotations

from random import Random

TITLE = "Until the agent is there"
KIND = "formula"
POINTS = 4
RANGE = (10, 200)
WRONG_UNIT = {1 / 60: 0.5}


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return mean minutes there and away; away x away / (there + away), the mean wait until he is there."""
    draw = Random(seed)
    there, away = draw.randint(120, 300), draw.randint(75, 240)
    return {"there": there, "away": away}, away**2 / (there + away)
