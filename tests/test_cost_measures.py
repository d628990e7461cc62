"""Costs and revenue: what is paid, what a lever costs, and the cross-check."""

from __future__ import annotations

from typing import Any

import pytest

import simulation as sim
from simulation.cost_measures import modules_per_day
from tests.model.desks import crowd, desk, happened


def of(scenario: sim.Scenario, **changes: Any) -> dict[str, float]:
    """Return the measures of a changed scenario."""
    changed = scenario.with_({key.replace("__", "."): value for key, value in changes.items()})
    return sim.simulate(changed).measures()


def test_paid_hours_are_those_of_the_roster_after_the_warm_up() -> None:
    eight_to_four = desk(days=4, warm_up_days=1, teams__desk__agents=3)
    assert of(eight_to_four)["cost_agents"] == 3 * 8 * 30
    assert of(eight_to_four, costs__agent_hour=10)["cost_agents"] == 240
    assert of(eight_to_four, teams__desk__hours="always")["cost_agents"] == 3 * 24 * 30
    assert of(eight_to_four, teams__desk__hours="Mon 08:00-16:00")["cost_agents"] == 0


def test_a_lever_costs_as_far_as_it_is_turned() -> None:
    company = sim.load("reference-company")
    assert modules_per_day(company) == 0
    assert modules_per_day(company.with_({"integration.shared_history": 0.5})) == 30
    assert modules_per_day(company.with_({"integration.order_status": 1, "integration.confirmation": 1})) == 40


@pytest.mark.parametrize(("minutes", "price"), [(240, 0), (120, 20), (0, 40), (600, 0)])
def test_the_partner_costs_as_far_as_he_is_quicker_than_usual(minutes: float, price: float) -> None:
    company = sim.load("reference-company").with_({"integration.partner_minutes": minutes})
    assert modules_per_day(company) == price


def test_costs_per_contact_and_case_and_by_the_benchmark() -> None:
    run = sim.simulate(crowd(4, 100))
    found = run.measures()
    contacts = happened(run, "contact")
    assert found["cost_per_day"] == found["cost_agents"] + found["cost_modules"] == 20 * 24 * 30
    assert found["cost_per_contact"] == pytest.approx(found["cost_per_day"] * 4 / contacts)
    assert found["cost_per_solved"] == pytest.approx(found["cost_per_day"] * 4 / (found["cases"] * found["solved"]))
    assert found["cost_by_benchmark"] == pytest.approx(8.01 * contacts / 4)


def test_a_need_met_without_a_contact_costs_a_dime() -> None:
    settled = crowd(4, 100, integration__invoice=1, needs__question__invoice_cut=1)
    found = of(settled)
    assert found["cost_by_benchmark"] == pytest.approx(0.1 * found["cases"] / 4)


def test_revenue_only_where_something_has_a_price() -> None:
    company = crowd(4, 100, population__tiers={"gold": 0.2, "silver": 0.3})
    assert "revenue_per_day" not in of(company)
    paid = of(company, costs__tier_prices={"gold": 0.5})
    assert paid["revenue_per_day"] == pytest.approx(0.5 * 0.2 * 10**6)
    sells = of(company, costs__sale=2)
    assert sells["revenue_per_day"] == pytest.approx(2 * sells["cases_per_day"] * sells["solved"])


def test_prices_change_no_event() -> None:
    company = crowd(2, 100)
    assert sim.simulate(company).digest == sim.simulate(company.with_({"costs.agent_hour": 1, "costs.sale": 9})).digest


def test_payers_first_is_a_lever() -> None:
    busy = sim.load("service-levels").with_({"days": 8, "warm_up_days": 1, "teams.email.agents": 2})
    first, come = of(busy), of(busy, handling__payers_first=False)
    assert first["first_reply_min.gold"] < 0.5 * come["first_reply_min.gold"]
    alike: dict[str, Any] = {"population.tiers": {}, "commitments": {}, "costs.tier_prices": {}, "cast": []}
    nobody = busy.with_(alike)
    assert sim.simulate(nobody).digest == sim.simulate(nobody.with_({"handling.payers_first": False})).digest
