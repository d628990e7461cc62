"""How figures speak of measures, channels, teams and what customers do; the words are in the string table."""

from __future__ import annotations

from typing import NamedTuple

from simulation.plots.style import number
from simulation.scenario import Scenario
from simulation.strings import t, table


class Label(NamedTuple):
    """How figures speak of a measure.

    Attributes
    ----------
    title : str
        What it is.
    unit : str
        In what it is shown.
    digits : int
        Decimals shown.
    scale : float
        What its values are multiplied by to be in that unit; 100 for shares, which are shown in per cent.
    said : str
        The unit as it follows a value in a sentence, where that is not the unit itself.
    """

    title: str
    unit: str
    digits: int = 1
    scale: float = 1.0
    said: str = ""

    def value(self, value: float) -> str:
        """Write a value of the measure, without its unit."""
        return number(value * self.scale, self.digits)

    @property
    def spoken(self) -> str:
        """The unit as it follows a value in a sentence."""
        return self.said or self.unit

    @property
    def is_share(self) -> bool:
        """Whether it is shown in per cent of something."""
        return self.scale == _PER_CENT

    @property
    def of_change(self) -> str:
        """In what a change of the measure is told: shares change by points."""
        return t("measured-in.points", unit=self.unit) if self.is_share else self.unit

    def signed(self, value: float) -> str:
        """Write a difference of the measure, with its sign."""
        text = self.value(value)
        return f"+{text}" if round(value * self.scale, self.digits) > 0 else text


class Form(NamedTuple):
    """What a label has besides its words: the key of its unit, decimals, and the scale."""

    unit: str
    digits: int = 1
    scale: float = 1.0


_PER_CENT = 100.0


def _share(of: str) -> Form:
    return Form(of, 1, _PER_CENT)


_MEASURES: dict[str, Form] = {
    "cases": Form("cases", 0),
    "contacts": Form("contacts", 0),
    "cases_per_day": Form("cases_per_day", 0),
    "contacts_per_day": Form("contacts_per_day", 0),
    "failure_demand": _share("share_of_contacts"),
    "first_contact_resolution": _share("share_of_cases_with_a_contact"),
    "asked_twice": _share("share_of_cases_with_a_contact"),
    "solved": _share("share_of_cases"),
    "informed": _share("share_of_cases"),
    "answered_not_solved": _share("share_of_cases_with_a_contact"),
    "deflected": _share("share_of_cases"),
    "failed_look_to_contact": _share("share_of_failed_looks_at_my_page"),
    "expected_within_day": _share("share_of_customers_who_expect_that"),
    "satisfaction": Form("scale_from_0_to_1", 3),
    "effort_min": Form("minutes_per_case"),
    "agent_minutes_per_day": Form("minutes_per_day", 0),
    "customer_minutes_per_day": Form("minutes_per_day", 0),
    "cost_per_day": Form("us_dollars_per_day", 0),
    "cost_agents": Form("us_dollars_per_day", 0),
    "cost_modules": Form("us_dollars_per_day", 0),
    "cost_per_contact": Form("us_dollars", 2),
    "cost_per_solved": Form("us_dollars", 2),
    "cost_by_benchmark": Form("us_dollars_per_day", 0),
    "revenue_per_day": Form("us_dollars_per_day", 0),
    "escalated": _share("share_of_cases_with_a_contact"),
    "chasing": Form("contacts_per_escalated_case", 2),
    "updates": Form("updates_per_escalated_case", 2),
    "callbacks": _share("share_of_calls"),
    "callbacks_kept": _share("share_of_promised_calls_back"),
    "lost_in_report": _share("share_of_contacts"),
    "causes_fixed": Form("causes"),
    "prevented": Form("needs_per_day"),
    "inquiries_growth": _share("share_of_the_first_week"),
    "solution_min": Form("minutes", 0),
    "first_reply_min": Form("minutes", 0),
    "solve_gap": _share("share_of_cases_solved"),
    "social_after_failure": _share("share_of_contacts_in_social_media"),
    "answered_of_received": _share("share_of_public_conversations"),
    "resolved_of_answered": _share("share_of_answered_conversations"),
    "left_unanswered": _share("share_of_public_contacts"),
    "wrong_addresses": _share("share_of_public_contacts"),
    "reactions_per_day": Form("reactions_per_day"),
    "storms": Form("threads", 2),
    "largest_thread": Form("reactions", 0),
    "comment_share": _share("share_of_reactions"),
    "public_unanswered": Form("contacts"),
    "privacy_exposure": Form("views_per_day", 0),
    "helped": _share("share_of_cases"),
    "found_answers": _share("share_of_cases"),
    "contacts_per_case": Form("contacts", 2),
    "asks_per_case": Form("asks", 2),
    "hand_offs_per_case": Form("hand_offs", 2),
    "agents_touched_per_case": Form("agents", 2),
    "agent_min_per_case": Form("minutes"),
    "recovery_gap": Form("scale_from_0_to_1", 3),
    "readers_per_personal_item": Form("readers_per_item"),
    "social_share": _share("share_of_cases_with_a_contact"),
    "social_share_first": _share("share_of_cases_with_a_contact"),
    "social_share_last": _share("share_of_cases_with_a_contact"),
    "churned": Form("customers", 0),
    "churned_share": _share("share_of_customers"),
    "taken_elsewhere": Form("needs_per_day"),
    "told_badly": Form("cases_per_day"),
    "told_well": Form("cases_per_day"),
    "posted": Form("cases_per_day"),
    "reputation": Form("level", 2),
    "top_cause_by_count": Form("number_of_the_cause", 0),
    "top_cause_by_customer_minutes": Form("number_of_the_cause", 0),
    "cause_rank_agreement": Form("scale_from_minus_1_to_1", 2),
}

