"""The results of a sweep, as tables and as intervals."""

from __future__ import annotations

import math
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.analysis import (
    Compared,
    Effect,
    Interval,
    SobolIndex,
    Surface,
    compared_in_all,
    effects,
    mean_interval,
    paired_difference,
    pareto_front,
    sobol,
    surface,
)
from simulation.analysis.warm_up import mean_series
from simulation.errors import InputError, nearest
from simulation.series import series
from simulation.sweeps.experiment import POLICY, Experiment, made
from simulation.sweeps.store import DESIGN, RUNS, TEXT, attributes, log_path, read_log
from simulation.units import MINUTES_PER_DAY

if TYPE_CHECKING:
    import pandas as pd

    from simulation.indexed import Floats

_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Results:
    """What a sweep found.

    Attributes
    ----------
    folder : Path
        Where it lies.
    design : DataFrame
        One row a point: ``point``, a column a factor, ``scenario_hash`` and ``problem``.
    runs : DataFrame
        One row a run: ``point``, ``replication``, ``luck``, ``digest``, ``problem`` and a column a measure.
    """

    folder: Path
    design: pd.DataFrame
    runs: pd.DataFrame

    @cached_property
    def experiment(self) -> Experiment:
        """What was run."""
        return made(tomllib.loads(self.design.attrs["experiment"]), self.folder)

    @property
    def factors(self) -> list[str]:
        """The keys of the factors, the policy first."""
        return [str(name) for name in self.design if name not in ("point", "scenario_hash", "problem")]

    @property
    def measures(self) -> list[str]:
        """The measures of any point, in order."""
        return list(self.runs.columns[5:])

    @property
    def points(self) -> list[int]:
        """The points that have runs."""
        return sorted({int(point) for point in self.runs.loc[self.runs["problem"].isna(), "point"]})

    def label(self, point: int) -> str:
        """Return a point's values in words: ``agents 3, redial 0.5``."""
        row = self.design.loc[point]
        short = {key: key.rsplit(".", 1)[-1] for key in self.factors}
        unique = {key: name if list(short.values()).count(name) == 1 else key for key, name in short.items()}
        words = [str(row[key]) if key == POLICY else f"{unique[key]} {_written(row[key])}" for key in self.factors]
        text = ", ".join(words)
        return text if len(text) <= _LONGEST_LABEL else f"{text[:_LONGEST_LABEL]}…"

    def point(self, name: str | int) -> int:
        """Return the number of a point: of its number, or of the only one under a policy.

        Raises
        ------
        InputError
            When there is no such point.
        """
        text = str(name)
        numbers = {str(number) for number in self.design["point"]}
        if text in numbers:
            return int(text)
        if POLICY in self.design:
            mine = self.design.loc[self.design[POLICY] == text, "point"]
            if len(mine) == 1:
                return int(mine.iloc[0])
            if len(mine):
                raise InputError(f"point: policy '{text}' has {len(mine)} points, expected the number of one")
            if not text.isdecimal():
                raise InputError(f"point: no policy '{text}', {nearest(text, set(self.design[POLICY]))}")
        raise InputError(f"point: no point '{text}', expected a number from 0 to {len(numbers) - 1}")

    def values(self, point: int, measure: str) -> list[float]:
        """Return a measure's value in every replication of a point; not-a-number where a run failed or has none."""
        if measure not in self.measures:
            raise InputError(f"no measure '{measure}', {nearest(measure, self.measures)}")
        return [float(value) for value in self._by_point[point][measure]]

    @cached_property
    def _by_point(self) -> dict[int, pd.DataFrame]:
        return {int(str(point)): rows for point, rows in self.runs.groupby("point")}

    def interval(self, point: int, measure: str, level: float = 0.95) -> Interval:
        """Return the mean and interval of a measure at a point."""
        return mean_interval(self.values(point, measure), level)

    def against(self, base: int, measure: str, level: float = 0.95) -> dict[int, Compared]:
        """Compare all other points with a base point in one measure, as one family: see `against_in`."""
        return self.against_in(base, [measure], level)[measure]

    def against_in(self, base: int, measures: Sequence[str], level: float = 0.95) -> dict[str, dict[int, Compared]]:
        """Compare all other points with a base point in some measures, all of it as one family.

        Paired replication by replication where all points had the same luck. Returns the comparisons by measure and
        point; see `simulation.analysis.compared_in_all`.
        """
        names = list(dict.fromkeys(measures))
        others = [point for point in self.points if point != base]
        bases = [self.values(base, name) for name in names]
        rows = [[self.values(point, name) for point in others] for name in names]
        found = compared_in_all(bases, rows, self.experiment.luck == "common", level)
        return {name: dict(zip(others, mine, strict=True)) for name, mine in zip(names, found, strict=True)}

    def effects(self, measure: str, interactions: bool = True, level: float = 0.95) -> list[Effect]:
        """Return what each factor, and each two of them, do to a measure: see `simulation.analysis.effects`.

        Raises
        ------
        InputError
            When the factors cannot be told apart, or a point has no value in any replication that all have.
        """
        levels, values = self._complete(measure, "effects")
        return effects(levels, values, interactions, level)

    def surface(self, measure: str, level: float = 0.95) -> Surface:
        """Return a second-order response surface of a measure over the factors: see `simulation.analysis.surface`.

        Raises
        ------
        InputError
            When the factors are not all numbers, the points are too few, or one has no value that all have.
        """
        levels, values = self._complete(measure, "response surface")
        return surface(levels, values, self.experiment.luck == "common", level)

    def sobol(self, measure: str, level: float = 0.95) -> list[SobolIndex]:
        """Return Sobol's indices of each factor for the mean of a measure: see `simulation.analysis.sobol`.

        Raises
        ------
        InputError
            When the design is not Saltelli's, or a point has no value.
        """
        if self.experiment.design != "saltelli":
            raise InputError(f"Sobol indices: the design is '{self.experiment.design}', expected 'saltelli'")
        having = set(self.points)
        means = [self.interval(point, measure).mean if point in having else math.nan for point in self.design["point"]]
        chance = np.random.default_rng([zlib.crc32(f"bootstrap {measure}".encode()), self.experiment.seed])
        return sobol(self.factors, means, chance, level)

    def _complete(self, measure: str, asked: str) -> tuple[dict[str, list[Any]], list[list[float]]]:
        """Return the factors' levels, and the values of the replications that have one at every point."""
        every = [self.values(point, measure) for point in self.points]
        common = min(len(values) for values in every)
        kept = [place for place in range(common) if not any(math.isnan(values[place]) for values in every)]
        if not kept:
            raise InputError(f"{asked}: '{measure}' has no replication with a value at every point")
        rows = self.design.set_index("point").loc[self.points]
        levels = {key: rows[key].tolist() for key in self.factors}
        return levels, [[values[place] for place in kept] for values in every]

    def front(self, goals: Mapping[str, str]) -> list[int]:
        """Return the points on the Pareto front of the means of some measures.

        Parameters
        ----------
        goals : mapping of str to str
            ``high`` or ``low`` by measure: what is better.
        """
        for measure, wish in goals.items():
            if wish not in ("high", "low"):
                raise InputError(f"goal {measure}={wish}: expected high or low")
        means = [[self.interval(point, measure).mean for measure in goals] for point in self.points]
        on = pareto_front(means, [wish == "high" for wish in goals.values()])
        return [point for point, is_on in zip(self.points, on, strict=True) if is_on]

    def series(self, point: int, name: str, every: float = MINUTES_PER_DAY) -> Floats:
        """Return a measure over time in the runs of a point, shape (replications, stretches); it needs their logs.

        See `simulation.series.series` for the names, and for `every` (minutes).
        """
        if not self.experiment.logs:
            raise InputError(f"{self.folder}: holds no logs, expected 'logs = true' in the experiment")
        values = next(each.values for each in self.experiment.plan() if each.number == point)
        scenario = self.experiment.scenario_at(values)
        kept = self.runs.loc[(self.runs["point"] == point) & self.runs["problem"].isna(), "replication"]
        paths = [log_path(self.folder, point, int(replication)) for replication in kept]
        return np.array([series(read_log(path, scenario), scenario, name, every) for path in paths])

    def mean_series(self, point: int, name: str, every: float = MINUTES_PER_DAY) -> Floats:
        """Return the mean of a `series` over replications, shape (stretches,)."""
        return mean_series(self.series(point, name, every), name)

    def problems(self) -> list[str]:
        """Return one sentence for each point that could not be made, and each that has runs which failed."""
        said = [
            f"point {point} ({self.label(point)}) could not be made: {problem}"
            for point, problem in enumerate(self.design["problem"])
            if isinstance(problem, str)
        ]
        failed = self.runs.loc[self.runs["problem"].notna()]
        for number, rows in failed.groupby("point"):
            point, count, of = int(str(number)), len(rows), len(self._by_point[int(str(number))])
            said.append(f"point {point} ({self.label(point)}): {count} of {of} runs failed: {rows['problem'].iloc[0]}")
        return said

    def undecided(self) -> list[int]:
        """Return the points at which the maximum of replications came before the half-width that was asked for.

        Where that is asked of a difference: the points whose difference is not known so well.
        """
        until = self.experiment.until
        if until is None:
            return []
        rule = until.rule()
        short = []
        for point in self.points:
            if until.against is None:
                interval = self.interval(point, until.measure, until.level)
            else:
                base = self.experiment.compared_with(point)
                if base not in self.points:
                    continue
                pair = (self.values(base, until.measure), self.values(point, until.measure))
                kept = min(map(len, pair))
                interval = paired_difference(pair[0][:kept], pair[1][:kept], until.level).interval
            if not interval.half_width <= rule.allowed(interval.mean):
                short.append(point)
        return short


def _written(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def read_results(folder: Path) -> Results:
    """Read the results of a finished sweep.

    Raises
    ------
    InputError
        When the folder holds none, or an unfinished one.
    """
    import pandas as pd

    if not (folder / DESIGN).exists():
        raise InputError(f"{folder}: holds no experiment, expected a folder that 'sweep' has written")
    if not (folder / RUNS).exists():
        raise InputError(f"{folder}: its sweep is not finished; 'sweep {folder / TEXT} --out {folder}' goes on")
    tables = []
    for name in (DESIGN, RUNS):
        attributes(folder / name)
        tables.append(pd.read_parquet(folder / name))
    return Results(folder, *tables)
