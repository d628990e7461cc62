"""Sweeps: the same bytes however they are run, killed and gone on with; and one sentence for what goes wrong."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import simulation as sim
from simulation.sweeps import Stopped
from simulation.sweeps.store import Store, attributes, log_path, read_log

ROOT = Path(__file__).resolve().parents[2]
Bytes = Callable[[Path], dict[str, bytes]]

SMALL: dict[str, Any] = {
    "scenario": "single-agent",
    "changes": {"days": 2, "warm_up_days": 0.5},
    "factors": [{"key": "needs.call.per_day", "low": 100, "high": 240}],
}
UNTIL = {"measure": "answer_min.phone", "half_width": 2.0, "minimum": 5, "maximum": 24}


def test_results_are_tidy(small: sim.Experiment, small_results: sim.Results) -> None:
    design, runs = small_results.design, small_results.runs
    factors = ["needs.call.per_day", "channels.phone.solve"]
    assert list(design) == ["point", *factors, "scenario_hash", "problem"]
    assert design["point"].tolist() == [0, 1, 2, 3]
    assert list(runs)[:5] == ["point", "replication", "luck", "digest", "problem"]
    assert runs[["point", "replication"]].to_numpy().tolist() == [[p, r] for p in range(4) for r in range(5)]
    scenario = small.scenario_at(small.plan()[2].values)
    run = sim.simulate(scenario, 1, 3)
    row = runs.loc[(runs["point"] == 2) & (runs["replication"] == 3)].iloc[0]
    assert row["digest"] == run.digest
    assert design["scenario_hash"][2] == scenario.hash()
    measures = {name: value for name, value in run.measures().items() if value == value}
    assert row[list(measures)].to_dict() == measures
    assert list(run.measures()) == small_results.measures
    assert small_results.problems() == []


def test_every_file_says_what_was_run(small: sim.Experiment, small_results: sim.Results) -> None:
    for name in ("design.parquet", "runs.parquet"):
        about = attributes(small_results.folder / name)
        assert about["experiment"] == small.to_toml()
        assert about["scenario_hash"] == small.base.with_(small.changes).hash()
        assert (about["seed"], about["version"], about["scenario"]) == (1, sim.__version__, "single-agent")
        assert pd.read_parquet(small_results.folder / name).attrs == about
    again = sim.load_experiment(small_results.folder / "experiment.toml")
    assert [point.scenario_hash for point in again.plan()] == [point.scenario_hash for point in small.plan()]
    assert sorted(path.name for path in small_results.folder.iterdir()) == [
        "design.parquet", "experiment.toml", "runs.parquet", "scenario.toml"
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [{"replications": 6}, {"until": UNTIL}, {"until": UNTIL, "luck": "independent"}])
def test_the_bytes_depend_neither_on_processes_nor_on_blocks(
    ending: dict[str, Any], tmp_path: Path, bytes_of: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = sim.parse_experiment({**SMALL, **ending, "logs": True})
    sim.sweep(experiment, tmp_path / "serial")
    with sim.processes(2) as executor:
        sim.sweep(experiment, tmp_path / "processes", executor)
    monkeypatch.setattr("simulation.sweeps.running.SECONDS", 1e-9)  # a run a block
    with sim.processes(2) as executor:
        sim.sweep(experiment, tmp_path / "blocks", executor, ahead=3)
    serial = bytes_of(tmp_path / "serial")
    assert serial == bytes_of(tmp_path / "processes") == bytes_of(tmp_path / "blocks")
    assert sum(name.startswith("logs/") for name in serial) == len(pd.read_parquet(tmp_path / "serial/runs.parquet"))


def test_the_rule_stops_each_point_where_it_should(tmp_path: Path) -> None:
    experiment = sim.parse_experiment({**SMALL, "until": UNTIL})
    results = sim.sweep(experiment, tmp_path)
    assert experiment.until is not None
    rule = experiment.until.rule()
    stopped = {point: len(results.values(point, "answer_min.phone")) for point in results.points}
    for point, count in stopped.items():
        scenario = experiment.scenario_at(experiment.plan()[point].values)
        values = [sim.simulate(scenario, 1, r).measures()["answer_min.phone"] for r in range(24)]
        assert rule.stops(values) == count
    assert stopped[0] < stopped[1] == 24  # the busier queue varies more
    assert results.undecided() == [1]


PAIRED = {"measure": "answer_min.phone", "half_width": 0.8, "minimum": 5, "maximum": 30}


@pytest.mark.parametrize(("against", "luck"), [("constant", "common"), ("constant", "paired"), (2, "common")])
def test_the_rule_can_look_at_a_paired_difference(
    against: str | int, luck: str, tmp_path: Path, bytes_of: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each point stops where its own pairs are enough, and the base after the last of them, however it is run."""
    text = {**SMALL, "policies": ["constant", "uneven", "even"], "luck": luck, "until": {**PAIRED, "against": against}}
    experiment = sim.parse_experiment(text)
    results = sim.sweep(experiment, tmp_path / "serial")
    assert experiment.until is not None
    rule, plan = experiment.until.rule(), experiment.plan()
    counts = {point: len(results.values(point, "answer_min.phone")) for point in results.points}
    values = {
        point.number: [
            sim.simulate(experiment.scenario_at(point.values), 1, experiment.luck_of(point.number, r)).measures()[
                "answer_min.phone"
            ]
            for r in range(30)
        ]
        for point in plan
    }
    bases: dict[int, list[int]] = {}
    for point in range(6):
        base = experiment.compared_with(point)
        if base is not None:
            gaps = [mine - theirs for mine, theirs in zip(values[point], values[base], strict=True)]
            assert counts[point] == rule.stops(gaps)
            bases.setdefault(base, []).append(counts[point])
    assert list(bases) == ([0, 1] if against == "constant" else [2])
    assert {base: counts[base] for base in bases} == {base: max(numbers) for base, numbers in bases.items()}
    assert len(set(counts.values())) > 2
    assert results.undecided() == [point for point in range(6) if counts[point] == 30 and point not in bases]
    monkeypatch.setattr("simulation.sweeps.running.SECONDS", 1e-9)
    with sim.processes(2) as executor:
        sim.sweep(experiment, tmp_path / "blocks", executor, ahead=5)
    assert bytes_of(tmp_path / "blocks") == bytes_of(tmp_path / "serial")


