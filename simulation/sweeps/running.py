"""A sweep: an experiment is run, block by block, wherever an executor runs things, and goes on where it was stopped."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

from simulation.errors import InputError, nearest
from simulation.sweeps.blocks import SECONDS, Block, Finished, Row, Task, run_block
from simulation.sweeps.experiment import Experiment, Point
from simulation.sweeps.results import Results, read_results
from simulation.sweeps.store import Stopped, Store
from simulation.version import VERSION

_BETWEEN_PARTS = 0.25  # seconds
_LOST = 0.01  # share of its time that a killed sweep loses at most, besides the blocks under way


class Progress:
    """How far the runs of each point are, and which to make next. Nothing here depends on the grouping into blocks.

    Where a difference must be known well enough, the point that others are compared with gets as many replications as
    the one of them that takes most.

    Parameters
    ----------
    experiment : Experiment
        Says how many replications.
    points : list of Point
        Those that can be made.
    rows : list of Row
        What there is already.
    """

    def __init__(self, experiment: Experiment, points: list[Point], rows: list[Row]) -> None:
        self.experiment = experiment
        self._rule = experiment.until.rule() if experiment.until is not None else None
        first = self._rule.minimum if self._rule is not None else experiment.replications
        self.goal = {point.number: first for point in points}
        self.asked = dict.fromkeys(self.goal, 0)
        self._values: dict[int, dict[int, float]] = {number: {} for number in self.goal}
        self.open = dict.fromkeys(self.goal)  # an ordered set
        self._base = {number: experiment.compared_with(number) for number in self.goal}
        self._compared: dict[int, list[int]] = {}
        for number, base in self._base.items():
            if base is not None:
                self._compared.setdefault(base, []).append(number)
        self._left = {base: len(numbers) for base, numbers in self._compared.items()}
        for row in rows:
            self._values[row.point][row.replication] = self._value(row)
        for number in self.goal:
            self._look(number)
        self._before = self._made()

    def _value(self, row: Row) -> float:
        until = self.experiment.until
        return math.nan if until is None else row.measures.get(until.measure, math.nan)

    def note(self, row: Row) -> None:
        """Take note of a run."""
        self._values[row.point][row.replication] = self._value(row)
        self._look(row.point)

    def _look(self, number: int) -> None:
        """Close what has all its replications; ask for more where the interval is still too wide."""
        for each in self._compared.get(number, [number]):
            self._look_at(each)
        base = number if number in self._compared else self._base[number]
        if base in self.goal and not self._left[base]:
            self.goal[base] = max(self.goal[each] for each in self._compared[base])
            if all(replication in self._values[base] for replication in range(self.goal[base])):
                self.open.pop(base, None)

    def _judged(self, number: int) -> dict[int, float]:
        """Return what the rule looks at, by replication: a point's values, or their differences from its base."""
        mine, base = self._values[number], self._base[number]
        if base is None:
            return mine
        if base not in self.goal:
            return dict.fromkeys(mine, math.nan)  # it cannot be made: there is nothing to compare with
        theirs = self._values[base]
        return {replication: mine[replication] - theirs[replication] for replication in mine.keys() & theirs.keys()}

    def _look_at(self, number: int) -> None:
        base = self._base[number]
        while number in self.open and len(self._values[number]) >= self.goal[number]:
            made = self._judged(number)
            if not all(replication in made for replication in range(self.goal[number])):
                return
            enough: int | None = self.goal[number]
            if self._rule is not None:
                values = [made[replication] for replication in range(self.goal[number])]
                enough = self._rule.stops(values)
                self.goal[number] = self._rule.next_look(values) if enough is None else enough
            if base in self.goal:
                self.goal[base] = max(self.goal[base], self.goal[number])
                self._left[base] -= enough is not None
            if enough is not None:
                del self.open[number]

    def wanted(self) -> Iterator[tuple[int, int]]:
        """Yield runs that nobody has been asked for: point and replication. More may be wanted after a `note`."""
        for number in list(self.open):
            while self.asked[number] < self.goal[number]:
                replication = self.asked[number]
                self.asked[number] += 1
                if replication not in self._values[number]:
                    yield number, replication

    def _made(self) -> int:
        return sum(min(len(self._values[number]), goal) for number, goal in self.goal.items())

    def share(self) -> float:
        """Return how much is done of what was missing in the beginning, as far as can be foreseen."""
        missing = sum(self.goal.values()) - self._before
        return (self._made() - self._before) / missing if missing else 1.0

    def told(self) -> str:
        """Say how many runs there are, of how many that are wanted by now."""
        return f"{self._made():,} of {sum(self.goal.values()):,} runs"


