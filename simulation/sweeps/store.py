"""The folder of an experiment's results: tidy Parquet files, written part by part, whole at any moment.

``design.parquet`` has a row a point, ``runs.parquet`` a row a run with a column a measure, ``logs`` a file a run if
they are asked for. ``experiment.toml`` and ``scenario.toml`` say what was run, ready to run again. While the sweep goes
on its rows lie in ``parts``; the last thing it does is to make them into ``runs.parquet``.
"""

from __future__ import annotations

import json
import math
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulation.errors import InputError
from simulation.files import folder_for, written, written_text
from simulation.log import EVENTS, ROW, Log
from simulation.run import names_of
from simulation.scenario import Scenario
from simulation.sweeps.blocks import Row
from simulation.sweeps.experiment import BASE_FILE, Experiment, Point
from simulation.version import VERSION

DESIGN, RUNS, LOGS, TEXT = "design.parquet", "runs.parquet", "logs", "experiment.toml"
_PARTS, _LOCK = "parts", ".sweep.lock"
_ATTRIBUTES, _MEASURES = b"PANDAS_ATTRS", b"KUNDELAB_MEASURES"
_KEYS = [("point", pa.int64()), ("replication", pa.int64()), ("luck", pa.int64())]
_PART = pa.schema([*_KEYS, ("digest", pa.string()), ("problem", pa.string()),
                   ("measures", pa.map_(pa.string(), pa.float64()))])  # fmt: skip


def stamp(experiment: Experiment) -> dict[str, Any]:
    """Return what travels in the metadata of every file, where pandas reads it as ``frame.attrs``."""
    return {
        "title": experiment.title,
        "experiment": experiment.to_toml(),
        "scenario": experiment.base.name,
        "scenario_hash": experiment.base.with_(experiment.changes).hash(),
        "seed": experiment.seed,
        "version": VERSION,
    }


class Stopped(InputError):
    """A sweep ended before its time; what was finished is kept, and the same call goes on."""


