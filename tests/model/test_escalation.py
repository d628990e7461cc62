"""Escalation: who turns to whom, how long a solution takes, and what the customer does meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

import simulation as sim
from simulation.cases import cases
from simulation.log import EVENTS
from tests.model.desks import customer, desk, told

DAY = 1440.0
TURNS = ("contact", "escalated", "solution_under_way", "update_sent", "solved", "not_solved")


def office(*cast: dict[str, Any], channel: str = "email", **changes: Any) -> sim.Scenario:
    """Return a desk that may solve nothing itself, and planners who may solve all."""
    alone = desk(*(cast or [customer(600)]), channel=channel, days=9)
    teams = {
        "desk": {"channels": [channel], "authority": 0, "escalates_to": "planners"},
        "planners": {"channels": [], "hours": "always"},
    }
    return alone.with_({"teams": teams} | {key.replace("__", "."): value for key, value in changes.items()})


def events(scenario: sim.Scenario, case: int = -1) -> list[tuple[float, str]]:
    """Return what happened to a case, its escalation and what follows from it."""
    return told(scenario, case, *TURNS)


def test_who_lacks_the_authority_turns_to_those_who_have_it() -> None:
    assert events(office()) == [(600, "contact"), (604, "escalated"), (609, "solved")]


def test_the_others_work_a_quarter_longer_unless_they_see_the_history() -> None:
    assert events(office(integration__shared_history=1))[-1] == (608, "solved")


@pytest.mark.parametrize(
    "changes",
    [
        {"teams__desk__authority": 1},  # may do it himself
        {"channels__email__solve": 0},  # nobody could
        {"handling__escalates": 0},  # does not care to
        {"teams": {"desk": {"channels": ["email"], "authority": 0}}},  # has nobody to turn to
    ],
)
def test_else_nobody_turns_to_anybody(changes: dict[str, Any]) -> None:
    assert "escalated" not in [event for _, event in events(office(**changes))]


def test_what_the_planners_may_not_solve_either_is_not_solved_and_goes_no_further() -> None:
    both = {"teams.planners.authority": 0, "teams.planners.escalates_to": "desk", "behaviour.returns": 0}
    assert [event for _, event in events(office().with_(both))] == ["contact", "escalated", "not_solved"]


@pytest.mark.parametrize(("draw", "mean", "days"), [(0, 2, 1), (0.4, 2, 1), (1, 2, 2), (1.01, 2, 3), (1, 0.1, 1)])
def test_a_solution_takes_whole_days_and_one_at_least(draw: float, mean: float, days: int) -> None:
    told_of = customer(600, luck={"chase": "never"})
    scenario = office(told_of, teams__planners__solution_days=mean)
    scenario = scenario.with_({"cast.1.luck.solution_days": draw})
    assert events(scenario)[-2:] == [(609, "solution_under_way"), (609 + days * DAY, "solved")]
    row = sim.simulate(scenario).log
    under_way = row[row["event"] == [kind.name for kind in EVENTS].index("solution_under_way")][0]
    assert under_way["detail"] == days * DAY


def test_the_agent_is_free_while_the_solution_is_under_way() -> None:
    two = office(customer(600), customer(606, "Bea"), teams__planners__solution_days=2)
    assert events(two, -2)[1:3] == [(610, "escalated"), (615, "solution_under_way")]


def under_way(chase: Any = "20 h", **changes: Any) -> sim.Scenario:
    """Return an office with a solution that takes three days, and a customer with some patience."""
    scenario = office(customer(600, luck={"chase": chase}), teams__planners__solution_days=3)
    return scenario.with_({"cast.1.luck.solution_days": 1} | {k.replace("__", "."): v for k, v in changes.items()})


def test_meanwhile_she_asks_again_and_again_and_her_contacts_are_duplicates() -> None:
    rows = told(under_way(), -1, "contact", "solution_under_way", "contact_closed", "solved")
    at = {event: [time for time, name in rows if name == event] for _, event in rows}
    first_chase = 609 + 20 * 60
    assert at["contact"][:2] == [600, first_chase]
    assert len(at["contact_closed"]) == len(at["contact"]) - 1 == 3
    assert at["contact"][2] == at["contact_closed"][0] + 20 * 60, "she waits again once she has heard of it"
    assert at["solved"] == [609 + 3 * DAY]


def test_updates_let_her_patience_begin_anew() -> None:
    rows = told(under_way(teams__planners__updates_every=600), -1, "contact", "update_sent", "solved")
    assert [event for _, event in rows].count("contact") == 1
    assert [time for time, event in rows if event == "update_sent"] == [604 + 600 * n for n in range(1, 8)]


def test_updates_that_come_later_than_her_patience_ends_save_no_first_question() -> None:
    rows = told(under_way(teams__planners__updates_every="22 h"), -1, "contact")
    assert rows[1] == (609 + 20 * 60, "contact")


def test_a_patient_customer_needs_no_updates() -> None:
    assert [event for _, event in events(under_way("never"))].count("contact") == 1


def test_a_caller_hangs_up_when_her_case_is_escalated() -> None:
    scenario = office(customer(600), channel="phone", teams__planners__hours="12:00-16:00")
    assert events(scenario)[1:] == [(604, "escalated"), (725, "solved")]
    table = cases(sim.simulate(scenario).log, scenario)
    assert table["effort_min"].tolist() == [3 + 4]
    assert table["hand_offs"].tolist() == [0]
    assert table["agents_touched"].tolist() == [2]


def test_a_call_that_was_escalated_holds_no_line_and_nobody_is_told_to_wait_for_it() -> None:
    two = office(
        customer(600), customer(606, "Bea"), channel="phone", teams__planners__agents=1, channels__phone__lines=1
    )
    late = two.with_({"teams.planners.hours": "12:00-16:00"})
    assert told(late, -2, "blocked") == []
    assert told(late, -2, "escalated") == [(610, "escalated")]


def test_measures_of_escalation() -> None:
    scenario = under_way(teams__planners__updates_every="22 h")
    found = sim.simulate(scenario).measures()
    assert found["escalated"] == 1
    assert found["updates"] == 3
    assert found["chasing"] == 3  # 20 hours after the beginning, and after each update but the last
    assert "updates" not in sim.simulate(under_way()).measures()
    assert "escalated" not in sim.simulate(desk(customer(600))).measures()


def test_a_back_office_is_one_to_which_somebody_escalates() -> None:
    with pytest.raises(sim.InputError, match=r"teams\.attic\.channels: expected a channel, or a team that escalates"):
        desk(customer(600)).with_({"teams": {"desk": {"channels": ["email"]}, "attic": {"channels": []}}})


def test_rescued_in_public_as_the_story_tells() -> None:
    rescue = sim.load("rescue")
    ingrid, terje = (ending(rescue.policy("as-told"), who) for who in (-1, -2))
    assert (ingrid["contacts"], ingrid["solved"]) == (5, 1)
    assert ingrid["satisfaction"] < terje["satisfaction"], "a rescue is not better than no trouble"
    assert ending(rescue.policy("no-authority"), -1)["solved"] == 0
    assert ending(rescue.policy("phone-too"), -1)["contacts"] == 1
    assert ending(rescue.policy("no-updates"), -1)["contacts"] > 5


def ending(scenario: sim.Scenario, customer_number: int) -> dict[str, float]:
    """Return a cast member's row of the case table."""
    table = cases(sim.simulate(scenario).log, scenario.with_({"warm_up_days": 0}))
    at = table["customer"].tolist().index(customer_number)
    return {name: float(values[at]) for name, values in table.items()}
