"""Measures: pure functions of the event log and the scenario, each with its formula.

Measures of cases and contacts speak of the cases opened after the warm-up; ``backlog`` and ``occupancy`` speak of the
time after it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import log as ev
from simulation.cases import CaseIndex, Measures, Table, cases, mean, ratio, share
from simulation.cost_measures import cost_measures, paid_minutes
from simulation.customer_measures import customer_measures
from simulation.indexed import Bools, Floats, IndexedLog, Rows, first_times, indexed
from simulation.log import Log
from simulation.public_measures import public_measures
from simulation.scenario import Scenario
from simulation.service_measures import service_measures
from simulation.units import MINUTES_PER_DAY


def measures(log: Log | IndexedLog, scenario: Scenario) -> Measures:
    """Return every measure of a run by name; not-a-number where there is nothing to measure.

    Names with a dot are about one channel, team, tier or need: ``abandonment.phone``, ``occupancy.social``. A team's
    occupancy is the minutes booked on contacts, of those on duty, after the warm-up; with overtime it can exceed 1.
    """
    log = indexed(log)
    table = cases(log, scenario)
    kept = log.of_cases(table["case"])
    found = _of_company(table, kept, scenario)
    lines, moves = Line.every(kept), _Moves.of(log)
    for index, name in enumerate(scenario.channels):
        line = lines.only(lines.channel == index)
        found |= {f"{measure}.{name}": value for measure, value in _of_channel(line, scenario).items()}
        found[f"first_channel.{name}"] = share(table["first_channel"] == index, table["contacts"] > 0)
        found[f"backlog.{name}"] = _mean_waiting(moves.waiting(index), scenario)
    paid = [paid_minutes(log, index, scenario) for index in range(len(scenario.teams))]
    for index, name in enumerate(scenario.teams):
        found[f"occupancy.{name}"] = ratio(booked_minutes(log, index, scenario), paid[index])
    if scenario.population.tiers:
        for rank, name in [*enumerate(scenario.population.tiers), (-1, "none")]:
            found[f"first_reply_min.{name}"] = mean(table["first_reply_min"][table["tier"] == rank])
    found |= commitments(table, kept, scenario) | _causes(table, scenario)
    found |= cost_measures(table, paid, kept, scenario) | service_measures(table, log, kept, scenario)
    found |= public_measures(table, kept, log, scenario)
    return found | customer_measures(log, table, scenario)


def _of_company(table: Table, kept: IndexedLog, scenario: Scenario) -> Measures:
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
    by = CaseIndex(kept, table["case"])
    failed = by.count(kept.rows(ev.SELFSERVICE_FAIL)) > 0
    expecting = by.count(kept.rows(ev.EXPECTS_DAY)) > 0
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
    """Contacts, in the order in which they were made: those of one channel, or of all.

    Attributes
    ----------
    channel : ndarray of int, shape (contacts,)
        Index of its channel.
    made : ndarray, shape (contacts,)
        Minutes.
    waited : ndarray, shape (contacts,)
        Minutes until an agent opened the contact, or its caller was lost; not-a-number while it waits.
    replied : ndarray, shape (contacts,)
        Minutes until the first reply to it; not-a-number without one.
    answered, abandoned, balked, blocked : ndarray of bool, shape (contacts,)
        What became of it.
    """

    channel: NDArray[np.int16]
    made: Floats
    waited: Floats
    replied: Floats
    answered: Bools
    abandoned: Bools
    balked: Bools
    blocked: Bools

    @classmethod
    def every(cls, log: Log | IndexedLog) -> Line:
        """Read the contacts of all channels out of a log; what happens to one in another channel is not its own."""
        log = indexed(log)
        contact = log.rows(ev.CONTACT)

        def first(*events: int) -> Floats:
            since: Floats = first_times(contact, log.rows(*events), "contact in its channel") - contact["time"]
            return since

        started, lost = first(ev.SERVICE_START), first(ev.ABANDONED, ev.BALKED, ev.BLOCKED)
        return cls(
            channel=contact["channel"],
            made=contact["time"],
            waited=np.where(np.isnan(started), lost, started),
            replied=first(ev.FIRST_REPLY),
            answered=~np.isnan(started),
            abandoned=~np.isnan(first(ev.ABANDONED)),
            balked=~np.isnan(first(ev.BALKED)),
            blocked=~np.isnan(first(ev.BLOCKED)),
        )

    @classmethod
    def of(cls, log: Log | IndexedLog, channel: int) -> Line:
        """Read the contacts of a channel out of a log."""
        line = cls.every(log)
        return line.only(line.channel == channel)

    def only(self, kept: Bools) -> Line:
        """Return some of the contacts."""
        place = np.flatnonzero(kept)
        columns = [column.take(place) for column in self]
        return Line._make(columns)


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


def waiting(log: Log | IndexedLog, channel: int) -> tuple[Floats, Floats]:
    """Return how many contacts of a channel wait to be opened for the first time: times, and the number from then on.

    A contact waits from the moment it is made until an agent opens it or its caller is lost. A message to an address
    that nobody watches waits from the moment it is found; one that is left alone, or lost on its way, waits no longer.
    """
    return _Moves.of(indexed(log)).waiting(channel)


class _Moves(NamedTuple):
    """What changes the numbers that wait, in all channels.

    Attributes
    ----------
    entered, left, astray : Rows
        Where contacts begin to wait, where they wait no longer, and where they go to an address that nobody watches.
    """

    entered: Rows
    left: Rows
    astray: Rows

    @classmethod
    def of(cls, log: IndexedLog) -> _Moves:
        """Read the moves out of a log."""
        entered = log.rows(ev.CONTACT, ev.FOUND_BY_LISTENING)
        lost = (ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.LEFT_UNANSWERED, ev.LOST_IN_REPORT)
        left = log.rows(ev.SERVICE_START, *lost)
        return cls(entered, left.only(left.each_first("contact in its channel")), log.rows(ev.WRONG_ADDRESS))

    def waiting(self, channel: int) -> tuple[Floats, Floats]:
        """Return the times of a channel's moves, and the number waiting from then on."""
        entered, left, astray = (rows["time"][rows["channel"] == channel] for rows in self)
        times = np.concatenate([entered, left, astray])
        steps = np.ones(len(times))
        steps[len(entered) :] = -1
        order = np.argsort(times, kind="stable")
        return times[order], np.cumsum(steps[order])


