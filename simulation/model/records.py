"""What the company and its customers have between them: cases and contacts."""

from __future__ import annotations

import bisect
from collections import deque
from typing import TYPE_CHECKING

from simulation.model.clock import Ear, key_of
from simulation.parts import Need, Orders
from simulation.randomness import Stream
from simulation.workload import Arrival, Customer

if TYPE_CHECKING:
    from simulation.model.company import Company
    from simulation.model.loyalty import Memory
    from simulation.model.team import Agent, Team
    from simulation.model.threads import Thread
    from simulation.model.transparency import Channel

Letter = tuple[int, object]
"""News for a customer: what, and about which of her contacts or plans."""

NOT_SOLVED, ABANDONED, EXPIRED, CLOSED, REDIRECTED, ADVISED, AGAIN, CHASE = range(8)
"""What the news can be."""


class Case(Ear):
    """One need from the moment it arises to its end, across all channels and repeats; its customer's ear for news.

    A class attribute is the state in which every case begins and most cases stay.

    Parameters
    ----------
    company : Company
        Whom it is about.
    arrival : Arrival
        When it arose, what it is about, and whose it is.
    """

    owner: Team | None = None
    plans = 0  # contacts that the customer means to make
    trying = True
    asks = 0
    hand_offs = 0
    chases = 0
    memory: Memory | None = None  # of what will be judged, where that has consequences
    called = 0.0  # minutes that its customer has spent in calls
    replied = -1.0  # time of the last human reply
    letters: deque[Letter] | None = None

    def __init__(self, company: Company, arrival: Arrival) -> None:
        self.env = company.env
        self.callbacks = []
        self._ok = True
        self.company = company
        _, self.id, self.source, self.row, self.customer = arrival
        self.key = key_of(self.id)
        self.need: Need | Orders = company.needs[self.source]
        self.luck: dict[str, Stream] = company.luck[self.source]
        self.contacts = 0  # started so far
        self.live: list[Contact] = []  # not yet closed
        self.in_hand = 0  # contacts opened by an agent and not closed
        self.agents: list[Agent] = []  # who has worked on it
        self.identified = False
        self.ended = False

    @property
    def person(self) -> Customer:
        """Whose case it is."""
        return self.company.population[self.customer]

    @property
    def severe(self) -> bool:
        """Whether it is a severe matter."""
        if self.row < 0:
            return self.company.scenario.cast[-self.row - 1].severe
        return self.draw("severe") < self.need.severe

    @property
    def sensitive(self) -> bool:
        """Whether it is a sensitive matter."""
        if self.row < 0:
            return self.company.scenario.cast[-self.row - 1].sensitive
        return self.draw("sensitive") < self.need.sensitive

    @property
    def is_comment(self) -> bool:
        """Whether it began with a comment on a post of the company's own: those come after the cases of all needs."""
        return self.id > self.company.workload.drawn

    @property
    def cause(self) -> int:
        """The number of the cause behind it, within its need."""
        return bisect.bisect_right(self.company.causes[self.source], self.draw("cause"))

    def draw(self, stream: str, attempt: int = 0) -> float:
        """Return a draw of the customer's luck."""
        return self.luck[stream].at(self.row, attempt)

    def tell(self, news: int, about: object) -> None:
        """Send the customer a letter; while she is busy it waits for her, and once her case has ended it is lost."""
        if not self.ended and not self.hears((news, about)):
            if self.letters is None:
                self.letters = deque()
            self.letters.append((news, about))

    def ends(self, solved: bool = True) -> None:
        """End the case, solved or given up: its customer draws her conclusions, and goes her way."""
        self.ended = True
        self.callbacks = []
        if self.company.loyalty is not None:
            self.company.loyalty.judges(self, solved)
        if self.company.improvement is not None:
            self.company.improvement.books(self)


FRESH, IN_HAND, IDENTIFIED, PARTNER_ANSWERED, ESCALATED, UNSEEN, UNATTENDED = range(7)
"""Stages of a contact: not opened yet; opened; the customer has said who she is; the partner has answered; with a team
that has the authority to solve it; where nobody looks, but to be found; and one that nobody will ever answer."""


class Contact:
    """One attempt of a customer to reach the company, in one channel at one time.

    Parameters
    ----------
    case : Case
        What it is about.
    channel : Channel
        Where.
    now : float
        When, in minutes.
    """

    rank = 0  # in its queue; lower is served first
    must_ask = False
    transferred = False
    expired = False  # her patience with it is over
    taught = False  # its customer has learned from it how long the channel takes
    joined: Contact | None = None  # the contact of the same case that waits in its stead
    avoid: Agent | None = None
    thread: Thread | None = None  # where everybody can read along
    called_back = False
    picked_up = -1.0  # when a caller who did not hold was called back
    called = 0.0  # minutes that it has cost its caller, hold and talk

    def __init__(self, case: Case, channel: Channel, now: float) -> None:
        case.contacts = number = case.contacts + 1
        case.live.append(self)
        self.case = case
        self.channel = channel
        self.number = number
        self.key = case.key + number
        self.made = now
        self.stage = FRESH
        self.waiting = False
        self.replied = False

    @property
    def attempt(self) -> int:
        """The attempt of its draws."""
        return self.number - 1

    @property
    def holds(self) -> bool:
        """Whether its place is among those who hold; an escalated call has become paper."""
        return self.channel.synchronous and self.stage != ESCALATED

    @property
    def is_call(self) -> bool:
        """Whether it is a talk that takes the whole agent."""
        return self.channel.spoken and self.stage != ESCALATED

    def occupies(self, channel: Channel) -> bool:
        """Return whether it takes one of the lines of a channel: not while its caller waits to be called back."""
        to_be_called = self.called_back and self.waiting and self.picked_up < 0
        return self.channel is channel and self.holds and not to_be_called
