"""Blocks: what a worker gets to do at once, and what it sends back."""

from __future__ import annotations

import time
from collections.abc import Hashable
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from simulation.cases import Measures
from simulation.engines import chosen
from simulation.errors import InputError
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.sweeps.experiment import changed
from simulation.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

SECONDS = 0.2
"""How much work a block is worth at least: the handling of a block by a cluster costs about 3 ms."""


class Task(NamedTuple):
    """Replications of one point.

    Attributes
    ----------
    point : int
        Its number.
    ground : Scenario
        What its values are changed in, see `Experiment.ground`.
    values : dict of str to Any
        The value of each factor.
    replications : list of (int, int)
        Number of the replication, and of its luck.
    """

    point: int
    ground: Scenario
    values: dict[str, Any]
    replications: list[tuple[int, int]]


class Block(NamedTuple):
    """What a worker does at once: tasks, with a seed; the stamp for the logs if they are asked for; and the engine."""

    tasks: list[Task]
    seed: int
    log_stamp: dict[str, Any] | None
    engine: str


class Row(NamedTuple):
    """What is kept of one run.

    Attributes
    ----------
    point, replication, luck : int
        Which run, and the number of its luck.
    digest : str
        Of its log; empty where the run failed.
    measures : dict of str to float
        See `simulation.measures.measures`; empty where the run failed.
    problem : str
        Why it failed; empty where it did not.
    """

    point: int
    replication: int
    luck: int
    digest: str
    measures: Measures
    problem: str


class Finished(NamedTuple):
    """What a worker sends back: a row a run, logs as Parquet where asked for, its own seconds and its version."""

    rows: list[Row]
    logs: list[bytes]
    seconds: float
    version: str


def run_block(block: Block) -> Finished:
    """Run all of a block; a run that fails says why, and the others go on.

    Raises
    ------
    InputError
        When the engine that is asked for is not there: that is the worker's fault, and must not be kept as a run's.
    """
    begin = time.perf_counter()
    rows, logs = [], []
    for task in block.tasks:
        scenario = changed(task.ground, task.values)
        if block.engine != "auto":
            chosen(scenario, block.engine)
        for replication, luck in task.replications:
            row, log = _run(scenario, block, Row(task.point, replication, luck, "", {}, ""))
            rows.append(row)
            logs.append(log)
    return Finished(rows, logs, time.perf_counter() - begin, VERSION)


def _run(scenario: Scenario, block: Block, row: Row) -> tuple[Row, bytes]:
    try:
        run = simulate(scenario, block.seed, row.luck, engine=block.engine)
        kept = row._replace(digest=run.digest, measures=run.measures())
        if block.log_stamp is None:
            return kept, b""
        return kept, log_file(run.frame(), scenario.hash(), kept, block.log_stamp)
    except InputError as problem:
        return row._replace(problem=str(problem)), b""
    except Exception as problem:  # whatever it is, it is this run's alone, and the sweep says so
        sentence = " ".join(f"the run failed with {type(problem).__name__}: {problem}".split())
        return row._replace(problem=sentence), b""


def log_file(log: pd.DataFrame, scenario_hash: str, row: Row, stamp: dict[str, Any]) -> bytes:
    """Return the log of a run as the bytes of a Parquet file that says which run it is."""
    about = stamp | {"point": row.point, "scenario_hash": scenario_hash}
    about |= {"replication": row.replication, "luck": row.luck}
    log.attrs = dict[Hashable, Any](about.items())
    file = BytesIO()
    log.to_parquet(file, index=False)
    return file.getvalue()
