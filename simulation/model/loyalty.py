"""What customers do once a case has ended: they tell others, tell everybody, or leave (rules E18, E19)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation import log
from simulation.model.records import Case, Contact
from simulation.rules import Loyalty as Weights
from simulation.satisfaction import OF_ONE, Experience, satisfied, untouched

if TYPE_CHECKING:
    from simulation.model.company import Company

BADLY, WELL = range(2)
"""How it went, when others are told."""


class Memory:
    """What a customer remembers of her first contact, and of the first reply, until her case ends."""

    __slots__ = ("began", "expected", "friendly", "reason", "waited")

    def __init__(self, began: float, expected: float) -> None:
        self.began = began
        self.expected = expected
        self.waited: float | None = None  # for the reply to it, or until its caller was lost
        self.friendly: float | None = None  # tone of the first reply to any contact
        self.reason = 0


class Loyalty:
    """The customers' judgement of each case that ends, and who has left.

    Parameters
    ----------
    company : Company
        Whose customers they are.
    weights : Weights
        How a judgement turns into telling, posting and leaving.
    """

    def __init__(self, company: Company, weights: Weights) -> None:
        self._company = company
        self._weights = weights
        self._satisfaction = company.scenario.satisfaction
        self._left: set[int] = set()
        self._wall = company.wall

    def has_left(self, customer: int) -> bool:
        """Return whether a customer has left the company."""
        return customer in self._left

    def begins(self, contact: Contact, expected: float) -> None:
        """Remember the first contact of a case."""
        contact.case.memory = Memory(contact.made, expected)

    def is_answered(self, contact: Contact, friendly: float, reason: int) -> None:
        """Remember the first reply to a contact: its tone, and the reason given for the wait."""
        memory = contact.case.memory
        assert memory is not None
        if contact.number == 1:
            memory.waited = self._company.env.now - memory.began
        if memory.friendly is None:
            memory.friendly = friendly
        memory.reason = memory.reason or reason

    def is_lost(self, contact: Contact) -> None:
        """Remember that the first contact was lost: she hung up, or found no line."""
        memory = contact.case.memory
        assert memory is not None
        if contact.number == 1:
            memory.waited = self._company.env.now - memory.began

    def satisfaction(self, case: Case, solved: bool) -> float:
        """Return how satisfied a customer is in the moment in which her case ends, from 0 to 1."""
        memory = case.memory
        if memory is None:
            return untouched(self._satisfaction, solved)
        waited = self._company.env.now - memory.began if memory.waited is None else memory.waited
        lived = Experience(
            waited=waited,
            expected=memory.expected,
            contacts=case.contacts,
            asks=case.asks,
            hand_offs=case.hand_offs,
            friendly=memory.friendly or 0.0,
            reason=memory.reason,
            unsolved=not solved,
        )
        return float(satisfied(lived, self._satisfaction, OF_ONE))

    def judges(self, case: Case, solved: bool) -> None:
        """Let a customer draw her conclusions from a case that has ended: tell, post, leave."""
        score = self.satisfaction(case, solved)
        weights, company = self._weights, self._company
        badly = score < weights.bad_below
        if case.draw("tells") < (weights.tells_bad if badly else weights.tells_good):
            company.note(log.TELLS_OTHERS, case, BADLY if badly else WELL)
            if badly and case.person.considers_social and case.draw("posts") < weights.posts:
                self._posts(case)
        logit = weights.churn_intercept + weights.churn_slope * (weights.churn_pivot - score)
        if case.customer not in self._left and case.draw("churns") < logistic(logit):
            self._left.add(case.customer)
            company.note(log.CHURNED, case)

    def _posts(self, case: Case) -> None:
        """Tell everybody, in the first open channel where they read along."""
        if self._wall is None:
            return
        self._company.note_in(log.POSTS_PUBLICLY, case, self._wall)
        if self._company.publicity is not None:
            self._company.publicity.posts(case, self._wall)


def logistic(logit: float) -> float:
    """Return the probability behind a logit, for any size of it."""
    return 0.5 * (1 + math.tanh(logit / 2))
