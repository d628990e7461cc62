"""Question 1: contacts when a channel stands open and nobody is there."""

from __future__ import annotations

from ._channel import channel

TITLE = "Contacts with an unattended channel"
KIND = "formula"
POINTS = 3
TOLERANCE = 0.005
RANGE = (120, 700)


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the company's day; needs, and a second contact for all who tweet and do not give up."""
    day = channel(seed)
    return day.shown(), day.needs * (1 + day.tweet / 100 * (day.again + day.switch) / 100)
