"""A story drawn on lanes: bars for who waits and who works, arrows for what passes between them, words for what."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Patch, Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

from simulation.plots.labels import Label, Placed, placed
from simulation.plots.story import ABOVE, AWAY, FOR_HER, LOOKS_UP, SEES_TO, WAITS, WORKS, Bar, Step, Story
from simulation.plots.style import BLUE, FAINT, INK, joined
from simulation.plots.timescale import Cut, TimeScale
from simulation.strings import t
from simulation.units import lasting

WORDS = 11.5
"""Size of the words, in points."""
_ROW = 0.235
_BAR, _STRIP = 0.27, 0.15
_BETWEEN = 0.2
_CUTS = 0.36
"""Inches: a row of words, a bar, the strip below it for an agent's absence, the room between lanes, and for cuts."""
_TITLE = 0.205
"""Inches: a line of a lane's title."""

LOOKS: dict[int, tuple[str, dict[str, Any]]] = {
    WAITS: ("waits", {"facecolor": "#fde6c8", "edgecolor": "#c46a00", "hatch": "////"}),
    WORKS: ("works", {"facecolor": BLUE, "edgecolor": "#1f4fa8"}),
    FOR_HER: ("for_her", {"facecolor": "white", "edgecolor": "#7a21dd", "hatch": "...."}),
    LOOKS_UP: ("looks_up", {"facecolor": "#f1dff0", "edgecolor": "#964a8b", "hatch": "\\\\\\\\"}),
    SEES_TO: ("sees_to", {"facecolor": "#dcebff", "edgecolor": "#1f4fa8", "hatch": "||||"}),
    AWAY: ("away", {"facecolor": "#dddddd", "edgecolor": "#666666", "hatch": "xxxx"}),
}
"""How bars look, and the key of what they are called in the legend."""


@dataclass(frozen=True)
class Lane:
    """Where a lane lies: inches from the top of its timeline.

    Attributes
    ----------
    title : str
        Whose.
    top, bottom : float
        Of the bar, with the strip below it.
    above : bool
        Whether its words stand above it.
    words : list of Placed
        The words, in rows.
    """

    title: str
    top: float
    bottom: float
    above: bool
    words: list[Placed]


@dataclass(frozen=True)
class Layout:
    """A story with a place for everything.

    Attributes
    ----------
    story : Story
        What is drawn.
    scale : TimeScale
        From minutes to inches.
    lanes : dict of str to Lane
        From top to bottom.
    height : float
        Inches that it needs.
    """

    story: Story
    scale: TimeScale
    lanes: Mapping[str, Lane]
    height: float


def text_width(text: str, size: float) -> float:
    """Return how wide a text is on the page, in inches."""
    return float(TextPath((0, 0), text, size=size).get_extents().x1) / 72 * 1.02


def said(story: Story) -> dict[tuple[float, str], str]:
    """Return what is said by moment and lane; what one says at the same moment is joined."""
    found: dict[tuple[float, str], list[str]] = {}
    for step in story.steps:
        found.setdefault((step.time, step.source), []).append(step.text)
    return {key: joined(texts) for key, texts in found.items()}


def laid_out(story: Story, zero: float, scale: TimeScale) -> Layout:
    """Find a place for every lane and every word of a story.

    Parameters
    ----------
    story : Story
        What is to be drawn.
    zero : float
        The moment from which the scale counts, in minutes from the run's begin.
    scale : TimeScale
        Made for all moments of the story.
    """
    labels: dict[str, list[Label]] = {lane: [] for lane in story.lanes}
    for (time, lane), text in said(story).items():
        line = t("moment.said", moment=scale.written(time - zero), text=text)
        labels[lane].append(Label(scale.place(time - zero), line, text_width(line, WORDS)))
    lanes: dict[str, Lane] = {}
    order, y, free = list(story.lanes), 0.05, -math.inf
    for lane, title in story.lanes.items():
        above = lane in ABOVE
        crossing = [scale.place(step.time - zero) for step in story.steps if _passes(step, lane, order)]
        words = placed(labels[lane], crossing, scale.width)
        room = (max(word.row for word in words) + 1) * _ROW + 0.06 if words else 0.0
        top = y + (room if above else 0.0)
        strip = _STRIP if any(bar.lane == lane and bar.says == AWAY for bar in story.bars) else 0.0
        half = (title.count("\n") + 1) * _TITLE / 2
        top += max(0.0, free + half - (top + (_BAR + strip) / 2))  # titles stand at the middle, one below the other
        bottom = top + _BAR + strip
        free = (top + bottom) / 2 + half
        lanes[lane] = Lane(title, top, bottom, above, words)
        y = bottom + (0.0 if above else room) + _BETWEEN
    return Layout(story, scale, lanes, y - _BETWEEN + _CUTS)


def _passes(step: Step, lane: str, order: list[str]) -> bool:
    """Return whether a step's arrow passes through the words of a lane."""
    if not step.target:
        return False
    upper, lower = sorted((order.index(step.source), order.index(step.target)))
    here = order.index(lane)
    return upper < here <= lower if lane in ABOVE else upper <= here < lower


