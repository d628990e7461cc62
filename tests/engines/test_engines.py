"""Two engines, one log: every packaged scenario under every policy, random companies, and what is said of engines."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import simulation as sim
from simulation import engines
from simulation.compiled.lower import World
from simulation.log import digest
from simulation.model.company import Company
from simulation.randomness import Law, Luck
from simulation.workload import Workload
from tests.engines.differential import difference
from tests.model.worlds import worlds

STORED = json.loads((Path(__file__).parents[1] / "data" / "digests.json").read_text(encoding="utf-8"))
SHORT = {"distracted-agent": 40, "opening-hours": 10, "priority-line": 4, "redial": 9, "single-agent": 12}

Told = Callable[..., tuple[int, str, str]]


def _packaged() -> list[str]:
    return list(sim.packaged())


@pytest.mark.slow
@pytest.mark.parametrize("name", _packaged())
def test_every_policy_gives_the_stored_log(name: str) -> None:
    """The golden digests are the SimPy model's, so this is a differential test that costs half."""
    scenario = sim.load(name)
    days = SHORT.get(name, min(scenario.days, 8))
    scenario = scenario.with_({"days": days, "warm_up_days": min(scenario.warm_up_days, days / 2)})
    worlds = {name: scenario} | {f"{name}:{policy}": scenario.policy(policy) for policy in scenario.policies}
    found = {world: sim.simulate(worlds[world], seed=3, engine="compiled").digest for world in worlds}
    assert found == {world: STORED[world] for world in worlds}


@pytest.mark.parametrize("seed", [1, 2**64 - 1])
@pytest.mark.parametrize("replication", [0, 2**32 - 1])
def test_any_luck_gives_the_same_log(seed: int, replication: int) -> None:
    scenario = sim.load("reference-company").policy("every-rule").with_({"days": 7, "warm_up_days": 0})
    assert difference(scenario, seed, replication) == ""


@pytest.mark.slow
@settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_random_companies_give_the_same_log(scenario: sim.Scenario) -> None:
    assert difference(scenario) == ""


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        # shifts that begin and end at the same minute, patience equal to the answer, work and waits of no length
        ("erlang-a", {"channels.phone.work": {"mean": 3, "distribution": "deterministic"},
                      "channels.phone.patience": 0}),
        ("reference-company", {"teams.phone.rota": [{"hours": "08:00-12:00, 12:00-16:00", "agents": 3},
                                                     {"hours": "12:00-16:00", "agents": 2}]}),
        ("full-inbox", {"channels.email.work": {"mean": 0, "distribution": "deterministic"}}),
        ("storm", {"policies": {}, "needs.fault.per_day": 40, "publicity.audience": 2}),
        # a cast that arises at odd moments, and contacts without end
        ("redial", {"behaviour.most_contacts": 100, "behaviour.redial": 1, "behaviour.redial_minutes": 0}),
        ("rescue", {"behaviour.patience_ratio": 0}),
        # durations beyond what a whole number can count in ticks
        ("reference-company", {"behaviour.patience_ratio": 1e9, "transparency.labels": "none"}),
        ("reference-company", {"behaviour.return_days": 1e20, "behaviour.redial_minutes": 1e13}),
        ("reference-company", {"channels.phone.work.mean": 1e14, "teams.social.poll_minutes": 1e14,
                               "channels.email.believed": 1e14}),
    ],
)  # fmt: skip
def test_ties_are_broken_alike(name: str, changes: dict[str, object]) -> None:
    scenario = sim.load(name)
    days = {"storm": 6, "rescue": 5}.get(name, 2)
    assert difference(scenario.with_({"days": days, "warm_up_days": 0, **changes})) == ""


def test_needs_that_another_company_drew_change_no_log() -> None:
    """The twin takes them from memory; SimPy draws them anew."""
    scenario = sim.load("ash-cloud").with_({"days": 5, "warm_up_days": 0})
    sim.simulate(scenario.with_({"channels.phone.patience": 1.0}), engine="compiled")
    assert difference(scenario) == ""


