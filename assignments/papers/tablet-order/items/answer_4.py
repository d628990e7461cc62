"""Question 4: when somebody answered her tweet."""

from __future__ import annotations

from ._solveig import as_told, day

TITLE = "First reply to the tweet"
KIND = "integer"
POINTS = 3
RANGE = (143, 233)
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return her day; ``first_reply_min``, the first contact's wait for its reply."""
    return dict(day(seed)), as_told(seed)["first_reply_min"]
