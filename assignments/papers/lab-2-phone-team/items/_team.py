"""The phone team of this lab."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from simulation.theory import ErlangC, erlang_c


class Team(NamedTuple):
    """Agents, minutes a call, calls an hour; and by how many per cent the calls grow."""

    agents: int
    minutes: float
    calls: int
    growth: int

    def line(self, calls: float | None = None) -> ErlangC:
        """Return Erlang's figures, for other calls an hour if given."""
        return erlang_c(self.agents, (calls or self.calls) / 60, self.minutes)

    def shown(self) -> dict[str, object]:
        """Return what the paper shows."""
        return dict(self._asdict())


def team(seed: int) -> Team:
    """Draw a team that is 74 to 86 % busy and carries the growth with a little to spare."""
    draw = Random(seed)
    agents, minutes = draw.randint(4, 12), draw.randint(30, 65) / 10
    calls = round(draw.uniform(0.75, 0.85) * agents * 60 / minutes)
    most = 0.97 * agents * 60 / minutes / calls - 1
    return Team(agents, minutes, calls, draw.randint(8, int(100 * most)))