def test_common_luck_is_common_and_independent_luck_is_not(tmp_path: Path) -> None:
    twice = {**SMALL, "factors": [{"key": "channels.phone.title", "levels": ["a", "b"]}], "replications": 3}
    common = sim.sweep(sim.parse_experiment(twice), tmp_path / "common")
    assert common.values(0, "contacts") == common.values(1, "contacts")
    own = sim.sweep(sim.parse_experiment({**twice, "luck": "independent"}), tmp_path / "own")
    assert own.values(0, "contacts") == common.values(0, "contacts")
    assert own.values(0, "contacts") != own.values(1, "contacts")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_sweep_goes_on_to_the_same_bytes(tmp_path: Path, bytes_of: Bytes) -> None:
    text = (
        'scenario = "single-agent"\nreplications = 70\nlogs = true\n'
        "changes = { days = 2, warm_up_days = 1 }\n"
        '[[factors]]\nkey = "needs.call.per_day"\nlow = 100\nhigh = 200\n'
    )
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "simulation", "sweep", str(tmp_path / "e.toml"), "--workers", "2", "--out"]
    killed = tmp_path / "killed"
    process = subprocess.Popen([*command, str(killed)], cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while not list(killed.glob("parts/0*.parquet")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (killed / "runs.parquet").exists()
    (killed / ".runs.parquet.half").write_bytes(b"written when the power went")
    with pytest.raises(sim.InputError, match="its sweep is not finished"):
        sim.read_results(killed)
    store = Store(killed, sim.load_experiment(tmp_path / "e.toml"))
    before = len(store.rows())
    assert 0 < before < 140
    shares: list[float] = []
    sim.sweep(sim.load_experiment(tmp_path / "e.toml"), killed, progress=shares.append)
    assert shares[0] < 0.5  # the bar tells of what is left
    assert shares[-1] == 1
    sim.sweep(sim.load_experiment(tmp_path / "e.toml"), tmp_path / "whole")
    assert bytes_of(killed) == bytes_of(tmp_path / "whole")


def test_a_finished_sweep_is_left_as_it_is(small: sim.Experiment, small_results: sim.Results, bytes_of: Bytes) -> None:
    before = bytes_of(small_results.folder)
    shares: list[float] = []
    sim.sweep(small, small_results.folder, progress=shares.append)
    assert shares == []
    assert bytes_of(small_results.folder) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"replications": 6}, "another experiment"),
        ({"changes": {"days": 3, "warm_up_days": 0.5}}, "another base scenario"),
        ({"seed": 2}, "another seed"),
    ],
)
def test_a_folder_of_another_experiment_is_refused(
    change: dict[str, Any], said: str, small_results: sim.Results, bytes_of: Bytes
) -> None:
    before = bytes_of(small_results.folder)
    experiment = sim.parse_experiment({**SMALL, **change})
    with pytest.raises(sim.InputError, match=said):
        sim.sweep(experiment, small_results.folder)
    assert bytes_of(small_results.folder) == before


