"""The main measures of a company before and after a change, each in its own unit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from simulation.analysis import Interval
from simulation.errors import InputError
from simulation.experiment import Comparison
from simulation.plots import words
from simulation.plots.differences import MAIN
from simulation.plots.style import BLUE, INK, ORANGE, Picture, finished, listed, ranged, sheet, styled
from simulation.strings import t

_COLUMNS = 3


@styled
def before_after(comparison: Comparison, first: str, second: str, measures: Sequence[str] = MAIN) -> Picture:
    """Draw measures in two scenarios side by side, a panel for each, with 95 % intervals.

    Parameters
    ----------
    comparison : Comparison
        What was compared.
    first, second : str
        Names in the comparison: before and after.
    measures : sequence of str
        A panel each; those that a company does not have (such as calls, without a phone) are left out.

    Returns
    -------
    Picture
        Every axis begins at zero. Below each title stands the paired change with its 95 % interval.

    Raises
    ------
    InputError
        When a scenario is not in the comparison, or none of the measures is.
    """
    known = [name for name in measures if name in comparison.measures()]
    if not known:
        raise InputError("before_after: none of the measures is in the comparison, expected at least one")
    lines = math.ceil(len(known) / _COLUMNS)
    figure = sheet(13.6, 0.8 + 3.3 * lines)
    count = max(comparison.interval(first, name).replications for name in known)
    figure.suptitle(t("before-after.title", first=first, second=second, count=count), x=0.012, ha="left")
    panels = figure.subplots(lines, _COLUMNS, squeeze=False).ravel()
    said = []
    for axes, name in zip(panels, known, strict=False):
        label = words.measure(name)
        both = [comparison.interval(scenario, name) for scenario in (first, second)]
        _draw_panel(axes, label, both, (first, second))
        change = comparison.difference(first, second, name).interval
        axes.set_title(label.title, pad=26)
        text = t("before-after.change", change=ranged(change, label.signed))
        axes.annotate(text, (0, 1), (0, 7), xycoords="axes fraction", textcoords="offset points", fontsize=12)
        said.append(
            t(
                "before-after.said",
                measure=label.title.lower(),
                before=label.value(both[0].mean),
                after=label.value(both[1].mean),
                unit=label.spoken,
            )
        )
    for axes in panels[len(known) :]:
        axes.set_visible(False)
    return finished(figure, t("before-after.alt", first=first, second=second, said=listed(said)))


def _draw_panel(axes: Axes, label: words.Label, both: list[Interval], names: tuple[str, str]) -> None:
    axes.set_xlim(-0.5, 2.0)
    axes.set_xticks([0, 1], names)
    axes.set_ylabel(label.unit)
    axes.grid(axis="y")
    axes.locator_params(axis="y", nbins=5)
    looks = ((ORANGE, "o"), (BLUE, "s"))
    tops = [0.0]
    for x, (interval, (color, marker)) in enumerate(zip(both, looks, strict=True)):
        mean, low, high = (value * label.scale for value in interval[:3])
        if not math.isnan(low):
            axes.errorbar([x], [mean], yerr=[[mean - low], [high - mean]], fmt="none", ecolor=INK, elinewidth=2,
                          capsize=10, capthick=2, zorder=2)  # fmt: skip
        axes.plot([x], [mean], marker=marker, markersize=10, color=color, markeredgecolor=INK, zorder=3)
        axes.annotate(label.value(interval.mean), (x, mean), (13, 0), textcoords="offset points", va="center")
        tops += [value for value in (mean, high) if not math.isnan(value)]
    axes.set_ylim(0, 1.15 * max(tops) or 1)
