"""Which part of a run is played: some of its days, no more than a replay holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simulation import log as ev
from simulation.errors import InputError
from simulation.run import Run
from simulation.units import MINUTES_PER_DAY

MOST_CONTACTS = 5000
"""So many contacts move smoothly, and fit into a page that a lecturer can put anywhere."""
_MOST_ROWS = 110_000
"""Cases without contacts count too."""

Days = tuple[int, int]
"""The first and the last day that is played, counted from 1."""


@dataclass(frozen=True)
class Window:
    """Some days of a run.

    Attributes
    ----------
    run : Run
        The run up to the window's end: cases that end before its begin are left out, events of strangers too.
    days : (int, int)
        The first and the last day, from 1.
    whole : bool
        Whether these are the days that were asked for: all of the run, or those that were named.
    """

    run: Run
    days: Days
    whole: bool

    @property
    def begin(self) -> float:
        """When it begins, in minutes."""
        return (self.days[0] - 1) * MINUTES_PER_DAY

    @property
    def end(self) -> float:
        """When it ends, in minutes."""
        return min(self.days[1], self.run.scenario.days) * MINUTES_PER_DAY


def window(run: Run, days: Days | None = None) -> Window:
    """Choose what is played of a run: the days that are asked for, as many of them as a replay holds.

    Parameters
    ----------
    run : Run
        What happened.
    days : (int, int), optional
        The first and the last day, from 1; by default all.

    Raises
    ------
    InputError
        When the run has no such days, or its first day alone has more contacts than a replay holds.
    """
    name, last = run.scenario.name, int(np.ceil(run.scenario.days))
    asked = (1, last) if days is None else days
    if not 1 <= asked[0] <= asked[1] <= last:
        raise InputError(f"{name}: days {asked[0]} to {asked[1]}, expected days from 1 to {last}, such as 1-{last}")
    mine = run.log[(run.log["case"] != ev.NOBODY) & ~np.isin(run.log["event"], (ev.REACTION, ev.SEEN))]
    mine = mine[mine["time"] >= (asked[0] - 1) * MINUTES_PER_DAY]
    if not (mine["event"] == ev.CASE_OPENED).any():
        raise InputError(f"{name}: no case on days {asked[0]} to {asked[1]}, expected a run with at least one")
    contacts = mine["time"][mine["event"] == ev.CONTACT]
    for until in range(asked[1], asked[0] - 1, -1):
        many = int((contacts < until * MINUTES_PER_DAY).sum())
        if many <= MOST_CONTACTS and (mine["time"] < until * MINUTES_PER_DAY).sum() <= _MOST_ROWS:
            return Window(_cut(run, (asked[0], until)), (asked[0], until), until == asked[1])
    raise InputError(
        f"{name}: day {asked[0]} alone has {many} contacts, expected at most {MOST_CONTACTS}, which a replay holds"
    )


def _cut(run: Run, days: Days) -> Run:
    """Return a run without what comes after some days, and without the cases that end before them."""
    log = run.log[run.log["time"] < days[1] * MINUTES_PER_DAY]
    last = dict(zip(log["case"].tolist(), log["time"].tolist(), strict=True))  # rows are in the order of time
    over = [case for case, time in last.items() if case != ev.NOBODY and time < (days[0] - 1) * MINUTES_PER_DAY]
    log = log[~np.isin(log["case"], over)]
    length = min(float(days[1]), run.scenario.days)
    scenario = run.scenario.model_copy(update={"days": length, "warm_up_days": 0.0})
    return Run(scenario, run.seed, run.replication, log, run.version)
