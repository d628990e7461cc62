"""One run: a pure function of scenario, seed and replication."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from simulation import log as event_log
from simulation.cases import cases
from simulation.engines import Engine, chosen
from simulation.errors import InputError
from simulation.files import written, written_text
from simulation.measures import measures
from simulation.model.company import Company
from simulation.scenario import Scenario
from simulation.version import VERSION
from simulation.workload import Workload

if TYPE_CHECKING:
    import pandas as pd

_FORMATS = ("parquet", "csv")


@dataclass(frozen=True)
class Run:
    """What came out of one run.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed, replication : int
        With which luck.
    log : ndarray
        One row per event, see `simulation.log.ROW`.
    version : str
        The version of the model that made it.
    engine : str
        Which engine made it, "simpy" or "compiled"; the log does not depend on it.
    """

    scenario: Scenario
    seed: int
    replication: int
    log: event_log.Log
    version: str = VERSION
    engine: Engine = "simpy"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the log's columns; equal digests mean equal runs."""
        return event_log.digest(self.log)

    def measures(self) -> dict[str, float]:
        """Return every measure by name; not-a-number where it has no cases to speak of."""
        return measures(self.log, self.scenario)

    def cases(self) -> pd.DataFrame:
        """Return one row per case, see `simulation.cases.cases`."""
        import pandas as pd

        return pd.DataFrame(cases(self.log, self.scenario))

    @property
    def names(self) -> event_log.Names:
        """The names behind the log's indexes."""
        return names_of(self.scenario)

    def frame(self) -> pd.DataFrame:
        """Return the log as a table with names."""
        return event_log.frame(self.log, self.names)

    def process_mining(self) -> pd.DataFrame:
        """Return the log as process-mining tools read it: case, activity, timestamp, resource."""
        return event_log.process_mining(self.log, self.names)

    def save(self, path: Path) -> Path:
        """Write the log as Parquet or CSV, by the path's ending; scenario hash, seed and version travel with it.

        Raises
        ------
        InputError
            When the ending is neither, or the file cannot be written.
        """
        ending = path.suffix.removeprefix(".")
        if ending not in _FORMATS:
            raise InputError(f"{path}: expected a name that ends in .parquet or .csv")
        table = self.frame()
        table.attrs = {
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash(),
            "seed": self.seed,
            "replication": self.replication,
            "version": self.version,
        }
        if ending == "parquet":
            return written(path, lambda file: table.to_parquet(file, index=False))
        stamp = " ".join(f"{key}={value}" for key, value in table.attrs.items())
        text = f"# {stamp}\n" + table.to_csv(index=False)
        return written_text(path, text)


def names_of(scenario: Scenario) -> event_log.Names:
    """Return the names behind the indexes in a scenario's logs."""
    needs = scenario.sources
    return event_log.Names(list(scenario.channels), list(scenario.teams), needs)


def simulate(
    scenario: Scenario,
    seed: int = 1,
    replication: int = 0,
    progress: Callable[[float], None] | None = None,
    engine: str = "auto",
) -> Run:
    """Run a scenario once.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    seed, replication : int
        Which luck: the same pair gives the same customers, whatever the company does.
    progress : callable, optional
        Called with the share that is done, once a simulated day.
    engine : str
        "simpy", "compiled", or "auto": the compiled engine where it knows all rules and need not be compiled first.

    Returns
    -------
    Run
        The same log in every process, on every day and from either engine; it says which one made it.
    """
    which = chosen(scenario, engine)
    workload = Workload(scenario, seed, replication, remembers=which == "compiled")  # own code asks for SimPy
    if which == "compiled":
        from simulation.compiled import engine as twin

        return Run(scenario, seed, replication, twin.run(workload, progress), engine="compiled")
    with _calm_collector():
        log = Company(workload).run(progress)
    return Run(scenario, seed, replication, log)


@contextmanager
def _calm_collector() -> Iterator[None]:
    """Let Python look for cycles of garbage less often: a run makes many small objects, and no cycles until its end."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
