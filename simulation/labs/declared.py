"""The test that a lab declares: a difference, an equivalence, or something that is exactly so.

Each says in a sentence what it found, folded, so that Run All tells no result; it stops the notebook when it is not so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Literal

from simulation.analysis import Interval, PairedDifference
from simulation.errors import InputError, nearest
from simulation.labs.folding import details
from simulation.labs.texts import show
from simulation.plots.style import number
from simulation.strings import t, table

_DIRECTIONS = ("more", "less")


class NotSo(AssertionError):
    """A declared test does not hold; the message is one sentence."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def differs(
    difference: Interval | PairedDifference, what: str, direction: Literal["more", "less"] | None = None
) -> None:
    """Declare that something differs: the interval of the difference excludes zero.

    Parameters
    ----------
    difference : Interval or PairedDifference
        From `Comparison.difference` or `simulation.paired_difference`.
    what : str
        What differs, in words, as in "contacts per day, honest labels minus equal ones"; or a key of the table.
    direction : {"more", "less"}, optional
        On which side of zero the interval lies; none: on either.

    Raises
    ------
    NotSo
        When it does not hold, or rests on fewer than two replications.
    """
    if direction is not None and direction not in _DIRECTIONS:
        raise InputError(f"differs: no direction '{direction}', {nearest(direction, _DIRECTIONS)}")
    interval = _interval(difference)
    holds = {None: interval.excludes_zero, "more": interval.low > 0, "less": interval.high < 0}[direction]
    _tell("labs.differs" if holds else "labs.not-differs", holds, _values(interval, what))


def equivalent(difference: Interval | PairedDifference, margin: float, what: str) -> None:
    """Declare that something makes no difference: the whole interval lies within a margin around zero.

    Parameters
    ----------
    difference : Interval or PairedDifference
        From `Comparison.difference` or `simulation.paired_difference`.
    margin : float
        The largest difference that would not matter, in the unit of the measure; at least 0.
    what : str
        See `differs`.

    Raises
    ------
    NotSo
        When it does not hold, or rests on fewer than two replications.
    """
    if not margin >= 0:
        raise InputError(f"equivalent: margin = {margin:g}: out of range, expected at least 0")
    interval = _interval(difference)
    values = _values(interval, what) | {"margin": f"{margin:g}"}
    holds = interval.within(margin)
    _tell("labs.equivalent" if holds else "labs.not-equivalent", holds, values)


def exactly(found: object, expected: object, what: str) -> None:
    """Declare that something is exactly as expected: a number, words, a list of them, or a table of them by name.

    Parameters
    ----------
    found, expected : object
        What came out, and what should.
    what : str
        What it is, in words, as in "the minutes of her day"; or a key of the table.

    Raises
    ------
    NotSo
        When they differ; the sentence names the first place that does.
    """
    place = _first_gap("", found, expected)
    values = {"what": _named(what)}
    _tell("labs.not-exactly" if place else "labs.exactly", not place, values | {"place": place})


def _tell(key: str, holds: bool, values: Mapping[str, object]) -> None:
    """Show that a test holds, its sentence folded; or stop with the sentence that says what is not so."""
    sentence = t(key, **values)
    if not holds:
        raise NotSo(sentence)
    show(details(t("labs.holds"), sentence))


def _interval(difference: Interval | PairedDifference) -> Interval:
    return difference.interval if isinstance(difference, PairedDifference) else difference


def _values(interval: Interval, what: str) -> dict[str, object]:
    """Return what the sentences about an interval say: two digits of its half-width decide how many decimals."""
    half = interval.half_width
    decimals = max(0, 1 - math.floor(math.log10(half))) if half > 0 else 2
    ends = {name: number(getattr(interval, name), decimals) for name in ("mean", "low", "high")}
    return {"what": _named(what), "replications": interval.replications, **ends}


def _named(what: str) -> str:
    """Return words: those of a key of the table, or the words themselves."""
    return t(what) if what in table() else what


def _first_gap(place: str, found: object, expected: object) -> str:
    """Say where two values differ first; nothing when they are equal."""
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        names = [*expected, *(name for name in found if name not in expected)]
        pairs = [(_within(place, name), found.get(name, "none"), expected.get(name, "none")) for name in names]
    elif _is_list(found) and _is_list(expected):
        both = enumerate(zip_longest(found, expected, fillvalue="none"), start=1)  # type: ignore[call-overload]
        pairs = [(_within(place, position), a, b) for position, (a, b) in both]
    elif found == expected:
        return ""
    else:
        return t("labs.gap-at" if place else "labs.gap", place=place, found=found, expected=expected)
    return next((gap for where, a, b in pairs if (gap := _first_gap(where, a, b))), "")


def _within(place: str, name: object) -> str:
    return f"{place}, {name}" if place else str(name)


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
