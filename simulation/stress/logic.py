"""The model's rules in a sentence each, and whether a scenario uses them. Names as in docs/model.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulation.parts import Channel
from simulation.scenario import Scenario


class Rule(NamedTuple):
    """One rule of the model.

    Attributes
    ----------
    name : str
        As on the page of the model.
    sentence : str
        What it says.
    on : callable
        Whether it does anything in a scenario.
    """

    name: str
    sentence: str
    on: Callable[[Scenario], bool]


def _open(scenario: Scenario) -> list[Channel]:
    return [channel for channel in scenario.channels.values() if channel.open]


def _holds(scenario: Scenario) -> bool:
    return any(channel.synchronous for channel in _open(scenario))


def _writes(scenario: Scenario) -> bool:
    return any(not channel.synchronous for channel in _open(scenario))


def _always(_: Scenario) -> bool:
    return True


def _away(scenario: Scenario) -> bool:
    teams = scenario.teams.values()
    return any(team.attention == "distracted" or team.rota or team.hours != "always" or team.poll_minutes
               for team in teams)  # fmt: skip


def _priority(scenario: Scenario) -> bool:
    classes = any(need.severity_class for need in scenario.needs.values())
    return classes or bool(scenario.commitments) or bool(scenario.population.tiers and scenario.handling.payers_first)


def _hands_off(scenario: Scenario) -> bool:
    owned = scenario.handling.ownership == "channel" and len(scenario.teams) > 1
    return owned or any(channel.hand_off for channel in _open(scenario))


def _silent(scenario: Scenario) -> bool:
    return scenario.transparency.sensitive == "silence" or any(channel.answers < 1 for channel in _open(scenario))


def _chats(scenario: Scenario) -> bool:
    several = any(team.concurrency > 1 for team in scenario.teams.values())
    return several or any(channel.synchronous and channel.written for channel in _open(scenario))


def _told(scenario: Scenario) -> bool:
    return scenario.publicity is not None and scenario.publicity.readers > 0


RULES = (
    Rule("Status contacts (E1)", "An order raises the question where it is with a hazard that a confirmation, a status "
         "page, tracking and proactive updates cut, and that an ambiguous status page raises.",
         lambda scenario: scenario.orders is not None),
    Rule("Channel choice (E2)", "The customer chooses among the open channels that she considers by a "
        "multinomial logit with Gumbel noise of her own: constants, age, believed wait, dislike of holding, habit, "
        "labels, severity, "
        "privacy.", lambda scenario: len(_open(scenario)) > 1),
    Rule("Learning (E4)", "What a customer believes about a channel's wait moves with her own contacts and with public "
         "answers that she reads, by exponential smoothing.", lambda scenario: scenario.learning is not None),
    Rule("Expectation (E3)", "How soon she expects an answer in writing follows from how the contact page lists the "
         "channels: as equal, with published times, or without any statement.", _writes),
    Rule("Patience on hold (E5)", "Patience on hold is exponential; an announced wait makes some balk and shifts the "
         "hazard of hanging up; some of those who hang up dial again.", _holds),
    Rule("Patience in writing (E6)", "Patience in writing is the expectation times a lognormal factor; when it ends "
         "she writes again, switches channels or gives up.", _writes),
    Rule("Work (E7)", "Handling times are drawn by channel or need; questions, repeated explanations and duplicates "
         "change them.", _always),
    Rule("Asks (E8)", "An agent new to the case asks who the customer is unless he can tell.",
         lambda scenario: scenario.handling.asks),
    Rule("Hand-offs (E9)", "Cases are handed to whoever owns them, within the team or to another.", _hands_off),
    Rule("Partner (E10)", "A share of the questions about orders needs a look-up at the partner, during which the "
         "agent is free.", lambda scenario: scenario.orders is not None and scenario.handling.partner_share > 0),
    Rule("Solving (E11)", "A handled contact solves the case with the probability of its channel or need, times the "
         "team's authority.", _always),
    Rule("Attention (E12)", "Agents have hours or a rota; distracted ones are attentive and away in turn and resume "
         "their work after.", _away),
    Rule("Priority (E13)", "Severity class, then paid tier, then first come, never interrupting; promised answers and "
         "solutions are booked as kept, broken or open.", _priority),
    Rule("Readers (E15, E16, E23)", "A Poisson number of customers reads each public message and the first public "
         "reply to it.", _told),
    Rule("Reactions (E16)", "Public complaints excite reactions, simulated exactly as a self-exciting process with a "
         "limited audience; a public answer cuts its branching ratio.",
         lambda scenario: scenario.publicity is not None and scenario.publicity.branching > 0),
    Rule("Third parties", "Readers may answer another customer's public question.",
         lambda scenario: _told(scenario) and scenario.publicity is not None and scenario.publicity.helps > 0),
    Rule("Wrong addresses and listening", "Some messages in social media go where nobody watches; listening finds a "
         "share of them.", lambda scenario: scenario.publicity is not None and scenario.publicity.wrong_address > 0),
    Rule("Silence", "Some messages are left unanswered on purpose.", _silent),
    Rule("Archive (E15)", "A public answer that solved a need stays, and may settle the same need of the next "
         "customer.",
         lambda scenario: scenario.transparency.archive),
    Rule("Privacy exposure (E23)", "Sensitive matters and posted details are counted times the views of their thread.",
         lambda scenario: scenario.publicity is not None),
    Rule("Incidents (E14)", "An incident hits many customers at once; the company notices it by its contacts and may "
         "tell all in a broadcast.",
         lambda scenario: any(need.incident for need in scenario.needs.values())),
    Rule("Loyalty (E18, E19)", "At the end of a case its customer may tell others, post in public, or leave by a "
         "logistic function of her satisfaction.", lambda scenario: scenario.loyalty is not None),
    Rule("Reputation (E20)", "What people see the company do adds to a fading stock that moves beliefs and reactions.",
         lambda scenario: scenario.reputation is not None),
    Rule("Satisfaction and effort (E17)", "Satisfaction is a sum of assumed coefficients; effort counts the customer's "
         "minutes.", _always),
    Rule("Escalation", "What a team lacks the authority to solve goes to the team that it escalates to.",
         lambda scenario: any(team.escalates_to for team in scenario.teams.values())),
    Rule("Chat", "Chats are held and written; an agent may have several contacts in hand, each of which takes longer "
         "for it.", _chats),
    Rule("Calls back", "Callers who would have to hold are offered a call back and keep their place.",
         lambda scenario: scenario.transparency.callbacks),
    Rule("Agencies", "Messages reach the agents with the agency's next report, and some get lost.",
         lambda scenario: any(team.report_every for team in scenario.teams.values())),
    Rule("Improvement (E22)", "At intervals the top cause of contacts is fixed, as far as causes are booked correctly.",
         lambda scenario: scenario.improvement is not None),
    Rule("Costs (E21)", "Paid hours and levers have prices; a measure alone.", _always),
)  # fmt: skip
"""Every rule of the model, in the order of the page."""
