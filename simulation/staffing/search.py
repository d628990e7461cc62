"""The fewest agent hours that keep every target: from what the formula says, up until it holds, then down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.staffing.evidence import Evidence
from simulation.staffing.formula import Demand, demands, formula_agents, plenty
from simulation.staffing.rota import Block, Staff, agent_hours, blocks, overlap, staffed
from simulation.staffing.targets import Target, fitting
from simulation.staffing.trials import Terms, Trials

_MOST_EXCHANGED = 8
"""With more blocks than this, no agent is moved from one to another in the end: it would take too many runs."""


class Staffing(NamedTuple):
    """How many agents it takes, and how sure that is.

    Attributes
    ----------
    scenario : Scenario
        The company with that rota, ready to save and run.
    blocks : tuple of Block
        Hours of the week, team by team.
    agents, formula : tuple of int
        Agents in each block: the answer, and what the formula alone says.
    demand : tuple of Demand
        What the formula was fed with.
    evidence, formula_evidence : tuple of Evidence
        Of the answer, and of the formula's staffing, target by target, on common random numbers.
    check : tuple of Evidence
        Of the answer, on luck that no decision has seen; empty if it was not asked for.
    runs : int
        Simulated runs that it took.
    """

    scenario: Scenario
    blocks: tuple[Block, ...]
    agents: Staff
    formula: Staff
    demand: tuple[Demand, ...]
    evidence: tuple[Evidence, ...]
    formula_evidence: tuple[Evidence, ...]
    check: tuple[Evidence, ...]
    runs: int

    @property
    def hours(self) -> float:
        """Agent hours a week in the blocks."""
        return agent_hours(self.blocks, self.agents)

    @property
    def formula_hours(self) -> float:
        """Agent hours a week that the formula alone asks for."""
        return agent_hours(self.blocks, self.formula)

    @property
    def holds(self) -> bool:
        """Whether no target looks missed on the luck that no decision has seen."""
        return all(each.verdict is not False for each in self.check)


def staff(
    scenario: Scenario,
    targets: Sequence[Target],
    terms: Terms | None = None,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Staffing:
    """Return the fewest agent hours that keep every target, as far as single steps and exchanges lead.

    Parameters
    ----------
    scenario : Scenario
        The company: its demand, its rules, and the hours in which its teams are there.
    targets : sequence of Target
        What the staff must keep.
    terms : Terms, optional
        How sure to be, how many runs that may take, most agents, and the length of a block.
    executor : Executor, optional
        Where to run; the answer does not depend on it.
    progress : callable, optional
        Called with the share that is done. How long the search takes is not known before; the share only grows.

    Raises
    ------
    InputError
        When a target does not fit the scenario, or cannot be kept with the most agents: which, and what was reached.

    Notes
    -----
    Erlang A or C says where to begin (`formula_agents`). While a target is not shown to be met, the blocks that bear on
    it get more agents: one, two, four more. Then agents are taken away one at a time, first where that saves most hours
    and the first look says that it may work, until no block can spare one. At last, one agent more in each block is
    tried, and whether others can then spare more than that costs.
    """
    terms = terms or Terms()
    promised = fitting(targets, scenario)
    cells = blocks(scenario, promised, terms.every)
    demand = tuple(demands(scenario, cells, terms.seed, min(terms.first, _PILOT), executor))
    most = tuple(terms.most_agents or plenty(cell, each) for cell, each in zip(cells, demand, strict=True))
    formula = tuple(
        formula_agents(scenario, cell, promised, each, limit)
        for cell, each, limit in zip(cells, demand, most, strict=True)
    )
    trials = Trials(scenario, cells, promised, terms, executor)
    if progress is not None:
        usual = float(terms.first * (6 + 4 * len(cells)))
        trials.after_each = lambda: progress(trials.runs / (trials.runs + usual))
    search = _Search(trials, most)
    found = search.exchanged(search.lowered(search.raised(formula)))
    answer = Staffing(
        scenario=staffed(scenario, cells, found),
        blocks=cells,
        agents=found,
        formula=formula,
        demand=demand,
        evidence=trials.evidence(found),
        formula_evidence=trials.evidence(formula),
        check=trials.elsewhere(found) if terms.check else (),
        runs=trials.runs,
    )
    if progress is not None:
        progress(1.0)
    return answer


_PILOT = 5
"""Most replications for the demand that the formula is fed with."""


class _Search:
    """The steps from the formula's staffing to the answer.

    Parameters
    ----------
    trials : Trials
        What is tried.
    most : tuple of int
        Most agents in each block.
    """

    def __init__(self, trials: Trials, most: Staff) -> None:
        self.trials = trials
        self.cells = trials.cells
        self.most = most

    def raised(self, staff: Staff) -> Staff:
        """Add agents until every target is shown to be met."""
        step = 1
        while not self.trials.keeps(staff):
            missed = [each.target for each in self.trials.evidence(staff) if each.verdict is not True]
            bearing = [self._bears(cell, missed) for cell in self.cells]
            more = tuple(
                min(agents + step, limit) if bears else agents
                for agents, bears, limit in zip(staff, bearing, self.most, strict=True)
            )
            if more == staff:
                self._is_impossible(staff)
            staff, step = more, 2 * step
        return staff

    def _bears(self, cell: Block, targets: Sequence[Target]) -> bool:
        served = self.trials.scenario.teams[cell.team].channels
        return any(target.channel in served and overlap(target.hours, cell.hours) for target in targets)

    def _is_impossible(self, staff: Staff) -> None:
        worst = min(self.trials.evidence(staff), key=lambda each: each.sure)
        agents = max(count for cell, count in zip(self.cells, staff, strict=True) if self._bears(cell, [worst.target]))
        kept = "cannot be kept" if worst.verdict is False else "could not be shown to be kept"
        did = "were served in time" if worst.target.within is not None else "hung up"
        raise InputError(
            f"target '{worst.target.title}' {kept}: with {agents} agents, the most that were tried, "
            f"{100 * worst.level:.1f} % {did}; expected a target within reach, or more agents at most"
        )

    def lowered(self, staff: Staff, but: int | None = None) -> Staff:
        """Take agents away one at a time, until no block (but one that is left alone) can spare one."""
        stuck = {but}
        while True:
            ways = [self._less(staff, place) for place in range(len(staff)) if place not in stuck and staff[place] > 1]
            if not ways:
                return staff
            if len(ways) > 1:
                ways.sort(key=self._promise_of, reverse=True)
            for way in ways:
                if self.trials.keeps(way):
                    staff = way
                    break
                stuck.add(next(place for place in range(len(staff)) if way[place] != staff[place]))

    @staticmethod
    def _less(staff: Staff, place: int) -> Staff:
        return (*staff[:place], staff[place] - 1, *staff[place + 1 :])

    def _promise_of(self, way: Staff) -> tuple[bool, float, float]:
        """Return how promising a staffing is: whether it may work, the hours it saves, how sure it is."""
        sure = min(each.sure for each in self.trials.glance(way))
        return sure > 0.5, -agent_hours(self.cells, way), sure

    def exchanged(self, staff: Staff) -> Staff:
        """Try one agent more in each block, and whether the others can then spare more than that costs."""
        if not 1 < len(staff) <= _MOST_EXCHANGED:
            return staff
        best = staff
        for place in range(len(staff)):
            if best[place] < self.most[place]:
                more = self.lowered((*best[:place], best[place] + 1, *best[place + 1 :]), but=place)
                if agent_hours(self.cells, more) < agent_hours(self.cells, best):
                    best = more
        return best
