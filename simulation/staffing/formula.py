"""What the formula says: Erlang A for those who hold, Erlang C for those who write, block by block."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

from simulation import log as ev
from simulation import theory
from simulation.experiment import replicated
from simulation.indexed import IndexedLog, Rows
from simulation.interval_measures import contacts_of, made_in
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.staffing.rota import Block, overlap
from simulation.staffing.targets import Target
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK, week_spans

_SPARE = 6.0
"""Safety staffing by the square-root rule with which practically nobody waits."""


class Demand(NamedTuple):
    """What a planner measures in one block.

    Attributes
    ----------
    arrival_rate : float
        Contacts per minute, in all channels of the block's team.
    service_mean : float
        Agent minutes per contact.
    """

    arrival_rate: float
    service_mean: float

    @property
    def load(self) -> float:
        """Offered load in erlangs."""
        return self.arrival_rate * self.service_mean


def minutes_of(spans: Sequence[tuple[float, float]], begin: float, end: float) -> float:
    """Return how many minutes lie in certain spans of the week, from one moment of a run to another.

    >>> minutes_of(week_spans("Mon 08:00-10:00"), 540.0, 10080.0 + 500.0)
    80.0
    """
    total = 0.0
    for week in range(int(begin // MINUTES_PER_WEEK), int(end // MINUTES_PER_WEEK) + 1):
        for opens, closes in spans:
            first, last = week * MINUTES_PER_WEEK + opens, week * MINUTES_PER_WEEK + closes
            total += max(0.0, min(last, end) - max(first, begin))
    return total


def demand_in(log: IndexedLog, scenario: Scenario, block: Block) -> Demand:
    """Return the demand that a run shows in a block; handling times are those of the whole run."""
    team, index = scenario.teams[block.team], list(scenario.teams).index(block.team)
    made = sum(int(made_in(contacts_of(log, scenario, channel).made, block.hours).sum()) for channel in team.channels)
    warm, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    open_minutes = minutes_of(week_spans(block.hours), warm, end)

    def mine(event: int) -> Rows:
        rows = log.rows(event)
        return rows.only((rows["team"] == index) & (rows["time"] >= warm))

    opened = int(mine(ev.SERVICE_START).each_first().sum())
    booked = float(mine(ev.SERVICE_END)["detail"].sum())
    return Demand(made / open_minutes if open_minutes else 0.0, booked / opened if opened else 0.0)


def measured(cells: Sequence[Block], seed: int, scenario: Scenario, replication: int) -> list[Demand]:
    """Run a scenario once and return the demand in each block."""
    log = IndexedLog(simulate(scenario, seed, replication).log)
    return [demand_in(log, scenario, block) for block in cells]


def demands(
    scenario: Scenario, cells: Sequence[Block], seed: int, replications: int, executor: Executor | None = None
) -> list[Demand]:
    """Return the mean demand in each block with the staff that the scenario has now."""
    (found,) = replicated(partial(measured, cells, seed), [(scenario, replications)], executor, None)
    return [
        Demand(*(math.fsum(column) / replications for column in zip(*each, strict=True)))
        for each in zip(*found, strict=True)
    ]


def keeps(target: Target, agents: int, demand: Demand, patience: float) -> bool:
    """Return whether the formula says that so many agents keep a promise.

    Parameters
    ----------
    target : Target
        What is promised.
    agents : int
        How many.
    demand : Demand
        Rate and handling time, both taken as exponential.
    patience : float
        Mean patience in minutes; infinite in writing, and where nobody hangs up (Erlang C).
    """
    rate, service = demand
    if math.isinf(patience):
        if target.within is None:
            return True
        return agents > demand.load and theory.erlang_c(agents, rate, service).service_level(target.within) >= (
            target.promised
        )
    line = theory.erlang_a(agents, rate, service, patience)
    if target.within is None:
        return line.p_abandon <= target.promised
    return line.answered_within(target.within) >= target.promised


def formula_agents(scenario: Scenario, block: Block, targets: Sequence[Target], demand: Demand, most: int) -> int:
    """Return the fewest agents with which the formula keeps a block's promises, `most` where it never does."""
    if demand.load <= 0:
        return 1
    mine = [
        (target, patience_in(scenario, target.channel))
        for target in targets
        if target.channel in scenario.teams[block.team].channels and overlap(target.hours, block.hours)
    ]
    kept = (n for n in range(1, most) if all(keeps(target, n, demand, patience) for target, patience in mine))
    return next(kept, most)


def patience_in(scenario: Scenario, channel: str) -> float:
    """Return the mean patience on hold in a channel, infinite in writing."""
    part = scenario.channels[channel]
    return part.patience if part.synchronous else math.inf


def plenty(block: Block, demand: Demand) -> int:
    """Return so many agents that more would hardly be noticed: the square-root rule, well beyond any wait."""
    by_rule = theory.square_root_staffing(demand.load, _SPARE) if demand.load > 0 else 1
    return max(2 * by_rule, 2 * block.agents, 4)
