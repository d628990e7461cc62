"""What a panel draws: the measures of two worlds, one customer in both, or the average day of both."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from simulation.analysis import Interval
from simulation.log import NOBODY
from simulation.plots import Picture, two_days, two_worlds
from simulation.plots.words import Label
from simulation.plots.words import measure as label_of
from simulation.strings import t
from simulation.widgets.found import Found
from simulation.widgets.sentences import value

Rows = list[dict[str, Any]]

_NONE = "–"
"""Stands where there is no number."""
_TITLES = {"before": "panel.before", "after": "panel.after", "A": "hall.a", "B": "hall.b"}
"""The words for the worlds of a panel, and of the lecture hall."""


def measures(found: Found) -> Rows:
    """Return a row for each measure, as every panel draws it: both worlds, their intervals, the change, the guess."""
    return [_row(found, name) for name in found.measures]


def case(found: Found, customer: int | None = None) -> Picture:
    """Draw one customer with the same luck in both worlds: one run, exact, no interval.

    Parameters
    ----------
    found : Found
        The worlds.
    customer : int, optional
        Her number. None: the first of the cast; without a cast, who contacts the first company most often among those
        who have a case in both.
    """
    first, second = found.first_runs
    if customer is None:
        customer = -1 if found.worlds[0].cast else _busiest(found)
    return two_worlds(first, second, customer, _titles(found))


def _busiest(found: Found) -> int:
    first, second = (run.cases() for run in found.first_runs)
    both = first[first["customer"].isin(second["customer"]) & (first["customer"] != NOBODY)]
    return int(both["customer"].iloc[int(np.argmax(both["contacts"].to_numpy()))])


def day(found: Found) -> Picture:
    """Draw the average day of both worlds: who waits, and how many agents are busy."""
    first, second = found.first_runs
    return two_days(first, second, _titles(found))


def _titles(found: Found) -> tuple[str, str]:
    """Return how to call the worlds above a picture."""
    first, second = (t(_TITLES[name]) for name in found.names)
    return first, second


EXACT = (case,)
"""Views for which one run says everything: no replications, no interval."""


def _row(found: Found, name: str) -> dict[str, Any]:
    label = label_of(name)
    change = found.change(name)
    first, second = found.interval(0, name), found.interval(1, name)
    return {
        "title": label.title,
        "unit": label.unit,
        "first": _shown(first, label),
        "second": _shown(second, label),
        "change": _NONE if math.isnan(change.mean) else value(change, label, signed=True),
        "guess": found.guess if name == found.measures[0] else None,
    }


def _shown(interval: Interval, label: Label) -> dict[str, Any]:
    numbers = {name: getattr(interval, name) * label.scale for name in ("mean", "low", "high")}
    none = math.isnan(interval.mean)
    words = {"brief": _NONE if none else label.value(interval.mean), "text": _NONE if none else value(interval, label)}
    return {name: None if math.isnan(number) else number for name, number in numbers.items()} | words
