"""The main measures of a scenario, for the report: what they are called, their unit and what they say."""

from __future__ import annotations

from simulation.scenario import Scenario

_MAIN = (
    ("contacts_per_day", "number", "contacts of the cases opened after the warm-up"),
    ("failure_demand", "share of contacts", "contacts other than the first of a value need"),
    ("first_contact_resolution", "share of cases with a contact", "solved in one contact"),
    ("solved", "share of cases", "solved, with or without a contact"),
    ("first_reply_min", "minutes", "from the first contact to the reply to it"),
    ("satisfaction", "0 to 1", "mean over all cases; its coefficients are assumed"),
    ("effort_min", "minutes a case", "the customer's effort, calls included"),
    ("cost_per_day", "US dollars a day", "paid hours and levers"),
)
_CHANNEL = (
    ("abandonment", "share of offered", "hung up while on hold", True),
    ("service_level", "share of offered", "answered within the stated time", True),
    ("reply_median_min", "minutes", "time to the first reply, where there is one", False),
)
_RULE = {
    "publicity": ("reactions_per_day", "number", "reactions to public complaints"),
    "learning": (
        "social_share_last",
        "share of cases with a contact",
        "first contact in social media, last seven days",
    ),
    "loyalty": ("churned_share", "share of customers", "customers who left after the warm-up"),
    "reputation": ("reputation", "level", "the last one in the log"),
    "improvement": ("causes_fixed", "number", "in the whole run"),
}


def outputs(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Return name, unit and meaning of the main measures that a run of a scenario has."""
    found = list(_MAIN)
    for name, channel in scenario.channels.items():
        found += [(f"{measure}.{name}", unit, meaning) for measure, unit, meaning, holds in _CHANNEL
                  if holds == channel.synchronous]  # fmt: skip
    found += [(f"occupancy.{name}", "share", "minutes booked, of the minutes on duty") for name in scenario.teams]
    found += [row for rule, row in _RULE.items() if getattr(scenario, rule) is not None]
    return found