def test_a_folder_of_something_else_is_refused(small: sim.Experiment, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", encoding="utf-8")
    with pytest.raises(sim.InputError, match="holds other files"):
        sim.sweep(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["letter.txt"]


def test_a_folder_whose_making_was_broken_off_is_made_whole(
    small: sim.Experiment, small_results: sim.Results, tmp_path: Path, bytes_of: Bytes
) -> None:
    whole = bytes_of(small_results.folder)
    (tmp_path / "design.parquet").write_bytes(whole["design.parquet"])
    sim.sweep(small, tmp_path)
    assert bytes_of(tmp_path) == whole


def test_two_sweeps_do_not_write_into_one_folder(small: sim.Experiment, tmp_path: Path) -> None:
    with Store(tmp_path, small).opened(), pytest.raises(sim.InputError, match="another sweep writes into it"):
        sim.sweep(small, tmp_path)
    assert len(sim.sweep(small, tmp_path).runs) == 20


def test_a_point_that_cannot_be_made_and_runs_that_fail_are_told_and_the_rest_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factors = [{"key": "warm_up_days", "levels": [0.5, 2]}, {"key": "days", "levels": [1, 3]}]
    experiment = sim.parse_experiment({**SMALL, "changes": {}, "factors": factors, "replications": 3})
    whole = sim.simulate

    def sometimes(scenario: sim.Scenario, seed: int, replication: int, *, engine: str) -> sim.Run:
        if scenario.days == 3 and scenario.warm_up_days == 2 and replication == 1:
            raise ZeroDivisionError("nobody\nthere")
        return whole(scenario, seed, replication, engine=engine)

    monkeypatch.setattr("simulation.sweeps.blocks.simulate", sometimes)
    results = sim.sweep(experiment, tmp_path)
    assert results.points == [0, 1, 3]
    assert results.problems() == [
        "point 2 (warm_up_days 2, days 1) could not be made: single-agent: warm_up_days: expected less than 'days'",
        "point 3 (warm_up_days 2, days 3): 1 of 3 runs failed: "
        "the run failed with ZeroDivisionError: nobody there",
    ]  # fmt: skip
    assert results.interval(3, "contacts").replications == 2
    assert len(results.runs) == 9


def test_a_measure_to_stop_by_that_does_not_exist_is_told_at_once(tmp_path: Path) -> None:
    experiment = sim.parse_experiment({**SMALL, "until": {**UNTIL, "measure": "answer_min.fone"}})
    with pytest.raises(sim.InputError, match=r"until.measure: no measure 'answer_min.fone', did you mean"):
        sim.sweep(experiment, tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_lost_worker_is_told_and_the_next_call_goes_on(
    tmp_path: Path, bytes_of: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.sweeps.running.SECONDS", 1e-9)
    experiment = sim.parse_experiment({**SMALL, "replications": 30})
    with sim.processes(2) as executor:

        def kill_one(share: float) -> None:
            if share > 0.3:
                with contextlib.suppress(ProcessLookupError):  # it is gone already, and the pool has not seen it yet
                    os.kill(next(iter(executor._processes)), signal.SIGKILL)

        with pytest.raises(Stopped, match=r"a worker was lost .* of 60 runs are kept in .* goes on from there"):
            sim.sweep(experiment, tmp_path / "lost", executor, kill_one, ahead=2)
    assert list((tmp_path / "lost" / "parts").iterdir())
    sim.sweep(experiment, tmp_path / "lost")
    sim.sweep(experiment, tmp_path / "whole")
    assert bytes_of(tmp_path / "lost") == bytes_of(tmp_path / "whole")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_told_and_the_next_call_goes_on(tmp_path: Path, bytes_of: Bytes) -> None:
    """The system refuses to write more than 9 kB into a file: the design fits, the runs do not."""
    experiment = {**SMALL, "replications": 20}
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000)); "
        "import simulation as sim; from pathlib import Path\n"
        f"try: sim.sweep(sim.parse_experiment({experiment!r}), Path({str(tmp_path / 'full')!r}))\n"
        "except sim.InputError as problem: sys.exit(str(problem))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written (File too large); what was finished before is kept, and the same command" in done.stderr
    sim.sweep(sim.parse_experiment(experiment), tmp_path / "full")
    sim.sweep(sim.parse_experiment(experiment), tmp_path / "whole")
    assert bytes_of(tmp_path / "full") == bytes_of(tmp_path / "whole")


def test_a_log_read_back_is_the_log(tmp_path: Path) -> None:
    experiment = sim.parse_experiment({**SMALL, "logs": True, "replications": 2})
    results = sim.sweep(experiment, tmp_path)
    scenario = experiment.scenario_at(experiment.plan()[1].values)
    path = log_path(tmp_path, 1, 1)
    assert (read_log(path, scenario) == sim.simulate(scenario, 1, 1).log).all()
    assert attributes(path)["experiment"] == experiment.to_toml()
    assert attributes(path)["scenario_hash"] == scenario.hash()
    with pytest.raises(sim.InputError, match="log of another scenario"):
        read_log(path, experiment.base)
    assert results.series(1, "backlog.phone", 60).shape == (2, 48)


def test_results_name_their_points(small_results: sim.Results, tmp_path: Path) -> None:
    assert small_results.label(1) == "per_day 100, solve 1"
    assert small_results.point("3") == 3
    with pytest.raises(sim.InputError, match="no point '4', expected a number from 0 to 3"):
        small_results.point(4)
    with pytest.raises(sim.InputError, match="did you mean 'solved'"):
        small_results.values(0, "solvd")
    with pytest.raises(sim.InputError, match="holds no logs"):
        small_results.series(0, "backlog.phone")
    with pytest.raises(sim.InputError, match="holds no experiment"):
        sim.read_results(tmp_path)
    (tmp_path / "design.parquet").write_bytes(b"PAR1")
    (tmp_path / "runs.parquet").write_bytes(b"PAR1")
    with pytest.raises(sim.InputError, match="is no table of an experiment"):
        sim.read_results(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_workers_end_with_the_process_that_started_them() -> None:
    """A worker holds the program's output open: it closes when the worker has ended, too."""
    program = (
        "import os, signal, simulation as sim\n"
        "if __name__ == '__main__':\n"
        "    executor = sim.processes(2)\n"
        "    print([executor.submit(abs, -number).result() for number in (1, 2)], flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.communicate(timeout=60)[0] == "[1, 2]\n"
    assert process.returncode == -signal.SIGKILL
