"""The command robust: shapes of its JSON, the files it keeps, going on after a stop, and one sentence for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.robustness import HEADLINES, all_claims
from simulation.robustness.table import read_table

Told = Callable[..., tuple[int, str, str]]

CLAIM = "answer-15-h-vs-answer-4-h-largest-thread"
FEW = ("--points", "5", "--days", "3", "--replications", "2", "--seed", "2", "--workers", "1")


def test_the_list_has_every_claim_with_a_sign(tell: Told) -> None:
    code, out, _ = tell("robust", "--list", "--json")
    assert code == 0
    rows = json.loads(out)
    assert [row["claim"] for row in rows] == [name for name, (claim, _) in all_claims().items() if claim.sign]
    assert {row["claim"] for row in rows if row["in_all"]} == set(HEADLINES)
    assert "pooled-vs-before-asked-twice" in tell("robust", "--list")[1]


def test_what_it_prints_and_keeps(tell: Told, tmp_path: Path) -> None:
    code, out, _ = tell("robust", CLAIM, *FEW, "--out", str(tmp_path / "out"), "--json")
    assert code == 0
    found = json.loads(out)
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8").replace("\n", " ")
    shape = page.split("**robust**")[1].split("**report**")[0]
    for name in [*found, *found["rows"][0]]:
        assert name.removesuffix("_1").removesuffix("_2").removesuffix("_3") in shape, name
    (row,) = found["rows"]
    assert row["days"] == 3
    assert row["points"] >= 5
    files = [Path(file).name for file in found["files"]]
    assert files == ["robustness.csv", "robustness-points.csv", "robustness.png"]
    assert read_table(tmp_path / "out" / files[0])[0]["kept"] == row["kept"]
    runs = next((tmp_path / "out" / "runs").glob("*/points/runs.parquet"))
    runs.unlink()  # as if it had been stopped before its first part
    before = (tmp_path / "out" / files[1]).read_bytes()
    assert tell("robust", CLAIM, *FEW, "--out", str(tmp_path / "out"))[0] == 0
    assert (tmp_path / "out" / files[1]).read_bytes() == before
    assert runs.exists()


def test_policies_of_a_scenario_can_be_put_in_order(tell: Told) -> None:
    order = ("--order", "answer-15-min,answer-24-h", "--scenario", "storm", "--measure", "largest_thread")
    code, out, _ = tell("robust", *order, *FEW)
    assert code == 0
    assert "storm-order" in out
    assert "by luck" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["robust"], "expected ids of claims, --all, or --order"),
        (["robust", CLAIM, "--all"], "expected ids of claims, --all, or --order"),
        (["robust", CLAIM[:-1]], f"did you mean '{CLAIM}'?"),
        (["robust", "nobody-reached-vs-no-broadcast-contacts-per-day"], "claims no sign"),
        (["robust", CLAIM, "--days", "0"], "not a number of days above 0"),
        (["robust", CLAIM, "--points", "0"], "whole number from 1"),
        (["robust", "--order", "before,pooled"], "expected --scenario and --measure"),
        (["robust", "--order", "a", "--scenario", "storm", "--measure", "solved"], "at least two policies"),
        (["robust", "--order", "answer-1-h,answer-2", "--scenario", "storm", "--measure", "x"],
         "did you mean 'answer-2-h'?"),
        (["robust", "--order", "answer-1-h,answer-2-h", "--scenario", "storm", "--measure", "solvd", *FEW],
         "did you mean 'solved'?"),
        (["robust", CLAIM, *FEW, "--out", "/dev/null/x"], "cannot be written"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(tell: Told, arguments: list[str], said: str) -> None:
    code, out, err = tell(*arguments)
    assert (code, out) == (2, "")
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert said in lines[0]
