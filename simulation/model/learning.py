"""What customers learn about waiting: from their own contacts, and from public answers that they read (rule E4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulation.model.records import Case, Contact
from simulation.rules import Learning

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.transparency import Channel


class Beliefs:
    """The wait W that each customer believes in, by channel and need: ``W <- (1 - gamma) W + gamma w``.

    All begin with what the channel makes everybody believe. Beliefs about the other needs in the same channel move by
    the share of the experience that carries over. What is learned in one case is known in the next.

    Parameters
    ----------
    company : Company
        Whose customers they are.
    weights : Learning
        The weights of an experience.
    """

    def __init__(self, company: Company, weights: Learning) -> None:
        self._env = company.env
        self._weights = weights
        self._channels = len(company.scenario.channels)
        self._sources = len(company.workload.sources)
        self._waits: dict[int, list[float]] = {}  # minutes by need, of a customer in a channel

    def wait(self, case: Case, channel: Channel) -> float:
        """Return the wait that the customer of a case expects of a channel for this need, in minutes."""
        waits = self._waits.get(case.customer * self._channels + channel.index)
        return channel.believed if waits is None else waits[case.source]

    def is_answered(self, contact: Contact) -> None:
        """Let a customer learn from the first reply to her contact; one that she had given up on has taught already."""
        if not contact.taught:
            contact.taught = True
            waited = self._env.now - contact.made
            self._learns(contact.case.customer, contact, waited, self._weights.own)

    def is_unanswered(self, contact: Contact) -> None:
        """Let a customer learn that there was no answer: she hung up, found no line, or lost her patience.

        Her wait counts as so many times the minutes that have passed; but as she does not know how long it would have
        been, she never believes in a shorter wait than before.
        """
        contact.taught = True
        least = self._weights.unanswered * (self._env.now - contact.made)
        waited = max(least, self.wait(contact.case, contact.channel))
        self._learns(contact.case.customer, contact, waited, self._weights.own)

    def reads(self, contact: Contact, waited: float, customers: Iterable[int]) -> None:
        """Let customers learn from a public answer that they read.

        Parameters
        ----------
        contact : Contact
            Whose contact was answered.
        waited : float
            After how many minutes.
        customers : iterable of int
            Who reads it.
        """
        for customer in customers:
            self._learns(customer, contact, waited, self._weights.observed)

    def _learns(self, customer: int, contact: Contact, waited: float, weight: float) -> None:
        channel, source = contact.channel, contact.case.source
        place = customer * self._channels + channel.index
        waits = self._waits.get(place)
        if waits is None:
            waits = self._waits[place] = [channel.believed] * self._sources
        elsewhere = weight * self._weights.transfer
        for need, wait in enumerate(waits):
            waits[need] = wait + (weight if need == source else elsewhere) * (waited - wait)
