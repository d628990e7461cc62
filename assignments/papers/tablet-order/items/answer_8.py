"""Question 8: questions that another agent had asked before."""

from __future__ import annotations

from ._log import cases_with, count

TITLE = "Asked again"
KIND = "integer"
POINTS = 2
RANGE = (0, 20)
SEED_OF = "answer_7"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return the asks beyond the first in each case."""
    return {"_log": seed}, count(seed, "ask_phone_number") - len(cases_with(seed, "ask_phone_number"))
