"""A company that opens Twitter: who writes, and what they do when nobody answers."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Channel(NamedTuple):
    """Needs a day; per cent who tweet; of those whose patience ends, per cent who write again or switch."""

    needs: int
    tweet: int
    again: int
    switch: int

    def shown(self) -> dict[str, object]:
        """Return what the paper shows, with those who give up."""
        return {**self._asdict(), "give_up": 100 - self.again - self.switch}


def channel(seed: int) -> Channel:
    """Draw the company's day."""
    draw = Random(seed)
    return Channel(draw.randint(120, 480), draw.randint(12, 35), draw.randint(25, 40), draw.randint(35, 50))