class _Sweep:
    """What goes on while blocks are under way."""

    def __init__(self, store: Store, executor: Executor | None, ahead: int) -> None:
        self.store = store
        self.experiment = store.experiment
        self.points = {point.number: point for point in store.points if not point.problem}
        self.progress = Progress(self.experiment, list(self.points.values()), store.rows())
        self._executor = executor
        self._ahead = ahead if executor is not None else 1
        self._under_way: set[Future[Finished]] = set()
        self._waiting: list[Row] = []
        self._begun = self._written = time.monotonic()
        self._seconds, self._runs = 0.0, 0
        self._wanted = self.progress.wanted()

    def run(self, report: Callable[[float], None]) -> None:
        """Run everything that is missing, and write it down as it comes."""
        try:
            self._try_one(report)
            while self._submit() or self._under_way:
                for finished in self._next_finished():
                    self._take(finished)
                report(self.progress.share())
        finally:
            for future in self._under_way:
                future.cancel()
            self._write()

    def _try_one(self, report: Callable[[float], None]) -> None:
        """Run one run alone: it shows how long a run takes, and whether the measure to stop by is there."""
        for run in self._wanted:
            self._start(self._block([run]))
            for finished in self._next_finished():
                self._measure_is_there(finished.rows[0])
                self._take(finished)
            report(self.progress.share())
            return

    def _measure_is_there(self, row: Row) -> None:
        until = self.experiment.until
        if until is not None and row.measures and until.measure not in row.measures:
            hint = nearest(until.measure, row.measures)
            raise InputError(f"until.measure: no measure '{until.measure}', {hint}")

    def _submit(self) -> bool:
        """Hand out blocks until enough are under way; return whether any was."""
        submitted = False
        while len(self._under_way) < self._ahead:
            runs = self._some_wanted()
            if not runs:
                break
            self._start(self._block(runs))
            submitted = True
        return submitted

    def _some_wanted(self) -> list[tuple[int, int]]:
        """Return the next runs that together are worth a block."""
        count = max(1, math.ceil(SECONDS * self._runs / self._seconds)) if self._seconds else 1
        runs: list[tuple[int, int]] = []
        for _ in range(2):  # what was wanted may be used up while more has come to be wanted
            for run in self._wanted:
                runs.append(run)
                if len(runs) == count:
                    return runs
            self._wanted = self.progress.wanted()
        return runs

    def _block(self, runs: list[tuple[int, int]]) -> Block:
        tasks: list[Task] = []
        for number, replication in runs:
            if not tasks or tasks[-1].point != number:
                values = self.points[number].values
                tasks.append(Task(number, self.experiment.ground(values), values, []))
            tasks[-1].replications.append((replication, self.experiment.luck_of(number, replication)))
        return Block(tasks, self.experiment.seed, self.store.stamp if self.experiment.logs else None)

    def _start(self, block: Block) -> None:
        if self._executor is None:
            future: Future[Finished] = Future()
            future.set_result(run_block(block))
        else:
            try:
                future = self._executor.submit(run_block, block)
            except RuntimeError as problem:  # the pool has broken
                raise self._lost(problem) from None
        self._under_way.add(future)

    def _next_finished(self) -> list[Finished]:
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        self._under_way -= done
        found, lost = [], None
        for future in done:
            problem = future.exception()
            if problem is None:
                found.append(future.result())
            else:
                lost = problem
        if lost is not None:
            for finished in found:
                self._take(finished)
            raise self._lost(lost)
        return found

    def _lost(self, problem: BaseException) -> Stopped:
        self._write()
        why = " ".join(str(problem).split()) or type(problem).__name__
        return Stopped(
            f"a worker was lost ({why}); {self.progress.told()} are kept in {self.store.folder}, "
            "and the same command goes on from there"
        )

    def _take(self, finished: Finished) -> None:
        if finished.version != VERSION:
            raise InputError(f"a worker has version {finished.version} of the model, expected {VERSION}")
        first = not self._runs
        for place, row in enumerate(finished.rows):
            if finished.logs[place]:
                self.store.add_log(row, finished.logs[place])
            self._waiting.append(row)
            self.progress.note(row)
        if self._runs == 1 and not first:
            self._seconds, self._runs = 0.0, 0  # the first run alone was slow: it loaded what the others share
        self._seconds += finished.seconds
        self._runs += len(finished.rows)
        now = time.monotonic()
        if now - self._written >= max(_BETWEEN_PARTS, _LOST * (now - self._begun)):
            self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        self.store.add(rows)
        self._written = time.monotonic()


def sweep(
    experiment: Experiment,
    folder: Path,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
    ahead: int = 64,
) -> Results:
    """Run an experiment into a folder, or go on with it where it was stopped.

    Parameters
    ----------
    experiment : Experiment
        What to run.
    folder : Path
        Where the results go. One of the same experiment is continued, and left as it is if it is finished.
    executor : Executor, optional
        Where to run; none: in this process. The files do not depend on it, to the last byte.
    progress : callable, optional
        Called with the share that is done of what was missing.
    ahead : int
        Blocks of work that are under way at a time; a few times the number of workers.

    Returns
    -------
    Results
        All runs; `Results.problems` says which points and runs failed.

    Raises
    ------
    Stopped
        When a worker was lost, or the disk is full. What was finished is kept.
    InputError
        When the folder holds another experiment or cannot be written to, or the measure to stop by does not exist.
    """
    store = Store(folder, experiment)
    with store.opened():
        if not store.is_finished:
            work = _Sweep(store, executor, max(1, ahead))
            work.run(progress or (lambda _: None))
            store.finish(work.progress.goal)
        store.tidy()
    return read_results(folder)
