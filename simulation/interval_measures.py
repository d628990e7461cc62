"""Measures by interval of the week: what a channel's customers met who contacted the company in certain hours.

They speak of the contacts made after the warm-up, and each contact counts in the hours in which it was made.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.cases import mean, ratio
from simulation.errors import InputError, nearest
from simulation.indexed import Floats, IndexedLog
from simulation.log import Log
from simulation.measures import Line
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK, week_spans

DAILY = tuple(f"{hour:02d}:00-{hour + 1:02d}:00" for hour in range(24))
"""The hours of the day, every day of the week alike."""


class Count(NamedTuple):
    """Some contacts, of all that were offered; counts of several runs can be added up.

    Attributes
    ----------
    hits : int
        Those that something is true of.
    offered : int
        All of them.
    """

    hits: int
    offered: int

    @property
    def share(self) -> float:
        """The hits among the offered; not-a-number without any."""
        return ratio(self.hits, self.offered)


def made_in(times: Floats, hours: str) -> NDArray[np.bool_]:
    """Return which moments lie in certain hours of the week.

    Parameters
    ----------
    times : ndarray, shape (moments,)
        Minutes since Monday 00:00 of the first week.
    hours : str
        See `simulation.units.week_spans`; a span holds its beginning, not its end.

    Returns
    -------
    ndarray of bool, shape (moments,)

    Raises
    ------
    ValueError
        When the hours are not understood.
    """
    spans = np.array(week_spans(hours))
    within = times % MINUTES_PER_WEEK
    place = np.searchsorted(spans[:, 0], within, side="right") - 1
    found: NDArray[np.bool_] = (place >= 0) & (within < spans[np.maximum(place, 0), 1])
    return found


def contacts_of(log: Log | IndexedLog, scenario: Scenario, channel: str) -> Line:
    """Return a channel's contacts that were made after the warm-up, in the order in which they were made.

    Raises
    ------
    InputError
        When the scenario has no such channel.
    """
    if channel not in scenario.channels:
        raise InputError(f"{scenario.name}: no channel '{channel}', {nearest(channel, scenario.channels)}")
    line = Line.of(log, list(scenario.channels).index(channel))
    kept = line.made >= scenario.warm_up_days * MINUTES_PER_DAY
    return line.only(kept)


def within(line: Line, scenario: Scenario, channel: str, minutes: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which contacts were served in time, and which are decided.

    Parameters
    ----------
    line : Line
        The channel's contacts.
    scenario : Scenario
        Whose; for the length of the run.
    channel : str
        Where customers hold, a contact is served when an agent opens it; in writing, when it has its first reply.
    minutes : float
        What is in time.

    Returns
    -------
    tuple of two ndarray of bool, shape (contacts,)
        A contact made later than so many minutes before the end of the run is not decided.
    """
    synchronous = scenario.channels[channel].synchronous
    in_time = (line.answered & (line.waited <= minutes)) if synchronous else (line.replied <= minutes)
    return in_time, line.made <= scenario.days * MINUTES_PER_DAY - minutes


def measures_by_interval(
    log: Log, scenario: Scenario, channel: str, minutes: float, intervals: Iterable[str] = DAILY
) -> dict[str, dict[str, float]]:
    """Return what a channel's customers met, by the interval in which they contacted the company.

    Parameters
    ----------
    log : ndarray
        The event log.
    scenario : Scenario
        Whose.
    channel : str
        Which.
    minutes : float
        The T of the service level.
    intervals : iterable of str
        Hours of the week; they may overlap.

    Returns
    -------
    dict of str to dict
        For each interval ``offered`` (contacts made in it), ``service_level`` (served within T, of offered: opened by
        an agent where customers hold, replied to in writing; contacts that the end of the run leaves undecided are
        left out), ``abandonment`` (of offered) and ``wait_min`` (mean wait of all that found a line, until they were
        opened or lost). Not-a-number where nobody came.
    """
    line = contacts_of(log, scenario, channel)
    in_time, decided = within(line, scenario, channel, minutes)
    found = {}
    for hours in intervals:
        mine = made_in(line.made, hours)
        found[hours] = {
            "offered": float(mine.sum()),
            "service_level": Count(int(in_time[mine & decided].sum()), int((mine & decided).sum())).share,
            "abandonment": Count(int(line.abandoned[mine].sum()), int(mine.sum())).share,
            "wait_min": mean(line.waited[mine & ~line.blocked]),
        }
    return found
