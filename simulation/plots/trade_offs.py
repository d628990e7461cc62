"""What can be had at once: the points of an experiment in the plane of two goals, and those that nobody beats."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from matplotlib.axes import Axes

from simulation.errors import InputError
from simulation.plots import words
from simulation.plots.style import BLUE, FAINT, INK, Picture, finished, joined, listed, sheet, styled
from simulation.strings import t
from simulation.sweeps import Results

_MOST_GOALS = 3
_BESIDE = ((14, 12), (-14, 12), (14, -12), (-14, -12), (0, 22), (0, -22), (28, 0), (-28, 0))
"""Where a number may stand beside its point, in points of a font."""
_ENOUGH = 18.0


@styled
def trade_offs(results: Results, goals: Mapping[str, str], level: float = 0.95) -> Picture:
    """Draw the Pareto front of two or three measures, a panel for each pair.

    Parameters
    ----------
    results : Results
        Of a sweep.
    goals : mapping of str to str
        ``high`` or ``low`` by measure: what is better.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Picture
        Means with their intervals; filled and numbered: the points on the front of all goals together.

    Raises
    ------
    InputError
        When there are fewer than two goals or more than three, or a measure does not exist.
    """
    if not 2 <= len(goals) <= _MOST_GOALS:
        raise InputError(f"trade_offs: {len(goals)} goals, expected two or three")
    front = results.front(goals)
    pairs = list(itertools.combinations(goals, 2))
    figure = sheet(13.6, 6.2 if len(pairs) == 1 else 5.2)
    figure.suptitle(t("trade-offs.title"), x=0.012, ha="left")
    panels = figure.subplots(1, len(pairs), squeeze=False).ravel()
    for axes, (across, up) in zip(panels, pairs, strict=True):
        _draw(axes, results, (across, up), front, level)
        for name, set_label in ((across, axes.set_xlabel), (up, axes.set_ylabel)):
            label = words.measure(name)
            set_label(t(f"trade-offs.axis_{goals[name]}", measure=label.title, unit=label.unit))
    told = listed(
        t(f"trade-offs.goal_{wish}", measure=words.measure(name).title.lower()) for name, wish in goals.items()
    )
    best = joined((t("trade-offs.point", point=point, label=results.label(point)) for point in front), "list.semicolon")
    return finished(figure, t("trade-offs.alt", goals=told, front=len(front), points=len(results.points), best=best))


def _draw(axes: Axes, results: Results, names: tuple[str, str], front: list[int], level: float) -> None:
    labels = [words.measure(name) for name in names]
    spots: dict[int, tuple[float, float]] = {}
    for point in results.points:
        (x, x_low, x_high), (y, y_low, y_high) = (
            [value * label.scale for value in results.interval(point, name, level)[:3]]
            for name, label in zip(names, labels, strict=True)
        )
        on = point in front
        axes.errorbar([x], [y], xerr=[[x - x_low], [x_high - x]], yerr=[[y - y_low], [y_high - y]], fmt="none",
                      ecolor=INK if on else FAINT, elinewidth=1.4, zorder=2)  # fmt: skip
        axes.plot([x], [y], marker="o", markersize=9, color=BLUE if on else "white", markeredgecolor=INK,
                  markeredgewidth=1.4, zorder=4 if on else 3)  # fmt: skip
        spots[point] = (x, y)
    axes.grid()
    axes.margins(0.1)
    axes.locator_params(nbins=5)
    _number(axes, spots, front)


def _number(axes: Axes, spots: dict[int, tuple[float, float]], front: list[int]) -> None:
    """Write the numbers of the points on the front beside them, where no other number or point is."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    axes.set_xlim(left, right)
    axes.set_ylim(low, high)
    figure = axes.get_figure(root=True)
    assert figure is not None
    inches = figure.get_size_inches()
    panel = axes.get_subplotspec()
    assert panel is not None
    width, height = inches[0] * 66 / panel.get_gridspec().ncols, inches[1] * 50  # points, about
    at = {point: ((x - left) / (right - left) * width, (y - low) / (high - low) * height)
          for point, (x, y) in spots.items()}  # fmt: skip
    taken = list(at.values())
    for point in front:
        x, y = at[point]
        room = [(_room(taken, (x + dx, y + dy), (x, y)), dx, dy) for dx, dy in _BESIDE]
        _, dx, dy = max(room, key=lambda each: min(each[0], _ENOUGH))
        taken.append((x + dx, y + dy))
        axes.annotate(str(point), spots[point], (dx, dy), textcoords="offset points", ha="center", va="center",
                      fontsize=12, fontweight="bold", zorder=5)  # fmt: skip


def _room(taken: list[tuple[float, float]], here: tuple[float, float], own: tuple[float, float]) -> float:
    """Return the distance from a place to the nearest that is taken, its own point apart, in points."""
    return min((max(abs(x - here[0]), abs(y - here[1])) for x, y in taken if (x, y) != own), default=math.inf)
