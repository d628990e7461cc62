"""Public answers are read: by how many customers, and what they learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation import log
from simulation.model.readers import ANSWER, Readers
from simulation.model.records import Contact

if TYPE_CHECKING:
    from simulation.model.company import Company


class PublicAnswers:
    """The answers that everybody can read.

    Parameters
    ----------
    company : Company
        Whose answers.
    readers : float
        Mean number of readers of one answer.
    """

    def __init__(self, company: Company, readers: float) -> None:
        self._company = company
        self._readers = Readers(company, readers)

    def is_answered(self, contact: Contact) -> None:
        """Let customers read the first public reply to a contact."""
        if not contact.channel.public:
            return
        readers = self._readers.of(contact.case, contact.number, ANSWER)
        self._company.note_contact(log.SEEN, contact, len(readers))
        if self._company.beliefs is not None:
            self._company.beliefs.reads(contact, self._company.env.now - contact.made, readers)
