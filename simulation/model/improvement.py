"""The improvement loop: every so often the company looks at its books, and fixes what comes up most (rule E22).

Causes are numbered through all needs, in the scenario's order (orders first). The company sees the cases that were
closed since it looked last, each under the cause that somebody has booked it on: the true one with the probability of
`coding`, else any other with equal chances. A need that was met without a contact is in no book.

Ranked by `customer_time`, a case counts with the minutes that it cost its customer, not with those that passed: a night
in which she slept and an e-mail lay in an inbox took none of her time. They are those of `effort_min` (rule E17):
entering details again, looks at My Page, 3 for each contact and 2 for each question, hold and talk.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import CHANGES, Moment, key_of
from simulation.model.records import Case, Contact
from simulation.model.reputation import FEEDBACK
from simulation.rules import Improvement as Part
from simulation.satisfaction import Trouble, effort
from simulation.units import MINUTES_PER_DAY, exact

if TYPE_CHECKING:
    from simulation.model.company import Company


class Improvement:
    """The books of causes, and what has been fixed.

    Parameters
    ----------
    company : Company
        Whose books.
    part : simulation.rules.Improvement
        How often it looks, and at what.
    """

    def __init__(self, company: Company, part: Part) -> None:
        self._company = company
        self._part = part
        self._every = exact(part.every_days * MINUTES_PER_DAY)
        counts = [need.causes for need in company.needs]
        self._first = [0, *itertools.accumulate(counts)]  # number of each need's first cause
        self._booked: dict[int, float] = {}  # cases or minutes by cause since the last look
        self._fixed: set[int] = set()

    def start(self) -> None:
        """Plan the first look at the books."""
        self._plans_a_look()

    def _plans_a_look(self) -> None:
        env = self._company.env
        if env.now + self._every <= self._company.workload.horizon:
            Moment(env, self._every, CHANGES + key_of(len(self._company.teams)), self._looks)

    def prevents(self, case: Case) -> bool:
        """Return whether a need does not arise, because what was behind it has been fixed."""
        return self._true_cause(case) in self._fixed and case.draw("fixed") < self._part.fixes

    def is_over(self, contact: Contact) -> None:
        """Put a call's minutes down, hold and talk, until now; who was called back has not held."""
        since = contact.made if contact.picked_up < 0 else contact.picked_up
        minutes = self._company.env.now - since
        contact.case.called += minutes - contact.called
        contact.called = minutes

    def books(self, case: Case) -> None:
        """Book a case that is closed on a cause, if the company has heard of it."""
        if case.contacts:
            cause = self._booked_cause(case)
            minutes = 1.0 if self._part.rank == "count" else self.minutes_of(case)
            self._booked[cause] = self._booked.get(cause, 0.0) + minutes

    def minutes_of(self, case: Case) -> float:
        """Return the minutes that a case has cost its customer."""
        company = self._company
        ordered, levers = case.need is company.orders, company.scenario.integration
        looks = company.has_page[case.source] and case.draw("my_page") < company.behaviour.tries_my_page
        works = looks and company.integration.page_works(case)
        trouble = Trouble(
            entries=ordered and case.draw("sign_on") >= levers.single_sign_on,
            failed_looks=looks and not works,
            looks=works,
            contacts=case.contacts,
            asks=case.asks,
        )
        return case.called + float(effort(trouble, company.scenario.satisfaction))

    def _true_cause(self, case: Case) -> int:
        return self._first[case.source] + case.cause

    def _booked_cause(self, case: Case) -> int:
        """Return what a case is booked on; the draw that misses is used again for what it hits."""
        true, others = self._true_cause(case), self._first[-1] - 1
        draw, coding = case.draw("coded"), self._part.coding
        if draw < coding or others == 0:
            return true
        other = min(int((draw - coding) / (1 - coding) * others), others - 1)
        return other + (other >= true)

    def _looks(self, _: Event) -> None:
        """Fix the top cause that is not fixed yet; of equals, the one with the lowest number."""
        company = self._company
        open_causes = [cause for cause in sorted(self._booked) if cause not in self._fixed]
        if open_causes:
            top = max(open_causes, key=lambda cause: self._booked[cause])
            self._fixed.add(top)
            company.note_company(log.CAUSE_FIXED, top)
            if company.reputation is not None:
                company.reputation.sees(FEEDBACK)
        self._booked.clear()
        self._plans_a_look()
