"""Trials: the base scenario run at points of its free parameters, each point once, always with the same luck."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np

from simulation.analysis import Interval, mean_interval
from simulation.calibration.plan import Floats, Plan
from simulation.errors import InputError
from simulation.experiment import in_order, summarise
from simulation.files import written_text
from simulation.scenario import Scenario
from simulation.version import VERSION

FAR = 1e6
"""The distance of a point that is no valid scenario, or that leaves a target without a value."""

Point = tuple[float, ...]
Found = tuple[tuple[float, ...], ...]
"""What came out of a point: by replication, the value of each target's measure."""


class Trials:
    """Runs points and remembers them.

    Parameters
    ----------
    plan : Plan
        What is free, and what to come near to.
    executor : Executor, optional
        Where the simulations run; the result does not depend on it.
    journal : Path, optional
        A file that keeps what came out, so that a calibration that was broken off goes on where it was.

    Attributes
    ----------
    known : dict
        What came out of each point, by its values.
    """

    def __init__(self, plan: Plan, executor: Executor | None = None, journal: Path | None = None) -> None:
        self.plan = plan
        self.known: dict[Point, Found] = {}
        self.looked_at: dict[Point, float] = {}
        self._executor = executor
        self._journal = journal
        if journal is not None and journal.exists():
            self._read(journal)

    def values(self, place: Floats) -> Point:
        """Return the values at a place of the unit cube, shape (free,)."""
        inside = np.clip(np.round(np.asarray(place, dtype=float), 6), 0, 1)
        return tuple(each.at(float(share)) for each, share in zip(self.plan.free, inside, strict=True))

    def place(self, values: Point) -> Floats:
        """Return where in the unit cube values lie."""
        return np.array([each.share(value) for each, value in zip(self.plan.free, values, strict=True)])

    def distance(self, place: Floats) -> float:
        """Return the distance at one place of the unit cube."""
        return self.distances([place])[0]

    def distances(self, places: Iterable[Floats]) -> list[float]:
        """Return the distance at each place: the largest ``|simulated - target| / tolerance`` of all targets.

        At most 1 means that every target is met within its tolerance. The largest, and not a mean, so that one figure
        which is missed cannot hide behind others that are hit (the implausibility of history matching: Craig,
        Goldstein, Seheult and Smith 1997).
        """
        points = [self.values(place) for place in places]
        self._run([point for point in dict.fromkeys(points) if point not in self.known])
        for point in points:
            self.looked_at[point] = self.of(self.known[point])
        return [self.looked_at[point] for point in points]

    def of(self, found: Found) -> float:
        """Return the distance of what came out of a point."""
        if not found:
            return FAR
        means = [interval.mean for interval in intervals(found)]
        ratios = [
            abs(mean - target.value) / target.width for mean, target in zip(means, self.plan.targets, strict=True)
        ]
        return min(FAR, max(FAR if math.isnan(ratio) else ratio for ratio in ratios))

    def fresh(self, values: Point) -> Found:
        """Return what comes out of a point with luck that the search has not seen: as many further replications."""
        count = self.plan.settings.replications
        return self._replicated([(self.plan.scenario(np.array(values)), count + number) for number in range(count)])

    def _run(self, points: list[Point]) -> None:
        """Run points that are not known yet, and note them."""
        if not points:
            return
        replications = range(self.plan.settings.replications)
        scenarios: dict[Point, Scenario] = {}
        for point in points:
            try:
                scenarios[point] = self.plan.scenario(np.array(point))
            except InputError:  # two parameters that do not go together, such as shares of more than 1
                self.known[point] = ()
        jobs = [(scenario, replication) for scenario in scenarios.values() for replication in replications]
        found = self._replicated(jobs)
        for index, point in enumerate(scenarios):
            self.known[point] = found[index * len(replications) : (index + 1) * len(replications)]
        self._write()

    def _replicated(self, jobs: list[tuple[Scenario, int]]) -> Found:
        """Run scenarios with the luck of a replication, and keep the values of the targets' measures."""
        if not jobs:
            return ()
        seeds = [self.plan.settings.seed] * len(jobs)
        scenarios, replications = zip(*jobs, strict=True)
        runs = in_order(summarise, self._executor, scenarios, seeds, replications)
        names = [target.measure for target in self.plan.targets]
        return tuple(tuple(measures.get(name, math.nan) for name in names) for measures, _ in runs)

    def _stamp(self) -> dict[str, object]:
        """Return what a journal must have in common with this calibration: another one's luck or figures are no use."""
        plan = self.plan
        return {
            "scenario_hash": plan.base.hash(),
            "version": VERSION,
            "seed": plan.settings.seed,
            "replications": plan.settings.replications,
            "measures": [target.measure for target in plan.targets],
            "free": [each.key for each in plan.free],
        }

    def _write(self) -> None:
        if self._journal is None:
            return
        lines = [json.dumps(self._stamp()), *(json.dumps([point, found]) for point, found in self.known.items())]
        text = "\n".join(lines) + "\n"
        written_text(self._journal, text)

    def _read(self, journal: Path) -> None:
        try:
            stamp, *rows = journal.read_text(encoding="utf-8").splitlines()
            same = json.loads(stamp) == self._stamp()
            found = [json.loads(row) for row in rows]
            known = {tuple(point): tuple(tuple(run) for run in runs) for point, runs in found}
        except (OSError, ValueError, TypeError):
            raise InputError(f"{journal}: is no journal of a calibration, expected an empty folder") from None
        if not same:
            raise InputError(f"{journal}: belongs to another calibration, expected an empty folder")
        self.known |= known


def intervals(found: Found) -> list[Interval]:
    """Return mean and interval of each target's measure."""
    return [mean_interval(list(values)) for values in zip(*found, strict=True)]
