"""The case table: one row per case, a pure function of the event log and the scenario.

Cases opened in the warm-up are left out, with all their contacts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import log as ev
from simulation.indexed import Bools, Floats, IndexedLog, Rows, Wholes, first_times, indexed, last_times
from simulation.log import Log
from simulation.satisfaction import OF_MANY, Experience, Trouble, effort, satisfied, untouched
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

Table = dict[str, NDArray[Any]]
Measures = dict[str, float]


def ratio(part: float, whole: float) -> float:
    """Return a part of a whole, not-a-number where there is no whole."""
    return part / whole if whole else float("nan")


def mean(values: Floats) -> float:
    """Return the mean of the values that are numbers, not-a-number where there are none."""
    values = values[~np.isnan(values)]
    return ratio(float(values.sum()), len(values))


def share(hits: Bools, of: Bools) -> float:
    """Return the share of hits among some, not-a-number where there are none."""
    return ratio(int(np.count_nonzero(hits & of)), int(np.count_nonzero(of)))


class CaseIndex:
    """Looks things up by case.

    Parameters
    ----------
    log : IndexedLog
        Whose cases.
    case : ndarray, shape (cases,)
        Those of the table.
    """

    def __init__(self, log: IndexedLog, case: Wholes) -> None:
        self._cases = len(case)
        self._places = np.full(log.columns.cases, len(case))
        self._places[case - log.columns.lowest_case] = np.arange(len(case))

    def place(self, rows: Rows) -> NDArray[np.intp]:
        """Return the position of each row's case in the table, the number of cases for those that are not in it."""
        place: NDArray[np.intp] = self._places.take(rows.numbers("case").of_rows)
        return place

    def count(self, rows: Rows) -> Floats:
        """Return how many rows each case has."""
        return self._summed(np.bincount(self.place(rows), minlength=self._cases + 1))

    def total(self, rows: Rows, weights: Floats) -> Floats:
        """Return the sum of weights over the rows of each case."""
        return self._summed(np.bincount(self.place(rows), weights, self._cases + 1))

    def first(self, rows: Rows, column: str = "time") -> Floats:
        """Return a column of the first row of each case, not-a-number for none; rows are in the order of time."""
        found = np.full(self._cases + 1, np.nan)
        found[self.place(rows)[::-1]] = rows[column][::-1]  # where a case comes again, the last one written stays
        return found[:-1]

    def distinct(self, rows: Rows, column: str) -> Floats:
        """Return how many different numbers (from 0) the rows of each case have in a column."""
        pairs = np.sort(self.place(rows) << 32 | rows[column])
        fresh = np.diff(pairs, prepend=-1) != 0
        return self._summed(np.bincount(pairs[fresh] >> 32, minlength=self._cases + 1))

    def _summed(self, sums: NDArray[Any]) -> Floats:
        """Leave out what belongs to cases that are not in the table."""
        return sums[: self._cases].astype(float)


def cases(log: Log | IndexedLog, scenario: Scenario) -> Table:
    """Return one row per case opened after the warm-up, as columns.

    Returns
    -------
    dict of ndarray, each of shape (cases,)
        ``case``, ``customer``, ``need`` (index, orders first), ``tier`` (rank, -1: none), ``opened`` (minutes);
        ``contacts``, ``asks``, ``hand_offs``, ``agents_touched`` (counts); ``first_channel`` (index, -1: none);
        ``first_reply_min`` (first contact to the reply to that contact), ``acknowledged_min`` (first contact to the
        first human reply in any channel), ``info_min`` (to the first information), ``solved_min`` (to the end of the
        case), all not-a-number where there is none; ``agent_min`` (booked), ``expected_min`` (E of the first contact),
        ``waited_min`` (W, see `satisfaction`), ``effort_min`` (rule E17, calls
        included), ``satisfaction`` and ``deflected``, ``solved``, ``informed``, ``closed`` (booleans).
    """
    log = indexed(log)
    opened = log.rows(ev.CASE_OPENED)
    opened = opened.only(opened["time"] >= scenario.warm_up_days * MINUTES_PER_DAY)
    by = CaseIndex(log, opened["case"])
    contact, replies = log.rows(ev.CONTACT), log.rows(ev.FIRST_REPLY)
    first = contact.only(contact["contact"] == 1)
    begun = by.first(first)
    reply = by.first(replies.only(replies["contact"] == 1)) - begun
    served = log.rows(ev.SERVICE_END)
    tier = by.first(log.rows(ev.TIER), "detail")
    channel = by.first(first, "channel")
    table: Table = {
        "case": opened["case"].copy(),
        "customer": opened["customer"].copy(),
        "need": opened["detail"].astype(np.int64),
        "tier": np.where(np.isnan(tier), -1, tier).astype(np.int64),
        "opened": opened["time"].copy(),
        "contacts": by.count(contact),
        "asks": by.count(log.rows(ev.ASK)),
        "hand_offs": by.count(log.rows(ev.HAND_OFF)),
        "agents_touched": by.distinct(log.rows(ev.SERVICE_START), "agent"),
        "first_channel": np.where(np.isnan(channel), -1, channel).astype(np.int64),
        "first_reply_min": reply,
        "acknowledged_min": by.first(replies) - begun,
        "info_min": by.first(log.rows(ev.INFORMATION_GIVEN)) - begun,
        "solved_min": by.first(log.rows(ev.SOLVED)) - begun,
        "agent_min": by.total(served, served["detail"]),
        "expected_min": by.first(first, "detail"),
    }
    table["deflected"] = by.count(log.rows(ev.DEFLECTED)) > 0
    table["solved"] = table["deflected"] | (by.count(log.rows(ev.SOLVED)) > 0)
    table["informed"] = table["deflected"] | ~np.isnan(table["info_min"])
    table["closed"] = table["solved"] | (by.count(log.rows(ev.GIVEN_UP)) > 0)
    table["waited_min"] = _first_wait(log, scenario, by, begun, reply)
    called = _called_minutes(log, scenario, by)
    table["effort_min"] = _effort(log, scenario, by, table) + called
    reason = by.first(replies.only(replies["detail"] > 0), "detail")
    table["satisfaction"] = satisfaction(table, _friendliness(log, scenario, by), reason, scenario)
    return table


