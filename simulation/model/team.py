"""The company's side: teams, their queues by priority, and agents with shifts and attention."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import CHANGES, ENDS, Moment, Timer, key_of
from simulation.model.records import Contact
from simulation.parts import Team as TeamPart
from simulation.randomness import Law, Stream
from simulation.units import MINUTES_PER_WEEK, exact, week_spans

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.transparency import Channel

Next = Callable[["Agent", Contact], None]
Queue = list[tuple[int, float, int, Contact]]


class Agent:
    """A person who works on one contact at a time, on shift or off, attentive or away."""

    __slots__ = (
        "attentive", "back_at", "booked", "choosing", "company", "contact", "id", "inbox", "left", "off_at",
        "on_duty", "person", "team", "then", "timer", "until",
    )  # fmt: skip

    def __init__(self, company: Company, team: Team, number: int) -> None:
        self.company = company
        self.team = team
        self.id = number
        self.person: Agent = self  # whose hands do the work: desks of the same person share one
        self.on_duty = False
        self.attentive = True
        self.back_at = -1.0  # when he last came back
        self.off_at = -1.0  # when he last went off duty
        self.contact: Contact | None = None
        self.inbox: deque[Contact] = deque()  # contacts of his that go on: a customer's or the partner's answer
        self.booked = 0.0  # minutes on the contact in hand
        self.choosing = False  # what to do next
        self.timer = Timer(company.env, self._done)
        self.until = 0.0
        self.left = -1.0  # minutes left of the work that he turned away from
        self.then: Next | None = None

    def takes(self, contact: Contact) -> None:
        """Open a contact."""
        self.contact = contact
        self.booked = 0.0
        self.company.service.opens(self, contact)

    def works(self, minutes: float, then: Next) -> None:
        """Work for so many minutes, and then go on."""
        self.booked += minutes
        self.then = then
        self.until = self.timer.set(minutes, ENDS + self.contact.key)  # type: ignore[union-attr]

    def _done(self, timer: Event) -> None:
        if timer is not self.timer:
            return  # he turned away in the meantime
        self.then(self, self.contact)  # type: ignore[misc, arg-type]

    def leaves(self, contact: Contact) -> None:
        """Be done with a contact for now, and look for the next."""
        self.company.note_service(log.SERVICE_END, self, contact, self.booked)
        self.contact = None
        if not self.choosing:
            self.is_free()

    def gets_back(self, contact: Contact) -> None:
        """Get a contact back that waited for somebody's answer."""
        if self.on_duty and self.attentive and self.contact is None:
            self.team.idle.remove(self)
            self.takes(contact)
        else:
            self.inbox.append(contact)

    def is_free(self) -> None:
        """Take what is next: an answer to a question of his own, then the team's queue."""
        self.choosing = True  # an answer that takes no time is followed by the next in this loop
        while self.attentive and self.contact is None:
            contact = self.inbox.popleft() if self.inbox and self.on_duty else self.team.next_for(self)
            if contact is not None:
                self.takes(contact)
            else:
                if self.on_duty:
                    self.team.idle.append(self)
                break
        self.choosing = False

    def may_take(self, contact: Contact) -> bool:
        """Return whether a contact is for him: not one that he handed on, and off duty only those who held already."""
        return contact.avoid is not self.person and (self.on_duty or contact.made <= self.off_at)

    def comes_on_duty(self) -> None:
        """Begin a shift."""
        self.on_duty = True
        self.company.note_agent(log.SHIFT_START, self)
        self.is_free()

    def goes_off_duty(self) -> None:
        """End a shift; the contact in hand is finished, and callers who hold are served."""
        self.on_duty = False
        self.off_at = self.company.env.now
        self.company.note_agent(log.SHIFT_END, self)
        if self.attentive and self.contact is None:
            self.team.idle.remove(self)

    def turns_away(self) -> None:
        """Forget the work; it waits."""
        self.company.note_agent(log.AGENT_AWAY, self)
        self.attentive = False
        if self.contact is not None:
            self.left = self.until - self.company.env.now
            self.timer = Timer(self.company.env, self._done)
        elif self.on_duty:
            self.team.idle.remove(self)

    def turns_back(self) -> None:
        """Come back, and resume."""
        env = self.company.env
        self.company.note_agent(log.AGENT_BACK, self)
        self.attentive = True
        self.back_at = env.now
        if self.contact is not None:
            self.until = self.timer.set(self.left, ENDS + self.contact.key)
        else:
            self.is_free()