class Store:
    """The folder of one experiment.

    Parameters
    ----------
    folder : Path
        Where; made if need be.
    experiment : Experiment
        Whose results it holds.

    Raises
    ------
    InputError
        When the folder holds the results of another experiment, or cannot be written to.
    """

    def __init__(self, folder: Path, experiment: Experiment) -> None:
        self.folder = folder_for(folder)
        self.experiment = experiment
        self.stamp = stamp(experiment)
        self.points = experiment.plan()
        self._next_part = 0

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Keep others from writing into the folder, and begin or go on with it."""
        lock = self.folder / _LOCK
        with closing(sqlite3.connect(lock, timeout=0)) as guard:
            try:
                guard.execute("BEGIN EXCLUSIVE")  # the system frees the lock even of a killed process
            except sqlite3.OperationalError as problem:
                why = "another sweep writes into it" if "locked" in str(problem) else f"cannot be written ({problem})"
                raise InputError(f"{self.folder}: {why}") from None
            try:
                self._begin()
                yield
            finally:
                guard.rollback()
                lock.unlink(missing_ok=True)

    def _begin(self) -> None:
        found = self.folder / DESIGN
        if found.exists():
            self._is_mine(found)
        elif any(path.name != _LOCK and not path.name.startswith(".") for path in self.folder.iterdir()):
            raise InputError(f"{self.folder}: holds other files, expected an empty folder or one of this experiment")
        for leftover in [*self.folder.glob(".*.parquet.*"), *self.folder.glob(".*.toml.*")]:
            leftover.unlink()  # of a process that was killed while it wrote
        if not found.exists():
            _write(found, design_table(self.points, self.stamp))  # first: it shows whose folder this is
        for name, text in ((BASE_FILE, self.experiment.base.to_toml()), (TEXT, self.experiment.to_toml())):
            if not (self.folder / name).exists():
                written_text(self.folder / name, text)
        numbers = [int(path.stem) for path in self._parts()]
        self._next_part = max(numbers, default=-1) + 1

    def _is_mine(self, design: Path) -> None:
        theirs, mine = attributes(design), self.stamp
        words = {"version": "version of the model", "scenario_hash": "base scenario", "experiment": "experiment"}
        for key in ("version", "seed", "scenario_hash", "experiment"):
            if theirs.get(key) != mine[key]:
                title = f" ('{theirs['title']}')" if theirs.get("title") else ""
                more = f"; '--extend {self.folder}' takes what it can into an empty one" * (key == "experiment")
                raise InputError(
                    f"{self.folder}: holds results of another {words.get(key, key)}{title}, "
                    f"expected an empty folder or one of this experiment{more}"
                )

    def _parts(self) -> list[Path]:
        return sorted((self.folder / _PARTS).glob("[0-9]*.parquet"))

    @property
    def is_finished(self) -> bool:
        """Whether the results are complete."""
        return (self.folder / RUNS).exists()

    def rows(self) -> list[Row]:
        """Return the rows so far, in the order of points and replications."""
        tables = [pq.read_table(path, partitioning=None) for path in self._parts()]
        rows = [row for table in tables for row in _rows(table)]
        return sorted(rows, key=lambda row: row[:2])

    def add(self, rows: list[Row]) -> None:
        """Write some rows as a part."""
        if rows:
            with _told_what_is_kept():
                _write(self.folder / _PARTS / f"{self._next_part:06d}.parquet", _part(rows, self.stamp))
            self._next_part += 1

    def add_log(self, row: Row, log: bytes) -> None:
        """Write the log of a run."""
        with _told_what_is_kept():
            written(log_path(self.folder, row.point, row.replication), lambda file: file.write(log))

    def finish(self, kept: dict[int, int]) -> None:
        """Make the parts into the table of runs: of each point so many replications; drop what was made in vain."""
        rows = []
        for row in self.rows():
            if row.replication < kept[row.point]:
                rows.append(row)
            else:
                log_path(self.folder, row.point, row.replication).unlink(missing_ok=True)
        with _told_what_is_kept():
            _write(self.folder / RUNS, runs_table(rows, self.stamp))

    def tidy(self) -> None:
        """Take away what only an unfinished sweep needs."""
        shutil.rmtree(self.folder / _PARTS, ignore_errors=True)
        for leftover in (self.folder / LOGS).glob("*/.*"):
            leftover.unlink()


@contextmanager
def _told_what_is_kept() -> Iterator[None]:
    try:
        yield
    except InputError as problem:
        kept = "what was finished before is kept, and the same command goes on from there"
        raise Stopped(f"{problem}; {kept}") from None


def log_path(folder: Path, point: int, replication: int) -> Path:
    """Return where the log of a run lies."""
    return folder / LOGS / f"point-{point:05d}" / f"replication-{replication:05d}.parquet"


def read_log(path: Path, scenario: Scenario) -> Log:
    """Read the log of a run of a scenario back, see `simulation.log.ROW`.

    Raises
    ------
    InputError
        When there is none, or it is a log of another scenario.
    """
    if attributes(path).get("scenario_hash") != scenario.hash():
        raise InputError(f"{path}: is the log of another scenario")
    table = pq.read_table(path, partitioning=None)
    names = names_of(scenario)
    known = {"event": [kind.name for kind in EVENTS], "channel": names.channels, "team": names.teams}
    log = np.zeros(len(table), dtype=ROW)
    for name in ROW.names or ():
        column = table[name].to_pylist() if name in known else table[name].to_numpy()
        if name in known:
            index = {text: number for number, text in enumerate(known[name])} | {"": -1}
            column = [index[text] for text in column]
        log[name] = column
    return log


def attributes(path: Path) -> dict[str, Any]:
    """Return what travels in a file's metadata.

    Raises
    ------
    InputError
        When it is no file of an experiment.
    """
    try:
        found: dict[str, Any] = json.loads(pq.read_schema(path).metadata[_ATTRIBUTES])
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowInvalid):
        raise InputError(f"{path}: is no table of an experiment") from None
    return found


def _write(path: Path, table: pa.Table) -> None:
    def write(file: IO[bytes]) -> None:
        pq.write_table(table, file, compression="zstd")

    written(path, write)


def _stamped(table: pa.Table, about: dict[str, Any]) -> pa.Table:
    return table.replace_schema_metadata({_ATTRIBUTES: json.dumps(about)})


def _part(rows: list[Row], about: dict[str, Any]) -> pa.Table:
    columns = [
        *([row[place] for row in rows] for place in range(3)),
        [row.digest for row in rows],
        [row.problem for row in rows],
        [list(row.measures.items()) for row in rows],
    ]
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, _PART, strict=True)]
    return _stamped(pa.Table.from_arrays(arrays, schema=_PART), about)


def _rows(table: pa.Table) -> list[Row]:
    return [
        Row(each["point"], each["replication"], each["luck"], each["digest"], dict(each["measures"]), each["problem"])
        for each in table.to_pylist()
    ]


def design_table(points: list[Point], about: dict[str, Any]) -> pa.Table:
    """Return the design: point, a column a factor, scenario_hash, and the problem of a point that cannot be made."""
    columns: dict[str, pa.Array] = {"point": pa.array([point.number for point in points], type=pa.int64())}
    for key in points[0].values:
        columns[key] = _factor_column([point.values[key] for point in points])
    columns["scenario_hash"] = _texts(point.scenario_hash for point in points)
    columns["problem"] = _texts(point.problem for point in points)
    return _stamped(pa.table(columns), about)


def _factor_column(values: list[Any]) -> pa.Array:
    """Return numbers as numbers, truths as truths, and everything else as text."""
    kinds = {type(value) for value in values}
    if kinds <= {int, float} and float in kinds:
        return pa.array([float(value) for value in values], type=pa.float64())
    if kinds in ({int}, {bool}, {str}):
        return pa.array(values)
    return pa.array([value if isinstance(value, str) else json.dumps(value) for value in values])


def _texts(texts: Iterable[str]) -> pa.Array:
    return pa.array([text or None for text in texts], type=pa.string())


def runs_table(rows: list[Row], about: dict[str, Any]) -> pa.Table:
    """Return the runs: point, replication, luck, digest, problem, and a column a measure, null where it has none."""
    columns = {name: pa.array([row[place] for row in rows], type=kind) for place, (name, kind) in enumerate(_KEYS)}
    columns["digest"] = _texts(row.digest for row in rows)
    columns["problem"] = _texts(row.problem for row in rows)
    for name in dict.fromkeys(name for row in rows for name in row.measures):
        values = [row.measures.get(name) for row in rows]
        columns[name] = pa.array(values, type=pa.float64(), from_pandas=True)
    return _named(_stamped(pa.table(columns), about), rows)


def _named(table: pa.Table, rows: list[Row]) -> pa.Table:
    """Keep which measures each run has, and in which order: a null says neither."""
    lists = list(dict.fromkeys(tuple(row.measures) for row in rows))
    places = {names: place for place, names in enumerate(lists)}
    said = {"lists": lists, "of": [places[tuple(row.measures)] for row in rows]}
    return table.replace_schema_metadata(table.schema.metadata | {_MEASURES: json.dumps(said, separators=(",", ":"))})


def finished_rows(path: Path) -> list[Row]:
    """Read a table of runs back, each run with the measures that it had, not-a-number for a null.

    Raises
    ------
    InputError
        When the table does not say which measures a run has.
    """
    table = pq.read_table(path, partitioning=None)
    if _MEASURES not in table.schema.metadata:
        raise InputError(f"{path}: does not say which measures each run has, expected a sweep of this version")
    said = json.loads(table.schema.metadata[_MEASURES])
    nothing = dict.fromkeys((name for names in said["lists"] for name in names), math.nan)
    rows = []
    for each, place in zip(table.to_pylist(), said["of"], strict=True):
        known = nothing | {name: value for name, value in each.items() if value is not None}
        measures = {name: known[name] for name in said["lists"][place]}
        about = (each["point"], each["replication"], each["luck"], each["digest"] or "")
        rows.append(Row(*about, measures, each["problem"] or ""))
    return rows
