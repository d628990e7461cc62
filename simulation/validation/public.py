"""What is public teaches: the archive's benefit against its exposure, private messages, and the first hours."""

from __future__ import annotations

from simulation.scenario import Scenario, load
from simulation.validation.claims import FEW, Claim

STORMS = 80
"""Replications of one complaint: most draw no crowd, some draw thousands."""


def scenarios() -> dict[str, Scenario]:
    """Return every scenario that a claim names."""
    answers, storm = load("public-answers"), load("storm")
    found = {name: answers.policy(name) for name in answers.policies}
    found["an archive that settles nothing"] = answers.policy("archive").with_({"publicity.deflection": 0})
    found |= {name: storm.policy(name) for name in ("answer-4-h", "answer-15-h")}
    unheard = {"publicity.answer_cut": 0, "publicity.firm_turn": 0}
    found |= {f"{name}, unheard": storm.policy(name).with_(unheard) for name in ("answer-4-h", "answer-15-h")}
    return found


CLAIMS = (
    Claim("an archive of public answers saves contacts", "as-it-is", "archive", "contacts_per_day", -1, 0.0, FEW),
    Claim(
        "off: an archive that settles nothing saves none",
        "as-it-is", "an archive that settles nothing", "contacts_per_day", 0, 1e-9, FEW,
    ),
    Claim(
        "where sensitive matters are answered in public, more people read each of those that it keeps",
        "in-public", "in-public-archive", "readers_per_personal_item", +1, 0.0, FEW,
    ),
    Claim(
        "and yet fewer are read in all, because fewer are written",
        "in-public", "in-public-archive", "privacy_exposure", -1, 0.0, FEW,
    ),
    Claim("private messages expose less", "in-public", "in-private", "privacy_exposure", -1, 0.0, FEW),
    Claim(
        "customers who help each other save contacts",
        "without-helpers", "as-it-is", "contacts_per_day", -1, 0.0, FEW,
    ),
    Claim(
        "a complaint must be answered in the first hours",
        "answer-4-h", "answer-15-h", "largest_thread", +1, 1000.0, STORMS,
    ),
    Claim(
        "off: an answer that moves nobody may come at any time",
        "answer-4-h, unheard", "answer-15-h, unheard", "largest_thread", 0, 1e-9, STORMS,
    ),
)  # fmt: skip
