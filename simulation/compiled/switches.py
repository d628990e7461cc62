"""What a scenario says, as numbers of the world."""

from __future__ import annotations

from typing import Any

from simulation.model.integration import Integration
from simulation.model.transparency import LABELS, REASONS
from simulation.rules import Improvement, Learning, Loyalty, Publicity, Reputation
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY, exact


def switches(scenario: Scenario) -> dict[str, Any]:
    """Return the columns of the world that a scenario sets, by name."""
    found = _of_customers(scenario) | _of_agents(scenario) | _of_company(scenario)
    if scenario.learning is not None:
        found |= _learning(scenario.learning)
    if scenario.publicity is not None:
        found |= _publicity(scenario.publicity)
    if scenario.loyalty is not None:
        found |= _loyalty(scenario.loyalty)
    if scenario.improvement is not None:
        found |= _improvement(scenario.improvement)
    if scenario.reputation is not None:
        found |= _reputation(scenario.reputation, scenario.population.customers)
    return found


def _taken(part: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names}


def _of_customers(scenario: Scenario) -> dict[str, Any]:
    behaviour, people = scenario.behaviour, scenario.population
    names = (
        "patience_ratio", "repeat", "switch", "redial", "returns", "accepts_advice", "accepts_redirect",
        "accepts_callback", "search_minutes", "write_minutes", "tries_my_page", "balk_scale", "hazard_before",
        "hazard_after", "habit_weight", "severity_weight", "privacy_weight", "reference_wait", "most_contacts",
    )  # fmt: skip
    shares = _taken(people, "young", "considers_social", "expects_day", "real_name", "privacy_aware")
    ranks = len(people.tiers) + 1
    ranked = ranks > 1 or any(need.severity_class for need in scenario.needs.values())
    k = scenario.satisfaction
    weights = ("base", "loss", "gain", "gain_cap", "contact", "ask", "hand_off", "friendly", "honest", "illegitimate")
    judgement = {f"s_{name}": getattr(k, name) for name in (*weights, "legitimate", "unsolved", "untouched")}
    effort = {
        "e_entry": k.effort_entry,
        "e_failed": k.effort_failed_look,
        "e_look": k.effort_look,
        "e_contact": k.effort_contact,
        "e_ask": k.effort_ask,
    }
    return _taken(behaviour, *names) | shares | judgement | effort | {"ranks": ranks, "ranked": ranked}


def _of_agents(scenario: Scenario) -> dict[str, Any]:
    handling, public = scenario.handling, scenario.transparency
    names = (
        "repeat_factor", "duplicate_share", "duplicate_minutes", "ask_minutes", "ask_minutes_call", "own_lookup",
        "partner_share", "advises_phone", "note_minutes", "escalates", "asks", "payers_first",
    )  # fmt: skip
    return _taken(handling, *names) | {
        "juggling": handling.concurrency_cost,
        "owned": handling.ownership == "channel",
        "escalating": any(team.escalates_to is not None for team in scenario.teams.values()),
        "redirects": public.sensitive == "redirect" and not public.private_messages,
        "keeps_silent": public.sensitive == "silence" and not public.private_messages,
        "answers_in_private": public.private_messages,
    }


def _of_company(scenario: Scenario) -> dict[str, Any]:
    levers, public = scenario.integration, scenario.transparency
    names = ("confirmation", "order_status", "invoice", "single_sign_on", "identification", "shared_history")
    limits = Integration(scenario)
    watching = (scenario.learning, scenario.reputation, scenario.loyalty)
    return _taken(levers, *names, "partner_minutes") | {
        "contact_limit": limits.contact_limit,
        "case_limit": limits.case_limit,
        "announces": public.announcement,
        "calls_back": public.callbacks,
        "labels": LABELS.index(public.labels),
        "reason": REASONS.index(public.reason),
        "archived": public.archive and scenario.publicity is not None,
        "books_causes": public.archive or scenario.improvement is not None,
        "broadcasts": public.broadcast,
        "on_monitoring": public.broadcast_on == "monitoring",
        "broadcast_minutes": exact(public.broadcast_minutes),
        "broadcast_reach": public.broadcast_reach,
        "watched": any(rule is not None for rule in watching),
    }


def _learning(part: Learning) -> dict[str, Any]:
    return {
        "learning": 1,
        "learn_own": part.own,
        "learn_observed": part.observed,
        "learn_transfer": part.transfer,
        "learn_unanswered": part.unanswered,
    }


def _publicity(part: Publicity) -> dict[str, Any]:
    names = (
        "wrong_address", "listens", "audience", "answer_cut", "firm_turn", "defenders", "helps", "help_solves",
        "deflection", "posts_details", "storm",
    )  # fmt: skip
    comments_below = part.defenders + (1 - part.defenders) * part.comments
    own = {"public": 1, "generation": part.generation_minutes, "comments_below": comments_below}
    return _taken(part, *names) | own


def _loyalty(part: Loyalty) -> dict[str, Any]:
    names = ("churn_intercept", "churn_slope", "churn_pivot", "bad_below", "tells_bad", "tells_good", "posts")
    return _taken(part, *names) | {"loyal": 1}


def _reputation(part: Reputation, customers: int) -> dict[str, Any]:
    sights = ("on_time", "important_first", "feedback_used", "late")
    worth = {name: getattr(part, name) * 1000 / customers for name in sights}
    worth["storm_worth"] = part.storm * 1000 / customers
    memory = part.memory_days * MINUTES_PER_DAY
    return worth | {
        "reputed": 1,
        "memory": memory,
        "on_branching": part.on_branching,
        "on_belief": part.on_belief,
    }


def _improvement(part: Improvement) -> dict[str, Any]:
    own = {"improving": 1, "every": exact(part.every_days * MINUTES_PER_DAY), "by_count": part.rank == "count"}
    return own | _taken(part, "coding", "fixes")
