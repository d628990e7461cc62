"""What the sources say and where it can be seen: every row is there once, and no name in it leads nowhere."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.cast import CastMember
from simulation.commands import main
from simulation.log import EVENTS
from simulation.mechanisms import KINDS, SORTS, Mechanism, mechanism, mechanisms, of_kind
from tests.test_golden import scenarios

ROOT = Path(__file__).parent.parent
ROWS = {0: 40, 1: 30, 2: 32, 3: 20, 4: 16}
"""How many rows each text has."""
NAMES = [(row, name) for row in mechanisms() for name in row.shown_by]
SHOWN = [row for row in mechanisms() if row.kind != "taught"]
TAUGHT = of_kind("taught")


def identity(value: object) -> str:
    return value.id if isinstance(value, Mechanism) else str(value)


def test_every_row_of_the_five_texts_is_there_once() -> None:
    expected = [f"{text}.{number}" for text, count in ROWS.items() for number in range(1, count + 1)]
    assert [row.id for row in mechanisms()] == expected
    assert len({row.text for row in mechanisms()}) == len(ROWS)


@pytest.mark.parametrize("row", mechanisms(), ids=identity)
def test_a_row_says_what_its_kind_needs(row: Mechanism) -> None:
    assert row.kind in KINDS
    for sentence in (row.says, row.how, row.why):
        assert not sentence or sentence[-1] in ".?!", sentence
    if row.kind == "taught":
        assert row.place
        assert row.why
        assert not row.shown_by
        assert not row.how
        assert not row.scenario
        assert not row.test
    else:
        assert row.shown_by
        assert row.how
        assert row.scenario
        assert row.test
        assert not row.place
        assert not row.why
    if row.kind == "measured":
        assert any(name.startswith("measure:") for name in row.shown_by)


def test_no_two_rows_say_the_same() -> None:
    assert len({row.says for row in mechanisms()}) == len(mechanisms())


@cache
def world(scenario: str) -> sim.Scenario:
    name, _, policy = scenario.partition(":")
    company = sim.load(name)
    return company.policy(policy) if policy else company


@cache
def run_of(scenario: str) -> sim.Run:
    """Return a run of the scenario, cut as short as the one whose digest is stored."""
    return sim.simulate(scenarios()[scenario], seed=3)


@pytest.mark.parametrize("scenario", sorted({row.scenario for row in SHOWN}))
def test_every_scenario_can_be_seen(scenario: str) -> None:
    assert world(scenario).hash()


def has_key(values: Any, key: str) -> bool:
    """Say whether a scenario has a key; the rest of a dotted key in a table without fixed names is one name."""
    first, _, rest = key.partition(".")
    if not isinstance(values, dict):
        return False
    return key in values or (first in values and (not rest or has_key(values[first], rest)))


@pytest.mark.parametrize(("row", "name"), NAMES, ids=identity)
def test_every_name_is_one_that_exists(row: Mechanism, name: str) -> None:
    sort, _, what = name.partition(":")
    assert sort in SORTS
    company = world(row.scenario)
    if sort == "lever":
        assert has_key(company.model_dump(), what)
    elif sort == "event":
        assert what in [kind.name for kind in EVENTS]
        assert what in set(run_of(row.scenario).frame()["event"].astype(str)), "it never happens in this scenario"
    elif sort == "measure":
        assert what in run_of(row.scenario).measures()
    elif sort == "policy":
        assert what in company.policies
    else:
        assert what in run_of(row.scenario).cases().columns or what in CastMember.model_fields


@cache
def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("row", SHOWN, ids=identity)
def test_every_test_is_one_that_runs(row: Mechanism) -> None:
    file, _, function = row.test.partition("::")
    assert file.startswith("tests/")
    assert function.startswith("test_")
    assert function in functions(file)


@pytest.mark.parametrize("row", TAUGHT, ids=identity)
def test_every_place_is_one_that_can_be_opened(row: Mechanism) -> None:
    file, _, heading = row.place.partition("#")
    text = (ROOT / file).read_text(encoding="utf-8")
    headings = re.findall(r"^(?:# )?#{1,4} (.*)$", text, flags=re.MULTILINE)
    assert any(line == heading or line.startswith(f"{heading} (") for line in headings), headings


def test_most_of_it_is_simulated_or_measured() -> None:
    assert len(TAUGHT) < len(mechanisms()) / 10


def test_the_command_lists_them_and_tells_of_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mechanisms", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["id"] for row in rows] == [row.id for row in mechanisms()]
    assert list(rows[0]) == list(Mechanism._fields)
    assert main(["mechanisms", "--kind", "taught", "--json"]) == 0
    assert {row["kind"] for row in json.loads(capsys.readouterr().out)} == {"taught"}
    assert main(["mechanisms", "--id", "0.8"]) == 0
    told = capsys.readouterr().out
    assert mechanism("0.8").text in told
    assert "event:must_wait_for_owner" in told
    assert main(["mechanisms"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in table[2 : 2 + len(rows)]] == [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--id", "0.41"], "0.1 to 0.40"), (["--kind", "simulatd"], "did you mean 'simulated'?")]
)
def test_a_row_that_is_not_there_gets_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mechanisms", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert len(printed.err.splitlines()) == 1
