"""The tablet order: one customer, with the same luck, as told and under every policy of the scenario."""

from __future__ import annotations

import csv
import math
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.log import EVENTS
from simulation.randomness import Stream

TABLET = sim.load("tablet-order")
HERE = Path(__file__).parent
TABLE = {row["policy"]: row for row in csv.DictReader((HERE / "data" / "tablet-counterfactuals.csv").open())}
COLUMNS = [column for column in next(iter(TABLE.values())) if column != "policy"]
SEEDS = (1, 2, 2**63)
STORY = [
    (-1440, "order_placed"),
    (-1439, "confirmation_missing"),
    (-10, "selfservice_fail"),
    (-2, "channels_seen"),
    (0, "contact"),
    (60, "patience_expired"),
    (60, "contact"),
    (80, "first_reply"),
    (80, "ask_phone_number"),
    (90, "sends_number"),
    (91, "must_wait_for_owner"),
    (92, "recommends_phone"),
    (93, "declines_phone"),
    (210, "first_reply"),
    (212, "ask_phone_number"),
    (222, "sends_number"),
    (237, "partner_lookup"),
    (297, "information_given"),
    (4617, "delivered"),
]


def row(scenario: sim.Scenario, seed: int = 1) -> dict[str, float]:
    """Return her case, not-a-number where there is none."""
    table = sim.simulate(scenario, seed).cases()
    assert len(table) == 1
    return {column: float(table[column].iloc[0]) for column in COLUMNS}


def rows(changes: dict[str, Any], *policies: str) -> list[dict[str, float]]:
    """Return her case under some policies of the changed scenario."""
    changed = TABLET.with_(changes)
    return [row(changed.policy(policy)) for policy in policies]


def told(run: sim.Run) -> list[tuple[float, str]]:
    """Return what she would tell, in minutes from her first contact."""
    hers = run.log[run.log["case"] == -1]
    names = [EVENTS[event].name for event in hers["event"]]
    begun = hers["time"][names.index("contact")]
    return [
        (float(entry["time"] - begun), name)
        for entry, name in zip(hers, names, strict=True)
        if EVENTS[entry["event"]].told
    ]


def test_the_table_has_every_policy() -> None:
    assert list(TABLE) == list(TABLET.policies)


@pytest.mark.parametrize("policy", TABLE)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_of_the_table(policy: str, seed: int) -> None:
    found = row(TABLET.policy(policy), seed)
    for column in COLUMNS:
        printed = TABLE[policy][column]
        if not printed:
            assert math.isnan(found[column]), column
            continue
        half_a_digit = 0.5 * 10.0 ** -len(printed.partition(".")[2])
        assert abs(found[column] - float(printed)) <= half_a_digit, (column, found[column], printed)


def test_the_story_in_its_order_and_to_the_minute() -> None:
    run = sim.simulate(TABLET)
    assert told(run) == STORY
    hers = run.log[run.log["case"] == -1]
    contacts = hers[[EVENTS[event].name == "contact" for event in hers["event"]]]
    assert [run.names.channels[index] for index in contacts["channel"]] == ["twitter", "facebook"]


def test_she_was_informed_by_friendly_agents_and_got_her_tablet() -> None:
    case = sim.simulate(TABLET).cases().iloc[0]
    assert case["informed"]
    assert case["solved"]
    assert not case["deflected"]
    assert TABLET.teams["twitter"].friendly == TABLET.teams["facebook"].friendly == 1
    unfriendly = row(TABLET.with_({"teams.twitter.friendly": 0, "teams.facebook.friendly": 0}))
    assert unfriendly["satisfaction"] == pytest.approx(case["satisfaction"] - 0.05)


def test_no_draw_of_hers_is_left_to_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    read, at = set(), Stream.at

    def told_at(self: Stream, row: int, attempt: int = 0) -> float:
        if row == -1:
            assert row in self._told or self.law.kind == "constant", f"{self.name} is not told"
            read.add(self.name)
        return at(self, row, attempt)

    monkeypatch.setattr(Stream, "at", told_at)
    for policy in TABLET.policies:
        sim.simulate(TABLET.policy(policy), engine="simpy")
    assert {"orders.patience", "orders.reply", "orders.partner_delay", "orders.choice.phone"} <= read


