"""Question 9: failure demand in the log."""

from __future__ import annotations

from ._log import cases_with, count, rows

TITLE = "Failure demand"
KIND = "integer"
POINTS = 3
RANGE = (0, 40)
SEED_OF = "answer_7"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return all contacts but the first of every need that is not an order's status."""
    value = cases_with(seed, "contact") - {row.case for row in rows(seed) if row.need == "order status"}
    return {"_log": seed}, count(seed, "contact") - len(value)
