"""Going on from an earlier experiment: the runs that a larger one has in common with it are not made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from simulation.errors import InputError, nearest
from simulation.sweeps.blocks import Row, log_file
from simulation.sweeps.experiment import Experiment
from simulation.sweeps.results import Results
from simulation.sweeps.store import RUNS, Store, finished_rows, log_path
from simulation.version import VERSION


def reuse(earlier: Results, experiment: Experiment, folder: Path) -> int:
    """Put the runs of a finished sweep that an experiment needs into its folder; `sweep` then makes the others.

    A run is a function of its scenario, its seed and its luck, so one that has all three in common with a run of the
    experiment is that run, under whatever number its point went. What `sweep` makes of the folder has the same bytes
    as if nothing had been there.

    Parameters
    ----------
    earlier : Results
        Of a smaller experiment: fewer replications, points, levels or policies. Its folder is left as it is.
    experiment : Experiment
        What is wanted now.
    folder : Path
        Where the results of the experiment go; another one than that of the earlier.

    Returns
    -------
    int
        How many runs of the experiment come from the earlier one. Those that failed are tried again.

    Raises
    ------
    InputError
        One sentence: when not a single run can be used, and why; when logs are wanted that the earlier sweep did not
        keep, or a measure to stop by that it does not have.
    """
    if folder.exists() and folder.resolve() == earlier.folder.resolve():
        raise InputError(f"{folder}: holds the earlier sweep itself, expected another folder for the larger one")
    _can_be_used(earlier, experiment)
    store = Store(folder, experiment)
    found = list(_common(earlier, store))
    if not found:
        raise InputError(f"{earlier.folder}: none of its runs is one of this experiment: {_why(earlier, store)}")
    with store.opened():
        if not store.is_finished:
            there = {row[:2] for row in store.rows()}
            missing = [(mine, theirs) for mine, theirs in found if mine[:2] not in there]
            if experiment.logs:
                _copy_logs(earlier, store, missing)
            store.add([mine for mine, _ in missing])
    return len(found)


def _can_be_used(earlier: Results, experiment: Experiment) -> None:
    about = earlier.design.attrs
    for name, theirs, mine in (("version", about["version"], VERSION), ("seed", about["seed"], experiment.seed)):
        if theirs != mine:
            raise InputError(f"{earlier.folder}: its runs have {name} {theirs}, expected {mine} as in this experiment")
    if experiment.logs and not earlier.experiment.logs:
        raise InputError(f"{earlier.folder}: holds no logs, expected 'logs = true' there or none in this experiment")
    until = experiment.until
    if until is not None and until.measure not in earlier.measures:
        hint = nearest(until.measure, earlier.measures)
        raise InputError(f"{earlier.folder}: until.measure: no measure '{until.measure}', {hint}")


def _common(earlier: Results, store: Store) -> Iterator[tuple[Row, Row]]:
    """Yield the runs that both have: as the experiment numbers it, and as the earlier one did."""
    hashes = earlier.design.set_index("point")["scenario_hash"]
    rows = finished_rows(earlier.folder / RUNS)
    known = {(hashes[row.point], row.luck): row for row in rows if not row.problem}
    experiment = store.experiment
    for point in store.points:
        for replication in range(0 if point.problem else experiment.most_replications()):
            luck = experiment.luck_of(point.number, replication)
            theirs = known.get((point.scenario_hash, luck))
            if theirs is not None:
                yield theirs._replace(point=point.number, replication=replication, luck=luck), theirs


def _why(earlier: Results, store: Store) -> str:
    """Say why two experiments have no run in common."""
    about, mine = earlier.design.attrs, store.experiment
    shared = set(earlier.design["scenario_hash"].dropna()) & {point.scenario_hash for point in store.points}
    if shared:
        return f"its luck is '{earlier.experiment.luck}' and this one's '{mine.luck}', or the points have other numbers"
    if about["scenario_hash"] != store.stamp["scenario_hash"]:
        return f"it has another base scenario, or other changes in it ('{about['scenario']}' there)"
    if mine.design == "latin-hypercube":
        return "a Latin hypercube of another number of points has other points; a Sobol design goes on"
    return "no point of the one is a point of the other"


def _copy_logs(earlier: Results, store: Store, rows: list[tuple[Row, Row]]) -> None:
    import pandas as pd

    hashes = {point.number: point.scenario_hash for point in store.points}
    for mine, theirs in rows:
        log = pd.read_parquet(log_path(earlier.folder, theirs.point, theirs.replication))
        store.add_log(mine, log_file(log, hashes[mine.point], mine, store.stamp))
