"""What service costs, and what it brings (rule E21): measures alone, from the log, the scenario and assumed prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from simulation import log as ev
from simulation.cases import Measures, Table, ratio
from simulation.indexed import IndexedLog
from simulation.parameters import catalogue
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

_MODULES = (
    "confirmation", "order_status", "parcel_tracking", "invoice", "single_sign_on", "identification", "shared_history",
)  # fmt: skip


def paid_minutes(log: IndexedLog, team: int, scenario: Scenario) -> float:
    """Return the minutes that a team's agents are on duty after the warm-up; overtime is not paid."""
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    starts, ends = log.rows(ev.SHIFT_START), log.rows(ev.SHIFT_END)
    on, off = starts["time"][starts["team"] == team], ends["time"][ends["team"] == team]
    still_on = len(on) - len(off)
    return float(np.clip(off, begin, end).sum() + still_on * end - np.clip(on, begin, end).sum())


def modules_per_day(scenario: Scenario) -> float:
    """Return what the company's systems cost a day, in US dollars.

    Each module costs its price times how far its lever is turned. The partner's is turned as far as he is quicker than
    by default: ``1 - partner_minutes / default``, not below 0.
    """
    prices, levers = scenario.costs, scenario.integration
    usual = float(catalogue()["integration.partner_minutes"].value)
    quicker = max(0.0, 1 - levers.partner_minutes / usual)
    modules: float = sum(getattr(prices, name) * getattr(levers, name) for name in _MODULES)
    return modules + prices.partner * quicker


def cost_measures(table: Table, paid: Sequence[float], kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return costs and revenue in US dollars.

    Parameters
    ----------
    table : dict of ndarray
        The cases, see `simulation.cases.cases`.
    paid : sequence of float
        By team, see `paid_minutes`.
    kept : IndexedLog
        The rows of the cases in the table.
    scenario : Scenario
        For the prices.

    Returns
    -------
    dict of str to float
        - ``cost_agents``: paid hours a day times the price of one.
        - ``cost_modules``: see `modules_per_day`.
        - ``cost_per_day``: their sum; ``cost_per_contact``, ``cost_per_solved``: of it, for each contact, and for each
          case that was solved (with or without a contact).
        - ``cost_by_benchmark``: the cross-check, a day: the published price of a live contact times the contacts that
          an agent opened, and that of self-service times the needs met without any contact.
        - ``revenue_per_day``: what the paid tiers' customers pay (share times customers times price), and what the
          solved contacts sell; only where the scenario has a price for either.
    """
    days, prices = scenario.days - scenario.warm_up_days, scenario.costs
    agents = sum(paid) / 60 / days * prices.agent_hour
    modules = modules_per_day(scenario)
    opened = int(np.count_nonzero(kept.rows(ev.SERVICE_START).each_first()))
    contacts, solved = float(table["contacts"].sum()), int(table["solved"].sum())
    deflected = int(table["deflected"].sum())
    found = {
        "cost_agents": agents,
        "cost_modules": modules,
        "cost_per_day": agents + modules,
        "cost_per_contact": ratio((agents + modules) * days, contacts),
        "cost_per_solved": ratio((agents + modules) * days, solved),
        "cost_by_benchmark": (prices.live * opened + prices.self_service * deflected) / days,
    }
    if prices.tier_prices or prices.sale > 0:
        population = scenario.population
        tiers = sum(price * population.tiers[tier] for tier, price in prices.tier_prices.items())
        found["revenue_per_day"] = tiers * population.customers + prices.sale * (solved - deflected) / days
    return found
