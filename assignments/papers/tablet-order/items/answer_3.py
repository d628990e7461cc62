"""Question 3: when somebody first answered Solveig, anywhere."""

from __future__ import annotations

from ._solveig import as_told, day

TITLE = "Acknowledged"
KIND = "integer"
POINTS = 3
RANGE = (41, 102)


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return her day; minutes from the tweet to the first human reply in any channel."""
    return dict(day(seed)), as_told(seed)["acknowledged_min"]


def steps(parameters: dict[str, object]) -> int:
    """Return the durations that her day is made of."""
    return len(parameters)
