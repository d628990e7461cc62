"""Measures: pure functions of the event log and the scenario, each with its formula.

Measures of cases and contacts speak of the cases opened after the warm-up; ``backlog`` and ``occupancy`` speak of the
time after it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import log as ev
from simulation.cases import (
    CaseIndex,
    Floats,
    Measures,
    Table,
    cases,
    contact_key,
    first_times,
    mean,
    ratio,
    rows_of,
    share,
)  # fmt: skip
from simulation.cost_measures import cost_measures, paid_minutes
from simulation.customer_measures import customer_measures
from simulation.log import Log
from simulation.public_measures import public_measures
from simulation.scenario import Scenario
from simulation.service_measures import service_measures
from simulation.units import MINUTES_PER_DAY


def measures(log: Log, scenario: Scenario) -> Measures:
    """Return every measure of a run by name; not-a-number where there is nothing to measure.

    Names with a dot are about one channel, team, tier or need: ``abandonment.phone``, ``occupancy.social``.
    """
    table = cases(log, scenario)
    kept = log[CaseIndex(table["case"]).place(log)[1]]
    found = _of_company(table, kept, scenario)
    for index, name in enumerate(scenario.channels):
        line = Line.of(kept, index)
        found |= {f"{measure}.{name}": value for measure, value in _of_channel(line, scenario).items()}
        found[f"first_channel.{name}"] = share(table["first_channel"] == index, table["contacts"] > 0)
        found[f"backlog.{name}"] = _mean_waiting(log, index, scenario)
    for index, name in enumerate(scenario.teams):
        found[f"occupancy.{name}"] = occupancy(log, index, scenario)
    if scenario.population.tiers:
        for rank, name in [*enumerate(scenario.population.tiers), (-1, "none")]:
            found[f"first_reply_min.{name}"] = mean(table["first_reply_min"][table["tier"] == rank])
    found |= commitments(table, kept, scenario) | _causes(table, scenario)
    found |= cost_measures(table, log, kept, scenario) | service_measures(table, log, kept, scenario)
    found |= public_measures(table, kept, log, scenario)
    return found | customer_measures(log, table, scenario)


def _of_company(table: Table, kept: Log, scenario: Scenario) -> Measures:
    """Return the measures of the whole company.

    - ``failure_demand``: contacts other than the first of a value need (all but order status), of all contacts.
    - ``first_contact_resolution``: solved in one contact (a return belongs to the same case), of cases with a contact.
    - ``asked_twice``: cases with two or more asks, of cases with a contact.
    - ``answered_not_solved``: informed but not solved, of cases with a contact.
    - ``deflected``: cases whose need was met without any contact, of all cases.
    - ``failed_look_to_contact``: cases with a contact, of those with a failed look at My Page.
    - ``expected_within_day``: social first contacts answered within 24 hours, of those whose customer expects that.
    - ``solve_gap``: channel fairness, see `solve_gap`.
    - ``customer_minutes_per_day``: the customers' effort, all together.
    - ``satisfaction``, ``effort_min``: means over all cases; names in ``_per_case``: over cases with a contact.
    """
    days = scenario.days - scenario.warm_up_days
    touched = table["contacts"] > 0
    contacts = float(table["contacts"].sum())
    value_needs = table["need"] >= (1 if scenario.orders else 0)
    failed = CaseIndex(table["case"]).count(rows_of(kept, ev.SELFSERVICE_FAIL)) > 0
    expecting = CaseIndex(table["case"]).count(rows_of(kept, ev.EXPECTS_DAY)) > 0
    found = {
        "cases": float(len(table["case"])),
        "contacts": contacts,
        "cases_per_day": len(table["case"]) / days,
        "contacts_per_day": contacts / days,
        "failure_demand": 1 - ratio(float((touched & value_needs).sum()), contacts),
        "first_contact_resolution": share(table["solved"] & (table["contacts"] == 1), touched),
        "asked_twice": share(table["asks"] >= 2, touched),
        "solved": share(table["solved"], np.ones_like(touched)),
        "informed": share(table["informed"], np.ones_like(touched)),
        "answered_not_solved": share(table["informed"] & ~table["solved"], touched),
        "deflected": share(table["deflected"], np.ones_like(touched)),
        "failed_look_to_contact": share(touched, failed),
        "expected_within_day": share(table["first_reply_min"] <= MINUTES_PER_DAY, expecting),
        "satisfaction": mean(table["satisfaction"]),
        "effort_min": mean(table["effort_min"]),
        "customer_minutes_per_day": float(table["effort_min"].sum()) / days,
        "agent_minutes_per_day": float(table["agent_min"].sum()) / days,
        "solution_min": mean(table["solved_min"]),
        "first_reply_min": mean(table["first_reply_min"]),
        "solve_gap": solve_gap(table),
    }
    for name in ("contacts", "asks", "hand_offs", "agents_touched", "agent_min"):
        found[f"{name}_per_case"] = mean(table[name][touched].astype(float))
    return found


class Line(NamedTuple):
    """The contacts of one channel, in the order in which they were made.

    Attributes
    ----------
    made : ndarray, shape (contacts,)
        Minutes.
    waited : ndarray, shape (contacts,)
        Minutes until an agent opened the contact, or its caller was lost; not-a-number while it waits.
    replied : ndarray, shape (contacts,)
        Minutes until the first reply to it; not-a-number without one.
    answered, abandoned, balked, blocked : ndarray of bool, shape (contacts,)
        What became of it.
    """

    made: Floats
    waited: Floats
    replied: Floats
    answered: NDArray[np.bool_]
    abandoned: NDArray[np.bool_]
    balked: NDArray[np.bool_]
    blocked: NDArray[np.bool_]

    @classmethod
    def of(cls, log: Log, channel: int) -> Line:
        """Read the contacts of a channel out of a log."""
        mine = log[log["channel"] == channel]
        contact = rows_of(mine, ev.CONTACT)
        key = contact_key(contact)

        def first(*events: int) -> Floats:
            rows = rows_of(mine, *events)
            since: Floats = first_times(key, rows, contact_key(rows)) - contact["time"]
            return since

        started, lost = first(ev.SERVICE_START), first(ev.ABANDONED, ev.BALKED, ev.BLOCKED)
        return cls(
            made=contact["time"],
            waited=np.where(np.isnan(started), lost, started),
            replied=first(ev.FIRST_REPLY),
            answered=~np.isnan(started),
            abandoned=~np.isnan(first(ev.ABANDONED)),
            balked=~np.isnan(first(ev.BALKED)),
            blocked=~np.isnan(first(ev.BLOCKED)),
        )

    def only(self, kept: NDArray[np.bool_]) -> Line:
        """Return some of the contacts."""
        times = (self.made[kept], self.waited[kept], self.replied[kept])
        return Line(*times, self.answered[kept], self.abandoned[kept], self.balked[kept], self.blocked[kept])


def _of_channel(line: Line, scenario: Scenario) -> Measures:
    """Return the measures of one channel; offered contacts are all of them, those who balk or find no line included.

    - ``service_level``: answered within the scenario's T, of offered.
    - ``abandonment``, ``balking``, ``blocking``: of offered.
    - ``delayed``: contacts not answered at once (balking callers among them), of those that found a line.
    - ``wait_min``: mean wait of all that found a line, ``answer_min``: of the answered.
    - ``reply_median_min``, ``reply_p90_min``: time to the first reply where there is one; ``replied``: their share.
    """
    offered = np.ones(len(line.made), dtype=bool)
    replies = line.replied[~np.isnan(line.replied)]
    limit = scenario.service_level_minutes
    return {
        "offered": float(len(offered)),
        "service_level": share(line.answered & (line.waited <= limit), offered),
        "abandonment": share(line.abandoned, offered),
        "balking": share(line.balked, offered),
        "blocking": share(line.blocked, offered),
        "delayed": share(~(line.waited == 0) | line.balked, ~line.blocked),
        "wait_min": mean(line.waited[~line.blocked]),
        "answer_min": mean(line.waited[line.answered]),
        "replied": share(~np.isnan(line.replied), offered),
        "reply_median_min": float(np.median(replies)) if len(replies) else float("nan"),
        "reply_p90_min": float(np.quantile(replies, 0.9)) if len(replies) else float("nan"),
    }


def waiting(log: Log, channel: int) -> tuple[Floats, Floats]:
    """Return how many contacts of a channel wait to be opened for the first time: times, and the number from then on.

    A contact waits from the moment it is made until an agent opens it or its caller is lost. A message to an address
    that nobody watches waits from the moment it is found; one that is left alone, or lost on its way, waits no longer.
    """
    mine = log[log["channel"] == channel]
    entered = rows_of(mine, ev.CONTACT, ev.FOUND_BY_LISTENING)
    lost = (ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.LEFT_UNANSWERED, ev.LOST_IN_REPORT)
    left = rows_of(mine, ev.SERVICE_START, *lost)
    _, at = np.unique(contact_key(left), return_index=True)
    left = left[np.sort(at)]
    astray = rows_of(mine, ev.WRONG_ADDRESS)
    left = np.concatenate([left, astray]) if len(astray) else left
    times = np.concatenate([entered["time"], left["time"]])
    steps = np.concatenate([np.ones(len(entered)), -np.ones(len(left))])
    order = np.argsort(times, kind="stable")
    return times[order], np.cumsum(steps[order])


def _mean_waiting(log: Log, channel: int, scenario: Scenario) -> float:
    """Return the time average of the number waiting from the end of the warm-up to the horizon."""
    times, number = waiting(log, channel)
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    edges = np.clip(np.append(times, end), begin, end)
    return float((np.diff(edges) * number).sum() / (end - begin)) if len(times) else 0.0


def occupancy(log: Log, team: int, scenario: Scenario) -> float:
    """Return the minutes booked on contacts, of those on duty, after the warm-up; with overtime it can exceed 1."""
    begin = scenario.warm_up_days * MINUTES_PER_DAY
    served = rows_of(log, ev.SERVICE_END)
    booked = float(served["detail"][(served["team"] == team) & (served["time"] >= begin)].sum())
    paid = paid_minutes(log, team, scenario)
    return ratio(booked, paid)


def commitments(table: Table, kept: Log, scenario: Scenario) -> Measures:
    """Return the commitments kept, broken and open, by tier and kind, as numbers.

    A promise of m minutes is kept when the reply (or solution) comes at most m minutes after the first contact, broken
    when it comes later or the time has passed without it, and open while the time runs at the horizon.
    """
    if not scenario.commitments:
        return {}
    by = CaseIndex(table["case"])
    begun = by.first(rows_of(kept, ev.CONTACT))
    left = scenario.days * MINUTES_PER_DAY - begun
    found: Measures = {}
    kinds = (("answer", ev.ANSWER_PROMISED, "acknowledged_min"), ("solution", ev.SOLUTION_PROMISED, "solved_min"))
    for kind, event, column in kinds:
        promised, met = by.first(rows_of(kept, event), "detail"), table[column]
        fulfilled = met <= promised
        running = np.isnan(met) & (left < promised)
        for rank, tier in enumerate([*scenario.population.tiers, "none"]):
            mine = ~np.isnan(promised) & (table["tier"] == (rank if tier != "none" else -1))
            if mine.any():
                found[f"commitments.{tier}.{kind}.kept"] = float((mine & fulfilled).sum())
                found[f"commitments.{tier}.{kind}.open"] = float((mine & running & ~fulfilled).sum())
                found[f"commitments.{tier}.{kind}.broken"] = float((mine & ~fulfilled & ~running).sum())
    return found


def solve_gap(table: Table) -> float:
    """Return the largest difference in the share solved between first channels, at an equal mix of needs.

    Each channel's share is the mean over needs of its share for that need, weighted by the need's cases in the whole
    company; needs that some channel never saw are left out.
    """
    touched = table["contacts"] > 0
    channels = np.unique(table["first_channel"][touched])
    shares, weights = [], []
    for need in np.unique(table["need"][touched]):
        mine = touched & (table["need"] == need)
        by_channel = [share(table["solved"], mine & (table["first_channel"] == channel)) for channel in channels]
        if not np.isnan(by_channel).any():
            shares.append(by_channel)
            weights.append(mine.sum())
    if not shares:
        return float("nan")
    means = np.average(np.array(shares), axis=0, weights=weights)
    return float(means.max() - means.min())


def _causes(table: Table, scenario: Scenario) -> Measures:
    """Return, by need: ``cause_contacts`` a day, and ``cause_customer_min``, the customers' minutes of effort a day.

    Ranked by the one or the other, the causes can come in a different order.
    """
    days = scenario.days - scenario.warm_up_days
    names = scenario.sources
    found: Measures = {}
    for index, name in enumerate(names):
        mine = table["need"] == index
        found[f"cause_contacts.{name}"] = float(table["contacts"][mine].sum()) / days
        found[f"cause_customer_min.{name}"] = float(table["effort_min"][mine].sum()) / days
    return found
