"""Replications and paired comparisons: the same customers, with the same luck, meet several companies."""

from __future__ import annotations

import itertools
import math
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from simulation.analysis import Interval, PairedDifference, mean_interval, paired_difference
from simulation.cases import Measures
from simulation.errors import InputError, nearest
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.service_measures import CAUSES, must_be_an_amount

Outcome = TypeVar("Outcome")


class Summary(NamedTuple):
    """What is kept of one run of an experiment.

    Attributes
    ----------
    measures : dict of str to float
        See `simulation.measures.measures`.
    digest : str
        The digest of its log.
    """

    measures: Measures
    digest: str


def summarise(scenario: Scenario, seed: int, replication: int) -> Summary:
    """Run once and keep the measures and the digest."""
    run = simulate(scenario, seed, replication)
    return Summary(run.measures(), run.digest)


@dataclass(frozen=True)
class Comparison:
    """Scenarios that met the same customers, replication by replication.

    Attributes
    ----------
    runs : dict of str to list of Summary
        One summary a replication, by the scenario's name in the comparison.
    seed : int
        The seed that all share.
    """

    runs: dict[str, list[Summary]]
    seed: int

    def values(self, name: str, measure: str) -> list[float]:
        """Return a measure's value in every replication of a scenario."""
        if name not in self.runs:
            raise InputError(f"no scenario '{name}' in the comparison, {nearest(name, self.runs)}")
        known = self.runs[name][0].measures
        if measure not in known:
            raise InputError(f"{name}: no measure '{measure}', {nearest(measure, known)}")
        return [run.measures.get(measure, math.nan) for run in self.runs[name]]

    def interval(self, name: str, measure: str) -> Interval:
        """Return the mean and interval of a measure in one scenario."""
        return mean_interval(self.values(name, measure))

    def difference(self, first: str, second: str, measure: str) -> PairedDifference:
        """Return the paired difference of a measure, second minus first.

        Raises
        ------
        InputError
            When a scenario or measure is not there, or the measure is the number of a cause.
        """
        must_be_an_amount(measure)
        return paired_difference(self.values(first, measure), self.values(second, measure))

    def measures(self) -> list[str]:
        """Return the measures that all scenarios have, in order, but for the numbers of causes, which have no mean."""
        first, *others = [set(runs[0].measures) for runs in self.runs.values()]
        common = first.intersection(*others)
        return [name for name in next(iter(self.runs.values()))[0].measures if name in common - {*CAUSES}]


def in_order(work: Callable[..., Outcome], executor: Executor | None, *arguments: Iterable[Any]) -> Iterator[Outcome]:
    """Do a piece of work for each of some arguments as `map` does, in this process or where an executor runs things."""
    return map(work, *arguments) if executor is None else executor.map(work, *arguments)


def replicated(
    work: Callable[[Scenario, int], Outcome],
    jobs: list[tuple[Scenario, int]],
    executor: Executor | None,
    progress: Callable[[float], None] | None,
) -> list[list[Outcome]]:
    """Do a piece of work for some scenarios, each as often as it says, and return what came out of each.

    Parameters
    ----------
    work : callable
        What to do with a scenario and the number of a replication; it must be importable.
    jobs : list of (Scenario, int)
        Scenarios, and how many replications of each.
    executor : Executor, optional
        Where to do it; none: here.
    progress : callable, optional
        Called with the share that is done.
    """
    singles = [(scenario, replication) for scenario, count in jobs for replication in range(count)]
    done: list[Outcome] = []
    for outcome in in_order(work, executor, *zip(*singles, strict=True)):
        done.append(outcome)
        if progress is not None:
            progress(len(done) / len(singles))
    found = iter(done)
    return [list(itertools.islice(found, count)) for _, count in jobs]


def compare(
    scenarios: Mapping[str, Scenario],
    replications: int = 10,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> Comparison:
    """Run scenarios on common random numbers.

    Parameters
    ----------
    scenarios : mapping of str to Scenario
        What to compare, by the names to use in the result.
    replications : int
        How many runs of each; replication r of every scenario has the same customers with the same luck.
    seed : int
        The luck.
    executor : Executor, optional
        Where to run; none: in this process. The result does not depend on it.
    progress : callable, optional
        Called with the share that is done, after every run.
    """
    if replications < 1:
        raise InputError(f"replications = {replications}: expected at least 1")
    if not scenarios:
        raise InputError("compare: expected at least one scenario")
    jobs = [(name, replication) for replication in range(replications) for name in scenarios]
    done: dict[tuple[str, int], Summary] = {}

    def note(job: tuple[str, int], summary: Summary) -> None:
        done[job] = summary
        if progress is not None:
            progress(len(done) / len(jobs))

    if executor is None:
        for name, replication in jobs:
            note((name, replication), summarise(scenarios[name], seed, replication))
    else:
        futures = {
            executor.submit(summarise, scenarios[name], seed, replication): (name, replication)
            for name, replication in jobs
        }
        for future in as_completed(futures):
            note(futures[future], future.result())
    runs = {name: [done[name, replication] for replication in range(replications)] for name in scenarios}
    return Comparison(runs, seed)


def processes(workers: int | None = None) -> ProcessPoolExecutor:
    """Return an executor with a process per core, or as many as given."""
    if workers is not None and workers < 1:
        raise InputError(f"workers = {workers}: expected at least 1")
    return ProcessPoolExecutor(workers or os.cpu_count() or 1, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let a worker end when the process that started it is killed; it would wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
