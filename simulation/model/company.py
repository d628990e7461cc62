"""A running company: channels, teams, customers and policies together on one SimPy environment."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from simpy import Event

from simulation import log
from simulation.model import transparency
from simulation.model.choice import Choice
from simulation.model.clock import ARRIVALS, PATIENCE, Calendar, Journey, Moment
from simulation.model.customer import journey
from simulation.model.desks import SideBySide
from simulation.model.improvement import Improvement
from simulation.model.incident import Incidents
from simulation.model.integration import Integration
from simulation.model.learning import Beliefs
from simulation.model.loyalty import Loyalty
from simulation.model.publicity import Publicity
from simulation.model.records import ABANDONED, CLOSED, EXPIRED, UNATTENDED, Case, Contact
from simulation.model.reputation import Reputation
from simulation.model.service import Service
from simulation.model.team import Agent, Team
from simulation.model.transparency import Channel
from simulation.units import MINUTES_PER_WEEK, exact
from simulation.workload import Workload


class Company:
    """One company for the length of one run.

    Parameters
    ----------
    workload : Workload
        The scenario, its customers and their luck.
    """

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        self.scenario = scenario = workload.scenario
        self.env = Calendar()
        self.recorder = log.Recorder()
        self._write = self.recorder.values.extend
        self.population = workload.customers()
        self.luck = [workload.streams[name] for name in workload.sources]
        self._arrivals = workload.arrivals(self.recorder.pack)
        self.needs = [workload.process(name) for name in workload.sources]
        self.causes = [zipf(need.causes) for need in self.needs]
        self._books_causes = scenario.transparency.archive or scenario.improvement is not None
        self.has_page = [Integration.has_page_for(need) for need in self.needs]
        self.integration = Integration(scenario)
        self.teams: list[Team] = []
        agents = 0
        for index, (name, part) in enumerate(scenario.teams.items()):
            kind = Team if part.concurrency == 1 else SideBySide
            self.teams.append(kind(self, index, name, agents))
            agents += len(self.teams[-1].agents)
        serving = {channel: team for team in self.teams for channel in team.part.channels}
        self.channels = [Channel(scenario, name, serving[name]) for name in scenario.channels]
        self.wall = next((one for one in self.channels if one.public and one.part.open and not one.synchronous), None)
        self.publicity = None if scenario.publicity is None else Publicity(self, scenario.publicity)
        self.beliefs = None if scenario.learning is None else Beliefs(self, scenario.learning)
        self.reputation = None if scenario.reputation is None else Reputation(self, scenario.reputation)
        self.loyalty = None if scenario.loyalty is None else Loyalty(self, scenario.loyalty)
        struck = any(need.incident is not None for need in scenario.needs.values())
        self.incidents = Incidents(self) if struck else None
        self.improvement = None if scenario.improvement is None else Improvement(self, scenario.improvement)
        rules = (self.beliefs, self.reputation, self.loyalty)
        self.is_watched = any(rule is not None for rule in rules)
        waits_move = self.beliefs is not None or self.reputation is not None
        self.choice = Choice(scenario, self.channels, self.population, self.believed_wait if waits_move else None)
        self.service = Service(self)
        self.orders = scenario.orders
        self.behaviour = scenario.behaviour
        self.most_contacts = scenario.behaviour.most_contacts
        self._announces = scenario.transparency.announcement
        self._calls_back = scenario.transparency.callbacks
        self._payers_first = scenario.handling.payers_first
        self._ranks = len(scenario.population.tiers) + 1
        self._ranked = self._ranks > 1 or any(need.severity_class for need in scenario.needs.values())
        tiers = [*scenario.population.tiers, "none"]
        self._promises = [scenario.commitments.get(tier) for tier in tiers] if scenario.commitments else []

    def run(self, progress: Callable[[float], None] | None = None) -> log.Log:
        """Run from Monday 00:00 to the horizon and return the log.

        Parameters
        ----------
        progress : callable, optional
            Called with the share of the run that is done, once a simulated day.
        """
        for team in self.teams:
            team.start()
        for rule in (self.incidents, self.reputation, self.improvement):
            if rule is not None:
                rule.start()
        self._feed()
        horizon = self.workload.horizon
        if progress is None:
            self.env.run_until(horizon)
        else:
            days = max(1, round(self.scenario.days))
            for day in range(1, days + 1):
                self.env.run_until(horizon * day / days)
                progress(day / days)
        return self.recorder.log()

    def _feed(self, _: Event | None = None) -> None:
        """Let the next need arise in its time; the one that follows is fed in then."""
        arrival = next(self._arrivals, None)
        if arrival is None:
            return
        case, time = Case(self, arrival), arrival[0]
        if case.need is self.orders:
            key = ARRIVALS + case.key
            arises = Moment(self.env, time - self.env.now, key, self._feed)
            arises.callbacks.append(lambda _: self._is_ordered(case))
        else:
            case.callbacks.append(self._feed)
            Journey(journey(self, case), case, time, ARRIVALS + case.key)

    def _is_ordered(self, case: Case) -> None:
        """An order: confirmed or not, delivered some day, and perhaps asked for before that."""
        if self.has_lost(case.customer):
            self.note(log.TAKEN_ELSEWHERE, case)
            return
        levers, left = self.scenario.integration, self.workload.horizon - self.env.now
        filled_in = case.draw("sign_on") < levers.single_sign_on
        self.note(log.ORDER_PLACED, case, 0.0 if filled_in else 1.0)
        confirmed = case.draw("confirmation") < levers.confirmation
        event = log.CONFIRMATION_SENT if confirmed else log.CONFIRMATION_MISSING
        Moment(self.env, 1.0, ARRIVALS + case.key, lambda _: self.note(event, case))
        delivery = case.draw("delivery")
        if delivery <= left:
            Moment(self.env, delivery, ARRIVALS + case.key, lambda _: self.note(log.DELIVERED, case))
        if case.draw("status") < self.integration.case_limit:
            delay = case.draw("status_delay")
            if delay <= left:
                Journey(journey(self, case), case, self.env.now + delay, ARRIVALS + case.key)

    def opens(self, case: Case) -> None:
        """Open a case in the books."""
        self.note(log.CASE_OPENED, case, case.source)
        if self._books_causes:
            self.note(log.CAUSE, case, case.cause)
        if self._ranks > 1:
            rank = self._tier(case)
            if rank < self._ranks - 1:
                self.note(log.TIER, case, rank)

    def _tier(self, case: Case) -> int:
        tier = getattr(case.need, "tier", None)
        return case.person.tier if tier is None else self.population.tier_rank(tier)

    def contact(self, case: Case, channel: Channel) -> None:
        """A customer contacts the company."""
        contact = Contact(case, channel, self.env.now)
        expects = channel.stated
        if expects is None:
            expects = channel.expectation(case)
        self.note_contact(log.CONTACT, contact, expects)
        self.choice.last_used[case.customer] = channel.index
        if contact.number == 1:
            case.owner = channel.team
            if self.loyalty is not None:
                self.loyalty.begins(contact, expects)
            if channel.social or self._promises:
                self._is_promised(case, channel, contact)
        self.ranks(contact)
        if channel.synchronous:
            self._is_called(contact)
        else:
            self._is_written_to(contact, expects)

    def ranks(self, contact: Contact) -> None:
        """Give a contact its rank in the queue."""
        if self._ranked:
            case = contact.case
            tier = self._tier(case) if self._payers_first else 0
            contact.rank = tier - getattr(case.need, "severity_class", 0) * self._ranks

    def _is_promised(self, case: Case, channel: Channel, contact: Contact) -> None:
        """What a customer may expect from her first contact on: an answer within a day, or her tier's commitments."""
        if channel.social and case.person.expects_day:
            self.note_contact(log.EXPECTS_DAY, contact)
        promise = self._promises[self._tier(case)] if self._promises else None
        if promise is not None:
            if promise.answer is not None:
                self.note_contact(log.ANSWER_PROMISED, contact, promise.answer)
            if promise.solution is not None:
                self.note_contact(log.SOLUTION_PROMISED, contact, promise.solution)

    def _is_called(self, contact: Contact) -> None:
        """A call: a free agent, a place on hold, an announcement, or no line at all."""
        case, channel, team = contact.case, contact.channel, contact.channel.team
        if channel.lines is not None and self._lines_taken(channel) >= channel.lines:
            self._is_lost(log.BLOCKED, contact)
            return
        if team.answers_at_once(contact):
            team.enters(contact)
            return
        if self._calls_back and channel.spoken and self._is_called_back(contact):
            return
        if self._announces:
            announced = transparency.announced_wait(team, channel.pace)
            self.note_contact(log.ANNOUNCED, contact, announced)
            if transparency.balks(self.scenario, announced, case.draw("balk", contact.number - 1)):
                self._is_lost(log.BALKED, contact)
                return
            hold = channel.hold(case, contact.number)
            patience = transparency.patience_after(self.scenario, channel.part.patience, announced, hold)
        else:
            patience = channel.hold(case, contact.number)
        team.waits(contact)
        if self.env.now + patience <= self.workload.horizon:
            Moment(self.env, patience, PATIENCE + contact.key, self._hangs_up, contact)

    def _lines_taken(self, channel: Channel) -> int:
        return sum(team.talking_in(channel) + team.holding_in(channel) for team in self.teams)

    def _is_called_back(self, contact: Contact) -> bool:
        """Offer a call back to a caller who would have to hold; one who takes it keeps her place, and has no line."""
        case, team = contact.case, contact.channel.team
        if case.draw("callback", contact.number - 1) >= self.behaviour.accepts_callback:
            return False
        promised = transparency.announced_wait(team, contact.channel.pace)
        self.note_contact(log.CALLBACK_PROMISED, contact, promised)
        contact.called_back = True
        team.waits(contact)
        return True

    def _hangs_up(self, moment: Moment) -> None:
        contact: Contact = moment.about
        if contact.waiting and not contact.transferred:
            contact.channel.team.gives_up_waiting(contact)
            self._is_lost(log.ABANDONED, contact)

    def _is_lost(self, event: int, contact: Contact) -> None:
        self.note_contact(event, contact)
        if self.beliefs is not None:
            self.beliefs.is_unanswered(contact)
        if self.loyalty is not None:
            self.loyalty.is_lost(contact)
        if self.improvement is not None:
            self.improvement.is_over(contact)
        contact.case.live.remove(contact)
        contact.case.tell(ABANDONED, contact)

    def _is_written_to(self, contact: Contact, expects: float) -> None:
        """A message: her patience runs at once, wherever it goes."""
        if self.publicity is None or self.publicity.is_written(contact):
            self.receives(contact)
        ratio = self.behaviour.patience_ratio
        patience = exact(ratio * expects * contact.case.draw("patience", contact.number - 1))
        if self.env.now + patience <= self.workload.horizon:
            Moment(self.env, patience, PATIENCE + contact.key, self._expires, contact)

    def receives(self, contact: Contact) -> None:
        """Receive a message: left alone on purpose, or seen now, at the next look, or with the agency's next report."""
        answers, team = contact.channel.part.answers, contact.channel.team
        if answers < 1 and contact.case.draw("answers", contact.attempt) >= answers:
            self.note_contact(log.LEFT_UNANSWERED, contact, 0.0)
            self.leaves(contact)
            return
        delay = self._unseen_for(contact, team)
        if team.report_loses > 0 and contact.case.draw("report_loses", contact.attempt) < team.report_loses:
            self.note_contact(log.LOST_IN_REPORT, contact)
            self.leaves(contact)
        elif delay > 0:
            Moment(self.env, delay, ARRIVALS + contact.key, lambda _: team.enters(contact))
        else:
            team.enters(contact)

    def leaves(self, contact: Contact) -> None:
        """Leave a message for good; its customer does not know, and waits as long as her patience with it lasts."""
        contact.stage = UNATTENDED
        if contact.expired:
            contact.case.live.remove(contact)
            contact.case.tell(CLOSED, contact)

    def _unseen_for(self, contact: Contact, team: Team) -> float:
        if team.report_every > 0:
            return exact(team.report_every - self.env.now % team.report_every)
        if team.poll_minutes > 0:
            return exact(team.poll_minutes * contact.case.draw("poll", contact.attempt))
        return 0.0

    def _expires(self, moment: Moment) -> None:
        contact: Contact = moment.about
        case = contact.case
        contact.expired = True
        news = None if contact.replied or case.ended or case.replied >= contact.made else EXPIRED
        if news is not None and self.beliefs is not None:
            self.beliefs.is_unanswered(contact)
        if news is not None and self.reputation is not None:
            self.reputation.is_unanswered(contact)
        if contact.stage == UNATTENDED:
            case.live.remove(contact)
            news = news or CLOSED
        if news is not None:
            case.tell(news, contact)

    def is_answered(self, agent: Agent, contact: Contact, reason: int) -> None:
        """Let a contact's first reply be learned from, seen and remembered, by the rules that are on."""
        if self.reputation is not None:
            self.reputation.is_answered(contact)
        if contact.number == 0:
            return  # a post about a case that is over: nobody waited for the reply
        if self.beliefs is not None:
            self.beliefs.is_answered(contact)
        if self.loyalty is not None:
            self.loyalty.is_answered(contact, agent.team.part.friendly, reason)

    def believed_wait(self, case: Case, channel: Channel) -> float:
        """Return the wait that a customer believes in: what she has learned, coloured by the company's reputation."""
        wait = channel.believed if self.beliefs is None else self.beliefs.wait(case, channel)
        return wait * self.reputation.belief_factor() if channel.social and self.reputation is not None else wait

    def has_lost(self, customer: int) -> bool:
        """Return whether a customer has left the company."""
        return self.loyalty is not None and self.loyalty.has_left(customer)

    def next_opening(self) -> float | None:
        """Return when the next of the synchronous channels opens, in minutes; None if none ever does."""
        now = self.env.now
        week, inside = divmod(now, MINUTES_PER_WEEK)
        opening: list[float] = []
        for channel in self.choice.synchronous():
            starts = [at for at, agents in channel.team.duty if agents > 0]
            opening += [week * MINUTES_PER_WEEK + at + (MINUTES_PER_WEEK if at <= inside else 0.0) for at in starts]
        return min(opening, default=None)

    def note(self, event: int, case: Case, detail: float = 0.0) -> None:
        """Write a row about a case into the log."""
        self._write((self.env.now, event, case.id, case.customer, -1, -1, -1, 0, detail))

    def note_contact(self, event: int, contact: Contact, detail: float = 0.0) -> None:
        """Write a row about a contact into the log."""
        case = contact.case
        row = (self.env.now, event, case.id, case.customer, contact.channel.index, -1, -1, contact.number, detail)
        self._write(row)

    def note_service(self, event: int, agent: Agent, contact: Contact, detail: float = 0.0) -> None:
        """Write a row about what an agent does with a contact into the log."""
        case, team, channel = contact.case, agent.team.index, contact.channel.index
        self._write((self.env.now, event, case.id, case.customer, channel, team, agent.id, contact.number, detail))

    def note_in(self, event: int, case: Case, channel: Channel) -> None:
        """Write a row about a case and a channel into the log, apart from any contact."""
        self._write((self.env.now, event, case.id, case.customer, channel.index, -1, -1, 0, 0.0))

    def note_company(self, event: int, detail: float = 0.0) -> None:
        """Write a row about the whole company into the log."""
        self._write((self.env.now, event, log.NOBODY, log.NOBODY, -1, -1, -1, 0, detail))

    def note_team(self, event: int, team: Team, contact: Contact, detail: float = 0.0) -> None:
        """Write a row about what a team does about a contact, without any agent's time, into the log."""
        case, channel = contact.case, contact.channel.index
        self._write((self.env.now, event, case.id, case.customer, channel, team.index, -1, contact.number, detail))

    def note_agent(self, event: int, agent: Agent) -> None:
        """Write a row about an agent into the log."""
        self._write((self.env.now, event, log.NOBODY, log.NOBODY, -1, agent.team.index, agent.id, 0, 0.0))


def zipf(causes: int) -> list[float]:
    """Return the limits between a need's causes on the way from 0 to 1: the k-th is 1/k as frequent as the first."""
    *limits, whole = itertools.accumulate(1 / number for number in range(1, causes + 1))
    return [limit / whole for limit in limits]
