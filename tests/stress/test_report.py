"""The report: every item of the checklist for every packaged scenario, and values that are the scenario's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulation as sim
from simulation.commands import main
from simulation.overrides import overrides, value_at
from simulation.stress import CHECKLIST, ITEMS, stress_report
from simulation.stress.logic import RULES
from simulation.stress.outputs import outputs
from simulation.stress.texts import QUESTION, cell

PAGE = Path(__file__).parents[2] / "docs" / "model.md"
REFERENCE = sim.load("reference-company")


def _items(text: str) -> dict[str, str]:
    heads = re.split(r"^### (.*)$", text, flags=re.MULTILINE)
    return {title: body.split("\n## ")[0].strip() for title, body in zip(heads[1::2], heads[2::2], strict=True)}


def _rows(text: str) -> dict[str, list[str]]:
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): [each.strip() for each in row[1:]] for row in rows}


@pytest.mark.parametrize("name", sim.packaged())
def test_every_item_stands_there_for_every_packaged_scenario(name: str) -> None:
    scenario = sim.load(name)
    text = stress_report(scenario)
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == list(CHECKLIST)
    items = _items(text)
    assert list(items) == list(ITEMS)
    assert [title for title, body in items.items() if len(body) < 20] == []
    assert scenario.hash() in text
    rows, values = _rows(items["3.3 Input parameters"]), scenario.model_dump()
    numbers = {key: row for key, row in rows.items() if len(row) == 5}  # those of the catalogue
    assert len(numbers) > 50
    assert {key: row[0] for key, row in numbers.items()} == {key: cell(value_at(values, key)) for key in numbers}
    for each in overrides(scenario):
        assert rows[each["key"]][0] == cell(each["value"])
        assert len(rows[each["key"]]) == 1 or rows[each["key"]][2].startswith("stated here")
    for policy in scenario.policies:
        assert f"| {policy} |" in items["2.3 Scenario logic"]
    for team, part in scenario.teams.items():
        assert f"| {team} |" in items["2.5.3 Resources"]
        assert f"| {team} |" in items["2.5.4 Queues"]
        assert part.rota or f"{part.agents} agent" in items["2.5.3 Resources"]
    for need in scenario.needs:
        assert f"| {need} |" in items["2.5.5 Entry and exit points"]
    for member in scenario.cast:
        assert member.name in items["2.5.1 Entities"]


def test_numbers_of_the_catalogue_stand_there_as_the_scenario_has_them() -> None:
    scenario = REFERENCE.with_({"behaviour.redial": 0.35, "channels.phone.patience": "never", "days": 9})
    items = _items(stress_report(scenario))
    rows = _rows(items["3.3 Input parameters"])
    assert rows["behaviour.redial"][:4] == ["0.35", "probability", "stated here (catalogue: 0.6, A)", "the scenario"]
    assert rows["channels.phone.patience"][0] == "never"
    assert rows["handling.ask_minutes"][:3] == ["1.5", "min", "A"]
    assert rows["orders.hazard"][3].startswith("gives P = 36 %")
    assert "`behaviour.redial`" not in items["3.4 Assumptions"]
    assert "| `behaviour.returns` | 0.7 | 0.5 | 1 | A |" in items["3.4 Assumptions"]
    assert "9 days of 24 hours, of which 4 count" in items["4.2 Run length"]


def test_what_only_the_author_knows_is_asked_where_it_belongs() -> None:
    items = _items(stress_report(REFERENCE))
    asked = {title for title, body in items.items() if QUESTION in body}
    assert asked == {
        "1.1 Purpose of the model", "1.2 Model outputs", "1.3 Experimentation aims", "3.1 Data sources",
        "3.2 Pre-processing", "3.4 Assumptions", "4.1 Initialisation", "4.3 Estimation approach",
        "5.4 System specification", "6.1 Computer model sharing statement",
    }  # fmt: skip
    for title in asked:
        (line,) = [line for line in items[title].splitlines() if line.startswith(QUESTION)]
        assert "?" in line


def test_every_rule_of_the_page_has_its_sentence() -> None:
    text = PAGE.read_text(encoding="utf-8").split("## Rules")[1].split("## Events")[0]
    names = [
        re.sub(r"[,;] (table )?`[^`]*`", "", name) for name in re.findall(r"^- \*\*(.*?)\.\*\*", text, re.MULTILINE)
    ]
    assert [rule.name for rule in RULES] == names


def test_rules_are_told_where_they_are_on() -> None:
    def told(scenario: sim.Scenario) -> set[str]:
        body = _items(stress_report(scenario))["2.2 Base model logic"]
        return set(re.findall(r"^- \*\*(.*?)\.\*\*", body, re.MULTILINE))

    plain, every = told(REFERENCE), told(REFERENCE.policy("every-rule"))
    assert "Learning (E4)" not in plain
    assert every - plain == {
        "Learning (E4)", "Priority (E13)", "Readers (E15, E16, E23)", "Reactions (E16)", "Third parties",
        "Wrong addresses and listening", "Archive (E15)", "Privacy exposure (E23)", "Incidents (E14)",
        "Loyalty (E18, E19)", "Reputation (E20)", "Escalation", "Calls back", "Improvement (E22)",
    }  # fmt: skip
    assert told(sim.load("single-agent")) < plain
    assert "Agencies" in told(sim.load("agency").policy("weekly"))
    assert "Chat" in told(sim.load("service-levels").policy("chat"))


@pytest.mark.parametrize("where", ["reference-company:every-rule", "service-levels", "storm", "learning-customers"])
def test_the_outputs_are_measures_of_a_run(where: str) -> None:
    name, _, policy = where.partition(":")
    scenario = sim.load(name).with_({"days": 8, "warm_up_days": 0, "cast": [] if name != "storm" else None})
    if name == "storm":
        scenario = sim.load(name)
    scenario = scenario.policy(policy) if policy else scenario
    measures = sim.simulate(scenario).measures()
    assert [row[0] for row in outputs(scenario) if row[0] not in measures] == []


def test_the_command_writes_it_and_refuses_other_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a" / "report.md"
    assert main(["report", "ash-cloud:broadcast", "--set", "days=10", "--out", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == stress_report(
        sim.load("ash-cloud").policy("broadcast").with_({"days": 10})
    )
    capsys.readouterr()
    assert main(["report", "ash-cloud"]) == 0
    assert capsys.readouterr().out == stress_report(sim.load("ash-cloud"))
    assert main(["report", "ash-clud"]) == 2
    assert "did you mean 'ash-cloud'?" in capsys.readouterr().err
    assert main(["report", "ash-cloud", "--out", str(tmp_path / "r.pdf")]) == 2
    assert "ends in .md" in capsys.readouterr().err
