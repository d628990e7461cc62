"""The case table: one row per case, a pure function of the event log and the scenario.

Cases opened in the warm-up are left out, with all their contacts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation import log as ev
from simulation.log import Log
from simulation.satisfaction import OF_MANY, Experience, Trouble, effort, satisfied, untouched
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

Floats = NDArray[np.float64]
Table = dict[str, NDArray[Any]]
Measures = dict[str, float]


def ratio(part: float, whole: float) -> float:
    """Return a part of a whole, not-a-number where there is no whole."""
    return part / whole if whole else float("nan")


def mean(values: Floats) -> float:
    """Return the mean of the values that are numbers, not-a-number where there are none."""
    values = values[~np.isnan(values)]
    return float(values.mean()) if len(values) else float("nan")


def share(hits: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    """Return the share of hits among some, not-a-number where there are none."""
    return float(hits[of].mean()) if of.any() else float("nan")


def rows_of(log: Log, *events: int) -> Log:
    """Return the rows with one of the events; every measure asks for some, so it must not take long."""
    hit = log["event"] == events[0]
    for event in events[1:]:
        hit |= log["event"] == event
    return log.take(np.flatnonzero(hit))


class CaseIndex:
    """Looks things up by case.

    Parameters
    ----------
    case : ndarray, shape (cases,)
        The cases of the table.
    """

    def __init__(self, case: NDArray[np.int64]) -> None:
        self.case = case
        self._lowest = int(case.min()) if len(case) else 0
        # Cases are numbered in a row, so a table from number to place is hardly longer than the cases themselves.
        self._places = np.full(int(case.max()) - self._lowest + 1 if len(case) else 1, -1)
        self._places[case - self._lowest] = np.arange(len(case))

    def place(self, rows: Log) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Return the position of each row's case, and whether it is in the table at all."""
        offset = rows["case"] - self._lowest
        inside = (offset >= 0) & (offset < len(self._places))
        place = self._places[np.where(inside, offset, 0)]
        return place, inside & (place >= 0)

    def count(self, rows: Log) -> Floats:
        """Return how many rows each case has."""
        return self.total(rows, np.ones(len(rows)))

    def total(self, rows: Log, weights: Floats) -> Floats:
        """Return the sum of weights over the rows of each case."""
        place, known = self.place(rows)
        return np.bincount(place[known], weights=weights[known], minlength=len(self.case)).astype(float)

    def first(self, rows: Log, column: str = "time") -> Floats:
        """Return a column of the first row of each case, not-a-number for none; rows are in the order of time."""
        place, known = self.place(rows)
        found = np.full(len(self.case), np.nan)
        found[place[known][::-1]] = rows[column][known][::-1]
        return found


def cases(log: Log, scenario: Scenario) -> Table:
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
    opened = rows_of(log, ev.CASE_OPENED)
    opened = opened[opened["time"] >= scenario.warm_up_days * MINUTES_PER_DAY]
    by = CaseIndex(opened["case"])
    contact = rows_of(log, ev.CONTACT)
    first = contact[contact["contact"] == 1]
    begun = by.first(first)
    replies = rows_of(log, ev.FIRST_REPLY)
    reply = by.first(replies[replies["contact"] == 1]) - begun
    starts = rows_of(log, ev.SERVICE_START)
    pairs = np.unique(starts["case"] << 32 | starts["agent"])
    touched = np.zeros(len(pairs), dtype=ev.ROW)
    touched["case"] = pairs >> 32
    served = rows_of(log, ev.SERVICE_END)
    tier = by.first(rows_of(log, ev.TIER), "detail")
    channel = by.first(first, "channel")
    table: Table = {
        "case": opened["case"].copy(),
        "customer": opened["customer"].copy(),
        "need": opened["detail"].astype(np.int64),
        "tier": np.where(np.isnan(tier), -1, tier).astype(np.int64),
        "opened": opened["time"].copy(),
        "contacts": by.count(contact),
        "asks": by.count(rows_of(log, ev.ASK)),
        "hand_offs": by.count(rows_of(log, ev.HAND_OFF)),
        "agents_touched": by.count(touched),
        "first_channel": np.where(np.isnan(channel), -1, channel).astype(np.int64),
        "first_reply_min": reply,
        "acknowledged_min": by.first(replies) - begun,
        "info_min": by.first(rows_of(log, ev.INFORMATION_GIVEN)) - begun,
        "solved_min": by.first(rows_of(log, ev.SOLVED)) - begun,
        "agent_min": by.total(served, served["detail"]),
        "expected_min": by.first(first, "detail"),
    }
    table["deflected"] = by.count(rows_of(log, ev.DEFLECTED)) > 0
    table["solved"] = table["deflected"] | (by.count(rows_of(log, ev.SOLVED)) > 0)
    table["informed"] = table["deflected"] | ~np.isnan(table["info_min"])
    table["closed"] = table["solved"] | (by.count(rows_of(log, ev.GIVEN_UP)) > 0)
    table["waited_min"] = _first_wait(log, scenario, by, begun, reply)
    called = _called_minutes(log, scenario, by)
    table["effort_min"] = _effort(log, scenario, by, table) + called
    reason = by.first(replies[replies["detail"] > 0], "detail")
    table["satisfaction"] = satisfaction(table, _friendliness(log, scenario, by), reason, scenario)
    return table


