"""Question 1: when somebody first answered her."""

from __future__ import annotations

from ._case import story, waits

TITLE = "Acknowledged"
KIND = "formula"
POINTS = 3
TOLERANCE = 0.002
RANGE = (50, 130)


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return minutes from the tweet to the first human reply in any channel."""
    return {"_story": seed}, waits(seed)["acknowledged_min"]


def files(parameters: dict[str, object]) -> dict[str, str]:
    """Return her story, which question 2 shares."""
    return {"story.csv": story(int(str(parameters["_story"])))}
