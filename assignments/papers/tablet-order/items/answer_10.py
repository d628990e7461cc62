"""Question 10: answered is not solved."""

from __future__ import annotations

from ._log import cases_with

TITLE = "Informed, not solved"
KIND = "integer"
POINTS = 2
RANGE = (0, 10)
SEED_OF = "answer_7"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return the cases that were given information and never solved in the log."""
    return {"_log": seed}, len(cases_with(seed, "information_given") - cases_with(seed, "solved"))
