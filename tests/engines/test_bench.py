"""The bench of the engines: what it measures is there, and is of the right size. Nothing here is timed."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation import engine_draws, engine_speed
from simulation import log as ev
from simulation.memory import with_peak

Told = Callable[..., tuple[int, str, str]]


def _forty_megabytes() -> float:
    return float(sum(np.ones(5_000_000).sum() for _ in range(3)))


def test_the_height_of_memory_is_what_is_held_at_once() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # in here much is free that was taken before
        total, peak = pool.apply(with_peak, (_forty_megabytes,))
    assert total == 15e6
    if peak is not None and Path("/proc/self/clear_refs").exists():
        assert 35e6 < peak < 60e6  # one array of 40 MB, not three


@pytest.mark.slow
def test_every_engine_tells_its_speed_and_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    world = sim.load("erlang-a").with_({"days": 3})
    monkeypatch.setattr(engine_speed, "_worlds", lambda: {"erlang-a": (world, world)})
    found = engine_speed.engine_speed(rounds=1)["erlang-a"]
    told = {"contacts_per_cpu_s", "contacts_per_wall_s", "events_per_cpu_s", "contacts"}
    if Path("/proc/self/clear_refs").exists():
        told |= {"peak_bytes", "peak_bytes_per_contact"}
    for engine in ("simpy", "compiled"):
        assert set(found[engine]) == told
        assert all(value > 0 for value in found[engine].values())
    assert found["simpy"]["contacts"] == found["compiled"]["contacts"]


@pytest.mark.slow
def test_long_runs_have_a_table_and_a_picture(tell: Told, tmp_path: Path) -> None:
    code, out, problems = tell("bench", "--contacts", "10000", "--picture", str(tmp_path / "cost.png"), "--json")
    assert code == 0, problems
    found = json.loads(out)
    assert [cost["engine"] for cost in found["costs"]] == ["compiled", "simpy"]
    assert len({cost["contacts"] for cost in found["costs"]}) == 1
    assert Path(found["file"]).read_bytes().startswith(b"\x89PNG")
    assert "Processor time for a contact" in found["alt"]


@pytest.mark.slow
def test_a_hundred_weeks_are_made_of_their_parts(tell: Told) -> None:
    code, out, problems = tell("bench", "--weeks", "--rounds", "1", "--json")
    assert code == 0, problems
    found = json.loads(out)
    assert set(found) == {"weeks_s", "needs_ms", "simulated_ms", "measures_ms", "digest_ms"}
    assert all(value > 0 for value in found.values())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--contacts", "10"), "--contacts 10: expected at least 10,000"),
        (("--picture", "a.png"), "--picture: there is a picture of long runs alone"),
        (("--contacts", "10000", "--picture", "a.pdf"), "a.pdf: expected a name that ends in .png or .svg"),
    ],
)
def test_bad_questions_get_one_sentence(arguments: tuple[str, ...], sentence: str, tell: Told) -> None:
    code, _, said = tell("bench", *arguments)
    assert (code, said.count("\n")) == (2, 1)
    assert sentence in said


def test_the_draws_of_a_run_are_those_that_it_made() -> None:
    from simulation.compiled.lower import lower
    from simulation.workload import Workload

    scenario = sim.load("reference-company").with_({"days": 1, "warm_up_days": 0})
    draws, contacts = engine_draws._traced(1)
    assert contacts == int((sim.simulate(scenario, engine="simpy").log["event"] == ev.CONTACT).sum())
    world = lower(Workload(scenario, 1, 0))
    order = engine_draws._ordered(world, draws, 2)
    assert 0.95 * len(draws) < len(order.laws) / 2 <= len(draws)
    first = set(zip(order.laws.tolist(), order.rows.tolist(), strict=True))
    assert len(first) == len(set(order.places.tolist()))
