"""Durations and opening hours: how people write them, and the minutes that the model reckons in."""

from __future__ import annotations

import itertools
import math
import re

from simulation.errors import nearest
from simulation.strings import t

MINUTES_PER_HOUR = 60.0
MINUTES_PER_DAY = 1440.0
MINUTES_PER_WEEK = 10080.0
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TICKS_PER_MINUTE = 1048576.0
"""Every duration is a multiple of 2^-20 minute, so sums of durations are exact in binary."""

_UNITS = {
    "s": 1 / 60,
    "sec": 1 / 60,
    "seconds": 1 / 60,
    "min": 1.0,
    "minutes": 1.0,
    "h": 60.0,
    "hours": 60.0,
    "d": MINUTES_PER_DAY,
    "day": MINUTES_PER_DAY,
    "days": MINUTES_PER_DAY,
    "week": MINUTES_PER_WEEK,
    "weeks": MINUTES_PER_WEEK,
}
_DURATION = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(\S+)\s*")
_HOURS = re.compile(r"(?:(\w{3})(?:-(\w{3}))?\s+)?(\d{1,2}):([0-5]\d)-(\d{1,2}):([0-5]\d)")
_MOMENT = re.compile(r"(\w{3})\s+(\d{1,2}):(\d{2})")


def exact(minutes: float) -> float:
    """Round a duration to the clock's tick of 2^-20 minute."""
    if not minutes < math.inf:
        return math.inf  # never; a told "never" times nothing as well
    return math.floor(minutes * TICKS_PER_MINUTE + 0.5) / TICKS_PER_MINUTE


def as_minutes(value: object) -> object:
    """Read a duration: a number of minutes, or a text such as ``"4 h"``, ``"90 s"``, ``"never"``.

    Raises
    ------
    ValueError
        When the text is no duration; the message names the unit that was not understood.
    """
    if not isinstance(value, str):
        return value
    if value.strip() == "never":
        return math.inf
    match = _DURATION.fullmatch(value)
    if match is None:
        raise ValueError("expected a duration such as 30, '90 s', '4 h', '2 days' or 'never'")
    number, unit = match.groups()
    if unit not in _UNITS:
        raise ValueError(f"'{unit}' is no unit of time, expected s, min, h, days or weeks")
    return float(number) * _UNITS[unit]


def _day(name: str) -> int:
    if name not in DAYS:
        raise ValueError(f"'{name}' is no day of the week, {nearest(name, DAYS)}")
    return DAYS.index(name)


def week_spans(hours: str) -> list[tuple[float, float]]:
    """Turn opening hours into spans of minutes within a week that begins on Monday at 00:00.

    Parameters
    ----------
    hours : str
        ``"always"``, ``"08:00-16:00"`` or ``"Mon-Fri 08:00-16:00"``; several parts are joined by commas.

    Returns
    -------
    list of (float, float)
        Half-open spans in minutes, sorted, not overlapping, within [0, 10080].

    Raises
    ------
    ValueError
        When a part is not understood, ends before it begins, or overlaps another.
    """
    if hours.strip() == "always":
        return [(0.0, MINUTES_PER_WEEK)]
    spans: list[tuple[float, float]] = []
    for part in hours.split(","):
        match = _HOURS.fullmatch(part.strip())
        if match is None:
            raise ValueError(
                f"'{part.strip()}' are no hours, expected 'always', '08:00-16:00' or 'Mon-Fri 08:00-16:00'"
            )
        first, last = match[1], match[2]
        begin = int(match[3]) * 60.0 + int(match[4])
        end = int(match[5]) * 60.0 + int(match[6])
        if not 0 <= begin < end <= MINUTES_PER_DAY:
            raise ValueError(f"'{part.strip()}' must begin before it ends, between 00:00 and 24:00")
        first_day = _day(first) if first else 0
        last_day = _day(last) if last else (first_day if first else 6)
        if last_day < first_day:
            raise ValueError(f"'{part.strip()}' runs past Sunday, expected two parts such as 'Fri-Sun ..., Mon ...'")
        spans += [
            (day * MINUTES_PER_DAY + begin, day * MINUTES_PER_DAY + end) for day in range(first_day, last_day + 1)
        ]
    spans.sort()
    for (_, end), (begin, _) in itertools.pairwise(spans):
        if begin < end:
            raise ValueError(f"'{hours}' has parts that overlap")
    return spans


def as_moment(value: object) -> object:
    """Read a moment of the first week: minutes since Monday 00:00, or a text such as ``"Tue 10:00"``."""
    if not isinstance(value, str):
        return value
    match = _MOMENT.fullmatch(value.strip())
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        raise ValueError("expected a moment such as 'Tue 10:00', or minutes since Monday 00:00")
    return _day(match[1]) * MINUTES_PER_DAY + int(match[2]) * 60.0 + int(match[3])


def lasting(minutes: float) -> str:
    """Write how long something lasts, shortly.

    >>> lasting(25), lasting(500), lasting(1429), lasting(4320)
    ('25 min', '8 h', '24 h', '3 days')
    """
    for key, unit, end in (("minutes", 1, 120), ("hours", 60, 2880)):
        if minutes < end:
            return t(f"lasting.{key}", count=f"{minutes / unit:.0f}")
    return t("lasting.days", count=f"{minutes / MINUTES_PER_DAY:.0f}")
