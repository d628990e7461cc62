"""A factor of an experiment: a scenario key, and the values that it takes."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator

from simulation.values import Part


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("expected a number")
    return value


End = Annotated[Any, AfterValidator(_number)]
"""An end of a range: a number that stays whole if it was written so."""


class Factor(Part):
    """A scenario key with a list of levels, or with a range from low to high."""

    key: Annotated[str, Field(min_length=1)]
    """The scenario key, such as ``teams.phone.agents``."""
    levels: list[Any] | None = None
    """The values that it takes, at least two: whatever the key takes."""
    low: End = None
    high: End = None
    """The ends of a range of numbers."""
    whole: bool | None = None
    """Whether a range holds whole numbers only; if not said: when both ends are written without a decimal point."""

    @model_validator(mode="after")
    def _says_what_it_takes(self) -> Factor:
        if self.levels is not None:
            if self.low is not None or self.high is not None or self.whole is not None:
                raise ValueError(f"{self.key}: has levels and a range, expected one of them")
            if len(self.levels) < 2:
                raise ValueError(f"{self.key}: expected at least two levels; what never varies belongs to [changes]")
            for place, level in enumerate(self.levels):
                if any(level == earlier and type(level) is type(earlier) for earlier in self.levels[:place]):
                    raise ValueError(f"{self.key}: level {level!r} is there twice")
            return self
        if self.low is None or self.high is None:
            raise ValueError(f"{self.key}: expected levels = [...], or low and high")
        if not self.low < self.high:
            raise ValueError(f"{self.key}: low = {self.low:g} is not below high = {self.high:g}")
        if self.whole and not (float(self.low).is_integer() and float(self.high).is_integer()):
            raise ValueError(f"{self.key}: a range of whole numbers has a low or high that is none")
        return self

    @property
    def is_whole(self) -> bool:
        """Whether a range holds whole numbers only."""
        return self.whole if self.whole is not None else isinstance(self.low, int) and isinstance(self.high, int)

    def ends(self) -> list[Any]:
        """Return the levels; of a range, its two ends."""
        if self.levels is not None:
            return list(self.levels)
        assert self.low is not None
        assert self.high is not None
        return [int(end) if self.is_whole else float(end) for end in (self.low, self.high)]

    def at(self, share: float) -> Any:
        """Return the value at a share from 0 up to 1 of the way: of the levels, each as wide as the others."""
        if self.levels is not None:
            return self.levels[int(share * len(self.levels))]
        low, high = self.ends()
        return low + int(share * (high - low + 1)) if self.is_whole else low + share * (high - low)
