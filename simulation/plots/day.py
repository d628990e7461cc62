"""The average day of a company: who waits, and how many agents are busy, hour by hour."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from simulation import log as ev
from simulation.cases import rows_of
from simulation.measures import waiting
from simulation.plots import words
from simulation.plots.style import DASHES, FAINT, INK, MARKERS, Picture, finished, listed, number, sheet, styled
from simulation.run import Run
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

Floats = NDArray[np.float64]

_HOURS = 24


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
        Three panels (two in a company without calls or without messages). Every point is a mean over the hour, and over
        the days; waiting is waiting to be opened for the first time.
    """
    scenario = run.scenario
    calls, messages = {}, {}
    for index, channel in enumerate(scenario.channels.values()):
        number_of = calls if channel.synchronous else messages
        number_of[words.channel_title(scenario, index)] = by_hour(run, *waiting(run.log, index))
    busy, on_duty = {}, np.zeros(_HOURS)
    for index in range(len(scenario.teams)):
        mine = run.log[run.log["team"] == index]
        title = words.team_title(scenario, index)
        busy[title] = by_hour(run, *_steps(mine, ev.SERVICE_START, ev.SERVICE_END))
        on_duty = on_duty + by_hour(run, *_steps(mine, ev.SHIFT_START, ev.SHIFT_END))
    panels = [("Callers on hold", "calls", calls), ("Messages waiting", "messages", messages)]
    panels = [panel for panel in panels if panel[2]]
    figure = sheet(13.6, 1.2 + 2.5 * (len(panels) + 1))
    days = scenario.days - scenario.warm_up_days
    figure.suptitle(f"The average day ({number(days)} days after the warm-up)", x=0.012, ha="left")
    every = figure.subplots(len(panels) + 1, 1, sharex=True)
    for axes, (title, unit, lines) in zip(every, panels, strict=False):
        _draw(axes, lines, unit)
        axes.set_title(title)
    every[-1].stairs(on_duty, np.arange(_HOURS + 1), color=INK, linewidth=1.6, label="on duty, all teams")
    _draw(every[-1], busy, "agents")
    every[-1].set_title("Agents busy")
    every[-1].set_xlabel("hour of the day")
    every[-1].set_xticks(range(0, _HOURS + 1, 2))
    every[-1].set_xlim(0, _HOURS)
    return finished(figure, _in_words(calls | messages, busy))


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
    return np.divide(total, count, out=np.full(_HOURS, np.nan), where=count > 0)


def _steps(log: ev.Log, up: int, down: int) -> tuple[Floats, Floats]:
    """Return a count that one event raises and another lowers: times, and the number from then on."""
    rows = rows_of(log, up, down)
    return rows["time"], np.cumsum(np.where(rows["event"] == up, 1.0, -1.0))


def _draw(axes: Axes, lines: dict[str, Floats], unit: str) -> None:
    middles = np.arange(_HOURS) + 0.5
    for index, (title, values) in enumerate(lines.items()):
        look = index % len(MARKERS)
        axes.plot(middles, values, label=title, marker=MARKERS[look], markersize=6, linestyle=DASHES[look])
    axes.set_ylim(bottom=0)
    axes.set_ylabel(unit)
    axes.grid(color=FAINT, alpha=0.5)
    axes.locator_params(axis="y", nbins=4)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))


def _in_words(waits: dict[str, Floats], busy: dict[str, Floats]) -> str:
    """Say the peaks, and when they are."""
    most = listed(f"{number(float(np.nanmax(v)), 1)} in {name} {_when(v)}" for name, v in waits.items())
    work = listed(f"{number(float(np.nanmax(v)), 1)} for {name} {_when(v)}" for name, v in busy.items())
    return f"On the average day most contacts wait: {most}. Most agents are busy: {work}."


def _when(values: Floats) -> str:
    hour = int(np.nanargmax(values))
    return f"from {hour} to {hour + 1}"
