"""How a complaint in public draws reactions in time, by when it was answered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, NullLocator
from numpy.typing import NDArray

from simulation.errors import InputError
from simulation.plots.style import (
    BLUE,
    DASHES,
    FAINT,
    INK,
    ORANGE,
    Picture,
    brief,
    finished,
    listed,
    number,
    sheet,
    styled,
)
from simulation.strings import t
from simulation.units import MINUTES_PER_HOUR, lasting

Floats = NDArray[np.float64]
Curve = tuple[Sequence[float], Sequence[float]]
"""Minutes from the complaint, and the number of reactions by then."""

_LOOKS = 400
_LEAST = 0.25
"""Hours from which on the figure shows anything."""
_HOURS = (0.25, 1, 4, 15, 72, 336)
_BAND = (0.1, 0.5, 0.9)
_COLUMNS = 3


@styled
def storm_curve(
    reactions: Mapping[str, Sequence[Sequence[float]]],
    until: float = 72 * MINUTES_PER_HOUR,
    answers: Mapping[str, float] | None = None,
    theory: Mapping[str, Curve] | None = None,
) -> Picture:
    """Draw the reactions to a complaint over time, a panel for each time of the answer, on logarithmic scales.

    Parameters
    ----------
    reactions : mapping of str to sequence of sequence of float
        By what was done: for each replication, when the reactions came, in minutes from the complaint, ascending.
    until : float
        Minutes shown; at least an hour.
    answers : mapping of str to float, optional
        When the company answered, in minutes, by the same names; those who never did are left out.
    theory : mapping of str to (minutes, number), optional
        A curve to draw beside, by the same names: the mean field, which leaves chance out.

    Returns
    -------
    Picture
        A line at the median over the replications, and a band that holds eight in ten of them. Half of the complaints
        may come to nothing: the band is wide because the storm either takes off or does not.

    Raises
    ------
    InputError
        When there is nothing to draw, or a name is in `answers` or `theory` alone.
    """
    answers, theory = answers or {}, theory or {}
    if not reactions or not all(len(runs) for runs in reactions.values()):
        raise InputError("storm_curve: no reactions, expected at least one replication of each")
    unknown = [name for name in [*answers, *theory] if name not in reactions]
    if unknown:
        raise InputError(f"storm_curve: there are no reactions of '{unknown[0]}'")
    if until < MINUTES_PER_HOUR:
        raise InputError(f"storm_curve: {until:g} minutes, expected at least an hour")
    looks = np.geomspace(_LEAST * MINUTES_PER_HOUR, until, _LOOKS)
    columns = min(_COLUMNS, len(reactions))
    rows = math.ceil(len(reactions) / columns)
    figure = sheet(4.5 * columns + 0.4 if columns > 1 else 8.0, 1.3 + 3.1 * rows)
    figure.suptitle(t("storm-curve.title"), x=0.012, ha="left")
    panels = figure.subplots(rows, columns, sharey=True, squeeze=False).ravel()
    said = []
    for axes, (name, runs) in zip(panels, reactions.items(), strict=False):
        counts = np.array([np.searchsorted(np.asarray(run, dtype=float), looks, side="right") for run in runs])
        band = np.quantile(counts, _BAND, axis=0)
        _draw(axes, looks / MINUTES_PER_HOUR, band)
        if name in theory:
            minutes, numbers = theory[name]
            axes.plot(np.asarray(minutes) / MINUTES_PER_HOUR, numbers, color=INK, linestyle=DASHES[1], linewidth=1.6)
        if name in answers:
            axes.axvline(answers[name] / MINUTES_PER_HOUR, color=ORANGE, linestyle=DASHES[2], linewidth=2.2)
        axes.set_title(name)
        said.append(t("storm-curve.said", name=name, median=number(float(band[1][-1]))))
    for axes in panels[len(reactions) :]:
        axes.set_visible(False)
    for axes in panels[max(0, len(reactions) - columns) : len(reactions)]:
        axes.set_xlabel(t("storm-curve.hours"))
    for axes in panels[::columns]:
        axes.set_ylabel(t("storm-curve.reactions"))
    figure.legend(handles=_legend(bool(answers), bool(theory)), loc="outside lower center", ncols=2 * columns)
    count = max(len(runs) for runs in reactions.values())
    return finished(figure, t("storm-curve.alt", time=lasting(until), runs=count, said=listed(said)))


def _draw(axes: Axes, hours: Floats, band: Floats) -> None:
    low, middle, high = band
    thousands = t("number.thousands")
    axes.set_xscale("log")
    axes.set_yscale("symlog", linthresh=1, linscale=0.4)
    axes.fill_between(hours, low, high, step="post", color=BLUE, alpha=0.25, linewidth=0)
    axes.plot(hours, middle, drawstyle="steps-post", color=BLUE)
    axes.set_xlim(hours[0], hours[-1])
    axes.set_ylim(bottom=0)
    axes.set_xticks([hour for hour in _HOURS if hour <= hours[-1]])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda hour, _: brief(hour)))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}".replace(",", thousands)))
    axes.grid(color=FAINT, alpha=0.5)


def _legend(answers: bool, theory: bool) -> list[Patch | Line2D]:
    handles: list[Patch | Line2D] = [
        Line2D([], [], color=BLUE, label=t("storm-curve.median")),
        Patch(color=BLUE, alpha=0.25, linewidth=0, label=t("storm-curve.band")),
    ]
    if answers:
        handles.append(Line2D([], [], color=ORANGE, linestyle=DASHES[2], linewidth=2.2, label=t("storm-curve.answer")))
    if theory:
        handles.append(Line2D([], [], color=INK, linestyle=DASHES[1], linewidth=1.6, label=t("storm-curve.theory")))
    return handles
