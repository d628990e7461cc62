"""Ingredients: what makes a company more than a plain queue, each with the change that turns it off.

With every ingredient off a channel is a queue that Erlang knows: needs that arise at random at an even rate, agents who
are always there, exponential work, and nobody who comes back.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from simulation.model.integration import contact_probability, status_hazard
from simulation.model.team import duty_changes
from simulation.parts import Team
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_WEEK, week_spans

Changes = dict[str, Any]

_NEVER = 1e9
"""Minutes after which nobody waits to see what happens."""


class Ingredient(NamedTuple):
    """Something that a plain queue does not have.

    Attributes
    ----------
    name : str
        How to name it.
    meaning : str
        What it does, in words.
    off : callable
        Takes a scenario and one of its channels; returns the changes that turn it off, none where it is off already or
        cannot act.
    """

    name: str
    meaning: str
    off: Callable[[Scenario, str], Changes]


def team_of(scenario: Scenario, channel: str) -> str:
    """Return the name of the team that serves a channel."""
    return next(name for name, team in scenario.teams.items() if channel in team.channels)


def hours_open(team: Team) -> list[tuple[float, float, int]]:
    """Return a team's spans of the week with somebody on duty: begin, end, agents."""
    duty = [*duty_changes(team), (MINUTES_PER_WEEK, 0)]
    return [(begin, end, agents) for (begin, agents), (end, _) in itertools.pairwise(duty) if agents]


def even_agents(team: Team) -> int:
    """Return the mean number of agents on duty while somebody is, as a whole number."""
    spans = hours_open(team)
    minutes = sum(end - begin for begin, end, _ in spans)
    return max(1, round(sum((end - begin) * agents for begin, end, agents in spans) / minutes)) if minutes else 0


def _changed(scenario: Scenario, changes: Changes) -> Changes:
    """Return those of some changes that change something."""
    values = scenario.model_dump()
    kept = {}
    for key, value in changes.items():
        place: Any = values
        for part in key.split("."):
            place = place[part]
        if place != value:
            kept[key] = value
    return kept


def _each(scenario: Scenario, table: str, values: Changes) -> Changes:
    """Return changes of the same keys in every channel, or every team."""
    names = getattr(scenario, table)
    return _changed(scenario, {f"{table}.{name}.{key}": value for name in names for key, value in values.items()})


def _behaviour(**values: float) -> Callable[[Scenario, str], Changes]:
    def off(scenario: Scenario, _: str) -> Changes:
        return _changed(scenario, {f"behaviour.{key}": value for key, value in values.items()})

    return off


def _handling(**values: float) -> Callable[[Scenario, str], Changes]:
    def off(scenario: Scenario, _: str) -> Changes:
        return _changed(scenario, {f"handling.{key}": value for key, value in values.items()})

    return off


def _hours(scenario: Scenario, channel: str) -> Changes:
    """Even hours: as many needs per minute of the team's hours, round the clock, and its mean number of agents."""
    spans = hours_open(scenario.teams[team_of(scenario, channel)])
    minutes = sum(end - begin for begin, end, _ in spans)
    sources = {f"needs.{name}": need for name, need in scenario.needs.items() if need.incident is None}
    if scenario.orders is not None:
        sources["orders"] = scenario.orders  # type: ignore[assignment]
    uneven = any(len(duty_changes(team)) > 1 for team in scenario.teams.values())
    uneven = uneven or any(week_spans(each.arise) != [(0.0, MINUTES_PER_WEEK)] for each in sources.values())
    if not uneven or not minutes:
        return {}
    changes: Changes = {}
    for name, team in scenario.teams.items():
        changes |= {f"teams.{name}.rota": None, f"teams.{name}.hours": "always"}
        changes[f"teams.{name}.agents"] = even_agents(team)
    for place, each in sources.items():
        daily = each.daily(scenario.population.customers) * MINUTES_PER_WEEK / minutes
        changes |= {f"{place}.arise": "always", f"{place}.per_thousand": None, f"{place}.per_day": daily}
    return changes


