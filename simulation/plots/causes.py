"""What customers come with, ranked twice: by how many contacts it brings, and by how much of their time it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from simulation.analysis import Interval
from simulation.errors import InputError
from simulation.experiment import Comparison
from simulation.plots import words
from simulation.plots.style import BLUE, FAINT, INK, ORANGE, Picture, finished, listed, number, sheet, styled
from simulation.scenario import Scenario
from simulation.strings import t

_RANKED = (("cause_contacts", "by_count", BLUE, 1), ("cause_customer_min", "by_time", ORANGE, 0))
"""Measures, the keys of their titles, colours and decimals."""
_GAP = 0.14
"""Between the panels, in parts of a panel: room for the lines."""
_BESIDE = 0.12
"""Inches between a line and what it joins."""


@styled
def causes(comparison: Comparison, scenario: Scenario) -> Picture:
    """Draw the causes of contacts in two rankings side by side, with lines from each to itself.

    Parameters
    ----------
    comparison : Comparison
        Of one company; of several, the first is drawn. One replication has no intervals.
    scenario : Scenario
        What it was made from; it names the causes.

    Returns
    -------
    Picture
        Left by contacts per day, right by the customers' minutes of effort per day, the largest on top, with 95 %
        intervals. A dark line that crosses another: a cause that ranks differently.

    Raises
    ------
    InputError
        When nothing brings any contact.
    """
    name = next(iter(comparison.runs))
    found = {
        measure: {source: comparison.interval(name, f"{measure}.{source}") for source in scenario.sources}
        for measure, *_ in _RANKED
    }
    orders = [sorted(every, key=lambda source, every=every: -every[source].mean) for every in found.values()]  # type: ignore[misc]
    if not scenario.sources or not any(each.mean for each in found["cause_contacts"].values()):
        raise InputError(f"causes: nobody contacts {scenario.name} in the run, expected a scenario with contacts")
    figure = sheet(13.6, 2.0 + 0.62 * len(scenario.sources))
    layout = figure.get_layout_engine()
    assert layout is not None
    layout.set(wspace=_GAP)  # type: ignore[call-arg]
    figure.suptitle(t("causes.title", company=scenario.title or scenario.name), x=0.012, ha="left")
    panels = figure.subplots(1, 2)
    count = len(comparison.runs[name])
    for axes, order, (measure, title, colour, digits) in zip(panels, orders, _RANKED, strict=True):
        _draw(axes, [(_called(source), found[measure][source]) for source in order], colour, digits)
        axes.set_title(t(f"causes.{title}"))
        unit = t(f"causes.{measure}")
        axes.set_xlabel(t("causes.axis_intervals", unit=unit, count=count) if count > 1 else unit)
    picture = finished(figure, _alt(list(found.values()), orders))
    _join(figure, panels, orders)
    return picture


def _called(source: str) -> str:
    name = words.called(source)
    return name[:1].upper() + name[1:]


def _draw(axes: Axes, rows: Sequence[tuple[str, Interval]], colour: str, digits: int) -> None:
    whole = sum(interval.mean for _, interval in rows)
    longest = 0.0
    for y, (_, interval) in enumerate(rows):
        mean, low, high = interval[:3]
        end = mean if math.isnan(high) else high
        longest = max(longest, end)
        axes.barh([y], [mean], height=0.5, color=colour, edgecolor=INK, linewidth=0.8, zorder=2)
        if not math.isnan(low):
            axes.errorbar([mean], [y], xerr=[[mean - max(0.0, low)], [high - mean]], fmt="none", ecolor=INK,
                          elinewidth=1.8, capsize=5, capthick=1.8, zorder=3)  # fmt: skip
        share = t("causes.share", value=number(mean, digits), share=number(100 * mean / whole if whole else 0.0))
        axes.annotate(share, (end, y), (8, 0), textcoords="offset points", va="center")
    axes.set_xlim(0, 1.32 * longest or 1)
    axes.set_yticks(range(len(rows)), [title for title, _ in rows], weight="bold")
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.locator_params(axis="x", nbins=5)


def _join(figure: Figure, panels: Sequence[Axes], orders: list[list[str]]) -> None:
    """Draw a line from each cause in the left ranking to itself in the right one, once the layout is fixed."""
    left, right = panels
    names = [label.get_window_extent().x0 for label in right.get_yticklabels()]
    begin, end = left.bbox.x1 + _BESIDE * figure.dpi, min(names) - _BESIDE * figure.dpi
    for source in orders[0]:
        places = orders[0].index(source), orders[1].index(source)
        heights = [axes.transData.transform((0, y))[1] for axes, y in zip(panels, places, strict=True)]
        (x0, y0), (x1, y1) = figure.transFigure.inverted().transform([(begin, heights[0]), (end, heights[1])])
        moved = places[0] != places[1]
        line = Line2D([x0, x1], [y0, y1], color=INK if moved else FAINT, linewidth=1.8 if moved else 1.2,
                      marker="o", markersize=4, transform=figure.transFigure)  # fmt: skip
        figure.add_artist(line)


def _alt(found: list[dict[str, Interval]], orders: list[list[str]]) -> str:
    count, time = (
        listed(t("causes.said", cause=_called(source), value=number(every[source].mean, digits)) for source in order)
        for every, order, (*_, digits) in zip(found, orders, _RANKED, strict=True)
    )
    moved = [_called(source) for source, other in zip(*orders, strict=True) if source != other]
    key = "causes.differ" if moved else "causes.same"
    return t(key, count=count, time=time, moved=listed(moved) if moved else "")
