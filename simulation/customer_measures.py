"""Measures of what customers learn, of who leaves, of reputation, and of incidents: each where its rule is on."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.cases import CaseIndex, Measures, Table, share
from simulation.indexed import Floats, IndexedLog
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK


def customer_measures(log: IndexedLog, table: Table, scenario: Scenario) -> Measures:
    """Return the measures of learning, loyalty, reputation and incidents, of those rules that are on.

    Parameters
    ----------
    log : IndexedLog
        The whole log.
    table : dict of ndarray
        See `simulation.cases.cases`.
    scenario : Scenario
        Which rules are on.
    """
    found: Measures = {}
    if scenario.learning is not None:
        found |= social_shares(table, scenario)
    if scenario.loyalty is not None:
        found |= loyalty(log, scenario)
    if scenario.reputation is not None:
        levels = log.rows(ev.REPUTATION)["detail"]
        found["reputation"] = float(levels[-1]) if len(levels) else np.nan
    for name, need in scenario.needs.items():
        if need.incident is not None:
            found |= incident(log, table, scenario, name)
    return found


def social_shares(table: Table, scenario: Scenario) -> Measures:
    """Return which share of the first contacts is made in social media.

    - ``social_share``: of the cases with a contact.
    - ``social_share_first``, ``social_share_last``: of those that were opened in the first seven days after the
      warm-up, and in the last seven days of the run.
    """
    social = np.array([*(channel.social for channel in scenario.channels.values()), False])
    touched, opened = table["contacts"] > 0, table["opened"]
    hits = social[table["first_channel"]]
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY

    return {
        "social_share": share(hits, touched),
        "social_share_first": share(hits, touched & (opened < begin + MINUTES_PER_WEEK)),
        "social_share_last": share(hits, touched & (opened >= end - MINUTES_PER_WEEK)),
    }


def loyalty(log: IndexedLog, scenario: Scenario) -> Measures:
    """Return what customers did once their cases had ended, after the warm-up.

    - ``churned``: customers who left; ``churned_share``: of all customers.
    - ``taken_elsewhere``: needs and orders of customers who had left, a day.
    - ``told_badly``, ``told_well``: cases after which others were told so, a day; ``posted``: everybody was.
    """
    days = scenario.days - scenario.warm_up_days

    def late(event: int) -> Floats:
        rows = log.rows(event)
        return rows["detail"][rows["time"] >= scenario.warm_up_days * MINUTES_PER_DAY]

    told, left = late(ev.TELLS_OTHERS), len(late(ev.CHURNED))
    return {
        "churned": float(left),
        "churned_share": left / (scenario.population.customers + len(scenario.cast)),
        "taken_elsewhere": len(late(ev.TAKEN_ELSEWHERE)) / days,
        "told_badly": float((told == 0).sum()) / days,
        "told_well": float((told == 1).sum()) / days,
        "posted": len(late(ev.POSTS_PUBLICLY)) / days,
    }


def incident(log: IndexedLog, table: Table, scenario: Scenario, name: str) -> Measures:
    """Return the measures of one need that an incident brings.

    - ``noticed_min.N``: minutes from the hit until the company noticed it by its contacts; not-a-number: it did not.
    - ``reached.N``: of the customers who would have contacted the company, the share told by a broadcast before that.
    - ``incident_contacts.N``: all contacts about it, comments on the company's own post included.
    - ``comments.N``: customers who commented on that post.
    """
    index = scenario.sources.index(name)
    mine = table["need"] == index
    by = CaseIndex(log, table["case"][mine])
    commented = by.count(log.rows(ev.COMMENTS)) > 0
    told = by.count(log.rows(ev.TOLD_BY_BROADCAST)) > 0
    opened, noticed = log.rows(ev.CASE_OPENED), log.rows(ev.INCIDENT_NOTICED)
    about = opened["case"][opened["detail"] == index]  # whoever made it known may have done so in the warm-up
    minutes = noticed["detail"][np.isin(noticed["case"], about)]
    return {
        f"noticed_min.{name}": float(minutes[0]) if len(minutes) else float("nan"),
        f"reached.{name}": share(told, ~commented),
        f"incident_contacts.{name}": float(table["contacts"][mine].sum()),
        f"comments.{name}": float(commented.sum()),
    }
