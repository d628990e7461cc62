"""Question 2: answered, and still without an answer."""

from __future__ import annotations

from ._case import waits

TITLE = "From the reply to the tweet to the information"
KIND = "integer"
POINTS = 3
RANGE = (40, 140)
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return minutes between the reply to the first contact and ``information_given``."""
    row = waits(seed)
    return {"_story": seed}, round(row["info_min"] - row["first_reply_min"])
