"""Which streams there are: one for each purpose, with the law of its draws.

Durations are in minutes; multipliers have mean or median 1 as stated; all others are uniforms that a rule compares
with a probability. The attempt is the contact's number in its case (from 0) unless stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.randomness import Law, lognormal_by_mean

if TYPE_CHECKING:
    from simulation.parts import Work
    from simulation.scenario import Scenario

UNIFORM = Law()

_ONCE = (
    "customer",
    "severe",
    "sensitive",
    "status",
    "confirmation",
    "sign_on",
    "my_page",
    "my_page_works",
    "invoice",
    "cause",
    "coded",
    "archive",
    "hit",
    "speaks_up",
    "reached",
    "comments",
    "tells",
    "posts",
    "churns",
    "fixed",
)
_EACH = (
    "reaction",
    "hand_off",
    "advice",
    "advice_taken",
    "redirect",
    "partner",
    "solve",
    "returns",
    "redial",
    "poll",
    "balk",
    "callback",
    "wrong_address",
    "found",
    "answers",
    "report_loses",
    "readers",
    "helps",
    "help_solves",
    "posts_details",
    "escalates",
)
_EACH_AGENT = ("identification", "history")
_NOT_TOLD = {"arrival", "customer", "severe", "sensitive"}


def tellable(scenario: Scenario, source: str) -> list[str]:
    """Return the names of the streams that can be told of a cast member with this need.

    When she comes and what she is like are told beside them, in her own table.
    """
    return [name for name in laws_of(scenario, source) if name not in _NOT_TOLD]


def _work_law(work: Work) -> Law:
    """Return the law of the handling time in minutes."""
    if work.distribution == "deterministic":
        return Law("constant", work.mean)
    if work.distribution == "exponential":
        return Law("exponential", work.mean)
    return lognormal_by_mean(work.mean, work.cv)


def laws_of(scenario: Scenario, source: str) -> dict[str, Law]:
    """Return the law of each stream of a source (a need's name, or ``"orders"``).

    ``work`` and ``hold`` (a caller's patience) are minutes in a channel; ``patience`` multiplies the ratio and the
    expectation where the customer need not hold (median 1), ``partner_delay`` multiplies the partner's mean,
    ``solution_days`` a team's, ``reply`` counts questions, ``chase`` counts chases, ``identification`` and ``history``
    count agents.
    """
    behaviour = scenario.behaviour
    laws = dict.fromkeys([*_ONCE, *_EACH, *_EACH_AGENT], UNIFORM)
    laws |= {
        "arrival": Law("exponential"),
        "patience": Law("lognormal", 1.0, behaviour.patience_sigma),
        "reply": Law("lognormal", behaviour.reply_median, behaviour.reply_sigma),
        "partner_delay": lognormal_by_mean(1.0, 1.0),
        "return_delay": Law("whole_days", behaviour.return_days),
        "redial_delay": Law("exponential", behaviour.redial_minutes),
        "chase": Law("lognormal", behaviour.chase_median, behaviour.chase_sigma),
        "solution_days": Law("exponential"),
    }
    public = scenario.publicity
    if public is not None:
        laws |= {
            "branching": Law("lognormal", public.branching, public.branching_sigma),
            "found_after": Law("exponential", public.listen_minutes),
            "help_after": Law("exponential", public.help_minutes),
        }
    orders = scenario.orders
    if orders is not None:
        laws["status_delay"] = Law("whole_days", orders.status_days)
        laws["delivery"] = lognormal_by_mean(orders.delivery_days * 1440.0, orders.delivery_cv)
    need = scenario.needs.get(source)
    if need is not None and need.incident is not None:
        laws["hit_delay"] = Law("exponential", need.incident.mean)
        laws["comment_delay"] = Law("exponential", need.incident.mean)
    for name, channel in scenario.channels.items():
        laws[f"choice.{name}"] = Law("gumbel")
        laws[f"work.{name}"] = _work_law(need.work if need and need.work else channel.work)
        laws[f"hold.{name}"] = Law("exponential", channel.patience)
        laws[f"expects.{name}"] = Law("lognormal", channel.expects_median or 0.0, channel.expects_sigma)
    return laws