class Team:
    """Agents who serve the same channels from the same queue.

    The queue is a heap for those who hold and one for messages, both by (class, time, case and contact): severity
    first, then tier, then first come; a contact that is served is never interrupted by another.

    Parameters
    ----------
    company : Company
        Whose team.
    index : int
        Its number in the scenario.
    name : str
        Its name in the scenario.
    first_agent : int
        Number of its first agent in the company.
    """

    def __init__(self, company: Company, index: int, name: str, first_agent: int) -> None:
        self.company = company
        self.index = index
        self.name = name
        self.part: TeamPart = company.scenario.teams[name]
        self.authority = self.part.authority
        self.report_every = self.part.report_every
        self.report_loses = self.part.report_loses if self.report_every > 0 else 0.0
        self.poll_minutes = self.part.poll_minutes
        self.duty = duty_changes(self.part)
        agents = max((count for _, count in self.duty), default=0)
        self.agents = [self._hires(first_agent + number) for number in range(agents)]
        self.idle: deque[Agent] = deque()  # the one idle longest first
        self.on_duty = 0
        self.holding = 0  # callers in the queue
        self._callers: Queue = []
        self._messages: Queue = []

    def _hires(self, number: int) -> Agent:
        return Agent(self.company, self, number)

    def start(self) -> None:
        """Begin the first week: shifts, and attention where agents are distracted."""
        self._shift(0)
        if self.part.attention == "distracted":
            for agent in self.agents:
                stream = Stream(
                    self.company.workload.luck, f"teams.{self.name}.attention.{agent.id}", Law("exponential")
                )
                self._turn(agent, self._attention(stream))

    def reachable(self, channel: Channel) -> bool:
        """Return whether customers can reach a channel now: written ones always, the phone while it is staffed."""
        return not channel.synchronous or self.on_duty > 0

    def answers_at_once(self, _: Contact) -> bool:
        """Return whether somebody is free for a contact that has just come."""
        return bool(self.idle)

    def talking_in(self, channel: Channel) -> int:
        """Return how many contacts of a channel are in hand."""
        return sum(1 for agent in self.agents if agent.contact is not None and agent.contact.occupies(channel))

    def enters(self, contact: Contact) -> None:
        """Give a contact to the agent idle longest (not to the one who hands it on), or put it into the queue."""
        idle = self.idle
        if idle and idle[0] is not contact.avoid:
            idle.popleft().takes(contact)
        elif len(idle) > 1:
            agent = idle[1]
            del idle[1]
            agent.takes(contact)
        else:
            self.waits(contact)

    def waits(self, contact: Contact) -> None:
        """Put a contact into the queue."""
        contact.waiting = True
        place = (contact.rank, contact.made, contact.key, contact)
        if contact.holds:
            self.holding += 1
            heapq.heappush(self._callers, place)
        else:
            heapq.heappush(self._messages, place)

    def gives_up_waiting(self, contact: Contact) -> None:
        """Take a caller who hangs up out of the queue; her place is passed over when its turn comes."""
        contact.waiting = False
        self.holding -= 1

    def next_for(self, agent: Agent) -> Contact | None:
        """Take the next contact out of the queue for an agent; off duty he serves only those who held when he went."""
        caller = self._head(self._callers, agent) if self._callers else None
        message = self._head(self._messages, agent) if self._messages and agent.on_duty else None
        if caller is not None and (message is None or self._before(caller, message)):
            queue, contact = self._callers, caller
            self.holding -= 1
        elif message is not None:
            queue, contact = self._messages, message
        else:
            return None
        if queue[0][3] is contact:
            heapq.heappop(queue)
        else:  # the head is not for this agent
            queue[:] = [place for place in queue if place[3] is not contact]
            heapq.heapify(queue)
        contact.waiting = False
        return contact

    def holding_in(self, channel: Channel) -> int:
        """Return how many callers of one channel hold the line."""
        return sum(1 for place in self._callers if place[3].waiting and place[3].occupies(channel))

    def has_other(self, agent: Agent) -> bool:
        """Return whether a colleague is on duty."""
        return self.on_duty > (1 if agent.on_duty else 0)

    def _before(self, caller: Contact, message: Contact) -> bool:
        if caller.rank != message.rank or self.part.callers_first:
            return caller.rank <= message.rank
        return (caller.made, caller.key) < (message.made, message.key)

    @staticmethod
    def _head(queue: Queue, agent: Agent) -> Contact | None:
        while queue and not queue[0][3].waiting:
            heapq.heappop(queue)
        if not queue:
            return None
        contact = queue[0][3]
        if agent.may_take(contact):
            return contact
        others = [place for place in queue if place[3].waiting and agent.may_take(place[3])]
        return min(others)[3] if others else None

    def _shift(self, step: int) -> None:
        """Let the roster's change number `step` happen, and plan the next one."""
        if not self.duty:
            return
        week, place = divmod(step, len(self.duty))
        count = self.duty[place][1]
        self.on_duty = count
        for agent in self.agents[:count]:
            if not agent.on_duty:
                agent.comes_on_duty()
        for agent in self.agents[count:]:
            if agent.on_duty:
                agent.goes_off_duty()
        week, place = divmod(step + 1, len(self.duty))
        due = week * MINUTES_PER_WEEK + self.duty[place][0]
        if due <= self.company.workload.horizon and len(self.duty) > 1:
            env = self.company.env
            Moment(env, due - env.now, CHANGES + key_of(self.index), lambda _: self._shift(step + 1))

    def _attention(self, stream: Stream) -> Iterator[float]:
        """Yield the minutes that an agent is attentive, away, attentive, ...: as told, then as drawn."""
        yield from self.part.attention_told
        step = len(self.part.attention_told)
        while True:
            yield stream.at(step) * (self.part.attentive if step % 2 == 0 else self.part.away)
            step += 1

    def _turn(self, agent: Agent, spans: Iterator[float]) -> None:
        """Plan an agent's next turn away or back."""
        minutes = exact(next(spans))
        env = self.company.env
        if env.now + minutes > self.company.workload.horizon:
            return

        def turn(_: Event) -> None:
            (agent.turns_away if agent.attentive else agent.turns_back)()
            self._turn(agent, spans)

        Moment(env, minutes, CHANGES + key_of(agent.id), turn)


def duty_changes(part: TeamPart) -> list[tuple[float, int]]:
    """Return when within a week the number of agents on duty changes, and to what; the first entry is at 0."""
    blocks = [(block.hours, block.agents) for block in part.rota] or [(part.hours, part.agents)]
    spans = [(begin, end, agents) for hours, agents in blocks for begin, end in week_spans(hours)]
    edges = sorted({0.0, *(edge for begin, end, _ in spans for edge in (begin, end) if edge < MINUTES_PER_WEEK)})
    changes: list[tuple[float, int]] = []
    for edge in edges:
        count = sum(agents for begin, end, agents in spans if begin <= edge < end)
        if not changes or changes[-1][1] != count:
            changes.append((edge, count))
    return changes