def _work(scenario: Scenario, _: str) -> Changes:
    """Exponential work of one mean in each channel: that of the needs, by how often they arise."""
    changes: Changes = {}
    rates = {name: need.daily(scenario.population.customers) for name, need in scenario.needs.items()}
    orders = scenario.orders
    asked = contact_probability(status_hazard(scenario, orders)) if orders is not None else 0.0
    status = orders.daily(scenario.population.customers) * asked if orders is not None else 0.0
    own = {name: need.work for name, need in scenario.needs.items() if need.work is not None}
    total = sum(rates.values()) + status
    for name, channel in scenario.channels.items():
        mean = channel.work.mean
        if own and total > 0:
            plain = status + sum(rate for need, rate in rates.items() if need not in own)
            mean = (plain * mean + sum(rates[need] * work.mean for need, work in own.items())) / total
        if channel.work.distribution != "exponential" or mean != channel.work.mean:
            changes[f"channels.{name}.work"] = {"mean": mean, "distribution": "exponential"}
    return changes | {f"needs.{name}.work": None for name in own}


def _shared_team(scenario: Scenario, channel: str) -> Changes:
    """Let another team of the same size serve what this one serves beside the channel."""
    name = team_of(scenario, channel)
    others = [each for each in scenario.teams[name].channels if each != channel]
    if not others:
        return {}
    twin = f"{name}-others"
    while twin in scenario.teams:
        twin += "-too"
    part = scenario.given()["teams"][name]
    return {f"teams.{name}.channels": [channel], f"teams.{twin}": part | {"channels": others}}


def _attention(scenario: Scenario, _: str) -> Changes:
    always = {"attention": "always", "attention_told": [], "poll_minutes": 0.0, "report_every": 0.0}
    return _each(scenario, "teams", always)


def _concurrency(scenario: Scenario, _: str) -> Changes:
    return _each(scenario, "teams", {"concurrency": 1})


def _asks(scenario: Scenario, _: str) -> Changes:
    return _changed(scenario, {"handling.asks": False}) if scenario.integration.identification < 1 else {}


def _look_ups(scenario: Scenario, _: str) -> Changes:
    if scenario.orders is None:
        return {}
    return _changed(scenario, {"handling.own_lookup": 0.0, "handling.partner_share": 0.0})


def _hand_offs(scenario: Scenario, _: str) -> Changes:
    return _each(scenario, "channels", {"hand_off": 0.0}) | _changed(scenario, {"handling.ownership": "open"})


def _redials(scenario: Scenario, channel: str) -> Changes:
    holding = any(each.synchronous for each in scenario.channels.values())
    return _behaviour(redial=0.0)(scenario, channel) if holding else {}


def _returns(scenario: Scenario, channel: str) -> Changes:
    fits = [channel.solve for channel in scenario.channels.values()]
    fits += [need.solve for need in scenario.needs.values() if need.solve is not None]
    certain = all(fit == 1 for fit in fits) and all(team.authority == 1 for team in scenario.teams.values())
    return {} if certain else _behaviour(returns=0.0)(scenario, channel)


def _telling_again(scenario: Scenario, channel: str) -> Changes:
    """Say it again: only who comes more than once, or is handed on, must."""
    again = _redials(scenario, channel) or _returns(scenario, channel) or _hand_offs(scenario, channel)
    return _handling(repeat_factor=0.0)(scenario, channel) if again else {}


def _advice(scenario: Scenario, channel: str) -> Changes:
    return _handling(advises_phone=0.0)(scenario, channel) if _hand_offs(scenario, channel) else {}


def _written(scenario: Scenario, channel: str) -> Changes:
    if all(each.synchronous for each in scenario.channels.values()):
        return {}
    return _behaviour(repeat=0.0, switch=0.0)(scenario, channel)


def _chasing(scenario: Scenario, channel: str) -> Changes:
    promising = _asks(scenario, channel) or _look_ups(scenario, channel) or _hand_offs(scenario, channel)
    escalating = any(team.escalates_to for team in scenario.teams.values())
    if not (promising or escalating):
        return {}
    return _behaviour(chase_median=_NEVER, chase_sigma=0.0)(scenario, channel)


def _escalation(scenario: Scenario, channel: str) -> Changes:
    escalating = any(team.escalates_to for team in scenario.teams.values())
    return _handling(escalates=0.0)(scenario, channel) if escalating else {}


def _redirects(scenario: Scenario, _: str) -> Changes:
    public = any(channel.public for channel in scenario.channels.values())
    return _changed(scenario, {"transparency.private_messages": True}) if public else {}


def _silence(scenario: Scenario, _: str) -> Changes:
    return _each(scenario, "channels", {"answers": 1.0})


