"""Question 6: what an attentive agent with a customer database would have saved."""

from __future__ import annotations

from ._solveig import as_told, day, with_policies

TITLE = "Minutes saved by two policies"
KIND = "integer"
POINTS = 3
RANGE = (133, 245)
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return her day; how many minutes earlier she is informed with both policies."""
    return dict(day(seed)), as_told(seed)["info_min"] - with_policies(seed)["info_min"]
