"""Sweeps on either engine: the same bytes, blocks that are worth their handling, one sentence for what goes wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import simulation as sim
from simulation import engines
from simulation.sweeps.blocks import Block, Finished, Row, run_block
from tests.sweeps.conftest import SMALL

Bytes = Callable[[Path], dict[str, bytes]]
Told = Callable[..., tuple[int, str, str]]


@pytest.fixture
def _numba() -> None:
    """Skip where the extra `fast` is not installed."""
    obstacle = engines.missing()
    if obstacle is not None:
        assert os.environ.get("CI") != "true", f"{obstacle}, and the locks should install it"
        pytest.skip(f"no compiled engine: {obstacle}")


@pytest.mark.usefixtures("_numba")
def test_the_bytes_do_not_depend_on_the_engine(tmp_path: Path, bytes_of: Bytes, tell: Told) -> None:
    experiment = sim.parse_experiment({**SMALL, "logs": True})
    written = sim.sweep(experiment, tmp_path / "auto").folder / "experiment.toml"
    for engine in ("simpy", "compiled"):
        arguments = ("--engine", engine, "--workers", "1", "--out", str(tmp_path / engine))
        code, _, problems = tell("sweep", str(written), *arguments)
        assert code == 0, problems
    found = bytes_of(tmp_path / "simpy")
    assert found == bytes_of(tmp_path / "compiled") == bytes_of(tmp_path / "auto")
    assert sum(name.startswith("logs/") for name in found) == 20


@pytest.mark.parametrize(
    ("engine", "sentence"),
    [
        ("simpi", "engine = 'simpi': no such engine, did you mean 'simpy'"),
        ("compiled", "point 0: engine = 'compiled': more than 100,000 agents; expected 'simpy' or 'auto'"),
    ],
)
@pytest.mark.usefixtures("_numba")
def test_an_engine_that_cannot_be_had_is_told_before_anything_is_written(
    engine: str, sentence: str, small: sim.Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.engines.supports", lambda _: "more than 100,000 agents")
    with pytest.raises(sim.InputError) as told:
        sim.sweep(small, tmp_path / "results", engine=engine)
    assert str(told.value).startswith(sentence)
    assert not (tmp_path / "results").exists()


def test_a_worker_without_the_engine_leaves_no_failed_runs(
    small: sim.Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be kept as a problem of the run, which another engine does not have."""
    monkeypatch.setattr("simulation.sweeps.running._can_run", lambda *_: None)  # all is there where the sweep begins
    monkeypatch.setattr("simulation.engines.missing", lambda: "the package 'numba' is not installed")
    with pytest.raises(sim.InputError, match="'numba' is not installed"):
        sim.sweep(small, tmp_path / "results", engine="compiled")
    assert sim.sweep(small, tmp_path / "results").problems() == []


def test_blocks_grow_where_the_engine_gets_faster(
    small: sim.Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some runs on SimPy and the second that loading takes, a run takes 2 ms: a block is then a hundred runs."""
    first: list[Row] = []
    sizes: list[int] = []

    def told(block: Block) -> Finished:
        runs = [(task.point, *run) for task in block.tasks for run in task.replications]
        if not first:
            first.extend(run_block(block).rows)
        rows = [first[0]._replace(point=p, replication=r, luck=luck) for p, r, luck in runs]
        slow = sum(sizes) < 20
        sizes.append(len(runs))
        return Finished(rows, [b""] * len(rows), (0.1 if slow else 0.002) * len(rows) + slow, sim.__version__)

    monkeypatch.setattr("simulation.sweeps.running.run_block", told)
    sim.sweep(sim.parse_experiment({**SMALL, "replications": 400}), tmp_path / "results")
    assert sum(sizes) == 1600
    assert max(sizes) == pytest.approx(100, abs=2)
    assert len(sizes) < 60