def test_honest_labels_neither_shorten_the_wait_nor_send_her_to_the_phone() -> None:
    base, honest = sim.simulate(TABLET), sim.simulate(TABLET.policy("L2"))
    assert row(honest.scenario)["first_reply_min"] == row(base.scenario)["first_reply_min"]
    phone = honest.names.channels.index("phone")
    assert not ((honest.log["case"] == -1) & (honest.log["channel"] == phone)).any()
    assert "patience_expired" not in [event for _, event in told(honest)], "the honest time stretches her patience"


@pytest.mark.parametrize("policy", ["L3", "L3b"])
def test_knowing_who_she_is_leaves_the_first_reply_where_it_was(policy: str) -> None:
    assert row(TABLET.policy(policy))["first_reply_min"] == row(TABLET)["first_reply_min"]


@pytest.mark.parametrize("policy", ["L4a", "L4b"])
def test_the_reason_changes_satisfaction_and_no_time(policy: str) -> None:
    base, other = sim.simulate(TABLET).log, sim.simulate(TABLET.policy(policy)).log
    for column in base.dtype.names or ():
        if column != "detail":
            assert np.array_equal(base[column], other[column]), column
    changed = {EVENTS[event].name for event in base["event"][base["detail"] != other["detail"]]}
    assert changed == {"first_reply"}
    assert row(TABLET.policy(policy))["satisfaction"] > row(TABLET)["satisfaction"]


def test_her_patience() -> None:
    base, patient = row(TABLET), rows({"cast.1.luck.patience": 16}, "BASE")[0]
    assert (patient["contacts"], patient["asks"], patient["hand_offs"], patient["agents_touched"]) == (1, 1, 0, 1)
    assert patient["info_min"] == base["info_min"]
    hasty = TABLET.with_({"cast.1.luck.patience": 2})
    assert told(sim.simulate(hasty))[6] == (45, "contact")


def test_the_next_look_at_the_messages() -> None:
    base, prompt = rows({"cast.1.luck.poll": [0.8, 0.8]}, "BASE", "L4c")
    assert base["info_min"] == 297, "away until 206, when he looks does not matter"
    assert (prompt["first_reply_min"], prompt["info_min"]) == (20, 107)


def test_how_long_she_takes_to_answer() -> None:
    base, known, attended = rows({"cast.1.luck.reply": 20}, "BASE", "L3", "L4c")
    assert (base["info_min"], known["info_min"], attended["info_min"]) == (307, 285, 107)


def test_how_long_the_partner_takes() -> None:
    base, instant = rows({"cast.1.luck.partner_delay": 2}, "BASE", "L1c")
    assert (base["info_min"], instant["info_min"]) == (357, 237)
    assert base["agent_min"] == 26, "nobody works while the partner looks"


def test_what_she_does_when_her_patience_ends() -> None:
    (repeats,), (gives_up,) = (rows({"cast.1.luck.reaction": draw}, "BASE") for draw in ([0.1, 0.9], 0.9))
    assert (repeats["contacts"], repeats["hand_offs"], repeats["agents_touched"]) == (2, 0, 1)
    assert gives_up["contacts"] == 1
    assert gives_up["satisfaction"] > row(TABLET)["satisfaction"]


def test_whether_an_order_brings_a_question() -> None:
    likely = rows({"cast.1.luck.status": 0.01}, "BASE", "L1a", "L1b", "all")
    assert [found["contacts"] for found in likely] == [2, 2, 2, 1], "no lever deflects her"
    rare = rows({"cast.1.luck.status": 0.3}, "BASE", "L1a", "L1b")
    assert [found["contacts"] for found in rare] == [2, 0, 0], "the confirmation alone does"
    assert len(sim.simulate(TABLET.with_({"cast.1.luck.status": 0.5})).cases()) == 0, "she never asks"


