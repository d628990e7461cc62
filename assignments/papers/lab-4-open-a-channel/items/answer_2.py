"""Question 2: needs that nobody ever answers."""

from __future__ import annotations

from ._channel import channel

TITLE = "Never answered"
KIND = "formula"
POINTS = 3
RANGE = (5, 30)
WRONG_UNIT = {0.01: 0.5}
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the company's day; the per cent of needs whose customer tweets and never turns to the phone."""
    day = channel(seed)
    return day.shown(), day.tweet * (1 - day.switch / 100)