def _announcements(scenario: Scenario, _: str) -> Changes:
    return _changed(scenario, {"transparency.announcement": False, "transparency.callbacks": False})


def _lines(scenario: Scenario, _: str) -> Changes:
    return _each(scenario, "channels", {"lines": None})


def _priorities(scenario: Scenario, _: str) -> Changes:
    changes = {f"needs.{name}.severity_class": 0 for name in scenario.needs}
    if scenario.population.tiers:
        changes["handling.payers_first"] = False
    return _changed(scenario, changes)


def _incidents(scenario: Scenario, _: str) -> Changes:
    struck = [name for name, need in scenario.needs.items() if need.incident is not None]
    return _changed(scenario, {f"needs.{name}.incident.share": 0.0 for name in struck})


def _public(scenario: Scenario, _: str) -> Changes:
    if scenario.publicity is None:
        return {}
    return {"publicity": None, "reputation": None, "transparency.archive": False}


def _table(name: str) -> Callable[[Scenario, str], Changes]:
    def off(scenario: Scenario, _: str) -> Changes:
        return {} if getattr(scenario, name) is None else {name: None}

    return off


INGREDIENTS: tuple[Ingredient, ...] = (
    Ingredient("hours", "opening hours and shifts, on both sides of the line", _hours),
    Ingredient("work", "handling times that are not exponential, or differ by need", _work),
    Ingredient("shared team", "the same agents serve other channels as well", _shared_team),
    Ingredient("attention", "agents look away, or see messages late", _attention),
    Ingredient("several at once", "agents have several contacts in hand", _concurrency),
    Ingredient("asks", "agents ask who the customer is", _asks),
    Ingredient("look-ups", "agents look orders up, here or at the partner", _look_ups),
    Ingredient("hand-offs", "contacts go on to another owner", _hand_offs),
    Ingredient("escalation", "cases go on to a team with more authority", _escalation),
    Ingredient("announcements", "callers are told the wait, or called back", _announcements),
    Ingredient("lines", "callers who find no line", _lines),
    Ingredient("priorities", "some are served before others", _priorities),
    Ingredient("redials", "those who hung up dial again", _redials),
    Ingredient("returns", "those who were not helped come back", _returns),
    Ingredient("telling again", "a new agent must be told again", _telling_again),
    Ingredient("impatience in writing", "those who get no reply write again, or switch", _written),
    Ingredient("reminders", "those who were promised an answer remind the company", _chasing),
    Ingredient("advice to phone", "agents who hand on recommend the phone", _advice),
    Ingredient("redirects", "sensitive matters are sent to private channels", _redirects),
    Ingredient("silence", "messages that are left alone on purpose", _silence),
    Ingredient("incidents", "something hits many at once", _incidents),
    Ingredient("learning", "customers learn how long each channel takes", _table("learning")),
    Ingredient("the public", "others read, react, answer; reputation", _public),
    Ingredient("loyalty", "customers tell others, post, and leave", _table("loyalty")),
    Ingredient("improvement", "causes are fixed", _table("improvement")),
)
"""In the order in which they are turned on: the company's side, then who comes back, then what is seldom there."""


def present(scenario: Scenario, channel: str) -> list[Ingredient]:
    """Return the ingredients that a scenario has, in their order."""
    return [each for each in INGREDIENTS if each.off(scenario, channel)]


def without(scenario: Scenario, channel: str, gone: Sequence[Ingredient]) -> Scenario:
    """Return the scenario with some ingredients turned off, the last of them first; its policies are left out."""
    if gone and scenario.policies:
        scenario = scenario.with_({"policies": None})  # else each change would have to check them all
    for each in reversed(gone):
        changes = each.off(scenario, channel)
        scenario = scenario.with_(changes) if changes else scenario
    return scenario


def staying(scenario: Scenario) -> list[str]:
    """Return what a scenario has that cannot be turned off: it is there from the plain queue on."""
    found = []
    if sum(channel.open for channel in scenario.channels.values()) > 1:
        found.append("the choice of a channel, with its habits: it says how many come to this one")
    if scenario.orders is not None or any(need.invoice_cut > 0 for need in scenario.needs.values()):
        found.append("My Page: it says how many come at all")
    if scenario.cast:
        found.append("the named customers, with their told luck")
    if any(channel.synchronous for channel in scenario.channels.values()):
        found.append("patience on hold: the formula has it as well")
    return found
