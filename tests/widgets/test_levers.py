"""Levers: their kind, range, unit and words, and what is said of a key that is none."""

from __future__ import annotations

import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.parameters import catalogue
from simulation.widgets import Lever
from simulation.widgets.levers import GROUPS, control, name_of
from simulation.widgets.origins import origins, rests_on


def test_a_lever_has_its_kind_range_and_unit_from_the_scenario_and_the_catalogue(company: sim.Scenario) -> None:
    agents = control("teams.phone.agents", company)
    assert (agents.kind, agents.whole, agents.low, agents.high, agents.step) == ("number", True, 0, 8, 1)
    status = control("integration.order_status", company)
    assert (status.low, status.high, status.scale, status.unit) == (0, 1, 100, "%")
    row = catalogue()["integration.partner_minutes"]
    partner = control("integration.partner_minutes", company)
    assert (partner.low, partner.high, partner.unit) == (row.low, row.high, "minutes")
    assert control("transparency.announcement", company).kind == "switch"
    labels = control("transparency.labels", company)
    assert [value for value, _ in labels.options] == ["equal", "honest", "none"]
    assert [one.group for one in (agents, status, labels)] == list(GROUPS[:3])


def test_a_range_that_is_given_counts_and_the_steps_meet_the_value(company: sim.Scenario) -> None:
    given = control(Lever("teams.phone.agents", 2, 6), company)
    assert (given.low, given.high) == (2, 6)
    odd = company.with_({"handling.partner_share": 0.33})
    found = control("handling.partner_share", odd)
    assert (0.33 - found.low) / found.step == pytest.approx(round((0.33 - found.low) / found.step))


def test_what_a_policy_sets_is_within_reach(company: sim.Scenario) -> None:
    crowd = company.with_({"teams.phone.agents": 30})
    assert control("teams.phone.agents", company, [crowd]).high >= 30


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("teams.phone.agents", "Phone: agents"),
        ("teams.social.report_every", "Social media: report every"),
        ("loyalty.churn_intercept", "Churn logit: intercept"),
        ("teams", "Teams"),
        ("warm_up_days", "Warm up days"),
    ],
)
def test_a_key_has_a_name_also_where_it_is_no_lever(company: sim.Scenario, key: str, name: str) -> None:
    assert name_of(key, company) == name


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("teams.fone.agents", "has no 'fone' there, did you mean 'phone'"),
        ("integration.order_stauts", "no 'order_stauts' here, did you mean 'order_status'"),
        ("teams.phone.hours", "teams.phone.hours: is no lever, expected the key of a number"),
        ("teams", "is no lever"),
    ],
)
def test_a_key_that_is_no_lever_is_told_in_a_sentence(company: sim.Scenario, key: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        control(key, company)


def test_every_number_that_a_result_is_said_to_rest_on_is_in_the_catalogue(company: sim.Scenario) -> None:
    for table in ("levers", "rules", "measures"):
        for where, names in origins()[table].items():
            for name in names:
                prefix = name.partition("*")[0]
                assert any(key == name or ("*" in name and key.startswith(prefix)) for key in catalogue()), (
                    where,
                    name,
                )
    assert rests_on(["teams.phone.agents"], "abandonment.phone", company) == []
    assert [row.key for row in rests_on(["orders.hazard"], "contacts", company)] == ["orders.hazard"]
    by_learning = company.with_({"learning": {}})
    assert [row.key for row in rests_on(["teams.phone.agents"], "contacts", by_learning)] == ["learning.*"]


def test_an_absence_that_a_case_tells_for_good_is_nobodys_assumption(company: sim.Scenario) -> None:
    tablet = sim.load("tablet-order")
    assert rests_on(["teams.twitter.attention"], "first_reply_min", tablet) == []
    begun = tablet.with_({"teams.twitter.attention_told": ["33 h", "266 min"]})  # the next one is drawn
    drawn = ["teams.attentive", "teams.away"]
    assert [row.key for row in rests_on(["teams.twitter.attention"], "first_reply_min", begun)] == drawn
    assert [row.key for row in rests_on(["teams.social.attention"], "contacts", company)] == drawn


def test_every_lever_that_works_through_a_number_is_a_key_of_the_scenario(company: sim.Scenario) -> None:
    for name in origins()["levers"]:
        first, rest = name.split(".")
        key = {"teams": f"teams.phone.{rest}", "channels": f"channels.phone.{rest}"}.get(first, name)
        table = company.model_dump()
        for part in key.split("."):
            assert part in table, name
            table = table[part]