_BY_PART: dict[str, Form] = {
    "offered": Form("contacts", 0),
    "service_level": _share("share_of_contacts"),
    "abandonment": _share("share_of_calls"),
    "balking": _share("share_of_calls"),
    "blocking": _share("share_of_calls"),
    "delayed": _share("share_of_contacts"),
    "wait_min": Form("minutes"),
    "answer_min": Form("minutes"),
    "replied": _share("share_of_contacts"),
    "reply_median_min": Form("minutes", 0),
    "reply_p90_min": Form("minutes", 0),
    "first_channel": _share("share_of_cases_with_a_contact"),
    "backlog": Form("contacts"),
    "occupancy": _share("share_of_time_on_duty"),
    "cause_contacts": Form("contacts_per_day"),
    "cause_customer_min": Form("minutes_per_day", 0),
    "first_reply_min": Form("minutes", 0),
    "noticed_min": Form("minutes_after_the_hit", 0),
    "reached": _share("share_of_customers_who_would_have_contacted_the_company"),
    "incident_contacts": Form("contacts", 0),
    "comments": Form("customers", 0),
    "commitments": Form("promises", 0),
}


def measure(name: str) -> Label:
    """Return how to speak of a measure; one that is not known here is called by its own name.

    >>> measure("abandonment.phone").title, measure("abandonment.phone").unit
    ('Phone abandonment', '% of calls')
    """
    if name in _MEASURES:
        return label(t(f"measure.{name}"), _MEASURES[name])
    kind, _, part = name.partition(".")
    if part and kind in _BY_PART:
        name, _, outcome = part.partition(".")
        key = f"commitment.{outcome}" if kind == "commitments" else f"measure-of.{kind}"
        title = t(key, part=called(name if outcome else part))
        return label(title[:1].upper() + title[1:], _BY_PART[kind])
    return Label(name.replace("_", " ").replace(".", " "), t("measured-in.as_measured"), 2)


def label(title: str, form: Form) -> Label:
    """Return a label with a title and the words of a form."""
    unit = t(f"measured-in.{form.unit}")
    said = t("measured-in.on_scale", unit=unit) if form.unit.startswith("scale") else ""
    return Label(title, unit, form.digits, form.scale, said)


def called(part: str) -> str:
    """Return how to call a channel, a team, a tier or a need within a sentence: as the table has it, else as it is."""
    return t(f"whose.{part}") if f"whose.{part}" in table() else part


def channel_title(scenario: Scenario, index: int) -> str:
    """Return how to name a channel by its number in the scenario."""
    name = list(scenario.channels)[index]
    title = scenario.channels[name].title or name
    return title[:1].upper() + title[1:]


def team_title(scenario: Scenario, index: int) -> str:
    """Return how to name a team by its number: after the channels that it serves; a back office by its own name."""
    channels = list(scenario.channels)
    serves = [channel_title(scenario, channels.index(name)) for name in list(scenario.teams.values())[index].channels]
    if not serves:
        return list(scenario.teams)[index].capitalize()
    return ", ".join(
        [serves[0], *(title if title in ("Twitter", "Facebook") else title.lower() for title in serves[1:])]
    )


def reaches(scenario: Scenario, index: int) -> str:
    """Say that a customer contacts the company in a channel."""
    channel = list(scenario.channels.values())[index]
    if channel.synchronous:
        return t("step.opens_chat") if channel.written else t("step.calls")
    title = channel_title(scenario, index)
    if title == "Twitter":
        return t("step.tweets")
    if title == "E-mail":
        return t("step.sends_email")
    return t("step.writes_on", channel=title) if channel.social else t("step.writes_by", channel=title)