def test_the_confirmation_and_my_page_deflect_her_only_together() -> None:
    """So the page of lab 1 says, of those who turn one lever after the other."""
    page, both = {"integration.order_status": 1}, {"integration.order_status": 1, "integration.confirmation": 1}
    assert row(TABLET.with_(page))["contacts"] == row(TABLET)["contacts"]
    assert sim.simulate(TABLET.with_(both)).cases()["contacts"].sum() == 0


def test_when_the_agent_comes_back() -> None:
    base = rows({"teams.twitter.attention_told": ["33 h", "200 min", "never"]}, "BASE")[0]
    assert (base["first_reply_min"], base["info_min"]) == (144, 231)
    never = TABLET.with_({"teams.twitter.attention_told": ["33 h", "never"]})
    assert math.isnan(row(never)["first_reply_min"])
    assert row(never)["satisfaction"] < 0.224


def test_which_channel_she_takes_to() -> None:
    first = rows({"cast.1.luck.choice.twitter": -4}, "BASE")
    assert first[0]["contacts"] == 1
    assert first[0]["first_reply_min"] == 10, "the Facebook agent is there"


def test_a_scenario_file_with_another_draw_tells_another_story() -> None:
    text = TABLET.to_toml()
    assert text.count("partner_delay = 1\n") == 1
    other = sim.parse(tomllib.loads(text.replace("partner_delay = 1\n", "partner_delay = 1.5\n")), "other")
    assert row(other)["info_min"] == 327


def test_luck_that_is_not_told_differs_between_seeds() -> None:
    free = TABLET.policy("L4c").with_({"cast.1.luck.poll": None})
    replies = [row(free, seed)["first_reply_min"] for seed in range(10)]
    assert len(set(replies)) == 10
    assert all(4 <= reply <= 24 for reply in replies)
    assert replies == [row(free, seed)["first_reply_min"] for seed in range(10)]
    assert replies[3] != sim.simulate(free, 3, replication=1).cases()["first_reply_min"].iloc[0]


COMPANY = sim.load("reference-company").with_({"policies": None, "days": 2, "warm_up_days": 0})


def test_a_run_is_the_same_in_another_process() -> None:
    script = (
        "import simulation as sim\n"
        "company = sim.load('reference-company').with_({'policies': None, 'days': 2, 'warm_up_days': 0})\n"
        "print(sim.simulate(sim.load('tablet-order')).digest, sim.simulate(company, 7, 3).digest)\n"
    )
    here = [sim.simulate(TABLET).digest, sim.simulate(COMPANY, 7, 3).digest]
    for salt in ("0", "42"):
        there = subprocess.run(
            [sys.executable, "-c", script],
            cwd=HERE.parent,
            env=os.environ | {"PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        )
        assert there.stdout.split() == here


def test_a_comparison_does_not_hang_on_its_executor() -> None:
    scenarios = {"one": COMPANY, "two": COMPANY.with_({"teams.phone.agents": 5})}
    serial = sim.compare(scenarios, replications=3, seed=4)
    with sim.processes(2) as executor:
        parallel = sim.compare(scenarios, replications=3, seed=4, executor=executor)
    for name, summaries in serial.runs.items():
        assert [run.digest for run in summaries] == [run.digest for run in parallel.runs[name]]
    assert len({run.digest for runs in serial.runs.values() for run in runs}) == 6


def test_a_digest_hangs_on_every_column_and_every_row() -> None:
    run = sim.simulate(TABLET)
    for column in run.log.dtype.names or ():
        log = run.log.copy()
        log[column][5] += 1
        assert sim.Run(TABLET, 1, 0, log).digest != run.digest, column
    assert sim.Run(TABLET, 1, 0, run.log[:-1]).digest != run.digest
    assert sim.Run(TABLET, 1, 0, run.log[::-1]).digest != run.digest
    assert len(run.digest) == 64
