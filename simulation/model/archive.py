"""The archive: public answers that the next customer with the same problem can find (rule E15)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulation import log
from simulation.model.records import Case, Contact

if TYPE_CHECKING:
    from simulation.model.company import Company


class Archive:
    """Threads that were solved in public, by need and cause.

    With A of them a customer finds her answer with probability ``deflection (1 - exp(-A))``, and reads the newest.
    Where an order is stands in no thread about another order.

    Parameters
    ----------
    company : Company
        Whose archive.
    deflection : float
        The most that it can settle.
    """

    def __init__(self, company: Company, deflection: float) -> None:
        self._company = company
        self._orders = company.scenario.orders
        self._deflection = deflection
        self._threads: dict[tuple[int, int], list[Contact]] = {}

    def keeps(self, contact: Contact) -> None:
        """Keep the thread of a contact that a public answer has solved."""
        case = contact.case
        if case.need is not self._orders:
            self._threads.setdefault((case.source, case.cause), []).append(contact)

    def may_settle(self, case: Case) -> None:
        """Let a customer whose need has just arisen look for an answer; if she finds one, her case ends."""
        threads = self._threads.get((case.source, case.cause)) if case.need is not self._orders else None
        if threads and case.draw("archive") < self._deflection * -math.expm1(-len(threads)):
            self._company.note(log.FINDS_ANSWER, case)
            self._company.note_contact(log.SEEN, threads[-1], 1.0)
            self._company.note(log.DEFLECTED, case)
            case.ends()