def _first_wait(log: IndexedLog, scenario: Scenario, by: CaseIndex, begun: Floats, reply: Floats) -> Floats:
    """Return W: the wait for the reply to the first contact; without one, until its caller left or the case ended."""
    lost = log.rows(ev.ABANDONED, ev.BALKED, ev.BLOCKED)
    hung_up = by.first(lost.only(lost["contact"] == 1)) - begun
    ended = by.first(log.rows(ev.SOLVED, ev.GIVEN_UP))
    ended = np.where(np.isnan(ended), scenario.days * MINUTES_PER_DAY, ended) - begun
    waited = np.where(np.isnan(hung_up), ended, hung_up)
    return np.where(np.isnan(reply), waited, reply)


def _called_minutes(log: IndexedLog, scenario: Scenario, by: CaseIndex) -> Floats:
    """Return the minutes that each customer spent on the phone: on hold and in talk, until the last talk of each call.

    An answer that is given later (after the partner's) books no minutes, and is not held for; the first service of a
    call counts even if it took no time. Who is called back has not held: her minutes begin with the talk. An escalated
    call is over, and what is done about it afterwards is the company's time alone.
    """
    calls = _Calls(log, scenario)
    ends = calls.rows(ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.SERVICE_END)
    ends = ends.only(ends.each_first() | (ends["detail"] > 0))
    began = calls.rows(ev.CONTACT)
    over = last_times(began, ends)
    minutes = over - _on_the_line(calls, began)
    known = ~np.isnan(minutes)
    return by.total(began.only(known), minutes[known])


class _Calls:
    """The rows of calls, without what was done about each once it had been escalated."""

    def __init__(self, log: IndexedLog, scenario: Scenario) -> None:
        self._log = log
        self._synchronous = [channel.synchronous for channel in scenario.channels.values()]
        self._escalated = log.rows(ev.ESCALATED).in_channels(self._synchronous)

    def rows(self, *events: int) -> Rows:
        """Return the rows with one of the events."""
        rows = self._log.rows(*events).in_channels(self._synchronous)
        return rows.only(~(rows["time"] > first_times(rows, self._escalated))) if len(self._escalated) else rows


def _on_the_line(calls: _Calls, began: Rows) -> Floats:
    """Return when each caller was on the line first: when she called, or when she was called back."""
    promised = calls.rows(ev.CALLBACK_PROMISED)
    if not len(promised):
        return began["time"]
    picked = first_times(began, calls.rows(ev.SERVICE_START))
    back = ~np.isnan(first_times(began, promised)) & ~np.isnan(picked)
    return np.where(back, picked, began["time"])


def _effort(log: IndexedLog, scenario: Scenario, by: CaseIndex, table: Table) -> Floats:
    """Return the customer's effort apart from calls in minutes, shape (cases,): see `simulation.satisfaction`."""
    entered = log.rows(ev.ORDER_PLACED)
    trouble = Trouble(
        entries=by.total(entered, entered["detail"]),
        failed_looks=by.count(log.rows(ev.SELFSERVICE_FAIL)),
        looks=by.count(log.rows(ev.SELFSERVICE_OK)),
        contacts=table["contacts"],
        asks=table["asks"],
    )
    minutes: Floats = effort(trouble, scenario.satisfaction)
    return minutes


def _friendliness(log: IndexedLog, scenario: Scenario, by: CaseIndex) -> Floats:
    """Return the tone of the team that replied first to each case, from 0 to 1; 0 where nobody replied."""
    tones = np.array([team.friendly for team in scenario.teams.values()])
    team = by.first(log.rows(ev.FIRST_REPLY), "team")
    return np.where(np.isnan(team), 0.0, tones[np.nan_to_num(team).astype(np.int64)])


def satisfaction(table: Table, friendly: Floats, reason: Floats, scenario: Scenario) -> Floats:
    """Return the satisfaction S of each case, shape (cases,): see `simulation.satisfaction`.

    Parameters
    ----------
    table : dict of ndarray
        See `cases`.
    friendly : ndarray
        Tone of the first reply, from 0 to 1.
    reason : ndarray
        The reason given: 1 illegitimate, 2 legitimate, not-a-number for none.
    scenario : Scenario
        For the coefficients.
    """
    weights, solved = scenario.satisfaction, table["solved"]
    lived = Experience(
        waited=table["waited_min"],
        expected=table["expected_min"],
        contacts=table["contacts"],
        asks=table["asks"],
        hand_offs=table["hand_offs"],
        friendly=friendly,
        reason=np.nan_to_num(reason),
        unsolved=~solved,
    )
    without = np.where(solved, untouched(weights, True), untouched(weights, False))
    return np.where(table["contacts"] == 0, without, satisfied(lived, weights, OF_MANY))
