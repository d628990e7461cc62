"""From minutes to a place on the page: true to scale where something happens, cut short where nothing does."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from simulation.plots.style import number
from simulation.strings import t
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK

Floats = NDArray[np.float64]

_LONG_GAP = 360.0
"""Minutes without any event that are cut short, twice and twice again as many where parts are too many."""
_MOST_PARTS = 5
_WIDEST = 0.1
"""Inches for a minute, at most."""
_APART = 0.13
"""Inches between two moments, at least."""
_BREAK = 0.75
"""Inches for a stretch that is cut short, at least."""
_EDGE = 0.25
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 960, 1440, 2880, 5760, 11520)
_TICKS_APART = 0.62
_TICKS_OF_DAYS_APART = 0.85
"""Inches; what is written in days takes more room."""


class Cut(NamedTuple):
    """A stretch of time that is cut short: where the cut lies, in inches, and how many minutes the stretch lasts."""

    place: float
    minutes: float


class TimeScale:
    """Maps minutes to inches from the left edge of a timeline.

    Moments that would lie on each other are moved apart a little, and what lies between them with them.

    Parameters
    ----------
    moments : iterable of float
        When something happens, in minutes from the moment that counts as zero; at least one.
    width : float
        Inches to fill.
    tail : float
        Inches to leave free at the right end, for the words about the last moment.
    """

    def __init__(self, moments: Iterable[float], width: float, tail: float) -> None:
        self.width = width
        times = np.unique(np.fromiter(moments, dtype=float))
        self._in_days = float(times[-1]) > MINUTES_PER_WEEK
        limit = _LONG_GAP
        while int((np.diff(times) > limit).sum()) >= _MOST_PARTS:
            limit *= 2
        self._parts = np.split(times, np.flatnonzero(np.diff(times) > limit) + 1)
        spans = np.array([part[-1] - part[0] for part in self._parts])
        cuts = len(self._parts) - 1
        free = width - 2 * _EDGE - tail - cuts * _BREAK
        apart = min(_APART, free / len(times))
        least = np.array([apart * (len(part) - 1) for part in self._parts])
        self.inches = _fitting(spans, least, free)
        lengths = np.maximum(spans * self.inches, least)
        gap = _BREAK + max(0.0, free - float(lengths.sum())) / max(cuts, 1)
        begins = _EDGE + np.concatenate([[0.0], np.cumsum(lengths[:-1] + gap)])
        ends = begins + lengths
        edges = [float(time) for part in self._parts for time in (part[0], part[-1])]
        exact = np.interp(times, edges, np.stack([begins, ends], axis=1).ravel())
        steps = apart * np.arange(len(times))
        spread = np.clip(isotonic_regression(exact - steps).x, _EDGE / 2, width - _EDGE / 2 - steps[-1])
        self._times, self._places = times, spread + steps
        self.cuts = [
            Cut((self.place(before[-1]) + self.place(after[0])) / 2, float(after[0] - before[-1]))
            for before, after in pairwise(self._parts)
        ]

    def place(self, minute: float) -> float:
        """Return where a moment lies, in inches."""
        return float(np.interp(minute, self._times, self._places))

    @property
    def unit(self) -> str:
        """What moments are written in."""
        return t("moment.unit_days") if self._in_days else t("moment.unit_minutes")

    def written(self, minute: float) -> str:
        """Write a moment: as a number of minutes, or in days where a story goes on for more than a week."""
        return _in_days(minute) if self._in_days else t("moment.minutes", count=number(round(minute)))

    @property
    def widest(self) -> float:
        """The middle of the widest stretch between cuts and edges, in inches."""
        edges = [0.0, *(cut.place for cut in self.cuts), self.width]
        left, right = max(pairwise(edges), key=lambda edge: edge[1] - edge[0])
        return (left + right) / 2

    def ticks(self) -> list[tuple[float, str]]:
        """Return places and texts of ticks: round minutes within each part, its begin where there is none."""
        least = _TICKS_OF_DAYS_APART if self._in_days else _TICKS_APART
        step = next((step for step in _STEPS if step * self.inches >= least), _STEPS[-1])
        found: list[tuple[float, str]] = []
        for part in self._parts:
            minutes = np.arange(np.ceil(part[0] / step), np.floor(part[-1] / step) + 1) * step
            for minute in minutes if len(minutes) else part[:1]:
                place = self.place(minute)
                if not found or place - found[-1][0] >= least:
                    found.append((place, _in_days(minute) if self._in_days else number(minute)))
        return found


def _in_days(minute: float) -> str:
    """Write a moment in days, hours and minutes.

    >>> _in_days(30317), _in_days(30240), _in_days(-90)
    ('21 d 1:17', '21 d', '−0 d 1:30')
    """
    days, left = divmod(abs(round(minute)), round(MINUTES_PER_DAY))
    count = f"−{days}" if round(minute) < 0 else f"{days}"
    return t("moment.clock", days=count, hours=left // 60, minutes=left % 60) if left else t("moment.days", days=count)


def _fitting(spans: Floats, least: Floats, free: float) -> float:
    """Return the inches for a minute with which parts of at least a certain length fill the free inches."""
    low, high = 0.0, _WIDEST
    for _ in range(50):
        middle = (low + high) / 2
        if float(np.maximum(spans * middle, least).sum()) > free:
            high = middle
        else:
            low = middle
    return high if high == _WIDEST else low