def _first_wait(log: Log, scenario: Scenario, by: CaseIndex, begun: Floats, reply: Floats) -> Floats:
    """Return W: the wait for the reply to the first contact; without one, until its caller left or the case ended."""
    lost = rows_of(log, ev.ABANDONED, ev.BALKED, ev.BLOCKED)
    hung_up = by.first(lost[lost["contact"] == 1]) - begun
    ended = by.first(rows_of(log, ev.SOLVED, ev.GIVEN_UP))
    ended = np.where(np.isnan(ended), scenario.days * MINUTES_PER_DAY, ended) - begun
    waited = np.where(np.isnan(hung_up), ended, hung_up)
    return np.where(np.isnan(reply), waited, reply)


def _called_minutes(log: Log, scenario: Scenario, by: CaseIndex) -> Floats:
    """Return the minutes that each customer spent on the phone: on hold and in talk, until the last talk of each call.

    An answer that is given later (after the partner's) books no minutes, and is not held for; the first service of a
    call counts even if it took no time. Who is called back has not held: her minutes begin with the talk. An escalated
    call is over, and what is done about it afterwards is the company's time alone.
    """
    synchronous = [index for index, channel in enumerate(scenario.channels.values()) if channel.synchronous]
    calls = _without_escalated(log[np.isin(log["channel"], synchronous)])
    ends = rows_of(calls, ev.ABANDONED, ev.BALKED, ev.BLOCKED, ev.SERVICE_END)
    first = np.zeros(len(ends), dtype=bool)
    first[np.unique(contact_key(ends), return_index=True)[1]] = True
    ends = ends[first | (ends["detail"] > 0)]
    last, at = np.unique(contact_key(ends)[::-1], return_index=True)
    over = ends["time"][::-1][at]
    began = rows_of(calls, ev.CONTACT)
    began = began[np.isin(contact_key(began), last)]
    minutes = over[np.searchsorted(last, contact_key(began))] - _on_the_line(calls, began)
    return by.total(began, minutes)


def _without_escalated(calls: Log) -> Log:
    """Return the rows of calls without what was done about each once it had been escalated."""
    escalated = np.flatnonzero(calls["event"] == ev.ESCALATED)
    if not len(escalated):
        return calls
    keys, at = np.unique(contact_key(calls[escalated]), return_index=True)
    place = np.minimum(np.searchsorted(keys, contact_key(calls)), len(keys) - 1)
    after = (keys[place] == contact_key(calls)) & (calls["time"] > calls["time"][escalated[at]][place])
    before: Log = calls[~after]
    return before


def _on_the_line(calls: Log, began: Log) -> Floats:
    """Return when each caller was on the line first: when she called, or when she was called back."""
    promised, starts = rows_of(calls, ev.CALLBACK_PROMISED), rows_of(calls, ev.SERVICE_START)
    if not len(promised):
        return np.asarray(began["time"])
    picked = first_times(contact_key(began), starts, contact_key(starts))
    back = np.isin(contact_key(began), contact_key(promised)) & ~np.isnan(picked)
    return np.where(back, picked, began["time"])


def first_times(keys: NDArray[np.int64], rows: Log, row_keys: NDArray[np.int64]) -> Floats:
    """Return the time of the first row with each key, not-a-number for none; rows are in the order of time.

    Parameters
    ----------
    keys : ndarray, shape (keys,)
        What to look for, for example the contacts' keys.
    rows : ndarray
        Where.
    row_keys : ndarray, shape (rows,)
        The key of each row.
    """
    known, at = np.unique(row_keys, return_index=True)
    found = np.full(len(keys), np.nan)
    if len(known):
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        hit = known[place] == keys
        found[hit] = rows["time"][at[place[hit]]]
    return found


def contact_key(rows: Log) -> NDArray[np.int64]:
    """Return a number for each row's contact that no other contact of the log has."""
    key: NDArray[np.int64] = rows["case"] * 256 + rows["contact"]
    return key


def _effort(log: Log, scenario: Scenario, by: CaseIndex, table: Table) -> Floats:
    """Return the customer's effort apart from calls in minutes, shape (cases,): see `simulation.satisfaction`."""
    entered = rows_of(log, ev.ORDER_PLACED)
    trouble = Trouble(
        entries=by.total(entered, entered["detail"]),
        failed_looks=by.count(rows_of(log, ev.SELFSERVICE_FAIL)),
        looks=by.count(rows_of(log, ev.SELFSERVICE_OK)),
        contacts=table["contacts"],
        asks=table["asks"],
    )
    minutes: Floats = effort(trouble, scenario.satisfaction)
    return minutes


def _friendliness(log: Log, scenario: Scenario, by: CaseIndex) -> Floats:
    """Return the tone of the team that replied first to each case, from 0 to 1; 0 where nobody replied."""
    tones = np.array([team.friendly for team in scenario.teams.values()])
    team = by.first(rows_of(log, ev.FIRST_REPLY), "team")
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
