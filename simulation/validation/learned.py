"""What customers learn and are told: claims about public answers and about broadcasts, each with its off-switch."""

from __future__ import annotations

from simulation.scenario import Scenario, load
from simulation.validation.claims import Claim

REPLICATIONS = 4
"""Few: the differences are large against their spread."""


def scenarios() -> dict[str, Scenario]:
    """Return every scenario that a claim names, cut short: six weeks are enough to learn, two for a cloud to pass."""
    found: dict[str, Scenario] = {}
    learning = load("learning-customers").with_({"days": 42})
    for name in ("attended", "not-visible", "nobody-learns"):
        found[name] = learning.policy(name)
    cloud = load("ash-cloud").with_({"days": 14})
    names = ("no-broadcast", "broadcast", "nobody-reached", "no-comments", "many-comments", "two-agents", "six-agents")
    found |= {name: cloud.policy(name) for name in (*names, "no-social")}
    closed = {"days": 6, "channels.twitter.open": False, "channels.facebook.open": False}
    found["social-closed"] = found["no-broadcast"].with_(closed)
    found["social-closed, unstaffed"] = found["no-social"].with_(closed)
    return found


CLAIMS = (
    Claim(
        "quick public answers teach customers to tweet: more than one in twenty within six weeks",
        "not-visible", "attended", "social_share_last", +1, 0.05, REPLICATIONS,
    ),
    Claim(
        "off: where nobody reads along, what each finds out for herself moves far fewer",
        "nobody-learns", "not-visible", "social_share_last", 0, 0.03, REPLICATIONS,
    ),
    Claim(
        "a broadcast removes more contacts than six agents",
        "six-agents", "broadcast", "contacts_per_day", -1, 0.0, REPLICATIONS,
    ),
    Claim(
        "yet two agents beat it on abandonment",
        "broadcast", "two-agents", "abandonment.phone", -1, 0.0, REPLICATIONS,
    ),
    Claim(
        "off: a broadcast that nobody reads removes no contact",
        "no-broadcast", "nobody-reached", "contacts_per_day", 0, 1e-9, REPLICATIONS,
    ),
    Claim(
        "a post that one in twenty readers comments on brings contacts of its own",
        "no-comments", "many-comments", "contacts_per_day", +1, 0.0, REPLICATIONS,
    ),
    Claim(
        "off: what nobody reads nobody comments on",
        "no-broadcast", "nobody-reached", "comments.stranded", 0, 0.0, REPLICATIONS,
    ),
    Claim(
        "when everything stands still, agents on social media make customers happier",
        "no-social", "no-broadcast", "satisfaction", +1, 0.0, REPLICATIONS,
    ),
    Claim(
        "and notice first what has happened",
        "no-social", "no-broadcast", "noticed_min.stranded", -1, 0.0, REPLICATIONS,
    ),
    Claim(
        "off: where social media are closed, it does not matter whether they have agents",
        "social-closed, unstaffed", "social-closed", "satisfaction", 0, 0.005, REPLICATIONS,
    ),
)  # fmt: skip
