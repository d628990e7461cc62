"""Levers without effect: where the table says that a key does nothing, the log is the same to the last event."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.dormant import TABLE, why_dormant, without_effect
from simulation.sweeps.idle import idle

SHORT = {"days": 2, "warm_up_days": 0}
CALLS = {"channels.email": None, "channels.twitter": None, "channels.facebook": None, "teams.email": None,
         "teams.social": None}  # fmt: skip
HELD = {"channels.twitter.synchronous": True, "channels.facebook.synchronous": True}
NO_ORDERS = {"orders": None}
PAYING = {"population.tiers": {"gold": 0.2}}
OFFICE = {"teams.phone.escalates_to": "email", "teams.phone.authority": 0.5}
LOGNORMAL = {"channels.phone.work.distribution": "exponential"}
HIT = {"needs.storm": {"incident": {"at": 600, "share": 0.05}}}
TOLD = HIT | {"transparency.broadcast": True}
ROTA = {"teams.phone.rota": [{"hours": "08:00-16:00", "agents": 4}]}
NEED_WORK = {"needs.billing.work": {"mean": 5, "distribution": "deterministic"}}
EVENING = {"teams.phone.agents": 1, "teams.email.agents": 1}

# What is turned, to what; the changes in which it does nothing, and those in which it does.
CASES: list[tuple[str, Any, dict[str, Any], dict[str, Any]]] = [
    ("teams.phone.report_every", 600, {}, {"teams.phone.channels": ["phone", "email"], "teams.email": None}),
    ("teams.social.report_every", 600, HELD, {}),
    ("teams.social.report_loses", 0.5, {}, {"teams.social.report_every": 60}),
    ("teams.social.poll_minutes", 90, {"teams.social.report_every": 60}, {}),
    ("teams.email.solution_days", 0.5, {"teams.phone.escalates_to": "email"}, OFFICE),
    ("teams.email.updates_every", 60, {"teams.phone.escalates_to": "social", "teams.phone.authority": 0.5}, OFFICE),
    ("handling.escalates", 0.1, {"teams.phone.escalates_to": "email"}, OFFICE),
    ("teams.social.away", 30, {}, {"teams.social.attention": "distracted"}),
    ("teams.social.attentive", 30, {}, {"teams.social.attention": "distracted"}),
    ("transparency.reason", "legitimate", {}, {"teams.social.attention": "distracted"}),
    ("teams.phone.agents", 9, ROTA, {}),
    ("teams.phone.hours", "10:00-12:00", ROTA, {}),
    ("teams.phone.callers_first", False, CALLS, {"teams.phone.channels": ["phone", "email"], "teams.email": None}),
    ("transparency.broadcast", True, {}, HIT),
    ("transparency.broadcast_reach", 0.1, HIT, TOLD),
    ("transparency.broadcast_minutes", 300, HIT, TOLD),
    ("transparency.broadcast_on", "contacts", HIT, TOLD),
    ("channels.email.patience", 1, {}, {"channels.email.synchronous": True, "teams.email.agents": 1}),
    ("channels.email.lines", 1, {}, {"channels.email.synchronous": True}),
    ("behaviour.redial", 0, {"channels.phone.patience": "never"}, {}),
    ("behaviour.redial_minutes", 600, {"channels.phone.patience": "never"}, {}),
    ("transparency.announcement", True, {"channels.phone": None, "teams.phone": None}, {}),
    ("behaviour.balk_scale", 1, {}, {"transparency.announcement": True}),
    ("behaviour.hazard_before", 3, {}, {"transparency.announcement": True}),
    ("behaviour.hazard_after", 9, {}, {"transparency.announcement": True}),
    ("transparency.callbacks", True, {"channels.phone": None, "teams.phone": None}, {}),
    ("behaviour.accepts_callback", 0, {}, {"transparency.callbacks": True}),
    ("channels.phone.work.cv", 3, LOGNORMAL, {}),
    ("needs.billing.work.cv", 3, NEED_WORK, {"needs.billing.work": {"mean": 5}}),
    ("handling.payers_first", False, {}, PAYING | EVENING),
    ("handling.concurrency_cost", 3, {}, {"teams.email.concurrency": 3}),
    *((f"integration.{lever}", value, NO_ORDERS, changes) for lever, value, changes in (
        ("confirmation", 1, {}), ("order_status", 1, {}), ("parcel_tracking", 1, {}), ("single_sign_on", 1, {}),
        ("ambiguity", 1, {"integration.order_status": 1}), ("partner_minutes", 1, {}))),
    ("handling.partner_share", 1, NO_ORDERS, {}),
    ("transparency.proactive_updates", 1, NO_ORDERS, {}),
    ("integration.invoice", 1, {"needs.billing.invoice_cut": 0}, {}),
    ("population.real_name", 1, {}, {"integration.identification": 1}),
    ("integration.identification", 1, {"handling.asks": False}, {}),
    ("handling.ask_minutes", 40, {"handling.asks": False}, {}),
    ("handling.ask_minutes_call", 40, {"handling.asks": False}, {}),
    *((key, value, CALLS, {}) for key, value in (
        ("transparency.sensitive", "answer"), ("transparency.private_messages", True),
        ("behaviour.privacy_weight", 9), ("population.privacy_aware", 1), ("population.expects_day", 1),
        ("behaviour.equal_minutes", 900), ("population.considers_social", 1))),
    ("behaviour.accepts_redirect", 0, {"transparency.private_messages": True}, {}),
    ("publicity.deflection", 1, {"publicity": {}}, {"publicity": {}, "transparency.archive": True}),
]  # fmt: skip


@pytest.fixture(scope="module")
def company() -> sim.Scenario:
    """Two days of the reference company, where half of all matters are sensitive."""
    sensitive = {f"needs.{name}.sensitive": 0.5 for name in ("technical", "billing", "advice")}
    return sim.load("reference-company").with_(SHORT | sensitive)


def _digest(scenario: sim.Scenario) -> str:
    return sim.simulate(scenario, 1, 0).digest


@pytest.mark.parametrize(
    ("key", "value", "idle", "live"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)]
)
def test_a_key_does_nothing_where_the_table_says_so_and_something_elsewhere(
    key: str, value: Any, idle: dict[str, Any], live: dict[str, Any], company: sim.Scenario
) -> None:
    at_rest, at_work = company.with_(idle), company.with_(live)
    assert why_dormant(at_rest, key) is not None
    assert _digest(at_rest.with_({key: value})) == _digest(at_rest)
    assert why_dormant(at_work, key) is None
    assert _digest(at_work.with_({key: value})) != _digest(at_work)


def test_every_rule_is_tried() -> None:
    tried = {".".join("*" if key.startswith(("teams.", "channels.", "needs.")) and place == 1 else part
                      for place, part in enumerate(key.split("."))) for key, *_ in CASES}  # fmt: skip
    assert {key for needs in TABLE for key in needs.keys} == tried


def test_a_sentence_for_each_key_that_works_in_none_of_the_scenarios(company: sim.Scenario) -> None:
    keys = ["teams.phone.report_every", "transparency.broadcast", "behaviour.redial"]
    told = without_effect(keys, [company, company.with_(HIT)])
    assert told == [
        "teams.phone.report_every has no effect here: it works only on messages, and team 'phone' serves none"
    ]
    assert without_effect(["transparency.broadcast"], [company]) == [
        "transparency.broadcast has no effect here: it works only when an incident hits many, and no need has one"
    ]
    assert why_dormant(company.with_(ROTA), "teams.phone.rota.1.agents") is None
    assert why_dormant(company, "teams.nobody.report_every") is None


def test_a_change_without_effect_is_told_and_the_run_goes_on(tell: Callable[..., tuple[int, str, str]]) -> None:
    asked = ("run", "erlang-a", "--set", "days=2", "--set", "teams.phone.solution_days=3", "--json")
    code, out, err = tell(*asked)
    assert code == 0
    assert json.loads(out)["measures"]
    notes = [line for line in err.splitlines() if line.startswith("note: ")]
    assert notes == [
        "note: teams.phone.solution_days has no effect here: it works only on cases that are escalated to team "
        "'phone', and no team without full authority escalates to it"
    ]


def test_under_each_policy_a_change_is_told_if_it_works_under_none(tell: Callable[..., tuple[int, str, str]]) -> None:
    asked = ("counterfactuals", "tablet-order", "--set")
    assert "note: " not in tell(*asked, "teams.phone.agents=9")[2]
    assert "note: transparency.broadcast has no effect here" in tell(*asked, "transparency.broadcast=true")[2]


def test_a_factor_without_effect_is_told_by_sweep_and_analyse(
    tell: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    text = 'scenario = "single-agent"\nreplications = 1\nchanges = { days = 1, warm_up_days = 0 }\n'
    for key, levels in {"teams.phone.report_every": [0, 60], "needs.call.per_day": [100, 200]}.items():
        text += f'[[factors]]\nkey = "{key}"\nlevels = {levels}\n'
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    said = "teams.phone.report_every has no effect here: it works only on messages, and team 'phone' serves none"
    code, _, err = tell("sweep", str(tmp_path / "e.toml"), "--out", str(tmp_path / "out"), "--workers", "1")
    assert (code, err.count("note: ")) == (0, 1)
    assert f"note: {said}" in err
    assert f"note: {said}\n" in tell("analyse", str(tmp_path / "out"))[1]
    gated = sim.load_experiment(tmp_path / "e.toml").with_(
        {"factors": [{"key": "transparency.announcement", "levels": [False, True]},
                     {"key": "behaviour.balk_scale", "levels": [1, 9]}]}
    )  # fmt: skip
    assert idle(gated) == []  # it works where the other factor is on
