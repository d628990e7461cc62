"""What the reference company teaches: each result with its sign, and with the lever that makes it vanish."""

from __future__ import annotations

from typing import Any

from simulation.scenario import Scenario, load
from simulation.validation.claims import MANY, Claim


def scenarios() -> dict[str, Scenario]:
    """Return every scenario that a claim names."""
    reference = load("reference-company").with_({"days": 26, "warm_up_days": 3.25})  # enough to tell
    found = {name: reference.policy(name) for name in reference.policies}
    # Honest labels that say no more than a list of equals: official, with the times that people believe in and expect.
    alike = {"channels.facebook.believed": reference.behaviour.equal_minutes}
    told: dict[str, Any] = {f"channels.{name}.official": True for name in reference.channels}
    told |= {
        f"transparency.published_minutes.{name}": part.believed
        for name, part in reference.with_(alike).channels.items()
    }
    found["equal"] = reference.with_(alike)
    found["honest-but-equal"] = reference.policy("honest").with_(alike | told)
    levers_off = {key: 0 for key in reference.policies["integrated-five"].changes if key.startswith("integration.")}
    found["five-not-integrated"] = reference.policy("integrated-five").with_(levers_off)
    found["distracted-for-no-time"] = reference.policy("distracted").with_({"teams.social.away": 0})
    line = load("erlang-a").with_(
        {"channels.phone.patience": "never", "channels.phone.work.mean": 5, "needs.call.per_day": 2304, "days": 15}
    )
    for name, agents, load_share in (
        ("ten agents, 80 % busy", 10, 0.8),
        ("ten agents, 90 % busy", 10, 0.9),
        ("spare agents, the smaller load", 18, 0.8),
        ("spare agents, the larger load", 18, 0.9),
    ):
        found[name] = line.with_({"teams.phone.agents": agents, "needs.call.per_day": load_share * 2 * 1440})
    return found


CLAIMS = (
    Claim(
        "from 80 to 90 % utilisation the wait grows to more than two and a half times",
        "ten agents, 80 % busy", "ten agents, 90 % busy", "wait_min.phone", +1, 1.5 * 1.023,
    ),
    Claim(
        "off: with spare agents the same growth adds no wait to speak of",
        "spare agents, the smaller load", "spare agents, the larger load", "wait_min.phone", 0, 0.02,
    ),
    Claim("pooled without history, more customers are asked twice", "before", "pooled", "asked_twice", +1),
    Claim(
        "off: with shared history, pooling asks nobody twice more often",
        "with-history", "pooled-with-history", "asked_twice", 0, 0.01,
    ),
    Claim("one more channel, same staff: more contacts", "no-social", "before", "contacts_per_day", +1),
    Claim("and more again when its agent is distracted", "before", "distracted", "contacts_per_day", +1),
    Claim(
        "off: an agent who turns away for no time adds none",
        "before", "distracted-for-no-time", "contacts_per_day", 0, 1,
    ),
    Claim(
        "five integrated agents are no worse than eight separate ones in satisfaction (margin .01)",
        "before", "integrated-five", "satisfaction", +1, -0.01,
    ),
    Claim("with fewer contacts", "before", "integrated-five", "contacts_per_day", -1),
    Claim("off: five agents without the levers are worse", "before", "five-not-integrated", "satisfaction", -1),
    Claim(
        "an honest label helps when social media are neglected",
        "distracted", "distracted-honest", "satisfaction", +1,
    ),
    Claim(
        "and costs phone abandonment when they are attended",
        "before", "honest", "abandonment.phone", +1, 0.0, MANY,
    ),
    Claim(
        "off: a label that says what customers believed and expected anyway changes no abandonment",
        "equal", "honest-but-equal", "abandonment.phone", 0, 0.002,
    ),
)  # fmt: skip
