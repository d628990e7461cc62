"""What hits many customers at once, how the company notices it, and how it tells them all (rule E14)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from simulation import log
from simulation.model.clock import ARRIVALS, CHANGES, Journey, Moment, key_of
from simulation.model.customer import comments_on
from simulation.model.records import FRESH, Case, Contact
from simulation.parts import Incident as IncidentPart
from simulation.units import exact
from simulation.workload import Bools, struck

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.team import Agent


class Incident:
    """One incident, and what the company knows and has told of it.

    Parameters
    ----------
    source : int
        Index of the need that it brings.
    part : IncidentPart
        When it hits, and whom.
    """

    def __init__(self, source: int, part: IncidentPart) -> None:
        self.source = source
        self.part = part
        self.at = exact(part.at)
        self.opened = 0  # contacts about it that agents have opened, until it is noticed
        self.noticed = False
        self.told = False


class Incidents:
    """The incidents of a run.

    Parameters
    ----------
    company : Company
        Whom they befall.
    """

    def __init__(self, company: Company) -> None:
        self._company = company
        self._env = company.env
        self._levers = company.scenario.transparency
        sources = {name: source for source, name in enumerate(company.workload.sources)}
        self._incidents = {
            sources[name]: Incident(sources[name], need.incident)
            for name, need in company.scenario.needs.items()
            if need.incident is not None
        }
        self._wall = company.wall
        self._ids = itertools.count(company.workload.drawn + 1)

    def start(self) -> None:
        """Let every incident hit in its time."""
        for incident in self._incidents.values():
            Moment(self._env, incident.at, CHANGES + key_of(incident.source), self._hits, incident)

    def _hits(self, moment: Moment) -> None:
        incident: Incident = moment.about
        hit, _ = self._struck(incident)
        self._company.note_company(log.INCIDENT, float(hit.sum()))
        if self._levers.broadcast_on == "monitoring":
            self._prepares_broadcast(incident)

    def is_opened(self, agent: Agent, contact: Contact) -> None:
        """Let the company learn from a contact that an agent opens: after so many it notices what they are about.

        Comments on the company's own post tell it nothing new.
        """
        incident = self._incidents.get(contact.case.source)
        if incident is None or incident.noticed or contact.stage != FRESH or contact.transferred:
            return
        if contact.case.is_comment:
            return
        incident.opened += 1
        if incident.opened < incident.part.noticed_after:
            return
        incident.noticed = True
        since = self._env.now - incident.at
        self._company.note_service(log.INCIDENT_NOTICED, agent, contact, since)
        if self._levers.broadcast_on == "contacts":
            self._prepares_broadcast(incident)

    def has_told(self, case: Case) -> bool:
        """Return whether a broadcast has told a customer what she would ask, before her need arises."""
        incident = self._incidents.get(case.source)
        return incident is not None and incident.told and case.draw("reached") < self._levers.broadcast_reach

    def _prepares_broadcast(self, incident: Incident) -> None:
        if self._levers.broadcast:
            delay = exact(self._levers.broadcast_minutes)
            Moment(self._env, delay, CHANGES + key_of(incident.source), self._broadcasts, incident)

    def _broadcasts(self, moment: Moment) -> None:
        """Tell all at once. Of those who would not contact the company anyway, some comment."""
        incident: Incident = moment.about
        incident.told = True
        company, luck = self._company, self._company.luck[incident.source]
        hit, contacts = self._struck(incident)
        reached = luck["reached"].first(len(hit)) < self._levers.broadcast_reach
        company.note_company(log.BROADCAST, float(reached.sum()))
        if self._wall is None:
            return
        comments = reached & ~contacts & (luck["comments"].first(len(hit)) < self._levers.broadcast_comments)
        for customer in comments.nonzero()[0].tolist():
            time = self._env.now + luck["comment_delay"].at(customer)
            case = Case(company, (time, next(self._ids), incident.source, customer, customer))
            if time < company.workload.horizon:
                Journey(comments_on(company, case, self._wall), case, time, ARRIVALS + case.key)

    def _struck(self, incident: Incident) -> tuple[Bools, Bools]:
        customers = self._company.scenario.population.customers
        return struck(incident.part, customers, self._company.luck[incident.source])
