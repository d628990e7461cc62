"""The words of the figures in one place: measures with their units, and what happens in a case."""

from __future__ import annotations

from typing import NamedTuple

from simulation.plots.style import number
from simulation.scenario import Scenario


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
        What its values are multiplied by to be in that unit.
    """

    title: str
    unit: str
    digits: int = 1
    scale: float = 1.0

    def value(self, value: float) -> str:
        """Write a value of the measure, without its unit."""
        return number(value * self.scale, self.digits)

    @property
    def spoken(self) -> str:
        """The unit as it follows a value in a sentence."""
        return f"on a {self.unit}" if self.unit.startswith("scale") else self.unit

    def signed(self, value: float) -> str:
        """Write a difference of the measure, with its sign."""
        text = self.value(value)
        return text if text.startswith("−") or not float(text) else f"+{text}"


def _share(title: str, of: str) -> Label:
    return Label(title, f"% of {of}", 1, 100.0)


_MEASURES = {
    "cases": Label("Cases", "cases", 0),
    "contacts": Label("Contacts", "contacts", 0),
    "cases_per_day": Label("Cases", "cases per day", 0),
    "contacts_per_day": Label("Contacts", "contacts per day", 0),
    "failure_demand": _share("Failure demand", "contacts"),
    "first_contact_resolution": _share("Solved at first contact", "cases with a contact"),
    "asked_twice": _share("Asked twice or more", "cases with a contact"),
    "solved": _share("Solved", "cases"),
    "informed": _share("Informed", "cases"),
    "answered_not_solved": _share("Answered, not solved", "cases with a contact"),
    "deflected": _share("Settled without a contact", "cases"),
    "failed_look_to_contact": _share("Contact after a failed look", "failed looks at My Page"),
    "expected_within_day": _share("Answered within a day", "customers who expect that"),
    "satisfaction": Label("Satisfaction", "scale from 0 to 1", 3),
    "effort_min": Label("Customer effort", "minutes per case", 1),
    "agent_minutes_per_day": Label("Agents' work", "minutes per day", 0),
    "customer_minutes_per_day": Label("Customers' effort", "minutes per day", 0),
    "cost_per_day": Label("Cost", "US dollars per day", 0),
    "cost_agents": Label("Cost of agents", "US dollars per day", 0),
    "cost_modules": Label("Cost of systems", "US dollars per day", 0),
    "cost_per_contact": Label("Cost per contact", "US dollars", 2),
    "cost_per_solved": Label("Cost per solved case", "US dollars", 2),
    "cost_by_benchmark": Label("Cost by the benchmark", "US dollars per day", 0),
    "revenue_per_day": Label("Revenue", "US dollars per day", 0),
    "escalated": _share("Escalated", "cases with a contact"),
    "chasing": Label("Contacts meanwhile", "contacts per escalated case", 2),
    "updates": Label("Updates", "updates per escalated case", 2),
    "callbacks": _share("Called back", "calls"),
    "callbacks_kept": _share("Called back in time", "promised calls back"),
    "lost_in_report": _share("Lost in the report", "contacts"),
    "causes_fixed": Label("Causes fixed", "causes", 1),
    "prevented": Label("Needs prevented", "needs per day", 1),
    "inquiries_growth": _share("Growth of inquiries", "the first week"),
    "solution_min": Label("Time to solution", "minutes", 0),
    "first_reply_min": Label("First reply", "minutes", 0),
    "solve_gap": _share("Gap between channels", "cases solved"),
    "social_after_failure": _share("Social media after a failure", "contacts in social media"),
    "answered_of_received": _share("Answered conversations", "public conversations"),
    "resolved_of_answered": _share("Resolved conversations", "answered conversations"),
    "left_unanswered": _share("Left unanswered on purpose", "public contacts"),
    "wrong_addresses": _share("Sent to a wrong address", "public contacts"),
    "reactions_per_day": Label("Reactions", "reactions per day", 1),
    "storms": Label("Storms", "threads", 2),
    "largest_thread": Label("Largest thread", "reactions", 0),
    "comment_share": _share("Comments", "reactions"),
    "public_unanswered": Label("Unanswered in public", "contacts", 1),
    "privacy_exposure": Label("Privacy exposure", "views per day", 0),
    "helped": _share("Solved by other customers", "cases"),
    "found_answers": _share("Settled by an earlier answer", "cases"),
    "contacts_per_case": Label("Contacts per case", "contacts", 2),
    "asks_per_case": Label("Asks per case", "asks", 2),
    "hand_offs_per_case": Label("Hand-offs per case", "hand-offs", 2),
    "agents_touched_per_case": Label("Agents per case", "agents", 2),
    "agent_min_per_case": Label("Work per case", "minutes", 1),
}

_BY_PART = {
    "offered": Label("contacts", "contacts", 0),
    "service_level": _share("answered in time", "contacts"),
    "abandonment": _share("abandonment", "calls"),
    "balking": _share("hung up at announcement", "calls"),
    "blocking": _share("blocked", "calls"),
    "delayed": _share("had to wait", "contacts"),
    "wait_min": Label("wait", "minutes", 1),
    "answer_min": Label("wait of the answered", "minutes", 1),
    "replied": _share("replied to", "contacts"),
    "reply_median_min": Label("median first reply", "minutes", 0),
    "reply_p90_min": Label("first reply of nine in ten", "minutes", 0),
    "first_channel": _share("first choice", "cases with a contact"),
    "backlog": Label("mean number waiting", "contacts", 1),
    "occupancy": _share("occupancy", "time on duty"),
    "cause_contacts": Label("contacts", "contacts per day", 1),
    "cause_customer_min": Label("customers' time", "minutes per day", 0),
}

_PARTS = {"phone": "Phone", "email": "E-mail", "chat": "Chat", "twitter": "Twitter", "facebook": "Facebook"}


def measure(name: str) -> Label:
    """Return how to speak of a measure; one that is not known here is called by its own name.

    >>> measure("abandonment.phone")
    Label(title='Phone abandonment', unit='% of calls', digits=1, scale=100.0)
    """
    if name in _MEASURES:
        return _MEASURES[name]
    kind, _, part = name.partition(".")
    whose = _PARTS.get(part, part[:1].upper() + part[1:])
    if part and kind in _BY_PART:
        label = _BY_PART[kind]
        return label._replace(title=f"{whose} {label.title}")
    return Label(name.replace("_", " ").replace(".", " "), "as measured", 2)


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
        return "opens a chat" if channel.written else "calls"
    title = channel_title(scenario, index)
    if title == "Twitter":
        return "tweets"
    if title == "E-mail":
        return "sends an e-mail"
    return f"writes on {title}" if channel.social else f"writes by {title}"


LABELS = ("all channels as equals", "honest labels", "no labels")
"""What the contact page shows, by the detail of `channels_seen`."""

SAYS: dict[str, str] = {
    "confirmation_sent": "sends a confirmation",
    "confirmation_missing": "no confirmation",
    "delivered": "the order arrives",
    "selfservice_ok": "My Page has the answer",
    "selfservice_fail": "My Page shows nothing",
    "deflected": "needs no contact",
    "balked": "hangs up when told the wait",
    "blocked": "finds no free line",
    "abandoned": "hangs up",
    "sends_number": "sends it",
    "recommends_phone": "recommends the phone",
    "accepts_phone": "agrees to phone",
    "declines_phone": "would rather wait",
    "redirected": "asks to come back in private",
    "information_given": "gives the answer",
    "not_solved": "that does not solve it",
    "given_up": "gives up",
    "finds_answer": "finds an earlier public answer",
    "told_by_broadcast": "knows it from the broadcast",
    "comments": "comments on the company's post",
    "found_by_listening": "finds it by listening",
    "update_sent": "tells unasked how things go",
    "storm": "so many react that it is a storm",
    "posts_publicly": "posts it in public",
    "churned": "leaves the company",
}
"""What somebody does, in a word or two, for the events that need nothing else."""
