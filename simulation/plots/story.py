"""What a timeline shows of one customer's case: who does what to whom, and who waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulation import log as ev
from simulation.log import Log
from simulation.run import Run
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

SHOP, OTHERS, CUSTOMER, PARTNER = "shop", "others", "customer", "partner"
"""Lanes beside those of the teams."""
ABOVE = (SHOP, OTHERS, CUSTOMER)
"""The lanes whose words stand above them."""

WAITS, WORKS, AWAY, FOR_HER, LOOKS_UP, SEES_TO = range(6)
"""What a bar says: waits for the company, an agent works, is away, waits for the customer, the partner looks it up,
the company sees to the solution."""


class Step(NamedTuple):
    """Somebody does something at a moment, perhaps to somebody.

    Attributes
    ----------
    time : float
        Minutes from the run's begin.
    source : str
        The lane of who does it.
    target : str
        The lane of whom it is done to; empty for nobody.
    text : str
        What.
    """

    time: float
    source: str
    target: str
    text: str


class Bar(NamedTuple):
    """A span of time in a lane, in minutes from the run's begin, and what it says."""

    lane: str
    begin: float
    end: float
    says: int


class Outcome(NamedTuple):
    """The case in numbers; minutes count from the first contact, not-a-number for none."""

    contacts: int
    asks: int
    hand_offs: int
    agents: int
    first_reply_min: float
    info_min: float
    solved_min: float
    effort_min: float
    satisfaction: float


@dataclass(frozen=True)
class Story:
    """A case as steps and bars on lanes.

    Attributes
    ----------
    name : str
        Whose.
    zero : float
        The moment from which minutes count: the first contact; without any, the order, or when the need arose.
    counts_from : str
        That moment in words, as the axis has it.
    lanes : dict of str to str
        Lanes from top to bottom, with their titles.
    steps : list of Step
        In the order of time.
    bars : list of Bar
        In the order in which they are drawn.
    outcome : Outcome
        The case in numbers.
    """

    name: str
    zero: float
    counts_from: str
    lanes: dict[str, str]
    steps: list[Step]
    bars: list[Bar]
    outcome: Outcome


@dataclass(frozen=True)
class CaseRows:
    """The rows of one case, and the run that they are from."""

    run: Run
    rows: Log

    @property
    def scenario(self) -> Scenario:
        """The company."""
        return self.run.scenario

    @property
    def end(self) -> float:
        """When the case ended, or the horizon, in minutes."""
        over = self.of(ev.SOLVED, ev.GIVEN_UP, ev.DEFLECTED)
        return float(over["time"][0]) if len(over) else self.scenario.days * MINUTES_PER_DAY

    def of(self, *events: int) -> Log:
        """Return the rows with one of the events."""
        found: Log = self.rows[np.isin(self.rows["event"], events)]
        return found

    def of_contact(self, number: int) -> CaseRows:
        """Return the rows about one contact."""
        return CaseRows(self.run, self.rows[self.rows["contact"] == number])

    def after(self, index: int, *events: int) -> Log:
        """Return the rows after a row, about the same contact, with one of the events."""
        rows = self.rows[index + 1 :]
        found: Log = rows[np.isin(rows["event"], events) & (rows["contact"] == self.rows["contact"][index])]
        return found

    def serving(self, channel: int) -> int:
        """Return the number of the team that serves a channel."""
        name = list(self.scenario.channels)[channel]
        return next(i for i, team in enumerate(self.scenario.teams.values()) if name in team.channels)

    def synchronous(self, channel: int) -> bool:
        """Return whether customers hold the line in a channel."""
        return list(self.scenario.channels.values())[channel].synchronous

    def owner(self, index: int) -> int:
        """Return the team to which a hand-off passes its contact, -1 if nobody there ever opened it."""
        if self.scenario.handling.ownership == "channel":
            return self.serving(int(self.of(ev.CONTACT)["channel"][0]))
        opened = self.after(index, ev.SERVICE_START)
        return int(opened["team"][0]) if len(opened) else -1

    def higher(self, index: int) -> int:
        """Return the team to which an escalation passes its case."""
        teams = self.scenario.teams
        return list(teams).index(str(list(teams.values())[int(self.rows["team"][index])].escalates_to))


def lane_of(team: int) -> str:
    """Return the lane of a team by its number."""
    return f"team {team}"
