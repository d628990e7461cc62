"""Claims: paired differences with a sign, and what came out of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from simulation.analysis import Interval
from simulation.scenario import Scenario

FEW, MANY = 6, 16
"""Replications: many where the difference is small against its own spread."""


class Claim(NamedTuple):
    """What is claimed of a paired difference, second minus first.

    Attributes
    ----------
    result : str
        In words.
    first, second : str
        Scenarios, by their name in `scenarios`.
    measure : str
        What differs.
    sign : int or None
        +1 or -1: the whole interval lies on that side of `margin` (0 unless stated); 0: it lies within the margin;
        None: nothing is claimed, the difference is reported.
    margin : float
        In the measure's unit.
    replications : int
        How many paired runs it rests on.
    """

    result: str
    first: str
    second: str
    measure: str
    sign: int | None
    margin: float = 0.0
    replications: int = FEW

    @property
    def id(self) -> str:
        """Its short name: the second scenario, the first, and the measure."""
        return re.sub(r"[^a-z0-9]+", "-", f"{self.second} vs {self.first} {self.measure}".lower()).strip("-")

    def expected(self) -> str:
        """Return what is expected, in words."""
        if self.sign is None:
            return f"{self.measure} (reported)"
        if self.sign == 0:
            return f"{self.measure} within {self.margin:g}"
        return f"{self.measure} {'more' if self.sign > 0 else 'less'} than {self.margin:g}"

    def holds(self, interval: Interval) -> bool:
        """Return whether an interval of the difference bears it out."""
        if self.sign is None:
            return True
        if self.sign == 0:
            return interval.within(self.margin)
        return interval.low > self.margin if self.sign > 0 else interval.high < self.margin


class Result(NamedTuple):
    """What came out.

    Attributes
    ----------
    result, expected : str
        See `Claim`.
    first, second, measure : str
        What was compared.
    difference, low, high : float
        The paired difference and its 95 % interval.
    ok : bool
        Whether the claim holds.
    """

    result: str
    expected: str
    first: str
    second: str
    measure: str
    difference: float
    low: float
    high: float
    ok: bool


class Group(NamedTuple):
    """Claims that belong together, and the scenarios that they name.

    Attributes
    ----------
    scenarios : callable
        Returns every scenario by its name; names are the group's own.
    claims : tuple of Claim
        What is claimed of them.
    """

    scenarios: Callable[[], dict[str, Scenario]]
    claims: tuple[Claim, ...]
