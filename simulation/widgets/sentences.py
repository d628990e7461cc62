"""What changed, in one sentence: how much, how sure, and whether the queues or our assumptions say so."""

from __future__ import annotations

import math

from simulation.analysis import Interval
from simulation.plots.words import Label
from simulation.plots.words import measure as label_of
from simulation.strings import t
from simulation.widgets.found import Found


def changed(found: Found, name: str, room: str = "changed") -> str:
    """Say how a measure differs between the worlds, with its paired interval.

    Parameters
    ----------
    found : Found
        The worlds.
    name : str
        The measure.
    room : str
        The table of words: ``changed`` for before and after, ``hall`` for two companies side by side.
    """
    label = label_of(name)
    change = found.change(name)
    if found.worlds[0].hash() == found.worlds[1].hash():
        return t(f"{room}.nothing", measure=label.title, value=value(found.interval(0, name), label), unit=label.spoken)
    if math.isnan(change.mean):
        return t(f"{room}.missing", measure=label.title)
    if found.unmoved(name):
        return t(f"{room}.same" if change.replications > 1 else f"{room}.same_once", measure=label.title,
                 replications=change.replications)  # fmt: skip
    if not math.isnan(change.low) and not change.excludes_zero:
        return t(f"{room}.unseen", measure=label.title, change=value(change, label, True), unit=unit(label),
                 replications=change.replications)  # fmt: skip
    way = "rises" if change.mean > 0 else "falls"
    once = "" if not math.isnan(change.low) else "_alone" if found.alone else "_once"
    low, high = sorted((abs(change.low), abs(change.high)))
    return t(f"{room}.{way}{once}", measure=label.title, by=label.value(abs(change.mean)), low=label.value(low),
             high=label.value(high), unit=unit(label))  # fmt: skip


def guessed(found: Found, name: str) -> str:
    """Say how a guess compares with what came out."""
    if found.guess is None:
        return ""
    label = label_of(name)
    interval = found.interval(1, name)
    low, high = (interval.low, interval.high) if not math.isnan(interval.low) else (interval.mean, interval.mean)
    aim = found.guess / label.scale
    if math.isnan(interval.mean):
        return t("guess.missing", guess=_plain(found.guess))
    where = "below" if aim < low else "above" if aim > high else "inside"
    return t(f"guess.{where}", guess=_plain(found.guess), value=value(interval, label), unit=label.spoken)


def unit(label: Label) -> str:
    """Return the unit of a difference as it stands in a sentence."""
    return label.of_change if label.is_share else label.spoken


def value(interval: Interval, label: Label, signed: bool = False) -> str:
    """Write a mean with its interval, if it has one."""
    write = label.signed if signed else label.value
    if math.isnan(interval.low):
        return write(interval.mean)
    return f"{write(interval.mean)} [{write(interval.low)}, {write(interval.high)}]"


def _plain(number: float) -> str:
    return f"{number:g}".replace("-", "−")