def test_a_moment_with_more_events_than_there_is_room_for_is_lived_again_with_more() -> None:
    everybody = {"at": 600, "share": 1, "contact": 0}
    scenario = sim.load("ash-cloud").with_({
        "days": 1.5, "needs.stranded.incident": everybody, "cast": [],
        "transparency.broadcast": True, "transparency.broadcast_reach": 1, "transparency.broadcast_comments": 1,
    })  # fmt: skip
    assert difference(scenario) == ""


@pytest.mark.parametrize(("pages", "entries"), [(1, 1), (2, 1), (4096, 1), (4096, 1000)])
def test_the_calendar_is_in_order_however_its_pages_lie(
    monkeypatch: pytest.MonkeyPatch, pages: int, entries: int
) -> None:
    """Few pages come round again and again, and what is due laps later must wait."""
    from simulation.compiled import lower

    monkeypatch.setattr(lower, "_MOST_PAGES", pages)
    monkeypatch.setattr(lower, "_ENTRIES_OF_A_PAGE", entries)
    scenario = sim.load("reference-company").policy("every-rule").with_({"days": 7, "warm_up_days": 0})
    assert difference(scenario) == ""


@pytest.mark.parametrize("days", [5e-324, 1e-300, 1e-9, 0.3, 0.35])
@pytest.mark.filterwarnings("error")
def test_a_run_of_less_than_a_day_gives_the_same_log(days: float) -> None:
    everybody = {"at": 0, "share": 1, "contact": 1}
    short = {"days": days, "warm_up_days": 0, "cast": [], "needs.stranded.incident": everybody}
    scenario = sim.load("ash-cloud").with_(short)
    assert difference(scenario) == ""


def test_the_calendar_has_room_for_whatever_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulation.compiled import engine

    doubled, double = list[str](), engine._double

    def noted(world: World, name: str) -> None:
        doubled.append(name)
        double(world, name)

    monkeypatch.setattr(engine, "_double", noted)
    scenario = sim.load("reference-company").with_({"days": 3, "warm_up_days": 0, "population.customers": 40_000})
    assert difference(scenario) == ""
    assert "calendar" in doubled


def test_the_log_comes_in_blocks_as_well() -> None:
    from simulation.compiled.engine import blocks

    scenario = sim.load("erlang-a").with_({"days": 15})
    parts = list(blocks(Workload(scenario, 1, 0)))
    assert len(parts) > 1
    assert digest(np.concatenate(parts)) == sim.simulate(scenario, engine="compiled").digest


def test_progress_is_told_day_by_day_and_changes_nothing() -> None:
    scenario, shares = sim.load("reference-company").with_({"days": 4, "warm_up_days": 0}), list[float]()
    told = sim.simulate(scenario, progress=shares.append, engine="compiled")
    assert shares == [0.25, 0.5, 0.75, 1.0]
    assert told.digest == sim.simulate(scenario, engine="simpy").digest


def test_doubtful_draws_are_numpys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The callback to NumPy gives what a stream gives, for each kind of law."""
    from simulation.compiled.jit import KINDS, _numpys_draw
    from simulation.randomness import transform

    uniforms = Luck(5, 0).uniforms("any", 0, 0)
    for kind in ("exponential", "lognormal", "gumbel", "whole_days"):
        law = Law(kind, 2.5, 0.7)
        alone = [_numpys_draw(KINDS.index(kind), law.scale, law.shape, share) for share in uniforms[:64].tolist()]
        assert alone == transform(uniforms, law)[:64].tolist()


def test_a_run_says_which_engine_made_it() -> None:
    scenario = sim.load("tablet-order")
    runs = {engine: sim.simulate(scenario, engine=engine) for engine in ("simpy", "compiled", "auto")}
    assert [runs["simpy"].engine, runs["compiled"].engine, runs["auto"].engine] == ["simpy", "compiled", "compiled"]
    assert len({run.digest for run in runs.values()}) == 1


def test_auto_takes_simpy_where_there_is_no_numba_or_a_rule_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(sim.Scenario):
        """A researcher's own."""

    own = Own.model_validate(sim.load("single-agent").model_dump())
    assert "a scenario of its own kind" in (engines.supports(own) or "")
    assert engines.chosen(own, "auto") == "simpy"
    with pytest.raises(sim.InputError, match="engine = 'compiled': a scenario of its own kind"):
        engines.chosen(own, "compiled")
    monkeypatch.setattr(engines, "missing", lambda: "the package 'numba' is not installed")
    assert engines.chosen(sim.load("single-agent"), "auto") == "simpy"
    with pytest.raises(sim.InputError, match="'numba' is not installed"):
        engines.chosen(sim.load("single-agent"), "compiled")


