"""Question 2: the mean wait of Erlang C."""

from __future__ import annotations

from random import Random

TITLE = "Mean wait on the phone"
KIND = "formula"
POINTS = 5
RANGE = (0.05, 60)
WRONG_UNIT = {1 / 60: 0.5, 60: 0.5}


def waiting_probability(agents: int, load: float) -> float:
    """Return Erlang C from the recursion of Erlang B."""
    blocked = 1.0
    for number in range(1, agents + 1):
        blocked = load * blocked / (number + load * blocked)
    return agents * blocked / (agents - load * (1 - blocked))


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return calls, agents and minutes, and C(s, a) x minutes / (s - a)."""
    draw = Random(seed)
    agents, minutes = draw.randint(2, 6), draw.randint(300, 900) / 100
    calls = round(draw.uniform(0.7, 0.9) * agents * 60 / minutes)
    load = calls * minutes / 60
    expected = waiting_probability(agents, load) * minutes / (agents - load)
    return {"calls": calls, "agents": agents, "minutes": minutes}, expected
