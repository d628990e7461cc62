"""A Dask cluster of a scheduler and two workers on the loopback: the same bytes, though a worker is killed halfway."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.commands import main
from simulation.sweeps.cluster import cluster

ROOT = Path(__file__).resolve().parents[1]
EXPERIMENT: dict[str, Any] = {
    "scenario": "single-agent",
    "changes": {"days": 3, "warm_up_days": 1},
    "factors": [{"key": "needs.call.per_day", "low": 100, "high": 200}],
    "replications": 30,
    "logs": True,
}


@pytest.fixture
def needs_distributed() -> None:
    """Skip where the extra `cluster` is not installed."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        assert os.environ.get("CI") != "true", "the package 'distributed' is missing, which the locks should install"
        pytest.skip("the package 'distributed' is not installed, so there is no cluster to run on")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def workers(needs_distributed: None) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler's address, and its two worker processes."""
    address = f"tcp://127.0.0.1:{_free_port()}"
    quiet: dict[str, Any] = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    quiet["env"] = {**os.environ, "PYTHONPATH": str(ROOT)}
    python = [sys.executable, "-m"]
    options = ["--host", "127.0.0.1", "--no-dashboard"]
    port = address.rsplit(":", 1)[1]
    started = [subprocess.Popen([*python, "distributed.cli.dask_scheduler", *options, "--port", port], **quiet)]
    worker = [*python, "distributed.cli.dask_worker", address, *options, "--nthreads", "1", "--no-nanny"]
    started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    try:
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _when_both_are_there(address: str) -> None:
    for _ in range(200):
        try:
            with cluster(address) as (_, threads):
                if threads == 2:
                    return
        except sim.InputError:
            pass
        time.sleep(0.1)
    pytest.fail("the cluster did not come up within its time")


@pytest.mark.slow
def test_a_killed_worker_leaves_the_bytes_as_they_are(
    workers: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, processes = workers
    _when_both_are_there(address)
    monkeypatch.setattr("simulation.sweeps.running.SECONDS", 0.02)  # some dozen blocks
    experiment = sim.parse_experiment(EXPERIMENT)
    killed: list[float] = []

    def kill_one(share: float) -> None:
        if share > 0.3 and not killed:
            killed.append(share)
            processes[0].send_signal(signal.SIGKILL)

    with cluster(address) as (executor, threads):
        assert threads == 2
        results = sim.sweep(experiment, tmp_path / "cluster", executor, kill_one, ahead=4)
    assert killed
    assert killed[0] < 1
    assert processes[0].wait(10) == -signal.SIGKILL
    assert len(results.runs) == 60
    sim.sweep(experiment, tmp_path / "serial")
    folders = [{path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
               for folder in (tmp_path / "cluster", tmp_path / "serial")]  # fmt: skip
    assert folders[0] == folders[1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("127.0.0.1:8786", "expected one such as tcp://127.0.0.1:8786"),
        ("tcp://127.0.0.1:99999", "no scheduler answers at 'tcp://127.0.0.1:99999'"),
        ("tcp://127.0.0.1:{free}", "no scheduler answers"),
    ],
)
def test_an_address_where_nobody_is_gets_one_sentence(
    address: str, said: str, needs_distributed: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = address.replace("{free}", str(_free_port()))
    assert main(["sweep", "staffing", "--out", str(tmp_path / "out"), "--cluster", address]) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert said in printed.err
    assert not (tmp_path / "out").exists()


def test_without_the_package_it_says_which_extra_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    missing = pytest.raises(sim.InputError, match="needs the package 'distributed', which the extra 'cluster'")
    with missing, cluster("tcp://127.0.0.1:8786"):
        pass
