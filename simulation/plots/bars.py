"""The bars of a case: waiting in a queue, an agent's work and absence, waiting for the customer or the partner."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.plots.story import (
    AWAY,
    CUSTOMER,
    FOR_HER,
    LOOKS_UP,
    PARTNER,
    SEES_TO,
    WAITS,
    WORKS,
    Bar,
    CaseRows,
    lane_of,
)
from simulation.units import MINUTES_PER_DAY

Span = tuple[float, float]

_LOST = (ev.ABANDONED, ev.BALKED, ev.BLOCKED)

_LASTS = {
    ev.CONTACT: (WAITS, (ev.SERVICE_START, ev.CONTACT_CLOSED, *_LOST)),
    ev.HAND_OFF: (WAITS, (ev.SERVICE_START, ev.CONTACT_CLOSED)),
    ev.ASK: (FOR_HER, (ev.SENDS_NUMBER,)),
    ev.PARTNER_LOOKUP: (LOOKS_UP, (ev.SERVICE_START,)),
    ev.ESCALATED: (WAITS, (ev.SERVICE_START, ev.CONTACT_CLOSED)),
    ev.SOLUTION_UNDER_WAY: (SEES_TO, (ev.INFORMATION_GIVEN, ev.SOLVED)),
    ev.SERVICE_START: (WORKS, (ev.SERVICE_END,)),
}
"""What begins with an event, and the events that end it."""


def bars(case: CaseRows) -> list[Bar]:
    """Return the bars of a case in the order in which they are drawn: work lies over waiting."""
    contacts = [case.of_contact(int(number)) for number in np.unique(case.of(ev.CONTACT)["contact"])]
    found = [bar for contact in contacts for bar in _of_contact(contact, case)]
    calls = [bar for contact in contacts if _is_call(contact) for bar in _of_contact(contact, case)]
    hers = union([_waiting(contact, case.end) for contact in contacts])
    not_hers = [(bar.begin, bar.end) for bar in found if bar.says == FOR_HER]
    not_hers += [(bar.begin, bar.end) for bar in calls if bar.says == WORKS]
    waits = [Bar(CUSTOMER, begin, end, WAITS) for begin, end in without(hers, union(not_hers))]
    asked = [Bar(CUSTOMER, bar.begin, bar.end, FOR_HER) for bar in found if bar.says == FOR_HER]
    return [*_away(case), *waits, *asked, *sorted(found, key=lambda bar: bar.says == WORKS)]


def _is_call(contact: CaseRows) -> bool:
    return contact.synchronous(int(contact.rows["channel"][0]))


def _waiting(contact: CaseRows, end: float) -> Span:
    """Return from when to when a customer waits for what she contacted the company about; once it is over, no more."""
    begin = float(contact.rows["time"][0])
    ends = contact.of(*_LOST, ev.REDIRECTED, ev.INFORMATION_GIVEN, ev.CONTACT_CLOSED)["time"]
    return begin, max(begin, min(end, *ends[:1].tolist()) if len(ends) else end)


def _of_contact(contact: CaseRows, case: CaseRows) -> list[Bar]:
    found = []
    for index, row in enumerate(contact.rows):
        event, begin = int(row["event"]), float(row["time"])
        if event not in _LASTS:
            continue
        says, enders = _LASTS[event]
        ends = contact.after(index, *enders)["time"]
        if event == ev.ASK and not len(ends) and _is_call(contact):
            continue  # she says it in the call
        end = float(ends[0]) if len(ends) else max(case.end, begin)
        team = int(row["team"]) if row["team"] >= 0 else contact.serving(int(row["channel"]))
        if event == ev.ESCALATED:
            team = contact.higher(index)
        if event == ev.HAND_OFF:
            owner = case.owner(int(np.flatnonzero(case.rows == row)[0]))
            team = owner if owner >= 0 else team
        if end > begin:
            found.append(Bar(PARTNER if event == ev.PARTNER_LOOKUP else lane_of(team), begin, end, says))
    return found


def _away(case: CaseRows) -> list[Bar]:
    """Return when agents were away who served the case, or who alone could have."""
    contacts = case.of(ev.CONTACT)
    if not len(contacts):
        return []
    served = set(case.of(ev.SERVICE_START)["agent"].tolist())
    teams = {case.serving(int(channel)) for channel in contacts["channel"]}
    log = case.run.log
    turns = log[np.isin(log["event"], (ev.AGENT_AWAY, ev.AGENT_BACK))]
    horizon = case.scenario.days * MINUTES_PER_DAY
    found = []
    for agent in np.unique(turns["agent"]):
        mine = turns[turns["agent"] == agent]
        team = int(mine["team"][0])
        alone = team in teams and list(case.scenario.teams.values())[team].agents == 1
        if agent not in served and not alone:
            continue
        begins = mine["time"][mine["event"] == ev.AGENT_AWAY].tolist()
        ends = [*mine["time"][mine["event"] == ev.AGENT_BACK].tolist(), horizon]
        first, last = float(contacts["time"][0]), case.end
        spans = [(begin, end) for begin, end in zip(begins, ends, strict=False) if end > first and begin < last]
        found += [Bar(lane_of(team), begin, min(end, last), AWAY) for begin, end in spans]
    return found


def union(spans: list[Span]) -> list[Span]:
    """Return spans of time joined where they touch, in order.

    >>> union([(5, 8), (0, 3), (2, 4)])
    [(0, 4), (5, 8)]
    """
    joined: list[Span] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def without(spans: list[Span], holes: list[Span]) -> list[Span]:
    """Return spans of time less the holes; both in order and without overlaps.

    >>> without([(0, 10)], [(2, 3), (9, 12)])
    [(0, 2), (3, 9)]
    """
    left = []
    for begin, end in spans:
        inside = [hole for hole in holes if hole[1] > begin and hole[0] < end]
        edges = [begin, *(edge for hole in inside for edge in hole), end]
        left += [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return left
