"""Escalation: what a team may not solve itself goes to one that may, and the customer is kept in the picture.

An escalation is no hand-off. The customer is not sent on and tells her story to nobody again; the company carries the
case itself. Whoever called hangs up, and is worked for behind the scenes. As long as the case is with the other team it
is in hand: a further contact of hers is a duplicate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import ENDS, Moment
from simulation.model.records import ESCALATED, Case, Contact
from simulation.units import MINUTES_PER_DAY, exact

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.service import Service
    from simulation.model.team import Agent, Team


class Escalation:
    """The way from agents without the authority to solve a case to those who have it.

    Parameters
    ----------
    company : Company
        Whose teams.
    service : Service
        What their agents do otherwise.
    """

    def __init__(self, company: Company, service: Service) -> None:
        self._company = company
        self._service = service
        self._share = company.scenario.handling.escalates
        self._history = company.integration
        self._repeat = 1 + company.scenario.handling.repeat_factor
        by_name = {team.name: team for team in company.teams}
        names = [team.part.escalates_to for team in company.teams]
        self._to = [None if name is None else by_name[name] for name in names]

    def passes_on(self, agent: Agent, contact: Contact) -> bool:
        """Escalate a contact that fails for lack of authority alone; return whether that was done.

        It fails for that alone if its draw of `solve` is below the fit, but not below the fit times the authority.
        """
        other, case = self._to[agent.team.index], contact.case
        if other is None or contact.stage == ESCALATED:
            return False
        channel, number = contact.channel, contact.number
        if channel.solves(case, number, agent.team.authority) or not channel.solves(case, number, 1.0):
            return False
        if case.draw("escalates", number - 1) >= self._share:
            return False
        self._company.note_service(log.ESCALATED, agent, contact)
        contact.stage = ESCALATED
        contact.transferred = True  # and nobody hands it on again
        self._service.may_chase(contact)
        self._keeps_her_posted(contact, other)
        agent.leaves(contact)
        other.enters(contact)
        return True

    def takes_up(self, agent: Agent, contact: Contact) -> None:
        """Read into an escalated case: a whole handling time, and more where the history is not shared."""
        case = contact.case
        minutes = contact.channel.work(case, contact.number)
        if agent.person not in case.agents:
            if not self._history.shares_history(case):
                minutes = exact(minutes * self._repeat)
            case.agents.append(agent.person)
        agent.works(minutes, self._sees_to_it)

    def _sees_to_it(self, agent: Agent, contact: Contact) -> None:
        """Answer, or set the solution in motion and tell her when it will be there."""
        case, team = contact.case, agent.team
        days = team.part.solution_days
        if case.ended:
            self._service.closes_duplicate(agent, contact)
            return
        if days == 0 or not contact.channel.solves(case, contact.number, team.authority):
            self._service.answers(agent, contact)
            return
        company = self._company
        minutes = max(1, math.ceil(case.draw("solution_days", contact.number - 1) * days)) * MINUTES_PER_DAY
        company.note_service(log.INFORMATION_GIVEN, agent, contact)
        self._service.speaks(contact)
        company.note_service(log.SOLUTION_UNDER_WAY, agent, contact, minutes)
        case.replied = company.env.now
        self._service.may_chase(contact)
        agent.leaves(contact)

        def is_done(_: Event) -> None:
            if not case.ended:
                company.note_team(log.SOLVED, team, contact)
                self._service.lets_go(contact)
                case.ends()

        if company.env.now + minutes <= company.workload.horizon:
            Moment(company.env, minutes, ENDS + contact.key, is_done)

    def is_promised_again(self, case: Case) -> None:
        """Let her patience begin anew who asked about an escalated case, and heard that it is in hand."""
        for contact in case.live:
            if contact.stage == ESCALATED:
                self._service.may_chase(contact)
                return

    def _keeps_her_posted(self, contact: Contact, team: Team) -> None:
        """Tell her now and then how things go; it counts as a reply, and her patience with the promise begins anew."""
        company, case, every = self._company, contact.case, exact(team.part.updates_every)
        if every == 0 or company.env.now + every > company.workload.horizon:
            return

        def update(_: Event) -> None:
            if not case.ended and contact in case.live:
                company.note_team(log.UPDATE_SENT, team, contact)
                case.replied = company.env.now
                self._service.may_chase(contact)
                self._keeps_her_posted(contact, team)

        Moment(company.env, every, ENDS + contact.key, update)