def axes_for(figure: Figure, layout: Layout, left: float, top: float) -> Axes:
    """Return axes for a timeline in which lengths are inches, y downwards, at a place in inches from the top left."""
    width, height = figure.get_size_inches()
    size = (layout.scale.width, layout.height)
    axes = figure.add_axes((left / width, 1 - (top + size[1]) / height, size[0] / width, size[1] / height))
    axes.set_xlim(0, size[0])
    axes.set_ylim(size[1], 0)
    return axes


def draw(axes: Axes, layout: Layout, zero: float, counts_from: str = "") -> None:
    """Draw a story; with a time axis below it where it is said from when minutes count."""
    middles = [(lane.top + lane.bottom) / 2 for lane in layout.lanes.values()]
    axes.set_yticks(middles, [lane.title for lane in layout.lanes.values()], weight="bold")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    involved = {name for step in layout.story.steps for name in (step.source, step.target)}
    involved |= {bar.lane for bar in layout.story.bars}
    for name, lane in layout.lanes.items():
        size = (layout.scale.width, lane.bottom - lane.top)
        axes.add_patch(Rectangle((0, lane.top), *size, facecolor="#f2f2f2", edgecolor="none", zorder=0))
        if name not in involved:
            place = (layout.scale.widest, (lane.top + lane.bottom) / 2)
            axes.text(
                *place,
                t("lane.not_involved"),
                va="center",
                ha="center",
                fontsize=WORDS,
                style="italic",
                color="#555555",
                zorder=6,
                path_effects=[withStroke(linewidth=3.5, foreground="#f2f2f2")],
            )
    for bar in layout.story.bars:
        _draw_bar(axes, layout, bar, zero)
    for step in layout.story.steps:
        _draw_step(axes, layout, step, zero)
    for lane in layout.lanes.values():
        for word in lane.words:
            _draw_word(axes, lane, word)
    for cut in layout.scale.cuts:
        _draw_cut(axes, layout, cut)
    ticks = layout.scale.ticks()
    axes.set_xticks([place for place, _ in ticks], [text for _, text in ticks] if counts_from else [])
    if counts_from:
        key = "axis.time_cut" if layout.scale.cuts else "axis.time"
        axes.set_xlabel(t(key, unit=layout.scale.unit, counted=counts_from))


def _draw_bar(axes: Axes, layout: Layout, bar: Bar, zero: float) -> None:
    lane = layout.lanes[bar.lane]
    left, right = (layout.scale.place(time - zero) for time in (bar.begin, bar.end))
    top, height = (lane.top + _BAR, lane.bottom - lane.top - _BAR) if bar.says == AWAY else (lane.top, _BAR)
    axes.add_patch(Rectangle((left, top), right - left, height, linewidth=0.8, zorder=2, **LOOKS[bar.says][1]))


def _draw_cut(axes: Axes, layout: Layout, cut: Cut) -> None:
    middle, slant = cut.place, 0.04
    spans = [(lane.top - 0.03, lane.bottom + 0.03) for lane in layout.lanes.values()]
    for top, bottom in [*spans, (layout.height - 0.07, layout.height + 0.07)]:
        corners = [(middle - 0.07, bottom), (middle + 0.01, top), (middle + 0.07, top), (middle - 0.01, bottom)]
        axes.add_patch(Polygon(corners, facecolor="white", edgecolor="none", clip_on=False, zorder=3))
        for x in (middle - slant, middle + slant):
            axes.plot([x - slant, x + slant], [bottom, top], color="#777777", linewidth=1, clip_on=False, zorder=3)
    axes.text(
        middle, layout.height - 0.19, lasting(cut.minutes), ha="center", va="center", fontsize=WORDS, color="#444444"
    )


def _draw_step(axes: Axes, layout: Layout, step: Step, zero: float) -> None:
    x = layout.scale.place(step.time - zero)
    source = layout.lanes[step.source]
    if not step.target:
        axes.plot([x], [source.top + _BAR / 2], marker="o", markersize=5, color=INK, zorder=5)
        return
    target = layout.lanes[step.target]
    down = target.top > source.top
    begin, end = (source.bottom, target.top) if down else (source.top, target.bottom)
    axes.add_patch(
        FancyArrowPatch(
            (x, begin),
            (x, end),
            arrowstyle="-|>",
            mutation_scale=12,
            color=INK,
            linewidth=1.3,
            shrinkA=0,
            shrinkB=0,
            zorder=4,
        )
    )


def _draw_word(axes: Axes, lane: Lane, word: Placed) -> None:
    away = (word.row + 0.5) * _ROW + 0.03
    y = lane.top - away if lane.above else lane.bottom + away
    edge = lane.top if lane.above else lane.bottom
    axes.plot([word.label.x, word.label.x], [edge, y], color=FAINT, linewidth=1, zorder=1)
    axes.text(
        word.left,
        y,
        word.label.text,
        fontsize=WORDS,
        color="black",
        va="center",
        ha="left",
        zorder=6,
        path_effects=[withStroke(linewidth=3.5, foreground="white")],
    )


def legend_for(figure: Figure, stories: list[Story]) -> None:
    """Put a legend of the bars that occur at the foot of a figure."""
    seen = {bar.says for story in stories for bar in story.bars}
    handles = [
        Patch(label=t(f"bar.{name}"), linewidth=0.8, **look) for says, (name, look) in LOOKS.items() if says in seen
    ]
    if handles:
        figure.legend(handles=handles, loc="lower center", ncols=len(handles), handlelength=2.4, columnspacing=1.6)
