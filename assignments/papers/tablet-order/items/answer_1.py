"""Question 1: the mean wait on the phone, from Erlang C."""

from __future__ import annotations

from random import Random

from simulation.theory import erlang_c

TITLE = "Mean wait on the phone"
KIND = "formula"
POINTS = 3
RANGE = (1, 1500)
WRONG_UNIT = {1 / 60: 0.5}


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return agents, minutes a call and calls an hour; the mean wait over all callers, in seconds."""
    draw = Random(seed)
    agents, minutes = draw.randint(4, 12), draw.randint(250, 700) / 100
    calls = int(draw.uniform(0.75, 0.93) * agents * 60 / minutes)
    line = erlang_c(agents, calls / 60, minutes)
    return {"agents": agents, "minutes": minutes, "calls": calls}, 60 * line.mean_wait
