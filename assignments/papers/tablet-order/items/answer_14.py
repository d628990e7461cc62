"""Question 14: how long the study lasted."""

from __future__ import annotations

from datetime import date
from random import Random

TITLE = "The study's dates"
KIND = "formula"
POINTS = 2
RANGE = (50, 1750)
FIRST, LAST = date(2011, 9, 20), date(2011, 11, 10)


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return an invented number of conversations; how many a day, both dates included."""
    conversations = Random(seed).randint(3000, 90000)
    return {"conversations": conversations}, conversations / ((LAST - FIRST).days + 1)
