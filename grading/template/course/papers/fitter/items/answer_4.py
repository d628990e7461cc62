"""Question 4: customers who were asked twice."""

from __future__ import annotations

from collections import Counter

from ._log import draw_log

TITLE = "Asked more than once"
KIND = "integer"
POINTS = 5
RANGE = (0, 12)
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return the log's seed and the cases with two questions or more."""
    asked = Counter(case for _, case, _, event in draw_log(seed) if event == "ask_order_number")
    return {"_log": seed}, sum(count > 1 for count in asked.values())
