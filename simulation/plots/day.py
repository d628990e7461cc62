"""The average day of a company: who waits, and how many agents are busy, hour by hour."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
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
_NARROW = 20
"""Letters in a line of a legend where two days stand side by side."""
_SAID = {
    "calls": ("day.callers", "day.calls"),
    "messages": ("day.waiting", "day.messages"),
    "busy": ("day.busy", "day.agents"),
}
"""The title of each panel, and the unit of its axis."""


class Line(NamedTuple):
    """A line of the figure: its title, its value in each hour, and the look that its channel has in every panel."""

    title: str
    values: Floats
    look: int


class Day(NamedTuple):
    """The average day of a run: calls and messages that wait, agents who are busy, by hour, and all who are on duty."""

    calls: list[Line]
    messages: list[Line]
    busy: list[Line]
    on_duty: Floats

    @property
    def told(self) -> str:
        """The hours in which most waits, and most is done."""
        peaks, work = listed(_peak(line) for line in [*self.calls, *self.messages]), listed(map(_peak, self.busy))
        return t("day.alt", peaks=peaks, work=work)


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
    day = _day(run)
    rows = _rows([day])
    figure = sheet(13.6, 1.2 + 2.5 * len(rows))
    figure.suptitle(_title(run), x=0.012, ha="left")
    _draw_day(figure.subplots(len(rows), 1, sharex=True), day, rows)
    return finished(figure, day.told)


@styled
def two_days(run_a: Run, run_b: Run, titles: tuple[str, str] | None = None) -> Picture:
    """Draw the average day in two worlds side by side, see `day_profile`.

    Parameters
    ----------
    run_a, run_b : Run
        The worlds.
    titles : tuple of str, optional
        What the worlds are called; the first and the second world unless told otherwise.

    Returns
    -------
    Picture
        A column a world; the panels of a row have one axis.

    Raises
    ------
    InputError
        When a run has no whole hour after its warm-up.
    """
    titles = titles or (t("worlds.first"), t("worlds.second"))
    days = [_day(run) for run in (run_a, run_b)]
    rows = _rows(days)
    figure = sheet(13.6, 1.2 + 2.5 * len(rows))
    figure.suptitle(_title(run_a), x=0.012, ha="left")
    columns = figure.subplots(len(rows), 2, sharex=True, sharey="row").T
    for column, day, title in zip(columns, days, titles, strict=True):
        _draw_day(column, day, rows, title)
    first, second = (day.told for day in days)
    return finished(figure, t("day.alt_of_two", first=titles[0], before=first, second=titles[1], after=second))


def _day(run: Run) -> Day:
    scenario, channels = run.scenario, list(run.scenario.channels)
    if np.floor(scenario.days * _HOURS) <= np.ceil(scenario.warm_up_days * _HOURS):
        raise InputError(f"{scenario.name}: no whole hour after the warm-up, expected a longer run for an average day")
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
    return Day(calls, messages, busy, on_duty)


def _title(run: Run) -> str:
    scenario = run.scenario
    days = number(scenario.days - scenario.warm_up_days)
    return t("day.title", company=scenario.title or scenario.name, days=days)


def _rows(days: Sequence[Day]) -> list[str]:
    """Return the panels that at least one of some days has, from top to bottom."""
    return [*(kind for kind in ("calls", "messages") if any(getattr(day, kind) for day in days)), "busy"]


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


def _draw_day(column: Sequence[Axes], day: Day, rows: Sequence[str], world: str = "") -> None:
    """Draw a day into its panels, one below the other."""
    for axes, kind in zip(column, rows, strict=True):
        if kind == "busy":
            axes.stairs(day.on_duty, np.arange(_HOURS + 1), color=INK, linewidth=1.6, label=t("day.on_duty"))
        title, unit = (t(key) for key in _SAID[kind])
        lines: list[Line] = getattr(day, kind)
        if world:
            lines = [line._replace(title=textwrap.fill(line.title, _NARROW)) for line in lines]
        _draw(axes, lines, unit)
        axes.set_title(t("day.in_world", title=title, world=world) if world else title)
    last = column[-1]
    last.set_xlabel(t("day.hour"))
    last.set_xticks(range(0, _HOURS + 1, 4 if world else 2))
    last.set_xlim(0, _HOURS)
    last.locator_params(axis="y", nbins=5, integer=True)


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
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))


def _peak(line: Line) -> str:
    """Say the largest value of a line, and when."""
    hour = int(np.nanargmax(line.values))
    return t("day.peak", line=line.title, value=number(float(line.values[hour]), 1), begin=hour, end=hour + 1)
