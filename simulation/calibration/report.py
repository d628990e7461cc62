"""What an estimate says, as rows for a table or a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulation.calibration.contacts import Contacts
from simulation.calibration.estimates import (
    Handling,
    Hour,
    Patience,
    Repeats,
    Value,
    by_hour,
    handling,
    patience,
    per_day,
    repeats,
)
from simulation.units import DAYS


class ChannelEstimates(NamedTuple):
    """What the log says about one channel; None where it says nothing.

    Attributes
    ----------
    name : str
        The channel.
    contacts : int
        How many the log has.
    per_day : Value
        Arrivals a day.
    hours : list of Hour
        Arrivals by hour of the week.
    handling : Handling or None
        Handling times.
    patience : Patience or None
        How long customers wait.
    """

    name: str
    contacts: int
    per_day: Value
    hours: list[Hour]
    handling: Handling | None
    patience: Patience | None


class Estimates(NamedTuple):
    """What a contact log says.

    Attributes
    ----------
    days : float
        How many days the log covers.
    channels : list of ChannelEstimates
        The busiest first.
    repeats : Repeats or None
        None where no customer is known, or none is followed for a week.
    """

    days: float
    channels: list[ChannelEstimates]
    repeats: Repeats | None

    def rows(self) -> list[dict[str, Any]]:
        """Return one row an estimate: what, channel, value, low, high, unit, number of observations, and a note."""
        found: list[dict[str, Any]] = []
        for each in self.channels:
            found.append(_row(("contacts", "a day"), each.name, each.per_day, each.contacts))
            if each.hours:
                busiest = max(each.hours, key=lambda hour: hour.rate.value)
                note = f"busiest hour: {_hour(busiest.hour)}"
                found.append(_row(("contacts at most", "an hour"), each.name, busiest.rate, busiest.contacts, note))
            if each.handling is not None:
                found += _handled(each.name, each.handling)
            if each.patience is not None:
                waits = each.patience
                note = f"{waits.abandoned} gave up, {waits.answered} were answered before"
                observed = waits.abandoned + waits.answered
                found.append(_row(("patience, mean", "min"), each.name, waits.mean, observed, note))
        if self.repeats is not None:
            note = f"{self.repeats.customers} customers"
            found.append(
                _row(("repeated within 7 days", "share"), "all", self.repeats.share, self.repeats.followed, note)
            )
        return found

    def by_hour(self) -> list[dict[str, Any]]:
        """Return one row an hour of the week and channel."""
        return [
            {"channel": each.name, "hour": _hour(hour.hour), "contacts": hour.contacts, "weeks": hour.weeks}
            | {"per_hour": hour.rate.value, "low": hour.rate.low, "high": hour.rate.high}
            for each in self.channels
            for hour in each.hours
        ]


def estimate(contacts: Contacts) -> Estimates:
    """Estimate all that a contact log says: arrivals, handling times, patience, repeats."""
    channels = []
    for name in contacts.channels():
        rows = contacts.of(name)
        arrivals = per_day(contacts, name), by_hour(contacts, name)
        channels.append(ChannelEstimates(name, len(rows), *arrivals, handling(rows), patience(rows)))
    return Estimates(contacts.days, channels, repeats(contacts))


def _handled(channel: str, work: Handling) -> list[dict[str, Any]]:
    verdict = "no worse than chance" if work.fits else "the law does not fit"
    note = f"Kolmogorov-Smirnov distance {work.distance:.3f}, 5 % point {work.critical:.3f}: {verdict}"
    if work.left_out:
        note += f"; {work.left_out} of no length left out"
    return [
        _row(("handling, mean", "min"), channel, work.mean, work.observed, note),
        _row(("handling, cv", ""), channel, work.cv, work.observed),
        _row(("handling, plain mean", "min"), channel, work.plain_mean, work.observed + work.left_out),
    ]


def _row(what: tuple[str, str], channel: str, value: Value, observations: int, note: str = "") -> dict[str, Any]:
    name, unit = what
    row: dict[str, Any] = {"estimate": name, "channel": channel, "value": value.value}
    return row | {"low": value.low, "high": value.high, "unit": unit, "observations": observations, "note": note}


def _hour(hour: int) -> str:
    return f"{DAYS[hour // 24]} {hour % 24:02d}:00"
