"""How much a second scenario differs from a first one, with paired intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from simulation.analysis import Interval
from simulation.errors import InputError
from simulation.experiment import Comparison
from simulation.plots import words
from simulation.plots.style import BLUE, INK, Picture, finished, listed, ranged, sheet, styled
from simulation.strings import t

MAIN = (
    "contacts_per_day",
    "failure_demand",
    "first_contact_resolution",
    "abandonment.phone",
    "satisfaction",
    "effort_min",
)
"""The measures to look at first."""


class Row(NamedTuple):
    """A measure's paired difference, and the mean in the first scenario."""

    label: words.Label
    base: float
    interval: Interval

    @property
    def text(self) -> str:
        """The difference with its interval and unit."""
        label, interval = self.label, self.interval
        unit = label.of_change if label.is_share else label.spoken
        return t("interval.in_unit", value=ranged(interval, label.signed), unit=unit)

    def percent(self, value: float) -> float:
        """Return a difference as per cent of the first scenario's mean; not-a-number where that is 0."""
        return 100 * value / abs(self.base) if self.base else math.nan


@styled
def paired_differences(comparison: Comparison, first: str, second: str, measures: Sequence[str] = MAIN) -> Picture:
    """Draw the differences between two scenarios that met the same customers, with 95 % paired intervals.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    first, second : str
        Names in the comparison; differences are second minus first.
    measures : sequence of str
        A row each. All rows share one axis: the change in per cent of the measure's mean in the first scenario; the
        numbers beside them are in the measure's own unit. A filled dot: the interval leaves out zero.

    Raises
    ------
    InputError
        When a scenario or a measure is not in the comparison, or no measure is given.
    """
    if not measures:
        raise InputError("paired_differences: no measures, expected at least one")
    rows = [
        Row(
            words.measure(name),
            comparison.interval(first, name).mean,
            comparison.difference(first, second, name).interval,
        )
        for name in measures
    ]
    figure = sheet(13.6, 1.9 + 0.62 * len(rows))
    figure.suptitle(t("differences.title", first=first, second=second), x=0.012, ha="left")
    axes = figure.subplots()
    axes.axvline(0, color=INK, linewidth=1.4, zorder=1)
    for y, row in enumerate(rows):
        middle, low, high = (row.percent(value) for value in row.interval[:3])
        sure = row.interval.excludes_zero
        if not math.isnan(low):
            axes.errorbar([middle], [y], xerr=[[middle - low], [high - middle]], fmt="none", ecolor=INK,
                          elinewidth=2.2, capsize=8, capthick=2.2, zorder=2)  # fmt: skip
        axes.plot([middle], [y], marker="o", markersize=9, color=BLUE if sure else "white",
                  markeredgecolor="#1f4fa8" if sure else INK, markeredgewidth=1.8, zorder=3)  # fmt: skip
        text = row.text if row.base else t("differences.not_drawn", text=row.text)
        axes.annotate(text, (1.02, y), xycoords=("axes fraction", "data"), va="center", annotation_clip=False)
    axes.set_yticks(range(len(rows)), [row.label.title for row in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.08)
    replications = max(row.interval.replications for row in rows)
    axes.set_xlabel(t("differences.axis", first=first, replications=replications))
    axes.set_title(t("differences.own_unit"), loc="right", x=1.02, ha="left", fontsize=12)
    said = listed(t("differences.said", measure=row.label.title.lower(), change=row.text) for row in rows)
    return finished(figure, t("differences.alt", first=first, second=second, said=said))
