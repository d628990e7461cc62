"""Targets: what the staff must achieve, as people write it, and what a run says about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from simulation.complaints import valid
from simulation.errors import InputError, nearest
from simulation.interval_measures import Count, contacts_of, made_in, within
from simulation.log import Log
from simulation.scenario import Scenario
from simulation.shelf import read_toml
from simulation.units import as_minutes, week_spans
from simulation.values import Hours, Minutes, Part

InnerShare = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]

_SHAPE = "CHANNEL:SHARE%/TIME, such as phone:80%/20s, or CHANNEL:SHARE%/lost, such as phone:5%/lost"
_WRITTEN = re.compile(r"\s*([^:]+?)\s*:\s*([0-9]*\.?[0-9]+)\s*%\s*/\s*([^@]+?)\s*(?:@\s*(.+?)\s*)?")


class Target(Part):
    """One promise about the contacts that one channel's customers make in certain hours."""

    channel: str
    share: InnerShare | None = None
    """Least share of the offered contacts that is served in time; with `within`."""
    within: Minutes | None = None
    """What is in time: an agent opens it where customers hold; the first reply comes in writing."""
    most_abandoning: InnerShare | None = None
    """Largest share of the offered contacts that hang up; instead of `share` and `within`."""
    hours: Hours = "always"
    """The hours of the week in which the contacts are made."""

    @model_validator(mode="after")
    def _one_promise(self) -> Target:
        level = (self.share is not None, self.within is not None)
        if any(level) == (self.most_abandoning is not None) or any(level) != all(level):
            raise ValueError("expected either 'share' and 'within', or 'most_abandoning'")
        return self

    @property
    def promised(self) -> float:
        """The share that is promised: at least, or at most."""
        return self.share if self.share is not None else self.most_abandoning  # type: ignore[return-value]

    @property
    def title(self) -> str:
        """The promise in words."""
        when = "" if self.hours == "always" else f", {self.hours}"
        if self.within is None:
            return f"{self.channel}: at most {100 * self.promised:g} % hang up{when}"
        return f"{self.channel}: {100 * self.promised:g} % within {spoken(self.within)}{when}"

    def count(self, log: Log, scenario: Scenario) -> Count:
        """Return the contacts that were served in time (or hung up), of those offered in the target's hours."""
        line = contacts_of(log, scenario, self.channel)
        mine = made_in(line.made, self.hours)
        if self.within is None:
            return Count(int(line.abandoned[mine].sum()), int(mine.sum()))
        in_time, decided = within(line, scenario, self.channel, self.within)
        return Count(int(in_time[mine & decided].sum()), int((mine & decided).sum()))

    def excess(self, count: Count) -> float:
        """Return how many contacts more than promised were served in time, or fewer hung up; 0 just keeps it."""
        over = count.hits - self.promised * count.offered
        return over if self.within is not None else -over


def spoken(minutes: float) -> str:
    """Write a duration in the unit in which people say it.

    >>> spoken(1 / 3), spoken(15), spoken(240), spoken(2880)
    ('20 s', '15 min', '4 h', '2 days')
    """
    for unit, size in (("days", 1440.0), ("h", 60.0), ("min", 1.0)):
        if minutes >= 2 * size:
            return f"{minutes / size:g} {unit}"
    return f"{minutes * 60:g} s"


def read_target(text: str) -> Target:
    """Read a target as it is written on the command line.

    Parameters
    ----------
    text : str
        ``"phone:80%/20s"``, ``"email:90%/4h@Mon-Fri 08:00-16:00"`` or ``"phone:5%/lost"``.

    Raises
    ------
    InputError
        When it is not understood.

    Examples
    --------
    >>> read_target("phone:80%/20s@08:00-12:00").title
    'phone: 80 % within 20 s, 08:00-12:00'
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise InputError(f"target '{text}': expected {_SHAPE}, and @HOURS after it for certain hours")
    channel, share, promise, hours = match.groups()
    raw: dict[str, object] = {"channel": channel, "hours": hours or "always"}
    level = float(share) / 100
    raw |= {"most_abandoning": level} if promise == "lost" else {"share": level, "within": promise}
    if promise != "lost":
        try:
            as_minutes(promise)
        except ValueError as problem:
            raise InputError(f"target '{text}': '{promise}': {problem}, or 'lost'") from None
    return valid(Target, raw, f"target '{text}'")


def read_targets(path: Path) -> list[Target]:
    """Read a TOML file of targets: tables ``[[targets]]`` with the fields of `Target`.

    Raises
    ------
    InputError
        When there is no such file, or it does not hold targets.
    """
    raw = read_toml(path)
    for key in raw:
        if key != "targets":
            raise InputError(f"{path}: no key '{key}', {nearest(key, ['targets'])}")
    tables = raw.get("targets")
    if not isinstance(tables, list) or not tables:
        raise InputError(f"{path}: no targets, expected at least one table [[targets]]")
    return [valid(Target, table, f"{path}: targets.{number}") for number, table in enumerate(tables, start=1)]


def fitting(targets: Sequence[Target], scenario: Scenario) -> tuple[Target, ...]:
    """Return the targets once they are known to make sense in a scenario.

    Raises
    ------
    InputError
        When there is none, when a channel does not exist or is closed, when customers cannot hang up in it, when a time
        is longer than the run, or when a target stands there twice.
    """
    if not targets:
        raise InputError(f"no target, expected {_SHAPE}")
    for number, target in enumerate(targets):
        where, channel = f"target '{target.title}'", scenario.channels.get(target.channel)
        if channel is None:
            raise InputError(f"{where}: no channel '{target.channel}', {nearest(target.channel, scenario.channels)}")
        if not channel.open:
            raise InputError(f"{where}: the channel is closed, expected one that customers can choose")
        if target.within is None and not channel.synchronous:
            raise InputError(f"{where}: nobody holds in this channel, expected a share within some time")
        if (target.within or 0) >= (scenario.days - scenario.warm_up_days) * 1440:
            raise InputError(f"{where}: expected a time shorter than the run of {scenario.days:g} days")
        if target in targets[:number]:
            raise InputError(f"{where}: stands there twice, expected each target once")
        week_spans(target.hours)
    return tuple(targets)
