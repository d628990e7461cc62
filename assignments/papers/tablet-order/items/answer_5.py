"""Question 5: when she knew where her tablet was."""

from __future__ import annotations

from ._solveig import as_told, day

TITLE = "Informed"
KIND = "integer"
POINTS = 4
RANGE = (189, 355)
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return her day; minutes from the tweet to ``information_given``."""
    return dict(day(seed)), as_told(seed)["info_min"]
