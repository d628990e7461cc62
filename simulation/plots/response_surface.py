"""How a measure bends: contours of a response surface over two factors, and its coefficients with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from simulation.analysis import Surface
from simulation.errors import InputError
from simulation.plots import words
from simulation.plots.factor_effects import forest, short
from simulation.plots.style import INK, Picture, Ticks, brief, finished, joined, number, sheet, styled
from simulation.strings import t
from simulation.sweeps import Results

_STEPS = 81


@styled
def response_surface(results: Results, measure: str, level: float = 0.95) -> Picture:
    """Draw the second-order response surface of a measure.

    Parameters
    ----------
    results : Results
        Of a sweep whose factors are numbers.
    measure : str
        What bends.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Picture
        Left: contours over the two factors that move the surface most, with the design's points; the others are held
        at the stationary point where that lies within the ranges, else at their middle. Right: the coefficients with
        intervals, see `simulation.analysis.surface`; a filled dot where the interval leaves out zero.

    Raises
    ------
    InputError
        When there is no surface, or a single factor varies.
    """
    found = results.surface(measure, level)
    if len(found.ranges) < 2:
        raise InputError("response_surface: a single factor varies, expected at least two for contours")
    label = words.measure(measure)
    figure = sheet(13.6, max(5.6, 2.0 + 0.42 * len(found.terms)))
    figure.suptitle(t("surface.title", measure=label.title), x=0.012, ha="left")
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    _draw_contours(left, results, found, label)
    _draw_terms(right, found, label, level)
    return finished(figure, _alt(found, label))


def _alt(found: Surface, label: words.Label) -> str:
    lowest, highest = (
        t("surface.at", value=label.value(place.predicted), place=_place(place.values))
        for place in (found.lowest, found.highest)
    )
    place = found.stationary
    what = t("surface.no_stationary")
    if place is not None:
        inside = "inside" if place.inside else "outside"
        what = t(f"surface.stationary_{inside}", nature=t(f"surface.{found.nature}"))
    told = t("surface.alt", measure=label.title.lower(), unit=label.unit, lowest=lowest, highest=highest, what=what)
    if math.isnan(found.r2_adjusted):
        return told
    return t("surface.explains", told=told, share=number(100 * found.r2_adjusted))


def _place(values: Mapping[str, float]) -> str:
    """Say where: the factors' names with their values."""
    return joined(t("surface.factor", name=short(name), value=brief(value, 3)) for name, value in values.items())


def _strongest(found: Surface) -> list[int]:
    """Return the two factors whose terms are largest together, in the order of the factors."""
    names = list(found.ranges)
    weight = [sum(abs(term.interval.mean) for term in found.terms
                  if name in (part.removesuffix("²") for part in term.name.split(" × ")))
              for name in names]  # fmt: skip
    return sorted(sorted(range(len(names)), key=lambda place: -weight[place])[:2])


def _draw_contours(axes: Axes, results: Results, found: Surface, label: words.Label) -> None:
    names, pair = list(found.ranges), _strongest(found)
    inside = found.stationary is not None and found.stationary.inside
    held = np.array(found.stationary.coded) if found.stationary is not None and inside else np.zeros(len(names))
    coded = np.tile(held, (_STEPS * _STEPS, 1))
    line = np.linspace(-1, 1, _STEPS)
    coded[:, pair[0]], coded[:, pair[1]] = (grid.ravel() for grid in np.meshgrid(line, line))
    heights = found.at(coded).reshape(_STEPS, _STEPS) * label.scale
    ends = [found.ranges[names[place]] for place in pair]
    across, up = (np.linspace(*end, _STEPS) for end in ends)
    axes.contourf(across, up, heights, levels=9, cmap="Blues", alpha=0.6)
    lines = axes.contour(across, up, heights, levels=9, colors=INK, linewidths=1.0)
    numbers = Ticks(useOffset=False)
    numbers.create_dummy_axis()
    axes.clabel(lines, fontsize=11, fmt=numbers)
    rows = results.design.set_index("point").loc[results.points]
    first, other = (names[place] for place in pair)
    axes.plot(rows[first], rows[other], linestyle="none", marker="o", markersize=8, color="white",
              markeredgecolor=INK, markeredgewidth=1.6, clip_on=False, zorder=4,
              label=t("surface.points"))  # fmt: skip
    if inside and found.stationary is not None:
        x, y = (found.stationary.values[name] for name in (first, other))
        axes.plot([x], [y], linestyle="none", marker="X", markersize=13, color=INK, markeredgecolor="white",
                  zorder=5, label=t("surface.legend", nature=t(f"surface.{found.nature}")))  # fmt: skip
    axes.set_xlabel(short(first))
    axes.set_ylabel(short(other))
    rest = {name: (low + high) / 2 + held[place] * (high - low) / 2
            for place, (name, (low, high)) in enumerate(found.ranges.items()) if place not in pair}  # fmt: skip
    axes.set_title(t("surface.held", unit=label.unit, place=_place(rest)) if rest else label.unit, pad=14)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2)


def _draw_terms(axes: Axes, found: Surface, label: words.Label, level: float) -> None:
    forest(axes, found.terms[1:], label, interactions="o")  # the constant is a height, not a change
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(label.of_change)
    axes.set_title(t("surface.coefficients", level=brief(100 * level)))
