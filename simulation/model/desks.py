"""Agents who have several written contacts in hand at once.

A person has as many desks as contacts that she may have in hand; each desk works like an agent of its own, while shifts
and attention are the person's. Only what is written can lie side by side: a phone call takes the whole person, so one
with something in hand takes no call, and one on the phone nothing else. First come, first served holds all the same:
while a call is next, those who are not free for it finish what they have in hand, and open nothing new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation import log
from simulation.model.clock import ENDS, Timer
from simulation.model.records import Contact
from simulation.model.team import Agent, Next, Team
from simulation.units import exact

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.transparency import Channel


class Desk(Agent):
    """One of a person's places for a contact."""

    __slots__ = ()
    person: Multitasker

    def __init__(self, person: Multitasker) -> None:
        super().__init__(person.company, person.team, person.id)
        self.person = person
        self.inbox = person.inbox

    def takes(self, contact: Contact) -> None:
        """Open a contact beside those in hand."""
        person = self.person
        person.books()
        person.in_hand += 1
        person.on_the_phone = contact.is_call
        super().takes(contact)

    def works(self, minutes: float, then: Next) -> None:
        """Work for so many minutes, and longer for each further contact that the person has in hand now."""
        others = self.person.in_hand - 1
        self.then = then
        minutes = exact(minutes * (1 + self.person.juggling * others)) if others else minutes
        self.until = self.timer.set(minutes, ENDS + self.contact.key)  # type: ignore[union-attr]

    def leaves(self, contact: Contact) -> None:
        """Be done with a contact for now; who is least busy takes the next."""
        person = self.person
        person.books()
        person.in_hand -= 1
        person.on_the_phone = False
        self.company.note_service(log.SERVICE_END, self, contact, self.booked)
        self.contact = None
        person.team.offers()

    def gets_back(self, contact: Contact) -> None:
        """Get a contact back that waited for somebody's answer: at whichever desk is free first."""
        self.inbox.append(contact)
        self.person.team.offers()


class Multitasker(Agent):
    """A person with several desks.

    Her minutes are divided equally among the contacts that she has in hand at the time, so what is booked on them adds
    up to the time in which she has anything in hand, and her team's occupancy stays a share of paid time.

    Parameters
    ----------
    company : Company
        Where she works.
    team : SideBySide
        Her team.
    number : int
        Her number in the company.
    """

    __slots__ = ("desks", "in_hand", "juggling", "on_the_phone", "since")
    team: SideBySide

    def __init__(self, company: Company, team: SideBySide, number: int) -> None:
        super().__init__(company, team, number)
        self.in_hand = 0
        self.on_the_phone = False
        self.since = 0.0  # when her contacts in hand last changed
        self.juggling = company.scenario.handling.concurrency_cost
        self.desks = [Desk(self) for _ in range(team.part.concurrency)]

    def books(self) -> None:
        """Divide the minutes since the last change among the contacts in hand."""
        now = self.company.env.now
        if self.in_hand and self.attentive:
            share = exact((now - self.since) / self.in_hand)
            for desk in self.desks:
                if desk.contact is not None:
                    desk.booked += share
        self.since = now

    def free_desk(self) -> Desk | None:
        """Return a desk at which she could open a contact now, None when there is none."""
        if not self.attentive or self.on_the_phone:
            return None
        return next((desk for desk in self.desks if desk.contact is None), None)

    def comes_on_duty(self) -> None:
        """Begin a shift, at all desks."""
        self.company.note_agent(log.SHIFT_START, self)
        self._is(on_duty=True)
        self.team.offers()

    def goes_off_duty(self) -> None:
        """End a shift; what is in hand is finished, and callers who hold are served."""
        self.company.note_agent(log.SHIFT_END, self)
        self._is(on_duty=False)

    def _is(self, on_duty: bool) -> None:
        for desk in (self, *self.desks):
            desk.on_duty = on_duty
            if not on_duty:
                desk.off_at = self.company.env.now

    def turns_away(self) -> None:
        """Forget the work at all desks; it waits."""
        self.company.note_agent(log.AGENT_AWAY, self)
        self.books()
        self.attentive = False
        for desk in self.desks:
            if desk.contact is not None:
                desk.left = desk.until - self.company.env.now
                desk.timer = Timer(self.company.env, desk._done)

    def turns_back(self) -> None:
        """Come back, and resume."""
        self.company.note_agent(log.AGENT_BACK, self)
        self.books()
        self.attentive = True
        for desk in (self, *self.desks):
            desk.back_at = self.company.env.now
            if desk.contact is not None:
                desk.until = desk.timer.set(desk.left, ENDS + desk.contact.key)
        self.team.offers()


class SideBySide(Team):
    """A team whose agents have several contacts in hand at once; the least busy takes the next."""

    agents: list[Multitasker]
    _offering = False

    def _hires(self, number: int) -> Multitasker:
        return Multitasker(self.company, self, number)

    def answers_at_once(self, contact: Contact) -> bool:
        """Return whether somebody is free for a contact that has just come."""
        waiting = self._first(self._callers) is not None or (
            not contact.channel.synchronous and self._first(self._messages) is not None
        )
        return not waiting and any(
            person.on_duty and person.free_desk() is not None and not (contact.is_call and person.in_hand)
            for person in self.agents
        )

    def talking_in(self, channel: Channel) -> int:
        """Return how many contacts of a channel are in hand."""
        desks = [desk for person in self.agents for desk in person.desks]
        return sum(1 for desk in desks if desk.contact is not None and desk.contact.occupies(channel))

    def enters(self, contact: Contact) -> None:
        """Put a contact into the queue, and let the least busy take what is next."""
        self.waits(contact)
        self.offers()

    def gives_up_waiting(self, contact: Contact) -> None:
        """Take a caller who hangs up out of the queue; those who kept free for her look further."""
        super().gives_up_waiting(contact)
        self.offers()

    def next_for(self, agent: Agent) -> Contact | None:
        """Take the next contact out of the queue for an agent; nothing while a call is next and he is not free."""
        assert isinstance(agent, Desk)
        if agent.person.in_hand:
            caller = self._head(self._callers, agent) if self._callers else None
            message = self._head(self._messages, agent) if self._messages and agent.on_duty else None
            if caller is not None and caller.is_call and (message is None or self._before(caller, message)):
                return None
        return super().next_for(agent)

    def offers(self) -> None:
        """Let agents take what is next, the least busy first, and of those the one whose work changed longest ago."""
        if self._offering:  # an answer that takes no time is followed by the next in this loop
            return
        self._offering = True
        while any(self._takes_next(person) for person in sorted(self.agents, key=_busy)):
            pass
        self._offering = False

    def _takes_next(self, person: Multitasker) -> bool:
        desk = person.free_desk()
        if desk is None or (not person.on_duty and not self._callers):
            return False
        contact = self._from_inbox(person)
        if contact is None:
            contact = self.next_for(desk)
        if contact is None:
            return False
        desk.takes(contact)
        return True

    def _from_inbox(self, person: Multitasker) -> Contact | None:
        """Return what has come back to her first, but for an answer so quick that its question is still in hand."""
        if not person.on_duty:
            return None
        in_hand = [desk.contact for desk in person.desks]
        contact = next((contact for contact in person.inbox if contact not in in_hand), None)
        if contact is not None:
            person.inbox.remove(contact)
        return contact

    @staticmethod
    def _first(queue: list[tuple[int, float, int, Contact]]) -> Contact | None:
        return next((place[3] for place in queue if place[3].waiting), None)


def _busy(person: Multitasker) -> tuple[int, float, int]:
    return person.in_hand, person.since, person.id
