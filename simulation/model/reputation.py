"""What people have seen the company do: a stock of reputation that fades (rule E20)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation import log
from simulation.model.clock import CHANGES, Moment
from simulation.model.records import Contact
from simulation.rules import Reputation as Weights
from simulation.units import MINUTES_PER_DAY, exact

if TYPE_CHECKING:
    from simulation.model.company import Company

SIGHTS = ON_TIME, IMPORTANT_FIRST, FEEDBACK, LATE, STORM = (
    "on_time",
    "important_first",
    "feedback_used",
    "late",
    "storm",
)
"""What can be seen, by its key in the scenario: an answer in time, one to a severe matter, a cause fixed, no answer in
time, a storm."""

_FARTHEST = 50.0
"""Largest logarithm of a factor: beyond it, all are as good or as bad."""


class Reputation:
    """The level R of a company's reputation: what was seen, by its weight, each fading with exp(-t / memory).

    Weights are per 1000 customers: the same deed weighs less among many.

    Parameters
    ----------
    company : Company
        Whose it is.
    weights : Weights
        What each sight is worth, and what the level does.
    """

    def __init__(self, company: Company, weights: Weights) -> None:
        self._company = company
        self._env = company.env
        self._memory = weights.memory_days * MINUTES_PER_DAY
        self._worth = {what: getattr(weights, what) * 1000 / company.scenario.population.customers for what in SIGHTS}
        self._on_branching = weights.on_branching
        self._on_belief = weights.on_belief
        self._level = 0.0
        self._since = 0.0

    def start(self) -> None:
        """Begin to write the level down every day."""
        Moment(self._env, 0.0, CHANGES, self._is_noted)

    def _is_noted(self, _: Moment) -> None:
        self._company.note_company(log.REPUTATION, exact(self.level()))
        Moment(self._env, MINUTES_PER_DAY, CHANGES, self._is_noted)

    def level(self) -> float:
        """Return the level R of this moment."""
        return self._level * math.exp((self._since - self._env.now) / self._memory)

    def sees(self, what: str) -> None:
        """Let people see something: one of `ON_TIME`, `IMPORTANT_FIRST`, `FEEDBACK`, `LATE` and `STORM`."""
        self._level = self.level() + self._worth[what]
        self._since = self._env.now

    def is_answered(self, contact: Contact) -> None:
        """Let people see the first reply to a public message; only one within its customer's expectation counts."""
        if contact.thread is None or contact.thread.private:
            return
        stated = contact.channel.stated
        expected = contact.channel.expectation(contact.case) if stated is None else stated
        if self._env.now - contact.made <= expected:
            self.sees(ON_TIME)
            if contact.case.severe:
                self.sees(IMPORTANT_FIRST)

    def is_unanswered(self, contact: Contact) -> None:
        """Let people see that a customer has lost her patience with a public message that nobody answered."""
        if contact.channel.public:
            self.sees(LATE)

    def branching_factor(self) -> float:
        """Return the factor on the branching ratio of public complaints: exp(-on_branching R)."""
        return _factor(self._on_branching * self.level())

    def belief_factor(self) -> float:
        """Return the factor on the waits that customers believe in on social media: exp(-on_belief R)."""
        return _factor(self._on_belief * self.level())


def _factor(fall: float) -> float:
    return math.exp(min(max(-fall, -_FARTHEST), _FARTHEST))
