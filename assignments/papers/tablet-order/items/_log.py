"""The log of questions 7 to 10: ten cases of a quiet week at Fjordtel, run in the model."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import simulation as sim
from simulation.log import EVENTS

CASES = 10
LONGEST = 60  # rows; a printed sheet shows no more
SHOWN = ("contact", "ask_phone_number", "information_given", "solved")
QUIET = {
    "policies": None,
    "days": 3,
    "warm_up_days": 0,
    "orders.per_day": 14,
    "needs.technical.per_day": 4,
    "needs.billing.per_day": 3,
    "needs.advice.per_day": 2,
    "teams.social.attention": "distracted",
    **{f"channels.{name}.solve": 0.55 for name in ("phone", "email", "twitter", "facebook")},
}


class Row(NamedTuple):
    """One row of the log."""

    minute: int
    case: str
    need: str
    event: str
    channel: str


@lru_cache(maxsize=64)
def rows(seed: int) -> tuple[Row, ...]:
    """Return the shown events of the first ten cases with a contact, in order of time, as far as the log goes."""
    run = sim.simulate(company(), seed)
    names = run.names
    needs: dict[int, str] = {}
    labels: dict[int, str] = {}
    found = []
    for entry in run.log:
        event, case = EVENTS[entry["event"]].name, int(entry["case"])
        if event == "case_opened":
            needs[case] = names.needs[int(entry["detail"])]
        if event == "contact" and case not in labels and len(labels) < CASES:
            labels[case] = f"K{len(labels) + 1:02d}"
        if event in SHOWN and case in labels:
            need = "order status" if needs[case] == "orders" else needs[case]
            channel = names.channels[entry["channel"]] if entry["channel"] >= 0 else ""
            found.append(Row(int(entry["time"]), labels[case], need, event, channel))
    kept = tuple(found[:LONGEST])
    if len({row.case for row in kept}) < CASES:
        raise ValueError(f"fewer than {CASES} cases with a contact")
    return kept


@lru_cache(maxsize=1)
def company() -> sim.Scenario:
    """Return the quiet company."""
    return sim.load("reference-company").with_(QUIET)


def as_csv(seed: int) -> str:
    """Return the log as the candidates get it."""
    return "minute,case,need,event,channel\n" + "".join(",".join(map(str, row)) + "\n" for row in rows(seed))


def cases_with(seed: int, event: str) -> set[str]:
    """Return the cases in which an event happened."""
    return {row.case for row in rows(seed) if row.event == event}


def count(seed: int, event: str) -> int:
    """Return how often an event happened."""
    return sum(row.event == event for row in rows(seed))
