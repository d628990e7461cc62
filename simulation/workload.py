"""The workload of a run: when needs arise, whose they are, and the luck that comes with them.

Nothing here depends on what the company does, so two companies meet the same customers with the same luck.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.parts import Arrivals, Incident, Need, Orders
from simulation.randomness import BLOCK, Floats, Luck, Stream
from simulation.remembered import Remembered
from simulation.scenario import Scenario
from simulation.streams import UNIFORM, laws_of
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK, TICKS_PER_MINUTE, exact, week_spans

_FED_AT_ONCE = 1024
_needs_drawn = Remembered(most_bytes=32 * 1024 * 1024)

Bools = NDArray[np.bool_]
Wholes = NDArray[np.int64]
_NONE: Wholes = np.empty(0, np.int64)

Arrival = tuple[float, int, int, int, int]
"""A need (or an order) that arises: when (in minutes), the number of its case in the run (from 1, in the order of
arising), its source (an index into `Workload.sources`), its row (its number within the source, from 0: the row of its
luck; where an incident brings the need: its customer's number), and whose it is. Case, row and customer of the cast are
-1, -2, ..."""


class Customer(NamedTuple):
    """A person.

    Attributes
    ----------
    young, considers_social, expects_day, real_name, privacy_aware : bool
        As in the population's shares.
    tier : int
        Rank of her tier: 0 is served first; customers without a tier come last.
    """

    young: bool
    considers_social: bool
    expects_day: bool
    real_name: bool
    privacy_aware: bool
    tier: int


def arrival_times(process: Arrivals, customers: int, horizon: float, stream: Stream) -> Floats:
    """Return when needs arise: a Poisson process with the given hours, by inversion of its cumulative rate.

    Parameters
    ----------
    process : Arrivals
        Rate and hours.
    customers : int
        Number of customers, for rates per thousand.
    horizon : float
        End of the run in minutes.
    stream : Stream
        Unit exponentials, one a row.

    Returns
    -------
    ndarray, shape (needs,)
        Minutes, ascending, on the clock's grid, all before the horizon.

    Notes
    -----
    With L(t) the cumulative rate, the n-th need arises at L^-1(e_1 + ... + e_n). The rate is even within the open
    hours, so L^-1 stretches the open hours of a week; a higher rate brings the same needs sooner.
    """
    daily = process.daily(customers)
    spans = np.array(week_spans(process.arise))
    lengths = spans[:, 1] - spans[:, 0]
    ends = np.cumsum(lengths)
    starts = ends - lengths
    rate = daily * 7 / ends[-1]
    if rate == 0:
        return np.empty(0)
    never = horizon + MINUTES_PER_WEEK  # in open hours; a rate next to 0 would put needs off to infinity
    pieces: list[Floats] = []
    total = 0.0
    for units in stream.batches(int(daily * horizon / MINUTES_PER_DAY)):
        passed = total + np.cumsum(units)
        total = float(passed[-1])
        week, rest = _whole_and_rest(np.minimum(passed, never * rate) / rate, ends[-1])
        span = np.minimum(np.searchsorted(ends, rest, side="right"), len(ends) - 1) if len(ends) > 1 else 0
        times = week * MINUTES_PER_WEEK + spans[span, 0] + (rest - starts[span])
        times = np.rint(times * TICKS_PER_MINUTE) / TICKS_PER_MINUTE
        if times[-1] >= horizon:
            pieces.append(times[: np.searchsorted(times, horizon)])
            break
        pieces.append(times)
    return np.concatenate(pieces)


def _whole_and_rest(minutes: Floats, length: float) -> tuple[Floats, Floats]:
    """Return how often a whole number of minutes is contained in some, and the rest, both exactly, as `divmod` does.

    The product is a whole number and the rest a multiple of the last bit of `minutes`, so neither is rounded.
    """
    times = np.floor(minutes / length)
    rest = minutes - times * length
    if (rest < 0).any():  # a quotient just below a whole number was rounded up to it
        times -= rest < 0
        rest = minutes - times * length
    return times, rest


def struck(incident: Incident, customers: int, luck: Mapping[str, Stream]) -> tuple[Bools, Bools]:
    """Return whom an incident hits, and who of those would contact the company about it.

    Parameters
    ----------
    incident : Incident
        Shares of the customers.
    customers : int
        Their number.
    luck : mapping of str to Stream
        The luck of the need; its row is the customer's number.

    Returns
    -------
    tuple of two ndarray of bool, shape (customers,)
        The second lies within the first.
    """
    hit = luck["hit"].first(customers) < incident.share
    return hit, hit & (luck["speaks_up"].first(customers) < incident.contact)


class Workload:
    """Needs, customers and luck of one replication of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Whose needs.
    seed, replication : int
        Whose luck.
    remembers : bool
        Whether it may take the needs that another workload of this process has drawn from the same key, and leaves its
        own to others. Not for who changes parts or functions of the model in Python: the key knows values alone.
    """

    def __init__(self, scenario: Scenario, seed: int, replication: int, remembers: bool = False) -> None:
        self.scenario = scenario
        self.remembers = remembers
        self.luck = Luck(seed, replication, [member.name for member in scenario.cast])
        self.horizon = scenario.days * MINUTES_PER_DAY
        self.sources: list[str] = scenario.sources
        self.streams = {name: self.luck.streams(name, laws_of(scenario, name)) for name in self.sources}
        for index, member in enumerate(scenario.cast, start=1):
            for name, value in member.luck.items():
                self.streams[member.need][name].tell(-index, value if isinstance(value, list) else [value])

    def process(self, source: str) -> Need | Orders:
        """Return the need (or the orders) behind a source."""
        if source in self.scenario.needs:
            return self.scenario.needs[source]
        assert self.scenario.orders is not None
        return self.scenario.orders

    def arrivals(self, before_block: Callable[[], None]) -> Iterator[Arrival]:
        """Yield every need and order of the run in the order of (time, case), the cast among them.

        Parameters
        ----------
        before_block : callable
            Called before each block of a thousand arrivals is made.
        """
        cast = [
            (member.at, -index, self.sources.index(member.need), -index, -index)
            for index, member in enumerate(self.scenario.cast, start=1)
        ]
        cast.sort(reverse=True)
        for block in self._drawn():
            before_block()
            while cast and cast[-1][0] <= block[-1][0]:
                bisect.insort(block, cast.pop())
            yield from block
        yield from reversed(cast)

    def _drawn(self) -> Iterator[list[Arrival]]:
        time, source, row, customer = self.needs_in_order
        for begin in range(0, self.drawn, _FED_AT_ONCE):
            part = slice(begin, begin + _FED_AT_ONCE)
            columns = [column[part].tolist() for column in (time, source, row, customer)]
            case = range(begin + 1, begin + 1 + len(columns[0]))
            yield list(zip(columns[0], case, *columns[1:], strict=True))

    @property
    def drawn(self) -> int:
        """The number of drawn needs and orders, which is the number of the last one's case."""
        return len(self.needs_in_order[0])

    def rows(self, source: str) -> int:
        """Return the number of drawn needs (or orders) of one source."""
        return int((self.needs_in_order[1] == self.sources.index(source)).sum())

    @cached_property
    def needs_in_order(self) -> tuple[Floats, Wholes, Wholes, Wholes]:
        """When each need arises, its source, its row and its customer, in the order of (time, source, row)."""
        return self._remembered_needs() if self.remembers else self._draw_needs()

    def _remembered_needs(self) -> tuple[Floats, Wholes, Wholes, Wholes]:
        """Draw the needs once for all companies that meet the same customers: they follow from nothing but this key."""
        sources = tuple((name, self.process(name)) for name in self.sources)
        key = (sources, self.scenario.population.customers, self.horizon, self.luck.seed, self.luck.replication)
        time, source, row, customer = _needs_drawn.get(key, self._draw_needs)
        return time, source, row, customer

    def _draw_needs(self) -> tuple[Floats, Wholes, Wholes, Wholes]:
        times, sources, rows, whose = [np.empty(0)], [_NONE], [_NONE], [_NONE]
        for index, name in enumerate(self.sources):
            found, row, customer = self._needs(name)
            times.append(found)
            sources.append(np.full(len(found), index))
            rows.append(row)
            whose.append(customer)
        time, source = np.concatenate(times), np.concatenate(sources)
        row, customer = np.concatenate(rows), np.concatenate(whose)
        if (time[1:] >= time[:-1]).all():  # one source alone, and no incident
            return time, source, row, customer
        order = np.argsort(time, kind="stable")  # they stand in the order of source and row
        return time[order], source[order], row[order], customer[order]

    def _needs(self, name: str) -> tuple[Floats, Wholes, Wholes]:
        """Return when the needs of one source arise, their rows, and whose they are."""
        customers, streams, process = self.scenario.population.customers, self.streams[name], self.process(name)
        incident = process.incident if isinstance(process, Need) else None
        if incident is None:
            found = arrival_times(process, customers, self.horizon, streams["arrival"])
            return found, np.arange(len(found)), (streams["customer"].first(len(found)) * customers).astype(np.int64)
        time = exact(incident.at) + streams["hit_delay"].first(customers)
        row = np.flatnonzero(struck(incident, customers, streams)[1] & (time < self.horizon))
        return time[row], row, row

    def customers(self) -> Population:
        """Return the people of the run."""
        return Population(self.scenario, self.luck)


class Population:
    """All customers of a run: drawn attributes by number, the cast's as told.

    Parameters
    ----------
    scenario : Scenario
        Shares, tiers and habits.
    luck : Luck
        Seed and replication; the row is the customer's number.
    """

    def __init__(self, scenario: Scenario, luck: Luck) -> None:
        self.scenario = scenario
        self._tiers = list(scenario.population.tiers)
        names = ("young", "considers_social", "expects_day", "real_name", "privacy_aware")
        laws = dict.fromkeys([*names, "tier", "last_channel"], UNIFORM)
        self._streams = luck.streams("customers", laws)
        self._shares = [(self._streams[name], getattr(scenario.population, name)) for name in names]
        self._channels = list(scenario.channels)
        self._habits = list(itertools.accumulate(channel.habit for channel in scenario.channels.values()))
        self._people: dict[int, list[Customer]] = {}

    def __getitem__(self, number: int) -> Customer:
        """Return a customer by her number."""
        if number < 0:
            return self._told(number)
        block = self._people.get(number // BLOCK)
        if block is None:
            block = self._people[number // BLOCK] = self._block(number // BLOCK)
        return block[number % BLOCK]

    def tier_rank(self, tier: str | None) -> int:
        """Return the rank of a tier by name; none comes after all tiers."""
        return len(self._tiers) if tier is None else self._tiers.index(tier)

    def _block(self, index: int) -> list[Customer]:
        traits = [(stream.block(index) < share).tolist() for stream, share in self._shares]
        limits = np.cumsum([self.scenario.population.tiers[tier] for tier in self._tiers])
        tiers = np.searchsorted(limits, self._streams["tier"].block(index), side="right").tolist()
        return [Customer._make(row) for row in zip(*traits, tiers, strict=True)]

    def _told(self, number: int) -> Customer:
        member = self.scenario.cast[-number - 1]
        traits = (member.young, member.considers_social, member.expects_day, member.real_name, member.privacy_aware)
        return Customer(*traits, self.tier_rank(member.tier))

    def habit(self, number: int) -> int:
        """Return the index of the channel that a customer used before the first day, -1 for none known."""
        if number < 0:
            last = self.scenario.cast[-number - 1].last_channel
            return self._channels.index(last) if last in self._channels else -1
        index = bisect.bisect_right(self._habits, self._streams["last_channel"].at(number))
        return index if index < len(self._channels) else -1
