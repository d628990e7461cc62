"""What an organised company teaches: priority, authority, updates, and knowing what to fix.

See `simulation.validation.results` for what a claim is.
"""

from __future__ import annotations

from typing import Any

from simulation.scenario import Scenario, load
from simulation.validation.claims import Claim

FEW, SEVERAL = 4, 12
"""Replications: several where the difference is small against its own spread."""


def scenarios() -> dict[str, Scenario]:
    """Return every scenario that a claim names."""
    found: dict[str, Scenario] = {}
    levels = load("service-levels").with_({"days": 21, "cast": []})
    found |= {name: levels.policy(name) for name in ("payers-first", "first-come", "fix-by-count", "fix-by-time")}
    found["free text"] = levels.policy("free-text")
    found["fix-by-time, coded by chance"] = found["fix-by-time"].with_({"improvement.coding": 1 / 17})
    found["fix-by-time, coded in full"] = found["fix-by-time"].with_({"improvement.coding": 1})
    alone = {f"needs.{name}.per_day": rate for name, rate in (("fault", 0), ("technical", 0))}
    one_cause = alone | {"needs.billing.causes": 1, "needs.billing.per_day": 100}
    found["one cause, poorly coded"] = found["free text"].with_(one_cause)
    found["one cause, coded in full"] = found["fix-by-time, coded in full"].with_(one_cause)
    nobody_pays: dict[str, Any] = {"population.tiers": {}, "commitments": {}, "costs.tier_prices": {}}
    found["nobody pays, payers first"] = found["payers-first"].with_(nobody_pays)
    found["nobody pays, first come"] = found["first-come"].with_(nobody_pays)
    rescue = load("rescue").with_({"days": 21, "cast": []})
    names = ("as-told", "no-authority", "phone-too", "phone-too-no-updates", "own-authority")
    found |= {name: rescue.policy(name) for name in names}
    found["own authority, and whom to turn to"] = found["own-authority"].with_({"teams.phone.escalates_to": "planning"})
    patient = {"behaviour.chase_median": 100 * 1440, "behaviour.chase_sigma": 0}
    found["nobody chases, updates"] = found["phone-too"].with_(patient)
    found["nobody chases, no updates"] = found["phone-too-no-updates"].with_(patient)
    agency = load("agency").with_({"days": 21, "cast": []})
    found |= {name: agency.policy(name) for name in ("weekly", "own-team", "round-the-clock")}
    found["a report every minute"] = found["weekly"].with_(
        {"teams.social.report_every": 1, "teams.social.report_loses": 0}
    )
    return found


CLAIMS = (
    Claim(
        "those who pay to go first are answered sooner",
        "first-come", "payers-first", "first_reply_min.gold", -1, 0.0, SEVERAL,
    ),
    Claim("the others later", "first-come", "payers-first", "first_reply_min.none", +1, 0.0, SEVERAL),
    Claim(
        "and all together as soon as before (within 5 minutes of some 30)",
        "first-come", "payers-first", "first_reply_min", 0, 5, SEVERAL,
    ),
    Claim(
        "off: where nobody pays, payers first changes nothing",
        "nobody pays, first come", "nobody pays, payers first", "first_reply_min", 0, 1e-9, FEW,
    ),
    Claim(
        "agents who know whom to turn to solve more",
        "no-authority", "phone-too", "solved", +1, 0.1, FEW,
    ),
    Claim("and more customers are satisfied", "no-authority", "phone-too", "satisfaction", +1, 0.0, FEW),
    Claim(
        "off: with all the authority themselves, nobody to turn to is missed",
        "own-authority", "own authority, and whom to turn to", "solved", 0, 1e-9, FEW,
    ),
    Claim(
        "the service-recovery paradox: a rescue, less no trouble at all; first by phone, then as told",
        "phone-too", "as-told", "recovery_gap", None, 0.0, FEW,
    ),
    Claim("updates save contacts", "phone-too-no-updates", "phone-too", "contacts_per_day", -1, 0.0, FEW),
    Claim(
        "off: where nobody chases, they save none",
        "nobody chases, no updates", "nobody chases, updates", "contacts_per_day", 0, 1, FEW,
    ),
    Claim(
        "fixing what takes customers most time saves them more of it than fixing what comes up most",
        "fix-by-count", "fix-by-time", "customer_minutes_per_day", -1, 0.0, SEVERAL,
    ),
    Claim(
        "at the price of more contacts: who counts inquiries would not do it",
        "fix-by-count", "fix-by-time", "contacts_per_day", +1, 0.0, SEVERAL,
    ),
    Claim(
        "who books causes by chance fixes less",
        "fix-by-time, coded in full", "fix-by-time, coded by chance", "prevented", -1, 0.0, FEW,
    ),
    Claim(
        "and who leaves them in free text fixes less than who codes them all",
        "fix-by-time, coded in full", "free text", "prevented", -1, 0.0, SEVERAL,
    ),
    Claim(
        "off: with a single cause the coding does not matter",
        "one cause, coded in full", "one cause, poorly coded", "prevented", 0, 1e-9, FEW,
    ),
    Claim("a weekly report keeps customers waiting", "own-team", "weekly", "first_reply_min", +1, 0.0, FEW),
    Claim("and makes them ask again", "own-team", "weekly", "contacts_per_day", +1, 0.0, FEW),
    Claim(
        "off: a report every minute, from which nothing is missing, is an own team",
        "own-team", "a report every minute", "first_reply_min", 0, 30, FEW,
    ),
    Claim("those who answer by night save contacts", "own-team", "round-the-clock", "contacts_per_day", -1, 0.0, FEW),
)  # fmt: skip
