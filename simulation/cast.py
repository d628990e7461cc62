"""The cast: named customers with rows of their own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from simulation.values import Moment, Part, Pin


class CastMember(Part):
    """A named customer with a row of her own: her attributes and whatever of her luck is told."""

    name: str
    """Hers alone in the scenario; unpinned draws of hers hang on it."""
    need: str = "orders"
    """``"orders"``, or the name of a need."""
    at: Moment
    """When she orders, or when her need arises."""
    young: bool = False
    """She is under 25."""
    considers_social: bool = True
    """She considers social media."""
    expects_day: bool = True
    """She expects an answer online within 24 hours."""
    real_name: bool = True
    """Her handle is her real name."""
    privacy_aware: bool = False
    """She minds who reads along."""
    severe: bool = False
    """Her matter is severe."""
    sensitive: bool = False
    """Her matter is sensitive."""
    tier: str | None = None
    """The paid tier that she belongs to."""
    last_channel: str | None = None
    """The channel that she used last before the first day."""
    words: dict[str, str] = Field(default_factory=dict)
    """What a trace says beside an event of hers."""
    luck: dict[str, Pin | Annotated[list[Pin], Field(min_length=1)]] = Field(default_factory=dict)
    """Draws that are told, by stream; a list is read attempt by attempt, its last value for all later ones."""
