"""Three equal teams, and the one that they could be."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

TEAMS = 3


class Teams(NamedTuple):
    """Agents and calls an hour of each team, minutes a call; per cent who call again, and whose history is seen."""

    agents: int
    calls: int
    minutes: float
    again: float
    history: int

    def asked_again(self, agents: int) -> float:
        """Return the per cent of customers asked twice, if any of so many agents may take the second call."""
        return self.again * (1 - 1 / agents)

    def shown(self) -> dict[str, object]:
        """Return what the paper shows."""
        return dict(self._asdict())


def teams(seed: int) -> Teams:
    """Draw the teams."""
    draw = Random(seed)
    agents, minutes = draw.randint(2, 6), draw.randint(30, 70) / 10
    calls = round(draw.uniform(0.72, 0.88) * agents * 60 / minutes)
    return Teams(agents, calls, minutes, draw.randint(150, 399) / 10, draw.randint(55, 90))
