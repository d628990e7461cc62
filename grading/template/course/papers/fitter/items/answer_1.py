"""Question 1: how busy the agents are."""

from __future__ import annotations

from random import Random

TITLE = "Utilisation of the phone team"
KIND = "formula"
POINTS = 5
RANGE = (45, 97)
WRONG_UNIT = {0.01: 0.5}


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return calls, agents and minutes, and 100 x calls x minutes / 60 / agents."""
    draw = Random(seed)
    agents, minutes = draw.randint(4, 14), draw.randint(300, 900) / 100
    calls = round(draw.uniform(0.55, 0.92) * agents * 60 / minutes)
    return {
        "calls": calls,
        "agents": agents,
        "minutes": minutes,
    }, 100 * calls * minutes / 60 / agents
