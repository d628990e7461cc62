"""Question 2: the fewest agents for a service level."""

from __future__ import annotations

from random import Random

from simulation.theory import staff_for_service_level

TITLE = "Agents for a service level"
KIND = "integer"
POINTS = 2
RANGE = (4, 60)


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return calls an hour, minutes a call, the share in per cent and the seconds; the fewest agents."""
    draw = Random(seed)
    calls, minutes = draw.randint(80, 320), draw.randint(250, 600) / 100
    target, seconds = draw.choice([75, 80, 85, 90]), draw.choice([15, 20, 30, 40])
    agents = staff_for_service_level(calls / 60, minutes, target / 100, seconds / 60)
    return {"calls": calls, "minutes": minutes, "target": target, "seconds": seconds}, agents
