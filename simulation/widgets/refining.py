"""Two worlds run replication by replication, in small steps; the latest question wins."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TypeVar

from simulation.engines import load_kept
from simulation.experiment import Comparison, Summary
from simulation.run import Run, simulate
from simulation.scenario import Scenario

Worlds = tuple[Scenario, Scenario]
Job = Callable[[], None]
Key = TypeVar("Key")
Value = TypeVar("Value")

_KEPT = 600
"""Summaries that a memory keeps: fifteen settings of two worlds with twenty replications."""
_KEPT_RUNS = 8
"""First runs that a memory keeps with their logs."""

_worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="panels")
"""The one thread that runs replications for all panels: two at once would only take turns."""


def get_ready() -> None:
    """Load the compiled engine beside the page, so that the first move of a lever need not wait for it."""
    _worker.submit(load_kept)


class Superseded(Exception):
    """A newer question makes a run worthless before its end."""


class Memory:
    """What has been run, so that turning a lever back answers at once; what was not asked for longest is forgotten.

    Parameters
    ----------
    seed : int
        The luck that all its runs share.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._summaries: OrderedDict[tuple[str, int], Summary] = OrderedDict()
        self._runs: OrderedDict[str, Run] = OrderedDict()

    def learn(self, scenario: Scenario, replication: int, stop: Event) -> None:
        """Run a scenario once, if it is not known yet.

        Raises
        ------
        Superseded
            When `stop` is set before the run has ended; it looks once a simulated day.
        """
        key = scenario.hash()
        if (key, replication) in self._summaries and (replication or key in self._runs):
            self._summaries.move_to_end((key, replication))
            if replication == 0:
                self._runs.move_to_end(key)
            return

        def look(_: float) -> None:
            if stop.is_set():
                raise Superseded

        look(0)
        run = simulate(scenario, self.seed, replication, progress=look)
        _keep(self._summaries, (key, replication), Summary(run.measures(), run.digest), _KEPT)
        if replication == 0:
            _keep(self._runs, key, run, _KEPT_RUNS)

    def comparison(self, worlds: Worlds, names: tuple[str, str], replications: int) -> Comparison:
        """Return the first replications of two worlds side by side."""
        keys = [world.hash() for world in worlds]
        runs = {
            name: [self._summaries[key, number] for number in range(replications)]
            for name, key in zip(names, keys, strict=True)
        }
        return Comparison(runs, self.seed)

    def first_runs(self, worlds: Worlds) -> tuple[Run, Run]:
        """Return replication 0 of two worlds with its log."""
        first, second = (self._runs[world.hash()] for world in worlds)
        return first, second


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    kept[key] = value
    while len(kept) > most:
        kept.popitem(last=False)


class Refining:
    """Does the jobs of one question after the other, away from the page, until a newer question comes.

    Without an event loop (in a test, or a script) everything is done at once.

    Parameters
    ----------
    failed : callable
        Told of what went wrong in a job that nobody waits for.
    """

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        self._failed = failed
        self._stop = Event()
        self._task: asyncio.Task[None] | None = None
        self._left: Iterator[Job] = iter(())
        self._in_hand: Job | None = None

    def begin(self, jobs: Callable[[Event], Iterator[Job]]) -> None:
        """Forget the old question, and do the jobs of a new one; each knows by an event when it is superseded."""
        self.stop()
        self._left = jobs(self._stop)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.finish()
            return
        self._task = loop.create_task(self._in_turn(self._left, self._stop))

    def stop(self) -> None:
        """Leave the jobs that are not done."""
        self._stop.set()
        self._stop = Event()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._left = iter(())

    def finish(self) -> None:
        """Do here and now what is left; a job twice, rather than never, if the worker has it in hand."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            _worker.submit(int).result()  # the worker's turn is over
            if self._in_hand is not None:
                self._in_hand()
        for job in self._left:
            job()

    async def _in_turn(self, jobs: Iterator[Job], stop: Event) -> None:
        loop = asyncio.get_running_loop()
        try:
            for job in jobs:
                self._in_hand = job
                await loop.run_in_executor(_worker, job)
                if stop.is_set():
                    return
        except Superseded:
            return
        except Exception as problem:
            self._failed(problem)
            raise
