"""Levers that cannot do anything: a key that the rest of a scenario leaves without effect, and what it would need.

Nothing here is an error. A report interval on a team that serves only the phone is a valid number, but whoever varies
it and finds no difference has learned nothing about reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from simulation.scenario import Scenario


class Needs(NamedTuple):
    """What some keys need to have an effect on customers and agents.

    Attributes
    ----------
    keys : tuple of str
        Scenario keys; ``*`` stands for a name.
    works : callable
        Takes a scenario, and the name at the ``*`` (empty where there is none); whether the key can do anything there.
    only : str
        In words: "works only ...". ``{name}`` stands for the name at the ``*``.
    """

    keys: tuple[str, ...]
    works: Callable[[Scenario, str], bool]
    only: str


def _messages(scenario: Scenario, team: str) -> bool:
    return any(not scenario.channels[name].synchronous for name in scenario.teams[team].channels)


def _callers(scenario: Scenario, _: str = "") -> bool:
    return any(channel.synchronous for channel in scenario.channels.values())


def _spoken(scenario: Scenario) -> bool:
    return any(channel.synchronous and not channel.written for channel in scenario.channels.values())


def _callers_are_lost(scenario: Scenario, _: str) -> bool:
    loses = (part.lines is not None or part.patience != float("inf")
             for part in scenario.channels.values() if part.synchronous)  # fmt: skip
    return any(loses) or (_callers(scenario) and scenario.transparency.announcement)


def _escalates(scenario: Scenario, to: str = "") -> bool:
    limited = [team for team in scenario.teams.values() if team.authority < 1 and team.escalates_to is not None]
    return any(not to or team.escalates_to == to for team in limited)


def _told(scenario: Scenario, _: str = "") -> bool:
    return any(need.incident is not None for need in scenario.needs.values())


def _distracted(scenario: Scenario, _: str) -> bool:
    return any(team.attention == "distracted" for team in scenario.teams.values())


def _public(scenario: Scenario, _: str = "") -> bool:
    return any(channel.public for channel in scenario.channels.values())


def _social(scenario: Scenario, _: str = "") -> bool:
    return any(channel.social for channel in scenario.channels.values())


def _orders(scenario: Scenario, _: str) -> bool:
    return scenario.orders is not None


def _lognormal_need(scenario: Scenario, need: str) -> bool:
    work = scenario.needs[need].work
    return work is None or work.distribution == "lognormal"


TABLE = (
    Needs(
        ("teams.*.report_every",), _messages,
        "on messages, and team '{name}' serves none",
    ),
    Needs(
        ("teams.*.report_loses",), lambda s, team: _messages(s, team) and s.teams[team].report_every > 0,
        "on messages that reach team '{name}' with a report (teams.{name}.report_every above 0)",
    ),
    Needs(
        ("teams.*.poll_minutes",), lambda s, team: _messages(s, team) and s.teams[team].report_every == 0,
        "on messages that team '{name}' looks for itself, without reports",
    ),
    Needs(
        ("teams.*.solution_days", "teams.*.updates_every"), _escalates,
        "on cases that are escalated to team '{name}', and no team without full authority escalates to it",
    ),
    Needs(
        ("handling.escalates",), lambda s, _: _escalates(s),
        "where a team without full authority escalates to another (escalates_to, authority below 1)",
    ),
    Needs(
        ("teams.*.attentive", "teams.*.away"), lambda s, team: s.teams[team].attention == "distracted",
        "where the agents are distracted (teams.{name}.attention = \"distracted\")",
    ),
    Needs(
        ("transparency.reason",), _distracted,
        "where the agents of a team are distracted: it is the reason why they were away",
    ),
    Needs(
        ("teams.*.agents", "teams.*.hours"), lambda s, team: not s.teams[team].rota,
        "without a rota, and team '{name}' has one, which says who is on duty when",
    ),
    Needs(
        ("teams.*.callers_first",), lambda s, _: len({part.synchronous for part in s.channels.values()}) == 2,
        "where there are callers and messages",
    ),
    Needs(("transparency.broadcast",), _told, "when an incident hits many, and no need has one"),
    Needs(
        ("transparency.broadcast_on", "transparency.broadcast_minutes", "transparency.broadcast_reach"),
        lambda s, _: _told(s) and s.transparency.broadcast,
        "with a broadcast about an incident (transparency.broadcast = true, and a need with an incident)",
    ),
    Needs(
        ("channels.*.patience", "channels.*.lines"), lambda s, name: s.channels[name].synchronous,
        "where customers hold the line, and in channel '{name}' they write",
    ),
    Needs(
        ("behaviour.redial", "behaviour.redial_minutes"), _callers_are_lost,
        "where callers can hang up, or find no line",
    ),
    Needs(("transparency.announcement",), _callers, "where customers hold the line, and there is no such channel"),
    Needs(
        ("behaviour.balk_scale", "behaviour.hazard_before", "behaviour.hazard_after"),
        lambda s, _: _callers(s) and s.transparency.announcement,
        "where callers are told the wait (transparency.announcement = true)",
    ),
    Needs(("transparency.callbacks",), lambda s, _: _spoken(s), "on calls, and there is no phone"),
    Needs(
        ("behaviour.accepts_callback",), lambda s, _: _spoken(s) and s.transparency.callbacks,
        "where calls back are offered (transparency.callbacks = true)",
    ),
    Needs(
        ("channels.*.work.cv",), lambda s, name: s.channels[name].work.distribution == "lognormal",
        "with lognormal handling times (channels.{name}.work.distribution)",
    ),
    Needs(("needs.*.work.cv",), _lognormal_need, "with lognormal handling times (needs.{name}.work.distribution)"),
    Needs(("handling.payers_first",), lambda s, _: bool(s.population.tiers), "where customers pay (population.tiers)"),
    Needs(
        ("handling.concurrency_cost",), lambda s, _: any(team.concurrency > 1 for team in s.teams.values()),
        "where agents have several contacts in hand (teams.NAME.concurrency above 1)",
    ),
    Needs(
        ("integration.confirmation", "integration.order_status", "integration.parcel_tracking",
         "integration.ambiguity", "integration.single_sign_on", "integration.partner_minutes"),
        _orders, "on orders, of which there are none (a module's price is counted all the same)",
    ),
    Needs(
        ("handling.partner_share", "transparency.proactive_updates"), _orders, "on orders, of which there are none",
    ),
    Needs(
        ("integration.invoice",), lambda s, _: any(need.invoice_cut > 0 for need in s.needs.values()),
        "on needs that an invoice settles (needs.NAME.invoice_cut above 0; its price is counted all the same)",
    ),
    Needs(
        ("handling.ask_minutes", "handling.ask_minutes_call", "integration.identification"),
        lambda s, _: s.handling.asks, "where agents ask who the customer is (handling.asks = true)",
    ),
    Needs(
        ("transparency.sensitive", "transparency.private_messages", "behaviour.privacy_weight",
         "population.privacy_aware"),
        _public, "where anybody can read along, and no channel is public",
    ),
    Needs(
        ("behaviour.accepts_redirect",),
        lambda s, _: _public(s) and s.transparency.sensitive == "redirect" and not s.transparency.private_messages,
        "where sensitive matters in public are redirected (transparency.sensitive = \"redirect\", no private messages)",
    ),
    Needs(
        ("population.real_name",),
        lambda s, _: _social(s) and s.handling.asks and s.integration.identification > 0,
        "where agents could tell customers on social media by their names (integration.identification above 0)",
    ),
    Needs(
        ("population.expects_day", "behaviour.equal_minutes"), _social, "on social media, and no channel is one",
    ),
    Needs(
        ("population.considers_social",), lambda s, _: _social(s) or s.loyalty is not None,
        "on social media, and no channel is one",
    ),
    Needs(
        ("publicity.deflection",), lambda s, _: s.publicity is None or s.transparency.archive,
        "with an archive of public answers (transparency.archive = true)",
    ),
)  # fmt: skip
"""Which keys work only when; what is not here is taken to work."""


def why_dormant(scenario: Scenario, key: str) -> str | None:
    """Return what a key needs to do anything in a scenario; None where it can, or where no rule speaks of it.

    >>> from simulation.scenario import load
    >>> why_dormant(load("erlang-a"), "teams.phone.report_every")
    "works only on messages, and team 'phone' serves none"
    >>> why_dormant(load("reference-company"), "teams.social.report_every") is None
    True
    """
    parts = key.split(".")
    for needs in TABLE:
        pattern = next((each for each in needs.keys if _matches(each.split("."), parts)), None)
        if pattern is None:
            continue
        name = parts[1] if "*" in pattern else ""
        known: dict[str, Mapping[str, object]] = {
            "teams": scenario.teams, "channels": scenario.channels, "needs": scenario.needs
        }  # fmt: skip
        if (not name or name in known[parts[0]]) and not needs.works(scenario, name):
            return f"works only {needs.only.format(name=name)}"
    return None


def _matches(pattern: list[str], parts: list[str]) -> bool:
    return len(pattern) == len(parts) and all(one in ("*", part) for one, part in zip(pattern, parts, strict=True))


def without_effect(keys: Iterable[str], scenarios: Iterable[Scenario]) -> list[str]:
    """Return a sentence for each key that can do nothing in any of some scenarios.

    Parameters
    ----------
    keys : iterable of str
        What was turned.
    scenarios : iterable of Scenario
        Where; looked at only as far as some key has not been seen to work.
    """
    why: dict[str, str] = {}
    open_keys: list[str] | None = None
    for scenario in scenarios:
        found = {key: why_dormant(scenario, key) for key in (keys if open_keys is None else open_keys)}
        open_keys = [key for key, reason in found.items() if reason is not None]
        why |= {key: reason for key, reason in found.items() if reason is not None and key not in why}
        if not open_keys:
            return []
    return [f"{key} has no effect here: it {why[key]}" for key in open_keys or []]
