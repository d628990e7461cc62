"""How a measure bends: contours of a response surface over two factors, and its coefficients with intervals."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes

from simulation.analysis import Surface
from simulation.errors import InputError
from simulation.plots import words
from simulation.plots.factor_effects import short, unit_of_change
from simulation.plots.style import BLUE, INK, Picture, finished, number, sheet, styled
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
    figure.suptitle(f"{label.title}: how it bends over the factors", x=0.012, ha="left")
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    _draw_contours(left, results, found, label)
    _draw_terms(right, found, label, level)
    return finished(figure, _alt(found, label))


def _alt(found: Surface, label: words.Label) -> str:
    lowest, highest = (
        f"{label.value(place.predicted)} at "
        + ", ".join(f"{short(name)} {value:.3g}" for name, value in place.values.items())
        for place in (found.lowest, found.highest)
    )
    fit = "" if math.isnan(found.r2_adjusted) else f" It explains {number(100 * found.r2_adjusted)} % of the spread."
    place = found.stationary
    what = "It has no stationary point."
    if place is not None:
        what = f"Its stationary point is a {found.nature}, {'within' if place.inside else 'outside'} the ranges."
    return (f"Response surface of {label.title.lower()} in {label.unit}: lowest {lowest}; highest {highest}. "
            f"{what}{fit}")  # fmt: skip


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
    axes.clabel(lines, fontsize=11)
    rows = results.design.set_index("point").loc[results.points]
    first, other = (names[place] for place in pair)
    axes.plot(rows[first], rows[other], linestyle="none", marker="o", markersize=8, color="white",
              markeredgecolor=INK, markeredgewidth=1.6, clip_on=False, zorder=4,
              label="points of the design")  # fmt: skip
    if inside and found.stationary is not None:
        x, y = (found.stationary.values[name] for name in (first, other))
        axes.plot([x], [y], linestyle="none", marker="X", markersize=13, color=INK, markeredgecolor="white",
                  zorder=5, label=f"stationary point: {found.nature}")  # fmt: skip
    axes.set_xlabel(short(first))
    axes.set_ylabel(short(other))
    rest = [f"{short(name)} {(low + high) / 2 + held[place] * (high - low) / 2:.3g}"
            for place, (name, (low, high)) in enumerate(found.ranges.items()) if place not in pair]  # fmt: skip
    axes.set_title(f"{label.unit}{', at ' + ', '.join(rest) if rest else ''}", pad=14)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2)


def _draw_terms(axes: Axes, found: Surface, label: words.Label, level: float) -> None:
    terms = found.terms[1:]  # the constant is a height, not a change
    axes.axvline(0, color=INK, linewidth=1.4, zorder=1)
    for y, each in enumerate(terms):
        mean, low, high = (value * label.scale for value in each.interval[:3])
        if not math.isnan(low):
            axes.errorbar([mean], [y], xerr=[[mean - low], [high - mean]], fmt="none", ecolor=INK, elinewidth=2,
                          capsize=6, capthick=2, zorder=2)  # fmt: skip
        axes.plot([mean], [y], marker="o", markersize=8, color=BLUE if each.interval.excludes_zero else "white",
                  markeredgecolor=INK, markeredgewidth=1.6, zorder=3)  # fmt: skip
    axes.set_yticks(range(len(terms)), [short(each.name) for each in terms])
    axes.set_ylim(len(terms) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.06)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(unit_of_change(label))
    axes.set_title(f"coefficients, with {100 * level:g} % intervals")
