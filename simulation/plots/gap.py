"""From what the formula says to what the simulation shows, one ingredient a row."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from simulation.analysis import Interval
from simulation.errors import InputError, nearest
from simulation.explanation import MEASURES, Explanation
from simulation.plots import words
from simulation.plots.style import BLUE, INK, ORANGE, Picture, finished, listed, ranged, sheet, styled
from simulation.strings import t, table

_FORMS = {
    "service_level": words.Form("share_of_contacts_answered_in_time", 1, 100.0),
    "wait_min": words.Form("seconds", 0, 60.0),
    "abandonment": words.Form("share_of_contacts", 1, 100.0),
}


_ALONE: dict[str, Any] = {
    "marker": "D", "linestyle": "none", "markersize": 6, "color": "white", "markeredgecolor": INK,
}  # fmt: skip


class _Row(NamedTuple):
    name: str
    before: float
    change: Interval
    alone: float

    @property
    def after(self) -> float:
        return self.before + self.change.mean


@styled
def formula_gap(explanation: Explanation, measure: str = "service_level") -> Picture:
    """Draw how the ingredients of a company lead from the formula to the simulation.

    Parameters
    ----------
    explanation : Explanation
        The steps, see `simulation.explanation.explain`.
    measure : str
        One of `simulation.explanation.MEASURES`.

    Returns
    -------
    Picture
        A row each: a bar from the value before the ingredient to that with it, hatched where it lowers the measure; a
        whisker, the 95 % paired interval of the step; a diamond, what the ingredient alone adds to the plain queue.
        First the formula, last the simulation.

    Raises
    ------
    InputError
        When there is no such measure.
    """
    if measure not in MEASURES:
        raise InputError(f"formula_gap: no measure '{measure}', {nearest(measure, MEASURES)}")
    label = words.label(t(f"gap.{measure}"), _FORMS[measure])
    start, end = explanation.formula[measure], explanation.simulated[measure]
    rows: list[_Row] = []
    plain = start + explanation.steps[0].change[measure].mean
    for number, step in enumerate(explanation.steps):
        before = rows[-1].after if rows else start
        alone = math.nan if number == 0 else plain + step.alone[measure].mean
        rows.append(_Row(_named(step.name), before, step.change[measure], alone))
    figure = sheet(13.6, 2.6 + 0.5 * (len(rows) + 2))
    channel = explanation.channel
    figure.suptitle(
        t("gap.title", formula=explanation.fed.name, measure=label.title, channel=channel), x=0.012, ha="left"
    )
    axes = figure.subplots()
    axes.plot([start * label.scale], [0], marker="s", color=INK)
    _told(axes, 0, label.value(start))
    for y, row in enumerate(rows, start=1):
        _draw(axes, y, row, label)
    last = len(rows) + 1
    low, mean, high = (value * label.scale for value in (end.low, end.mean, end.high))
    axes.errorbar([mean], [last], xerr=[[mean - low], [high - mean]], fmt="o", color=INK, capsize=6, markersize=9)
    _told(axes, last, ranged(end, label.value))
    names = [explanation.fed.name, *(t("gap.added", step=row.name) for row in rows), t("gap.simulation")]
    axes.set_yticks(range(last + 1), names)
    axes.set_ylim(last + 0.6, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.06)
    axes.set_xlabel(t("gap.axis", measure=label.title, unit=label.unit, replications=end.replications))
    axes.set_title(t("gap.step"), loc="right", x=1.02, ha="left", fontsize=12)
    axes.legend(handles=_legend(), loc="upper center", bbox_to_anchor=(0.5, -0.16 * 8 / (last + 2)), ncols=4)
    shown = [row for row in rows if row.change.excludes_zero]
    said = t("gap.nothing")
    if shown:
        said = listed(t("gap.said", step=row.name, change=label.signed(row.change.mean)) for row in shown)
    alt = t(
        "gap.alt",
        formula=explanation.fed.name,
        says=label.value(start),
        simulated=label.value(end.mean),
        unit=label.unit,
        steps=said,
    )
    return finished(figure, alt)


def _named(step: str) -> str:
    """Return what an ingredient is called: as the table has it, else as it is."""
    key = f"ingredient.{step.replace(' ', '_')}"
    return t(key) if key in table() else step


def _told(axes: Axes, y: float, text: str) -> None:
    axes.annotate(text, (1.02, y), xycoords=("axes fraction", "data"), va="center", annotation_clip=False)


def _draw(axes: Axes, y: int, row: _Row, label: words.Label) -> None:
    before, after = row.before * label.scale, row.after * label.scale
    lower = after < before
    axes.barh([y], [after - before], left=before, height=0.56, color=ORANGE if lower else BLUE,
              hatch="///" if lower else None, edgecolor=INK, linewidth=0.8, zorder=2)  # fmt: skip
    axes.plot([before, before], [y - 1, y], color=INK, linewidth=0.8, linestyle=":", zorder=1)
    low, high = ((row.before + value) * label.scale for value in (row.change.low, row.change.high))
    axes.errorbar([after], [y], xerr=[[after - low], [high - after]], fmt="none", ecolor=INK, elinewidth=1.6, capsize=5,
                  zorder=3)  # fmt: skip
    text = ranged(row.change, label.signed)
    if not math.isnan(row.alone):
        axes.plot(
            [row.alone * label.scale], [y], marker="D", markersize=6, color="white", markeredgecolor=INK, zorder=4
        )
    _told(axes, y, text)


def _legend() -> list[Line2D]:
    return [
        Line2D([], [], marker="s", linestyle="none", color=INK, label=t("gap.formula")),
        Line2D([], [], color=INK, linewidth=1.6, marker="|", label=t("gap.interval")),
        Line2D([], [], label=t("gap.alone"), **_ALONE),
        Line2D([], [], marker="o", linestyle="none", color=INK, label=t("gap.simulation")),
    ]
