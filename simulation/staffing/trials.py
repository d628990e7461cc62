"""Trials: staffings that meet the same customers, run only as often as it takes to tell whether they keep targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from simulation.errors import InputError
from simulation.experiment import in_order
from simulation.interval_measures import Count
from simulation.scenario import Scenario
from simulation.staffing.evidence import Evidence, Luck, counted, judged, looks, luck_of
from simulation.staffing.rota import Block, Staff, staffed
from simulation.staffing.targets import Target


@dataclass(frozen=True)
class Terms:
    """How sure to be, what that may cost, and what the answer may look like.

    Attributes
    ----------
    confidence : float
        How sure each target must be met.
    first, most : int
        Replications at the first look, and at the last.
    seed : int
        The luck that all staffings share.
    check : int
        Replications with other luck, on which the answer is looked at once more; 0 for none.
    most_agents : int or None
        Most agents of one team in any block; none: as many as the square-root rule could ever ask for.
    every : float or None
        Minutes of a rota's block; none: as the rota and the targets cut the week.
    """

    confidence: float = 0.95
    first: int = 10
    most: int = 80
    seed: int = 1
    check: int = 20
    most_agents: int | None = None
    every: float | None = None

    def __post_init__(self) -> None:
        if not 0.5 < self.confidence < 1:
            raise InputError(f"confidence = {self.confidence:g}: expected more than .5 and less than 1")
        if not 3 <= self.first <= self.most:
            raise InputError(f"replications {self.first} to {self.most}: expected at least 3, and no fewer at the end")
        if self.check != 0 and self.check < 2:
            raise InputError(f"check = {self.check}: expected 0, or at least 2")
        if self.most_agents is not None and self.most_agents < 1:
            raise InputError(f"most agents = {self.most_agents}: expected at least 1")
        if self.every is not None and not 1 <= self.every <= 1440:
            raise InputError(f"every = {self.every:g} minutes: expected between a minute and a day")


class Trials:
    """What is known of each staffing so far.

    Parameters
    ----------
    scenario : Scenario
        The company.
    cells : sequence of Block
        Whose agents are tried.
    targets : tuple of Target
        What they must keep.
    terms : Terms
        How sure to be.
    executor : Executor, optional
        Where to run; none: in this process. Nothing depends on it.
    """

    def __init__(
        self,
        scenario: Scenario,
        cells: Sequence[Block],
        targets: tuple[Target, ...],
        terms: Terms,
        executor: Executor | None = None,
    ) -> None:
        self.scenario = scenario
        self.cells = cells
        self.targets = targets
        self.terms = terms
        self.executor = executor
        self.runs = 0
        self.after_each: Callable[[], None] | None = None
        self._counts: dict[Staff, list[list[Count]]] = {}
        self._luck: dict[tuple[str, int], Luck] = {}
        self._known: dict[Staff, tuple[Evidence, ...]] = {}
        self._looks = looks(terms.first, terms.most)

    def keeps(self, staff: Staff) -> bool:
        """Return whether a staffing has been shown to keep every target."""
        return all(each.verdict is True for each in self.evidence(staff))

    def evidence(self, staff: Staff) -> tuple[Evidence, ...]:
        """Return the evidence on each target: runs are added until all are met, one is missed, or there are enough."""
        if staff not in self._known:
            for number in self._looks:
                found = self._look(staff, number)
                verdicts = [each.verdict for each in found]
                if all(verdicts) or False in verdicts:
                    break
            self._known[staff] = found
        return self._known[staff]

    def glance(self, staff: Staff) -> tuple[Evidence, ...]:
        """Return the evidence of the first look, or a better one that is known already."""
        return self._known.get(staff) or self._look(staff, self.terms.first)

    def elsewhere(self, staff: Staff) -> tuple[Evidence, ...]:
        """Return the evidence of runs with luck that no decision has seen."""
        first = self.terms.most
        return self._judged(self._run(staff, range(first, first + self.terms.check)), first, 1.0)

    def _look(self, staff: Staff, number: int) -> tuple[Evidence, ...]:
        counts = self._counts.setdefault(staff, [])
        if len(counts) < number:
            counts += self._run(staff, range(len(counts), number))
        return self._judged(counts[:number], 0, 1 / len(self._looks))

    def _run(self, staff: Staff, replications: Sequence[int]) -> list[list[Count]]:
        scenario = staffed(self.scenario, self.cells, staff)
        jobs = [(scenario, self.targets, self.terms.seed, replication) for replication in replications]
        found = []
        for counts in in_order(counted, self.executor, jobs):
            found.append(counts)
            self.runs += 1
            if self.after_each is not None:
                self.after_each()
        return found

    def _judged(self, counts: Sequence[list[Count]], first: int, share_of_error: float) -> tuple[Evidence, ...]:
        found = []
        for target, mine in zip(self.targets, zip(*counts, strict=True), strict=True):
            luck = [self._luck_of(target.channel, first + number) for number in range(len(mine))]
            found.append(judged(target, mine, luck, self.terms.confidence, share_of_error))
            if not any(count.offered for count in mine):
                raise InputError(f"target '{target.title}': nobody contacts the company then, expected other hours")
        return tuple(found)

    def _luck_of(self, channel: str, replication: int) -> Luck:
        key = (channel, replication)
        if key not in self._luck:
            self._luck[key] = luck_of(self.scenario, channel, self.terms.seed, replication)
        return self._luck[key]
