"""The average day of a company: who waits, and how many agents are busy, hour by hour."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from simulation import log as ev
from simulation.errors import InputError
from simulation.indexed import Floats, IndexedLog, Rows
from simulation.measures import waiting
from simulation.plots import words
from simulation.plots.style import (
    COLOURS,
    DASHES,
    FAINT,
    INK,
    MARKERS,
    Picture,
    finished,
    listed,
    number,
    sheet,
    styled,
)
from simulation.run import Run
from simulation.strings import t
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

_HOURS = 24


class Line(NamedTuple):
    """A line of the figure: its title, its value in each hour, and the look that its channel has in every panel."""

    title: str
    values: Floats
    look: int


@styled
def day_profile(run: Run) -> Picture:
    """Draw the average day after the warm-up: calls and messages waiting, and agents busy and on duty, by hour.

    Parameters
    ----------
    run : Run
        What happened; its last hour counts only if it is whole.

    Returns
    -------
    Picture
        Three panels (two in a company without calls or without messages). Every step is a mean over the hour, and over
        the days; waiting is waiting to be opened for the first time.

    Raises
    ------
    InputError
        When the run has no whole hour after its warm-up.
    """
    scenario, channels = run.scenario, list(run.scenario.channels)
    if np.floor(scenario.days * _HOURS) <= np.ceil(scenario.warm_up_days * _HOURS):
        raise InputError(f"day_profile: {scenario.name} has no whole hour after the warm-up, expected a longer run")
    log = IndexedLog(run.log)
    calls: list[Line] = []
    messages: list[Line] = []
    for index, channel in enumerate(scenario.channels.values()):
        line = Line(words.channel_title(scenario, index), by_hour(run, *waiting(log, index)), index)
        (calls if channel.synchronous else messages).append(line)
    busy: list[Line] = []
    for index, team in enumerate(scenario.teams.values()):
        served = log.rows(ev.SERVICE_START, ev.SERVICE_END)
        in_hand = by_hour(run, *_steps(served.only(served["team"] == index), ev.SERVICE_START))
        look = channels.index(team.channels[0]) if team.channels else len(channels) + index
        busy.append(Line(words.team_title(scenario, index), in_hand, look))
    on_duty = by_hour(run, *_steps(log.rows(ev.SHIFT_START, ev.SHIFT_END), ev.SHIFT_START))
    panels = [(t("day.callers"), t("day.calls"), calls), (t("day.waiting"), t("day.messages"), messages)]
    panels = [panel for panel in panels if panel[2]]
    figure = sheet(13.6, 1.2 + 2.5 * (len(panels) + 1))
    days = scenario.days - scenario.warm_up_days
    title = t("day.title", company=scenario.title or scenario.name, days=number(days))
    figure.suptitle(title, x=0.012, ha="left")
    every = figure.subplots(len(panels) + 1, 1, sharex=True)
    for axes, (title, unit, lines) in zip(every, panels, strict=False):
        _draw(axes, lines, unit)
        axes.set_title(title)
    every[-1].stairs(on_duty, np.arange(_HOURS + 1), color=INK, linewidth=1.6, label=t("day.on_duty"))
    _draw(every[-1], busy, t("day.agents"))
    every[-1].set_title(t("day.busy"))
    every[-1].set_xlabel(t("day.hour"))
    every[-1].set_xticks(range(0, _HOURS + 1, 2))
    every[-1].set_xlim(0, _HOURS)
    every[-1].locator_params(axis="y", nbins=5, integer=True)
    peaks, work = listed(_peak(line) for line in [*calls, *messages]), listed(_peak(line) for line in busy)
    return finished(figure, t("day.alt", peaks=peaks, work=work))


def by_hour(run: Run, times: Floats, values: Floats) -> Floats:
    """Return the mean of a step function in each hour of the day, over the whole hours after the warm-up.

    Parameters
    ----------
    run : Run
        Whose days.
    times, values : ndarray, shape (steps,)
        When the function changes, in minutes and in order, and its value from then on; it is 0 before.

    Returns
    -------
    ndarray, shape (24,)
        Not-a-number for hours that the run does not reach.
    """
    begin = np.ceil(run.scenario.warm_up_days * _HOURS)
    hours = np.arange(begin, np.floor(run.scenario.days * _HOURS) + 1)
    edges = hours * MINUTES_PER_HOUR
    steps = np.concatenate([[0.0], times, [run.scenario.days * MINUTES_PER_DAY]])
    area = np.concatenate([[0.0], np.cumsum(np.diff(steps) * np.concatenate([[0.0], values]))])
    means = np.diff(np.interp(edges, steps, area)) / MINUTES_PER_HOUR
    hour = (hours[:-1] % _HOURS).astype(np.intp)
    count = np.bincount(hour, minlength=_HOURS)
    total = np.bincount(hour, weights=means, minlength=_HOURS)
    mean: Floats = np.divide(total, count, out=np.full(_HOURS, np.nan), where=count > 0)
    return mean


def _steps(rows: Rows, up: int) -> tuple[Floats, Floats]:
    """Return a count that one event raises and the other rows lower: times, and the number from then on."""
    times: Floats = rows["time"]
    return times, np.cumsum(np.where(rows["event"] == up, 1.0, -1.0))


def _draw(axes: Axes, lines: list[Line], unit: str) -> None:
    middles = np.arange(-1, _HOURS + 1) + 0.5  # from the last hour of the day before to the first of the day after
    for line in lines:
        look = line.look % len(MARKERS)
        axes.plot(middles, np.pad(line.values, 1, mode="wrap"), label=line.title, drawstyle="steps-mid",
                  color=COLOURS[look], marker=MARKERS[look], markersize=6, linestyle=DASHES[look])  # fmt: skip
    axes.set_ylim(bottom=0)
    axes.set_ylabel(unit)
    axes.grid(color=FAINT, alpha=0.5)
    axes.locator_params(axis="y", nbins=4)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))


def _peak(line: Line) -> str:
    """Say the largest value of a line, and when."""
    hour = int(np.nanargmax(line.values))
    return t("day.peak", line=line.title, value=number(float(line.values[hour]), 1), begin=hour, end=hour + 1)
