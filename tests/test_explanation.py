"""Why the formula misses: a plain queue that is one, ingredients that act, and steps that add up."""

from __future__ import annotations

import math

import pytest

import simulation as sim
from simulation.explanation import INGREDIENTS, MEASURES, explain, present
from simulation.explanation.ingredients import staying, without


@pytest.mark.parametrize("name", sim.packaged())
def test_every_ingredient_of_every_scenario_can_be_turned_off(name: str) -> None:
    scenario = sim.load(name)
    for channel in scenario.channels:
        parts = present(scenario, channel)
        assert present(without(scenario, channel, parts), channel) == []
        assert without(scenario, channel, []) is scenario
        for one in parts:
            kept = [each for each in parts if each is not one]
            assert {each.name for each in present(without(scenario, channel, kept), channel)} <= {one.name, "reminders"}


def test_ingredients_have_names_of_their_own() -> None:
    assert len({each.name for each in INGREDIENTS}) == len(INGREDIENTS)


@pytest.mark.slow
def test_the_steps_of_a_company_add_up_to_the_whole_difference() -> None:
    company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})
    told: list[float] = []
    with sim.processes(2) as executor:
        found = explain(company, "phone", (1, 3), executor, told.append)
    assert told[-1] == 1
    assert [step.name for step in found.steps] == ["plain queue", *(each.name for each in present(company, "phone"))]
    for name in MEASURES:
        total = math.fsum(step.change[name].mean for step in found.steps)
        assert total == pytest.approx(found.whole[name].mean, abs=1e-12)
        assert found.formula[name] + total == pytest.approx(found.simulated[name].mean, abs=1e-12)
    by_name = {step.name: step for step in found.steps}
    assert by_name["returns"].change["service_level"].high < 0
    assert by_name["asks"].alone["service_level"].high < 0
    assert by_name["look-ups"].change["service_level"].mean == 0
    assert found.measured.arrival_rate > 1.1 * found.fed.arrival_rate


def test_the_plain_queue_is_the_formulas() -> None:
    redial = sim.load("redial").with_({"days": 5, "warm_up_days": 1})
    plain = without(redial, "phone", present(redial, "phone"))
    found = explain(plain, "phone", (1, 6))
    (step,) = found.steps
    assert found.fed.name == "Erlang A"
    assert found.fed.agents == 12
    assert step.change["service_level"].mean == pytest.approx(0, abs=0.02)
    assert step.change["wait_min"].mean == pytest.approx(0, abs=0.05)
    assert step.change["abandonment"].mean == pytest.approx(0, abs=0.01)


def test_redials_and_returns_are_what_the_formula_misses_where_there_is_nothing_else() -> None:
    redial = sim.load("redial").with_({"days": 5, "warm_up_days": 3})
    found = explain(redial, "phone", (1, 3))
    assert [step.name for step in found.steps] == ["plain queue", "redials", "returns"]
    assert found.steps[-1].change["service_level"].high < 0
    assert found.informed["service_level"] == pytest.approx(found.simulated["service_level"].mean, abs=0.05)


def test_a_written_channel_is_erlang_c() -> None:
    inbox = sim.load("opening-hours").with_({"days": 6, "warm_up_days": 1, "service_level_minutes": 60.0})
    found = explain(inbox, "email", (1, 3))
    assert found.fed.name == "Erlang C"
    assert found.formula["abandonment"] == 0
    hours = next(step for step in found.steps if step.name == "hours")
    assert hours.change["wait_min"].low > 0


def test_a_team_of_several_channels_is_parted() -> None:
    shop = sim.load("service-levels").with_({"channels.chat.open": True})
    parts = present(shop, "phone")
    assert "shared team" in [each.name for each in parts]
    plain = without(shop, "phone", parts)
    assert plain.teams["phone"].channels == ["phone"]
    assert plain.teams["phone-others"].channels == ["chat"]
    assert any("choice" in each for each in staying(shop))
    assert any("named" in each for each in staying(shop))


def test_bad_input_gets_one_sentence() -> None:
    company = sim.load("reference-company")
    short = sim.load("erlang-a").with_({"days": 0.2, "warm_up_days": 0.1})
    for scenario, channel, luck, sentence in (
        (company, "phne", (1, 2), "did you mean 'phone'"),
        (company.with_({"channels.twitter.open": False}), "twitter", (1, 2), "is closed"),
        (company.with_({"teams.phone.agents": 0}), "phone", (1, 2), "nobody is ever on duty"),
        (company, "phone", (1, 1), "expected at least 2"),
        (short.with_({"channels.phone.patience": "never", "teams.phone.agents": 8}), "phone", (1, 2), "without end"),
        (short.with_({"needs.call.per_day": 0.0}), "phone", (1, 2), "nobody uses channel"),
    ):
        with pytest.raises(sim.InputError, match=sentence):
            explain(scenario, channel, luck)
