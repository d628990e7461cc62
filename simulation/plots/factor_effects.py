"""Which factor does it: main effects and interactions with intervals, and the strongest interaction as lines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from simulation.analysis import Effect, mean_interval
from simulation.analysis.surface import Term
from simulation.plots import words
from simulation.plots.style import BLUE, COLOURS, DASHES, INK, MARKERS, Picture, brief, finished, listed, sheet, styled
from simulation.strings import t
from simulation.sweeps import Results

_MOST_LINES = len(COLOURS)


def short(name: str) -> str:
    """Return the last parts of the keys in an effect's name.

    >>> short("teams.phone.agents × behaviour.redial")
    'agents × redial'
    """
    return " × ".join(part.rsplit(".", 1)[-1] if " = " not in part else part for part in name.split(" × "))


@styled
def factor_effects(results: Results, measure: str, level: float = 0.95) -> Picture:
    """Draw the effects of an experiment's factors on a measure.

    Parameters
    ----------
    results : Results
        Of a sweep.
    measure : str
        What they act on.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Picture
        Left: each main effect and two-factor interaction with its interval, see `simulation.analysis.effects`; a filled
        dot where the interval leaves out zero. Right, where there are two factors with few levels: the means by level
        of the two that act on each other most; lines that are not parallel are the interaction.
    """
    found = results.effects(measure, level=level)
    label = words.measure(measure)
    pair = _strongest_pair(results, found)
    figure = sheet(13.6, max(4.2, 2.0 + 0.5 * len(found)))
    figure.suptitle(t("effects.title", measure=label.title), x=0.012, ha="left")
    panels = figure.subplots(1, 2 if pair else 1, width_ratios=[3, 2] if pair else None, squeeze=False)
    left, *lines = panels.ravel()
    forest(left, found, label)
    left.locator_params(axis="x", nbins=6)
    left.set_xlabel(t("effects.axis", unit=label.of_change, level=brief(100 * level)))
    if pair is not None:
        _draw_lines(lines[0], results, measure, pair)
    said = listed(t("effects.said", effect=short(each.name), change=label.signed(each.interval.mean)) for each in found)
    return finished(figure, t("effects.alt", measure=label.title.lower(), unit=label.of_change, said=said))


def forest(axes: Axes, found: Sequence[Effect | Term], label: words.Label, interactions: str = "s") -> None:
    """Draw effects one below the other with their intervals; a filled sign where the interval leaves out zero.

    Parameters
    ----------
    axes : Axes
        Where.
    found : sequence of Effect or Term
        From top to bottom.
    label : Label
        Of the measure that they act on.
    interactions : str
        The marker of interactions; all others have a dot.
    """
    axes.axvline(0, color=INK, linewidth=1.4, zorder=1)
    for y, each in enumerate(found):
        mean, low, high = (value * label.scale for value in each.interval[:3])
        if not math.isnan(low):
            axes.errorbar([mean], [y], xerr=[[mean - low], [high - mean]], fmt="none", ecolor=INK, elinewidth=2,
                          capsize=6, capthick=2, zorder=2)  # fmt: skip
        axes.plot([mean], [y], marker=interactions if "×" in each.name else "o", markersize=8,
                  color=BLUE if each.interval.excludes_zero else "white", markeredgecolor=INK, markeredgewidth=1.6,
                  zorder=3)  # fmt: skip
    axes.set_yticks(range(len(found)), [short(each.name) for each in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.06)


def _levels(results: Results, key: str) -> list[object]:
    rows = results.design.set_index("point").loc[results.points, key].tolist()
    return sorted(set(rows)) if all(isinstance(row, (int, float)) for row in rows) else list(dict.fromkeys(rows))


def _strongest_pair(results: Results, found: list[Effect]) -> tuple[str, str] | None:
    """Return the two factors of the largest interaction, if both have few enough levels to be drawn as lines."""
    pairs = [each for each in found if "×" in each.name]
    for each in sorted(pairs, key=lambda each: -abs(each.interval.mean)):
        first, other = (part.split(" = ")[0] for part in each.name.split(" × "))
        if max(len(_levels(results, key)) for key in (first, other)) <= _MOST_LINES:
            return first, other
    return None


def _draw_lines(axes: Axes, results: Results, measure: str, pair: tuple[str, str]) -> None:
    """Draw the means over all points with a level of the one factor, a line for each level of the other."""
    across, apart = sorted(pair, key=lambda key: -len(_levels(results, key)))
    label = words.measure(measure)
    design = results.design.set_index("point").loc[results.points]
    places = _levels(results, across)
    for number, level in enumerate(_levels(results, apart)):
        intervals = []
        for place in places:
            mine = design.index[(design[across] == place) & (design[apart] == level)]
            each = zip(*(results.values(int(point), measure) for point in mine), strict=False)
            intervals.append(mean_interval([mean_interval(values).mean for values in each]))  # over replications
        means, lows, highs = (
            [value * label.scale for value in column] for column in list(zip(*intervals, strict=True))[:3]
        )
        down, up = ([abs(m - end) for m, end in zip(means, ends, strict=True)] for ends in (lows, highs))
        axes.errorbar(range(len(places)), means, yerr=[down, up], fmt="none", ecolor=INK, elinewidth=1.4, capsize=5)
        axes.plot(range(len(places)), means, color=COLOURS[number], marker=MARKERS[number], linestyle=DASHES[number],
                  markeredgecolor=INK, label=brief(level) if isinstance(level, float) else str(level))  # fmt: skip
    axes.set_xticks(range(len(places)), [brief(x) if isinstance(x, (int, float)) else str(x) for x in places])
    axes.margins(x=0.12)
    axes.grid(axis="y")
    axes.set_xlabel(short(across))
    axes.set_ylabel(label.unit)
    axes.set_title(t("effects.together", first=short(across), second=short(apart)))
    axes.legend(title=short(apart), loc="best")
