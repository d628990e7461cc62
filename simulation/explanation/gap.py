"""Why the formula misses: the difference between Erlang and the simulation, ingredient by ingredient."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple

from simulation import log as ev
from simulation import theory
from simulation.analysis import Interval, mean_interval, paired_difference
from simulation.cases import mean
from simulation.errors import InputError, nearest
from simulation.experiment import replicated
from simulation.explanation.ingredients import even_agents, hours_open, present, staying, team_of, without
from simulation.indexed import IndexedLog, Rows
from simulation.interval_measures import contacts_of
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.staffing.formula import minutes_of, patience_in
from simulation.units import MINUTES_PER_DAY

MEASURES = ("service_level", "wait_min", "abandonment")
"""What is explained: the share that an agent opens within T, the mean wait in minutes, and the share that hangs up."""

Values = dict[str, float]
Changes = dict[str, Interval]


class Fed(NamedTuple):
    """What a formula is fed with.

    Attributes
    ----------
    arrival_rate : float
        Contacts per minute while somebody is there.
    service_mean : float
        Agent minutes per contact.
    agents : int
        On duty, in the mean.
    patience_mean : float
        Minutes; infinite where nobody hangs up.
    """

    arrival_rate: float
    service_mean: float
    agents: int
    patience_mean: float

    @property
    def name(self) -> str:
        """Which formula it is."""
        return "Erlang C" if math.isinf(self.patience_mean) else "Erlang A"


class Step(NamedTuple):
    """One ingredient, turned on.

    Attributes
    ----------
    name, meaning : str
        What it is.
    change : dict of str to Interval
        By measure: the paired change when it joins those before it.
    alone : dict of str to Interval
        By measure: the paired change when it alone is added to the plain queue.
    """

    name: str
    meaning: str
    change: Changes
    alone: Changes


class Explanation(NamedTuple):
    """The difference between formula and simulation, in steps that add up to it.

    Attributes
    ----------
    channel : str
        Which.
    within : float
        The T of the service level, in minutes.
    fed : Fed
        What the formula was fed with: the plain queue's own numbers.
    formula : dict of str to float
        What it says, by measure.
    steps : list of Step
        First the plain queue simulated (it should change nothing), then the ingredients in their order.
    simulated : dict of str to Interval
        What the scenario itself shows.
    whole : dict of str to Interval
        Simulation minus formula; the means of the steps' changes add up to its mean.
    measured : Fed
        What a planner measures in the scenario itself: all contacts, repeated ones too, and the minutes they take.
    informed : dict of str to float
        What the formula says when it is fed with that; empty where it says nothing (more work than agents).
    staying : list of str
        What cannot be turned off.
    """

    channel: str
    within: float
    fed: Fed
    formula: Values
    steps: list[Step]
    simulated: Changes
    whole: Changes
    measured: Fed
    informed: Values
    staying: list[str]


class _Outcome(NamedTuple):
    values: tuple[float, ...]
    arrival_rate: float
    service_mean: float


def outcome(channel: str, within: float, seed: int, scenario: Scenario, replication: int) -> _Outcome:
    """Run a scenario once, and look at one channel and its service level within T."""
    log = IndexedLog(simulate(scenario, seed, replication).log)
    line = contacts_of(log, scenario, channel)
    if not len(line.made):
        raise InputError(f"{scenario.name}: nobody uses channel '{channel}' in a run, expected one that is used")
    level = float((line.answered & (line.waited <= within)).mean())
    values = (level, mean(line.waited[~line.blocked]), float(line.abandoned.mean()))
    team = scenario.teams[team_of(scenario, channel)]
    warm, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    spans = [(begin, until) for begin, until, _ in hours_open(team)]
    index = list(scenario.channels).index(channel)

    def mine(event: int) -> Rows:
        rows = log.rows(event)
        return rows.only((rows["channel"] == index) & (rows["time"] >= warm))

    opened = int(mine(ev.SERVICE_START).each_first().sum())
    booked = float(mine(ev.SERVICE_END)["detail"].sum())
    return _Outcome(values, len(line.made) / minutes_of(spans, warm, end), booked / max(1, opened))


def by_formula(fed: Fed, within: float) -> Values:
    """Return what Erlang A says, or Erlang C where nobody hangs up.

    Raises
    ------
    ValueError
        When Erlang C has no answer, because there is more work than the agents can do.
    """
    if math.isinf(fed.patience_mean):
        patient = theory.erlang_c(fed.agents, fed.arrival_rate, fed.service_mean)
        return dict(zip(MEASURES, (patient.service_level(within), patient.mean_wait, 0.0), strict=True))
    line = theory.erlang_a(fed.agents, fed.arrival_rate, fed.service_mean, fed.patience_mean)
    return dict(zip(MEASURES, (line.answered_within(within), line.mean_wait, line.p_abandon), strict=True))


def explain(
    scenario: Scenario,
    channel: str,
    luck: tuple[int, int] = (1, 10),
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Explanation:
    """Return why the formula misses what a channel's customers meet.

    Parameters
    ----------
    scenario : Scenario
        The company.
    channel : str
        Which of its channels.
    luck : tuple of two int
        Seed, and number of replications.
    executor : Executor, optional
        Where to run; the result does not depend on it.
    progress : callable, optional
        Called with the share that is done.

    Raises
    ------
    InputError
        When there is no such channel, nobody serves or uses it, or the formula has no answer.

    Notes
    -----
    With the ingredients I1 ... Ik that the scenario has, W0 is the scenario without any of them, Wj the one with the
    first j, Wk the scenario itself. With F the formula fed with the numbers of W0,
    ``Wk - F = (W0 - F) + (W1 - W0) + ... + (Wk - W(k-1))`` in every replication, so the steps add up exactly. All
    worlds meet the same customers with the same luck. Steps depend on their order; ``alone`` shows how much.
    """
    seed, replications = luck
    within = scenario.service_level_minutes
    if replications < 2:
        raise InputError(f"replications = {replications}: expected at least 2")
    _fits(scenario, channel)
    parts = present(scenario, channel)
    worlds = [without(scenario, channel, parts[number:]) for number in range(len(parts) + 1)]
    alone = [without(scenario, channel, [each for each in parts if each is not one]) for one in parts[1:]]
    work, jobs = partial(outcome, channel, within, seed), [(world, replications) for world in [*worlds, *alone]]
    runs = replicated(work, jobs, executor, progress)
    chain, single = runs[: len(worlds)], [runs[min(1, len(worlds) - 1)], *runs[len(worlds) :]]
    fed = _fed(worlds[0], channel, chain[0])
    try:
        formula = by_formula(fed, within)
    except ValueError as problem:
        raise InputError(f"{scenario.name}: channel '{channel}': {problem}") from None
    flat = [_Outcome(tuple(formula.values()), 0.0, 0.0)] * replications
    plain = Step("plain queue", f"the queue of {fed.name} itself, simulated", *[_changes(flat, chain[0])] * 2)
    steps = [
        Step(part.name, part.meaning, _changes(before, after), _changes(chain[0], lone))
        for part, before, after, lone in zip(parts, chain, chain[1:], single, strict=False)
    ]
    measured = _fed(scenario, channel, chain[-1])
    try:
        informed = by_formula(measured, within)
    except ValueError:
        informed = {}
    return Explanation(
        channel,
        within,
        fed,
        formula,
        [plain, *steps],
        {name: mean_interval([each.values[index] for each in chain[-1]]) for index, name in enumerate(MEASURES)},
        _changes(flat, chain[-1]),
        measured,
        informed,
        staying(scenario),
    )


def _fits(scenario: Scenario, channel: str) -> None:
    if channel not in scenario.channels:
        raise InputError(f"{scenario.name}: no channel '{channel}', {nearest(channel, scenario.channels)}")
    if not scenario.channels[channel].open:
        raise InputError(f"{scenario.name}: channel '{channel}' is closed, expected one that customers can choose")
    team = team_of(scenario, channel)
    if not hours_open(scenario.teams[team]):
        raise InputError(f"{scenario.name}: nobody is ever on duty in team '{team}', expected at least one agent")


def _fed(scenario: Scenario, channel: str, runs: Sequence[_Outcome]) -> Fed:
    """Return what the formula is fed with in a scenario: mean rate and work as measured, agents, patience."""
    rate = math.fsum(run.arrival_rate for run in runs) / len(runs)
    minutes = math.fsum(run.service_mean for run in runs) / len(runs)
    agents = even_agents(scenario.teams[team_of(scenario, channel)])
    return Fed(rate, minutes, agents, patience_in(scenario, channel))


def _changes(before: Sequence[_Outcome], after: Sequence[_Outcome]) -> Changes:
    return {
        name: paired_difference([run.values[index] for run in before], [run.values[index] for run in after]).interval
        for index, name in enumerate(MEASURES)
    }
