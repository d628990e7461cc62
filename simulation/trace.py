"""One customer's story, event by event, in the words of her case."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation import log as ev
from simulation.errors import InputError, nearest
from simulation.model.transparency import LABELS, REASONS
from simulation.run import Run
from simulation.scenario import Scenario
from simulation.units import lasting

_CUSTOMERS = {
    ev.ORDER_PLACED, ev.SELFSERVICE_OK, ev.SELFSERVICE_FAIL, ev.DEFLECTED, ev.CHANNELS_SEEN, ev.CONTACT, ev.BALKED,
    ev.BLOCKED, ev.ABANDONED, ev.PATIENCE_EXPIRED, ev.SENDS_NUMBER, ev.ACCEPTS_PHONE, ev.DECLINES_PHONE, ev.GIVEN_UP,
    ev.CASE_OPENED, ev.TIER, ev.EXPECTS_DAY, ev.FINDS_ANSWER, ev.COMMENTS, ev.WRONG_ADDRESS,
    ev.POSTS_PERSONAL_DATA, ev.TELLS_OTHERS, ev.POSTS_PUBLICLY, ev.CHURNED, ev.TAKEN_ELSEWHERE, ev.CAUSE, ev.PREVENTED,
}  # fmt: skip
_OTHERS = {
    ev.CONFIRMATION_SENT: "shop",
    ev.CONFIRMATION_MISSING: "shop",
    ev.DELIVERED: "carrier",
    ev.SEEN: "other customers",
    ev.REACTION: "other customers",
    ev.STORM: "other customers",
    ev.HELPED: "other customers",
    ev.LOST_IN_REPORT: "agency",
    ev.TOLD_BY_BROADCAST: "company",
}
_COMPANYS = {
    ev.ANNOUNCED, ev.ANSWER_PROMISED, ev.SOLUTION_PROMISED, ev.FOUND_BY_LISTENING, ev.LEFT_UNANSWERED, ev.ESCALATED,
    ev.SOLUTION_UNDER_WAY, ev.UPDATE_SENT, ev.CALLBACK_PROMISED,
}  # fmt: skip
"""What the company does where the row names no agent."""
_ANSWERS = (ev.INFORMATION_GIVEN, ev.HELPED)
"""What solves a case at once, if it does."""
_IN_WORDS = {
    ev.ORDER_PLACED: ("details are filled in", "re-enters details"),
    ev.PATIENCE_EXPIRED: ("writes again", "switches", "gives up"),
    ev.WRONG_ADDRESS: ("nobody will see it", "it will be found"),
    ev.POSTS_PERSONAL_DATA: ("a sensitive matter", "the details that she was asked for"),
    ev.REACTION: ("likes", "comments", "defends"),
    ev.HELPED: ("of no help", "it solves the matter"),
    ev.TELLS_OTHERS: ("badly", "well"),
    ev.LEFT_UNANSWERED: ("on purpose", "because it is sensitive"),
    ev.CONTACT_CLOSED: ("it is in hand, or settled, already", "joins her message that waits there"),
}
"""What a detail that counts from 0 says, in words."""
_IN_NUMBERS: dict[int, Callable[[float], str]] = {
    ev.ASK: "ask number {:.0f}".format,
    ev.SEEN: "by {:.0f}".format,
    ev.ANSWER_PROMISED: lambda minutes: f"within {lasting(minutes)}",
    ev.SOLUTION_PROMISED: lambda minutes: f"within {lasting(minutes)}",
    ev.ANNOUNCED: lambda minutes: f"a wait of {lasting(minutes)}",
    ev.SOLUTION_UNDER_WAY: lambda minutes: f"in {lasting(minutes)}",
    ev.CALLBACK_PROMISED: lambda minutes: f"in {lasting(minutes)}",
}
"""What a detail that is a number or minutes says."""


class Line(NamedTuple):
    """One line of a trace.

    Attributes
    ----------
    t_min : float
        Minutes from the customer's first contact; without any contact, from the moment her need arose.
    actor : str
        Who does it: customer, other customers, shop, carrier, company, agency, or an agent.
    event : str
        The event's name; contacts are numbered.
    detail : str
        More, in words; often empty.
    """

    t_min: float
    actor: str
    event: str
    detail: str


def customer_number(scenario: Scenario, customer: str | None) -> int:
    """Return the number of a customer given by her cast name or her number; None: the first of the cast.

    Raises
    ------
    InputError
        When there is no such customer.
    """
    names = [member.name for member in scenario.cast]
    if customer is None:
        if not names:
            raise InputError(f"{scenario.name}: has no cast, say which customer: a number from 0")
        return -1
    if customer in names:
        return -names.index(customer) - 1
    if customer.isdecimal() and int(customer) < scenario.population.customers:
        return int(customer)
    hint = nearest(customer, names) if names else "it has no cast"
    last = scenario.population.customers - 1
    numbers = f"a number from 0 to {last}" if last else "the number 0"
    raise InputError(f"{scenario.name}: no customer '{customer}', {hint} or {numbers}")


def trace(run: Run, customer: int, everything: bool = False) -> list[Line]:
    """Return a customer's story in the order of events.

    Parameters
    ----------
    run : Run
        What happened.
    customer : int
        Her number, see `customer_number`.
    everything : bool
        Also the events that she would not tell of: what agents and books do.
    """
    rows = run.log[(run.log["customer"] == customer) & (run.log["case"] != ev.NOBODY)]
    contacts = rows[rows["event"] == ev.CONTACT]
    opened = rows[rows["event"] == ev.CASE_OPENED]
    start = next((found["time"][0] for found in (contacts, opened, rows) if len(found)), 0.0)
    answered = {(row["time"], row["contact"]) for row in rows[np.isin(rows["event"], _ANSWERS)]}
    told = [row for row in rows if everything or _is_told(row, answered)]
    return [_line(run.scenario, customer, row, float(start)) for row in told]


def _is_told(row: np.void, answered: set[tuple[float, int]]) -> bool:
    """Return whether she would tell of it: of a solution, too, where it comes after the answer that promised it."""
    told = ev.EVENTS[int(row["event"])].told
    return told or (row["event"] == ev.SOLVED and (row["time"], row["contact"]) not in answered)


def _line(scenario: Scenario, customer: int, row: np.void, start: float) -> Line:
    event = int(row["event"])
    name = ev.EVENTS[event].name
    if event == ev.CONTACT:
        name = f"contact_{row['contact']}"
    return Line(float(row["time"]) - start, _actor(scenario, row), name, _detail(scenario, customer, row, name))


def _actor(scenario: Scenario, row: np.void) -> str:
    event = int(row["event"])
    if event in _OTHERS:
        return _OTHERS[event]
    if row["team"] >= 0 and event not in _CUSTOMERS:
        name, team = list(scenario.teams.items())[row["team"]]
        return team.actor or f"{name}_agent"
    return "company" if event in _COMPANYS else "customer"


def _detail(scenario: Scenario, customer: int, row: np.void, name: str) -> str:
    event, detail = int(row["event"]), float(row["detail"])
    words = scenario.cast[-customer - 1].words if customer < 0 else {}
    if name in words:
        return words[name]
    if event == ev.TIER:
        return list(scenario.population.tiers)[int(detail)]
    channels, teams = list(scenario.channels.values()), list(scenario.teams.values())
    if event == ev.CONTACT:
        channel = channels[row["channel"]]
        return f"{channel.title} ({'public' if channel.public else 'private'})"
    if event == ev.FIRST_REPLY:
        team = teams[row["team"]]
        if detail:
            return f"honest: {team.away_because or REASONS[int(detail)] + ' reason'}"
        return "friendly" if team.friendly >= 0.5 else ""
    if event == ev.PARTNER_LOOKUP:
        return scenario.integration.partner
    if event == ev.POSTS_PUBLICLY and row["channel"] >= 0:
        return f"{channels[row['channel']].title} (public)"
    if event == ev.ESCALATED:
        return teams[row["team"]].escalates_to or "" if row["team"] >= 0 else ""
    if event in _IN_WORDS:
        return _IN_WORDS[event][int(detail)]
    if event in _IN_NUMBERS:
        return _IN_NUMBERS[event](detail)
    if event == ev.CHANNELS_SEEN:
        return _listed(scenario, LABELS[int(detail)])
    return ""


def _listed(scenario: Scenario, labels: str) -> str:
    """Return the contact page in a line: what it says of the channels."""
    if labels != "honest":
        return ("=" if labels == "equal" else ", ").join(channel.title for channel in scenario.channels.values())
    return ", ".join(
        f"{channel.title} {scenario.published(name):g} min{'' if channel.official else ' (unofficial)'}"
        for name, channel in scenario.channels.items()
    )
