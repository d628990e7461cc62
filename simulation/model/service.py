"""What an agent does with a contact, step by step: opens, replies, asks, hands on, looks up, informs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import ENDS, PATIENCE, REPLIES, Moment
from simulation.model.escalation import Escalation
from simulation.model.records import (
    ADVISED,
    CHASE,
    CLOSED,
    ESCALATED,
    FRESH,
    IDENTIFIED,
    IN_HAND,
    NOT_SOLVED,
    PARTNER_ANSWERED,
    REDIRECTED,
    Contact,
)
from simulation.model.team import Agent, Team
from simulation.model.transparency import reason_for
from simulation.units import exact

if TYPE_CHECKING:
    from simulation.model.company import Company

DUPLICATE, MERGED = range(2)
"""Why a contact is closed without an answer of its own."""

FIRST, AGAIN, AS_DUPLICATE = range(3)
"""How an agent opens a contact."""


def _leaves(agent: Agent, contact: Contact) -> None:
    agent.leaves(contact)


class Service:
    """The steps of service in a running company.

    Parameters
    ----------
    company : Company
        Where the agents work.
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self._note = company.note_service
        self._handling = company.scenario.handling
        public = company.scenario.transparency
        self._redirects = public.sensitive == "redirect" and not public.private_messages
        self._keeps_silent = public.sensitive == "silence" and not public.private_messages
        self._asks_who = self._handling.asks
        self._own_lookup = self._handling.own_lookup
        self._orders = company.scenario.orders
        self._integration = company.integration
        escalates = any(team.part.escalates_to is not None for team in company.teams)
        self._escalation = Escalation(company, self) if escalates else None

    def opens(self, agent: Agent, contact: Contact) -> None:
        """Open a contact: for the first time, as a duplicate, or again after somebody's answer."""
        case = contact.case
        if self._company.incidents is not None:
            self._company.incidents.is_opened(agent, contact)
        if contact.called_back and contact.picked_up < 0:
            contact.picked_up = self._company.env.now
        if contact.stage != FRESH:
            self._takes_up_again(agent, contact)
        elif self._keeps_silent and contact.channel.public and case.sensitive:
            self._note(log.SERVICE_START, agent, contact, FIRST)
            agent.works(self._handling.duplicate_minutes, self._leaves_unanswered)
        elif case.ended or case.in_hand:
            self._note(log.SERVICE_START, agent, contact, AS_DUPLICATE)
            contact.stage = IN_HAND
            work = contact.channel.work(case, contact.number)
            agent.works(self._integration.duplicate_minutes(work, len(case.agents), case), self.closes_duplicate)
        else:
            self._note(log.SERVICE_START, agent, contact, FIRST)
            contact.stage = IN_HAND
            case.in_hand += 1
            self._begins(agent, contact)

    def _begins(self, agent: Agent, contact: Contact) -> None:
        case = contact.case
        minutes = contact.channel.work(case, contact.number)
        asks = False
        if agent.person not in case.agents:
            history = False
            if case.agents:
                history = self._integration.shares_history(case)
                if not history:
                    minutes = exact(minutes * (1 + self._handling.repeat_factor))
            asks = self._asks_who and self._integration.must_ask(case, contact, history)
            case.agents.append(agent.person)
        case.identified = case.identified or not asks
        if not contact.channel.synchronous:
            contact.must_ask = asks
            agent.works(minutes, self._replies)
            return
        self._notes_reply(agent, contact)
        if asks:
            minutes += self._handling.ask_minutes if contact.channel.part.written else self._handling.ask_minutes_call
            self._asks(agent, contact)
            case.identified = True
        if case.need is self._orders:
            minutes += self._own_lookup
        agent.works(minutes, self._ends_call)

    def _notes_reply(self, agent: Agent, contact: Contact) -> None:
        if not contact.replied:
            contact.replied = True
            reason = reason_for(self._company.scenario, agent, contact.made) if agent.back_at >= 0 else 0
            self._note(log.FIRST_REPLY, agent, contact, reason)
            if self._company.is_watched:
                self._company.is_answered(agent, contact, reason)
        contact.case.replied = self._company.env.now
        self.speaks(contact)

    @staticmethod
    def speaks(contact: Contact) -> None:
        """Let everybody see that the company says something, where that is public."""
        if contact.thread is not None:
            contact.thread.turn()

    def _asks(self, agent: Agent, contact: Contact) -> None:
        contact.case.asks += 1
        self._note(log.ASK, agent, contact, contact.case.asks)

    def _replies(self, agent: Agent, contact: Contact) -> None:
        """Send the first reply; ask who she is, or go on."""
        self._notes_reply(agent, contact)
        if not contact.must_ask:
            self._goes_on(agent, contact)
            return
        later = contact.channel.part.ask_after
        if later > 0:
            Moment(self._company.env, later, ENDS + contact.key, lambda _: self._asks_in_writing(agent, contact))
        else:
            self._asks_in_writing(agent, contact)
        agent.works(self._handling.ask_minutes, _leaves)

    def _asks_in_writing(self, agent: Agent, contact: Contact) -> None:
        case = contact.case
        self._asks(agent, contact)
        self.speaks(contact)
        self.may_chase(contact)

        def answers(_: Event) -> None:
            self._company.note_contact(log.SENDS_NUMBER, contact)
            if contact.thread is not None:
                contact.thread.is_told_details()
            case.identified = True
            contact.stage = IDENTIFIED
            agent.gets_back(contact)

        Moment(self._company.env, exact(case.draw("reply", case.asks - 1)), REPLIES + contact.key, answers)

    def _takes_up_again(self, agent: Agent, contact: Contact) -> None:
        self._note(log.SERVICE_START, agent, contact, AGAIN)
        if contact.stage == ESCALATED:
            self._escalation.takes_up(agent, contact)  # type: ignore[union-attr]
        elif contact.stage == PARTNER_ANSWERED:
            self._informs(agent, contact)
        else:
            self._goes_on(agent, contact)

    def _goes_on(self, agent: Agent, contact: Contact) -> None:
        """Go on with a written contact once it is clear who the customer is."""
        case = contact.case
        if self._integration.needs_owner(case, contact) and self._hands_on(agent, contact):
            return
        if self._redirects and contact.channel.public and case.sensitive:
            self._note(log.REDIRECTED, agent, contact)
            self.speaks(contact)
            self.lets_go(contact)
            case.tell(REDIRECTED, contact)
            agent.leaves(contact)
        elif case.need is self._orders and self._own_lookup > 0:
            agent.works(self._own_lookup, self._has_looked_up)
        else:
            self._has_looked_up(agent, contact)

    def _ends_call(self, agent: Agent, contact: Contact) -> None:
        """Come to the end of a call: put the caller through, or answer her."""
        if self._company.improvement is not None:
            self._company.improvement.is_over(contact)
        if not (self._integration.needs_owner(contact.case, contact) and self._hands_on(agent, contact)):
            self._has_looked_up(agent, contact)

    def _has_looked_up(self, agent: Agent, contact: Contact) -> None:
        """Answer from the company's own systems, or ask the partner."""
        case = contact.case
        if case.need is not self._orders or not self._integration.needs_partner(case, contact):
            self._informs(agent, contact)
            return
        self._note(log.PARTNER_LOOKUP, agent, contact)
        self.may_chase(contact)

        def partner_answers(_: Event) -> None:
            contact.stage = PARTNER_ANSWERED
            agent.gets_back(contact)

        Moment(self._company.env, self._integration.partner_minutes(case, contact), ENDS + contact.key, partner_answers)
        agent.leaves(contact)

    def _informs(self, agent: Agent, contact: Contact) -> None:
        """Give the answer, unless it takes somebody with more authority."""
        if self._escalation is None or not self._escalation.passes_on(agent, contact):
            self.answers(agent, contact)

    def answers(self, agent: Agent, contact: Contact) -> None:
        """Give the answer; it solves the case, or does not (rule E11)."""
        case = contact.case
        self._note(log.INFORMATION_GIVEN, agent, contact)
        self.speaks(contact)
        self.lets_go(contact)
        if contact.channel.solves(case, contact.number, agent.team.authority):
            self._note(log.SOLVED, agent, contact)
            if contact.thread is not None:
                contact.thread.is_solved()
            case.ends()
        else:
            self._note(log.NOT_SOLVED, agent, contact)
            case.tell(NOT_SOLVED, contact)
        agent.leaves(contact)

    def closes_duplicate(self, agent: Agent, contact: Contact) -> None:
        """Tell her that the matter is in hand."""
        self._notes_reply(agent, contact)
        if self._company.improvement is not None and contact.holds:
            self._company.improvement.is_over(contact)
        self._note(log.CONTACT_CLOSED, agent, contact, DUPLICATE)
        contact.case.live.remove(contact)
        if self._escalation is not None:
            self._escalation.is_promised_again(contact.case)
        contact.case.tell(CLOSED, contact)
        agent.leaves(contact)

    def _leaves_unanswered(self, agent: Agent, contact: Contact) -> None:
        """Choose silence: he has read that the matter is sensitive, which takes no longer than to tell a duplicate."""
        self._note(log.LEFT_UNANSWERED, agent, contact, 1.0)
        self._company.leaves(contact)
        agent.leaves(contact)

    def lets_go(self, contact: Contact) -> None:
        """Be done with a contact."""
        contact.case.in_hand -= 1
        contact.case.live.remove(contact)
        contact.case.chases += 1  # nothing to chase for any longer

    def _hands_on(self, agent: Agent, contact: Contact) -> bool:
        """Hand a contact to its owner (rule E9), and leave it; return False when there is nobody to hand it to."""
        team = self._owner_for(agent, contact)
        if team is None:
            return False
        env, note = self._company.env, self._handling.note_minutes
        within = team is agent.team

        def must_wait(_: Event | None) -> None:
            self._note(log.HAND_OFF, agent, contact, 1.0 if within else 0.0)
            case.hand_offs += 1
            if not contact.channel.synchronous:
                self.speaks(contact)
                self.may_chase(contact)
                if case.draw("advice", contact.number - 1) < self._handling.advises_phone:
                    Moment(env, note, ENDS + contact.key, recommends)
            if agent.contact is contact:
                agent.leaves(contact)
            self._passes_on(contact, team, agent)

        def recommends(_: Event) -> None:
            if case.ended or (contact.joined or contact) not in case.live:
                return
            self._note(log.RECOMMENDS_PHONE, agent, contact)
            self.speaks(contact)
            Moment(env, note, REPLIES + contact.key, lambda _: case.tell(ADVISED, contact))

        case = contact.case
        if contact.channel.synchronous or note == 0:
            must_wait(None)
        else:
            Moment(env, note, ENDS + contact.key, must_wait)
            agent.leaves(contact)
        return True

    def _owner_for(self, agent: Agent, contact: Contact) -> Team | None:
        """Return the team that owns the case, or another agent's: a colleague's, else the largest other team.

        A caller is put through only to a team that is there.
        """
        there = [team for team in self._company.teams if team.on_duty or not contact.channel.synchronous]
        if self._handling.ownership == "channel":
            return contact.case.owner if contact.case.owner in there else None
        if agent.team.has_other(agent):
            return agent.team
        others = [team for team in there if team is not agent.team and team.agents]
        return max(others, key=lambda team: len(team.agents), default=None)

    def _passes_on(self, contact: Contact, team: Team, agent: Agent) -> None:
        """Put the contact into its owner's queue, or let it merge with one of the case that waits there already."""
        case = contact.case
        case.in_hand -= 1
        for other in case.live:
            if other is not contact and other.channel.team is team and other.stage == FRESH:
                self._note(log.CONTACT_CLOSED, agent, contact, MERGED)
                contact.joined = other
                case.live.remove(contact)
                case.tell(CLOSED, contact)
                return
        contact.stage = FRESH
        contact.transferred = True
        contact.avoid = agent.person
        team.enters(contact)

    def may_chase(self, contact: Contact) -> None:
        """Let the customer's patience with a promise begin, or begin again."""
        case = contact.case
        case.chases += 1
        promise = case.chases
        wait = case.draw("chase", promise - 1)
        env = self._company.env
        if env.now + wait > self._company.workload.horizon:
            return

        def loses_patience(_: Event) -> None:
            if case.chases == promise and not case.ended:
                case.tell(CHASE, contact)

        Moment(env, wait, PATIENCE + contact.key, loses_patience)