def test_auto_never_compiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from simulation.compiled import entry

    monkeypatch.setattr(entry, "_loaded", [])
    monkeypatch.setattr(entry, "folder", lambda: tmp_path)
    scenario = sim.load("erlang-a").with_({"days": 3})
    assert {sim.simulate(scenario).engine for _ in range(2)} == {"simpy"}


def test_what_is_kept_on_disk_hangs_on_all_that_is_compiled() -> None:
    """The engine's modules, and those that they take numbers from: who changes one must not meet the old code."""
    from simulation.compiled import entry

    house = Path(sim.__file__).parent
    read, unread = set[Path](), [house / "compiled" / "loop.py"]
    while unread:
        path = unread.pop()
        if path in read or not path.is_file():
            continue
        read.add(path)
        if path.parent.name == "compiled":
            for part in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(part, ast.ImportFrom) and part.module and part.module.startswith("simulation"):
                    module = house.parent.joinpath(*part.module.split("."))
                    unread += [module.with_suffix(".py"), *(module / f"{name.name}.py" for name in part.names)]
    assert len(read) > 20
    assert {path for path in read if path.parent.name != "compiled"} <= set(entry.sources())


def test_threads_run_side_by_side() -> None:
    scenario = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})
    alone = [sim.simulate(scenario, 1, replication, engine="compiled").digest for replication in range(6)]
    with ThreadPoolExecutor(3) as pool:
        together = pool.map(lambda number: sim.simulate(scenario, 1, number, engine="compiled").digest, range(6))
        assert list(together) == alone


def test_comparisons_are_the_same_on_either_engine() -> None:
    base = sim.load("reference-company").with_({"days": 3, "warm_up_days": 0})
    companies = {name: base.policy(name) for name in ("before", "pooled")}
    found = [sim.compare(companies, 3, engine=engine).runs for engine in ("simpy", "compiled")]
    assert [[run.digest for run in runs] for runs in found[0].values()] == [
        [run.digest for run in runs] for runs in found[1].values()
    ]


def test_commands_take_an_engine(tell: Told) -> None:
    code, out, _ = tell("run", "tablet-order", "--engine", "compiled", "--json")
    assert code == 0
    assert json.loads(out)["engine"] == "compiled"
    assert tell("run", "tablet-order", "--engine", "simpy")[1].endswith("engine simpy\n")
    code, _, said = tell("run", "tablet-order", "--engine", "simpi")
    assert (code, said.count("\n")) == (2, 1)
    assert "did you mean 'simpy'?" in said
    code, out, _ = tell("compile", "--json")
    assert code == 0
    assert Path(json.loads(out)["folder"]).is_dir()


def test_the_model_makes_no_draw_that_the_twin_has_no_name_for() -> None:
    """A stream that is added to the model must be added to the engine."""
    from simulation.compiled import draws
    from simulation.streams import laws_of

    scenario = sim.load("reference-company").policy("every-rule")
    known = {*draws.STREAMS, "arrival", "hit_delay", *(f"{kind}.{name}" for kind in draws.BY_CHANNEL
                                                       for name in scenario.channels)}  # fmt: skip
    assert set(laws_of(scenario, "outage")) | set(laws_of(scenario, "orders")) <= known
    assert Company.__module__ in sys.modules


def test_the_loop_in_c_serves_the_same_queue(tmp_path: Path) -> None:
    from simulation.engine_speed import _loaded, c_library
    from simulation.theory.erlang import erlang_a

    made = c_library(tmp_path)
    if made is None:
        pytest.skip("no C compiler, so there is no loop in C to compare with")
    lost = _loaded(made).erlang_a(0.3, 3.0, 3.0, 10, 200_000, 7, None) / 200_000
    assert lost == pytest.approx(erlang_a(10, 1 / 0.3, 3.0, 3.0).p_abandon, abs=0.004)