def _mean_waiting(waiting: tuple[Floats, Floats], scenario: Scenario) -> float:
    """Return the time average of the number waiting from the end of the warm-up to the horizon."""
    times, number = waiting
    begin, end = scenario.warm_up_days * MINUTES_PER_DAY, scenario.days * MINUTES_PER_DAY
    edges = np.clip(np.append(times, end), begin, end)
    return float((np.diff(edges) * number).sum() / (end - begin)) if len(times) else 0.0


def booked_minutes(log: IndexedLog, team: int, scenario: Scenario) -> float:
    """Return the minutes that a team's agents book on contacts after the warm-up."""
    served = log.rows(ev.SERVICE_END)
    theirs = (served["team"] == team) & (served["time"] >= scenario.warm_up_days * MINUTES_PER_DAY)
    return float(served["detail"][theirs].sum())


def commitments(table: Table, kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return the commitments kept, broken and open, by tier and kind, as numbers.

    A promise of m minutes is kept when the reply (or solution) comes at most m minutes after the first contact, broken
    when it comes later or the time has passed without it, and open while the time runs at the horizon.
    """
    if not scenario.commitments:
        return {}
    by = CaseIndex(kept, table["case"])
    begun = by.first(kept.rows(ev.CONTACT))
    left = scenario.days * MINUTES_PER_DAY - begun
    found: Measures = {}
    kinds = (("answer", ev.ANSWER_PROMISED, "acknowledged_min"), ("solution", ev.SOLUTION_PROMISED, "solved_min"))
    for kind, event, column in kinds:
        promised, met = by.first(kept.rows(event), "detail"), table[column]
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
    need, channel, solved = (table[name][touched] for name in ("need", "first_channel", "solved"))
    channels = np.flatnonzero(np.bincount(channel + 1)) - 1  # -1 is a case without a first contact
    shape = int(need.max(initial=0)) + 1, len(channels)
    cell = need * len(channels) + np.searchsorted(channels, channel)
    count = np.bincount(cell, minlength=math.prod(shape)).reshape(shape)
    hits = np.bincount(cell[solved], minlength=math.prod(shape)).reshape(shape)
    weights = count.sum(axis=1)
    seen = count.all(axis=1) & (weights > 0)
    if not seen.any():
        return float("nan")
    means = np.average(hits[seen] / count[seen], axis=0, weights=weights[seen])
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
