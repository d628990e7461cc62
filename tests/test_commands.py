"""The command line: shapes of its JSON, tables for people, and one sentence for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

import simulation as sim
from simulation.commands.running import print_counterfactuals
from simulation.counterfactuals import Counterfactual, counterfactuals
from simulation.trace import customer_number

Told = Callable[..., tuple[int, str, str]]


def document(tell: Told, *arguments: str) -> Any:
    """Run a command with ``--json`` and return the one document that it prints."""
    code, out, _ = tell(*arguments, "--json")
    assert code == 0
    return json.loads(out)


def test_list_names_every_packaged_scenario(tell: Told) -> None:
    rows = document(tell, "list")
    assert [row["name"] for row in rows] == sim.packaged()
    assert {"tablet-order", "reference-company", "erlang-a"} <= {row["name"] for row in rows}
    assert all(row["title"] for row in rows)


def test_counterfactuals_have_the_columns_of_the_table(tell: Told) -> None:
    rows = document(tell, "counterfactuals", "tablet-order")
    assert all(list(row) == list(Counterfactual._fields) for row in rows)
    assert Counterfactual._fields[:2] == ("scenario", "contacts")
    names = ["BASE", "L1a", "L1b", "L1c", "L2", "L3", "L3b", "L4a", "L4b", "L4c", "L2+L3+L4c", "all"]
    assert [row["scenario"] for row in rows] == names
    assert rows[2]["first_reply_min"] is None
    assert rows[0]["S"] != round(rows[0]["S"], 6)


def test_trace_tells_the_base_story(tell: Told) -> None:
    rows = document(tell, "trace", "tablet-order", "--customer", "Solveig")
    assert all(list(row) == ["t_min", "actor", "event", "detail"] for row in rows)
    assert rows == document(tell, "trace", "tablet-order", "--policy", "BASE")
    everything = document(tell, "trace", "tablet-order", "--all")
    assert len(everything) > len(rows)
    assert "solved" in {row["event"] for row in everything}


def test_a_picture_shows_one_world_or_two(tell: Told, tmp_path: Path) -> None:
    one = document(tell, "picture", "tablet-order", "--out", str(tmp_path / "one.png"))
    assert list(one) == ["file", "alt"]
    assert "asked for the number twice" in one["alt"]
    path = tmp_path / "pictures" / "two.svg"
    code, out, _ = tell("picture", "tablet-order", "--policy", "BASE", "--policy", "L4c", "--out", str(path))
    assert code == 0
    assert out.startswith(f"{path}\n")
    assert "L4c: no distraction: Solveig contacts the company once" in out
    assert path.read_text().startswith("<?xml")
    patient = ("--set", "cast.1.luck.patience=10", "--policy", "BASE")
    assert "contacts the company once" in document(tell, "picture", "tablet-order", *patient, "--out",
                                                   str(tmp_path / "patient.png"))["alt"]  # fmt: skip


def test_run_has_digest_and_measures(tell: Told) -> None:
    one = document(tell, "run", "tablet-order")
    assert one["digest"] == sim.simulate(sim.load("tablet-order")).digest
    assert one["measures"]["asks_per_case"] == 2
    assert one["measures"]["abandonment.phone"] is None
    several = document(tell, "run", "erlang-a", "--set", "days=2", "--replications", "3")
    assert len(several["digest"]) == 3 == len(set(several["digest"]))
    low, high = several["intervals"]["abandonment.phone"]
    assert low < several["measures"]["abandonment.phone"] < high


def test_run_writes_whole_files(tell: Told, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "run"
    code, _, _ = tell("run", "tablet-order", "--policy", "L2", "--out", str(out))
    assert code == 0
    table = pd.read_parquet(out / "log.parquet")
    assert table.attrs["scenario_hash"] == sim.load("tablet-order").policy("L2").hash()
    assert table.attrs["seed"] == 1
    assert pd.read_csv(out / "events.csv", comment="#").shape == table.shape
    assert len(pd.read_csv(out / "cases.csv")) == 1
    assert sim.load(out / "scenario.toml") == sim.load("tablet-order").policy("L2")
    mined = pd.read_csv(out / "process-mining.csv")
    assert list(mined) == ["case", "activity", "timestamp", "resource", "channel"]
    assert mined["activity"].tolist()[:2] == ["order_placed", "confirmation_missing"]
    written = sorted(path.name for path in out.iterdir())
    assert written == ["cases.csv", "events.csv", "log.parquet", "process-mining.csv", "scenario.toml"]
    assert tell("run", "tablet-order", "--out", str(out))[0] == 0  # the same shape again
    code, _, said = tell("run", "tablet-order", "--replications", "2", "--out", str(out))
    assert (code, said.count("\n")) == (2, 1)
    assert "holds 'log.parquet' of a run of another shape" in said


def test_compare_pairs_the_same_customers(tell: Told) -> None:
    found = document(
        tell, "compare", "tablet-order:BASE", "tablet-order:L4c", "--replications", "2",
        "--measure", "satisfaction", "--workers", "1",
    )  # fmt: skip
    assert [found["a"], found["b"], found["replications"]] == ["tablet-order:BASE", "tablet-order:L4c", 2]
    (row,) = found["rows"]
    assert list(row) == ["measure", "a", "b", "difference", "low", "high", "p_holm", "variance_reduction"]
    assert row["difference"] == pytest.approx(row["b"] - row["a"])
    assert row["variance_reduction"] is None


def test_show_names_what_a_scenario_overrides(tell: Told) -> None:
    shown = document(tell, "show", "reference-company", "--policy", "integrated")
    keys = {row["key"]: row for row in shown["overrides"]}
    assert keys["integration.order_status"]["value"] == 1
    assert keys["integration.order_status"]["default"] == 0
    assert "behaviour.redial" not in keys
    assert shown["values"]["behaviour"]["redial"] == 0.6
    code, text, _ = tell("show", "tablet-order")
    assert code == 0
    assert "Solveig" in text
    assert "handling.own_lookup" in text
    rates = {row["key"]: row["meaning"] for row in document(tell, "show", "service-levels")["overrides"]}
    assert rates["needs.billing.per_day"] == "billing needs per day, whatever the number of customers"
    assert not [meaning for key, meaning in rates.items() if key.endswith("per_day") and "1000" in meaning]


def test_show_names_what_a_channel_of_ones_own_overrides_of_the_one_that_it_is_like(tell: Told, tmp_path: Path) -> None:
    path = tmp_path / "hotline.toml"
    text = '[channels.hotline]\nlike = "phone"\nsolve = 0.5\n[teams.desk]\nchannels = ["hotline"]\n[needs.technical]\n'
    path.write_text(f"days = 1\n{text}")
    rows = {row["key"]: row for row in document(tell, "show", str(path))["overrides"]}
    assert rows.keys() == {"channels.hotline.solve"}
    assert rows["channels.hotline.solve"]["default"] == 0.75


def test_a_shown_file_is_a_start_for_one_of_your_own(tell: Told, tmp_path: Path) -> None:
    _, text, _ = tell("show", "reference-company", "--toml")
    mine = tmp_path / "mine.toml"
    mine.write_text(text.replace("days = 40", "days = 6"), encoding="utf-8")
    assert document(tell, "run", str(mine))["measures"]["cases"] > 0


def test_parameters_tell_their_status(tell: Told) -> None:
    rows = document(tell, "parameters")
    assert set(rows[0]) == {"key", "symbol", "meaning", "value", "low", "high", "unit", "status", "source"}
    assert all(row["source"] for row in rows if row["status"] in "TSFR")
    assert {row["status"] for row in document(tell, "parameters", "--status", "S")} == {"S"}


def test_the_schema_accepts_every_packaged_scenario(tell: Told) -> None:
    code, text, _ = tell("schema")
    assert code == 0
    schema = json.loads(text)
    for name in sim.packaged():
        jsonschema.validate(sim.load(name).given(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"days": 1, "behavior": {}}, schema)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["traec"], "did you mean 'trace'?"),
        (["run", "tablet-ordr"], "did you mean 'tablet-order'?"),
        (["run", "nowhere.toml"], "no such file"),
        (["run", "tablet-order", "--set", "integration.ordr_status=1"], "did you mean 'order_status'?"),
        (["run", "tablet-order", "--set", "integration.order_status"], "expected KEY=VALUE"),
        (["run", "tablet-order", "--set", "integration.order_status=2"], "at most 1"),
        (["run", "tablet-order", "--policy", "L22"], "did you mean 'L2'?"),
        (["run", "tablet-order", "--replications", "none"], "whole number from 1"),
        (["run", "tablet-order", "--seed", "-1"], "whole number from 0"),
        (["run", "tablet-order", "--out", "/dev/null/run"], "cannot be written"),
        (["trace", "reference-company"], "say which customer"),
        (["trace", "tablet-order", "--customer", "Solvieg"], "did you mean 'Solveig'?"),
        (["trace", "reference-company", "--customer", "2000"], "a number from 0 to 1999"),
        (["trace", "tablet-order", "--customer", "1"], "or the number 0"),
        (["counterfactuals", "erlang-a", "--customer", "1"], "has no policies"),
        (["picture", "tablet-order", "--out", "a.pdf"], "ends in .png or .svg"),
        (["picture", "tablet-order", "--policy", "L2", "--policy", "L22"], "did you mean 'L2'?"),
        (["picture", "tablet-order", *["--policy", "L2"] * 3], "expected one, or two"),
        (["picture", "tablet-order", "--customer", "0"], "has no case"),
        (["picture", "tablet-order", "--shows", "commitments", "--replications", "1"], "promises nothing"),
        (["picture", "tablet-order", "--shows", "causes", "--customer", "Solveig"], "--customer is for a case"),
        (["picture", "rescue", "--shows", "causes", *["--policy", "a"] * 2], "2 policies, expected at most 1"),
        (["compare", "tablet-order", "tablet-order"], "are the same"),
        (
            ["compare", "tablet-order", "tablet-order:L2", "--measure", "satisfacton", "--replications", "1"],
            "satisfaction",
        ),
        (["parameters", "--status", "X"], "invalid choice"),
        (["run"], "required"),
    ],
)
def test_bad_input_gets_one_sentence(tell: Told, arguments: list[str], said: str) -> None:
    code, out, err = tell(*arguments)
    assert code == 2
    assert out == ""
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert said in lines[0]
    assert "Traceback" not in err


def test_without_a_command_it_helps(tell: Told) -> None:
    code, out, _ = tell()
    assert code == 2
    for command in ("run", "trace", "counterfactuals", "compare", "validate", "results", "bench", "demo"):
        assert command in out


def test_the_solution_of_an_escalated_case_has_a_column(tell: Told, capsys: pytest.CaptureFixture[str]) -> None:
    rescue = sim.load("rescue")
    kept = {name: rescue.policies[name].model_dump() for name in ("phone-too", "own-authority")}
    rescue = rescue.with_({"policies": None}).with_({"policies": kept, "days": 9, "cast": rescue.given()["cast"][:1]})
    later, at_once = counterfactuals(rescue, customer_number(rescue, None))
    assert later.info_min is not None
    assert later.solved_min is not None
    assert later.solved_min > later.info_min + 1440  # she knew days before it was done
    assert at_once.solved_min == at_once.info_min
    print_counterfactuals(rescue, [later._asdict(), at_once._asdict()])
    assert "solved min" in capsys.readouterr().out
    assert "solved min" not in tell("counterfactuals", "tablet-order")[1]


def test_the_number_of_a_cause_is_counted_and_never_averaged(tell: Told) -> None:
    small = ("--set", "days=3", "--set", "warm_up_days=0", "--set", "cast=[]")
    asked = ("run", "service-levels:fix-by-count", *small, "--replications", "4")
    code, out, _ = tell(*asked, "--json")
    assert code == 0
    found = json.loads(out)
    scenario = sim.load("service-levels").policy("fix-by-count").with_({"days": 3, "warm_up_days": 0, "cast": []})
    tops = [sim.simulate(scenario, 1, number).measures()["top_cause_by_count"] for number in range(4)]
    top = found["measures"]["top_cause_by_count"]
    assert found["most_frequent"]["top_cause_by_count"] == tops.count(top) / 4 == max(map(tops.count, tops)) / 4
    assert found["intervals"]["top_cause_by_count"] == [None, None]
    assert f"no mean but the most frequent, cause {top:.0f} in" in tell(*asked)[1]
    known = sim.compare({"a": scenario, "b": scenario.with_({"handling.asks": False})}, 2)
    assert "top_cause_by_count" not in known.measures()
    with pytest.raises(sim.InputError, match="is the number of a cause, which has no mean"):
        known.difference("a", "b", "top_cause_by_count")
