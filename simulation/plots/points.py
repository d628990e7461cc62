"""How the points of an experiment differ from a base point in one measure, with intervals that hold together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulation.errors import InputError
from simulation.plots import words
from simulation.plots.style import BLUE, FAINT, INK, Picture, brief, finished, listed, sheet, styled
from simulation.strings import t
from simulation.sweeps import Results

_SAID = 5
_MOST = 40


@styled
def point_differences(
    results: Results, measure: str, base: int = 0, level: float = 0.95, family: Sequence[str] = ()
) -> Picture:
    """Draw how far each point of an experiment lies from a base point.

    Parameters
    ----------
    results : Results
        Of a sweep.
    measure : str
        What to compare.
    base : int
        The point that the others are compared with.
    level : float
        Confidence level.
    family : sequence of str
        The measures that are looked at together, whose differences are corrected for as well; none: this one alone.

    Returns
    -------
    Picture
        A row a point: a thick interval for that point alone, thin whiskers for all of them at once (Bonferroni). A
        filled dot: the difference is shown also after Holm's correction for the family. Of more than 40 points, those
        that lie farthest from the base are drawn.

    Raises
    ------
    InputError
        When the measure is not there, or there is no other point.
    """
    measures = {measure, *family}
    found = results.against_in(base, [measure, *family], level)[measure]
    if not found:
        raise InputError("point_differences: one point alone, expected at least two")
    label = words.measure(measure)
    shown = sum(each.p_holm <= 1 - level for each in found.values())
    count = len(found)
    farthest = sorted(found, key=lambda point: -abs(found[point].interval.mean))[:_MOST]
    found = {point: found[point] for point in sorted(farthest)}
    figure = sheet(13.6, 2.3 + 0.5 * len(found))
    figure.suptitle(t("points.title", measure=label.title, base=base, label=results.label(base)), x=0.012, ha="left")
    axes = figure.subplots()
    axes.axvline(0, color=INK, linewidth=1.4, zorder=1)
    said: list[str] = []
    for y, (point, each) in enumerate(found.items()):
        low, high, wide_low, wide_high, mean = (
            value * label.scale for value in (*each.interval[1:3], *each.together[1:3], each.interval.mean)
        )
        sure = each.p_holm <= 1 - level
        if not math.isnan(low):
            axes.errorbar([mean], [y], xerr=[[mean - wide_low], [wide_high - mean]], fmt="none", ecolor=INK,
                          elinewidth=1.2, capsize=6, capthick=1.2, zorder=2)  # fmt: skip
            axes.plot([low, high], [y, y], color=BLUE if sure else FAINT, linewidth=6, solid_capstyle="butt", zorder=3)
        axes.plot([mean], [y], marker="o", markersize=8, color=BLUE if sure else "white", markeredgecolor=INK,
                  markeredgewidth=1.6, zorder=4)  # fmt: skip
        if len(said) < _SAID:
            said.append(t("points.said", point=results.label(point), change=label.signed(each.interval.mean)))
    axes.set_yticks(range(len(found)), [t("points.row", label=results.label(point), point=point) for point in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.06)
    kind = t("points.paired") if results.experiment.luck == "common" else t("points.unpaired")
    family = "one" if len(measures) == 1 else "many"
    axes.set_xlabel(
        t(f"points.axis_{family}", unit=label.of_change, level=brief(100 * level), kind=kind, measures=len(measures))
    )
    told = listed(said)
    if len(found) > _SAID:
        told = t("points.more", said=told, count=len(found) - _SAID)
    if count > _MOST:
        told = t("points.farthest", said=told, drawn=_MOST, count=count)
    alt = t(
        f"points.alt_{family}",
        measure=label.title,
        base=results.label(base),
        unit=label.of_change,
        said=told,
        shown=shown,
        count=count,
        measures=len(measures),
    )
    return finished(figure, alt)
