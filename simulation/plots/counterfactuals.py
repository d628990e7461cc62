"""What each policy makes of the same customer: a dot for every measure, and a line where nothing would change."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from simulation.errors import InputError, nearest
from simulation.plots.style import BLUE, INK, Picture, finished, listed, number, sheet, styled, times
from simulation.strings import t

_PANELS = (
    ("first_reply_min", "minutes", 0),
    ("info_min", "minutes", 0),
    ("asked_number", "times", 0),
    ("customer_effort_min", "minutes", 0),
    ("S", "scale_from_0_to_1", 2),
)
"""Columns, the keys of their units, and decimals."""
_SAME = 5e-4
"""Values that differ by less lie on the line."""


@styled
def counterfactual_bars(rows: Sequence[Mapping[str, Any]]) -> Picture:
    """Draw a customer's counterfactual table: a row for each policy, a panel for each measure.

    Parameters
    ----------
    rows : sequence of mapping
        One for each policy, the first as it was told; read are ``scenario``, ``first_reply_min``, ``info_min``,
        ``asked_number``, ``customer_effort_min`` and ``S``; None or not-a-number where there was nothing.

    Returns
    -------
    Picture
        The dashed line is the first row's value: open dots on it changed nothing, filled ones did.

    Raises
    ------
    InputError
        When there are no rows, or one lacks a column.
    """
    if not rows:
        raise InputError("counterfactual_bars: no rows, expected one for each policy")
    for place, row in enumerate(rows, start=1):
        for column in ("scenario", *(panel[0] for panel in _PANELS)):
            if column not in row:
                raise InputError(f"counterfactual_bars: row {place} has no '{column}', {nearest(column, row)}")
    names = ["\n".join(textwrap.wrap(str(row["scenario"]), 34, break_on_hyphens=False)) for row in rows]
    lines = sum(name.count("\n") + 1 for name in names)
    figure = sheet(13.6, 1.6 + 0.16 * len(rows) + 0.24 * lines)
    figure.suptitle(t("counterfactuals.title", count=len(rows)), x=0.012, ha="left")
    panels = figure.subplots(1, len(_PANELS), sharey=True)
    for axes, (column, unit, digits) in zip(panels, _PANELS, strict=True):
        _draw_panel(axes, [_value(row[column]) for row in rows], digits)
        axes.set_title(t(f"counterfactuals.{column}"))
        axes.set_xlabel(t(f"measured-in.{unit}"))
    panels[0].set_yticks(range(len(rows)), names)
    panels[0].set_ylim(len(rows) - 0.5, -0.5)
    figure.supxlabel(t("counterfactuals.legend", first=rows[0]["scenario"]), fontsize=12)
    return finished(figure, _in_words(rows))


def _value(value: Any) -> float:
    return math.nan if value is None else float(value)


def _draw_panel(axes: Axes, values: list[float], digits: int) -> None:
    base = values[0]
    top = max((value for value in values if not math.isnan(value)), default=0.0) or 1.0
    axes.set_xlim(-0.06 * top, 1.42 * top)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color="#ececec")
    axes.locator_params(axis="x", nbins=4, integer=digits == 0)
    if not math.isnan(base):
        axes.axvline(base, color=INK, linewidth=1.4, linestyle=(0, (5, 3)), zorder=1)
    for y, value in enumerate(values):
        if math.isnan(value):
            axes.text(0, y, t("number.none"), va="center", style="italic", color="#555555", backgroundcolor="white")
            continue
        same = abs(value - base) < _SAME
        axes.plot([value], [y], marker="o", markersize=10, color="white" if same else BLUE,
                  markeredgecolor=INK if same else "#1f4fa8", markeredgewidth=1.8, zorder=3)  # fmt: skip
        axes.annotate(number(value, digits), (value, y), xytext=(9, 0), textcoords="offset points", va="center",
                      zorder=2, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0})  # fmt: skip


def _in_words(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say what was told, what changes it most, and which policies leave every time as it was."""
    first, others = rows[0], rows[1:]
    told = t(
        "counterfactuals.told",
        first=first["scenario"],
        reply=_said(first["first_reply_min"]),
        information=_said(first["info_min"]),
        often=times(first["asked_number"]),
        effort=_said(first["customer_effort_min"]),
        satisfaction=number(_value(first["S"]), 2),
    )
    if not others:
        return told
    highest = max(_value(row["S"]) for row in others)
    best = [str(row["scenario"]) for row in others if _alike(row["S"], highest)]
    same = [
        str(row["scenario"])
        for row in others
        if _alike(row["first_reply_min"], first["first_reply_min"]) and _alike(row["info_min"], first["info_min"])
    ]
    key = "counterfactuals.best_and_unmoved" if same else "counterfactuals.best"
    return t(key, told=told, highest=number(highest, 2), best=listed(best), same=listed(same) if same else "")


def _said(minutes: Any) -> str:
    return t("number.none") if math.isnan(_value(minutes)) else t("case.minutes", count=number(_value(minutes)))


def _alike(one: Any, other: Any) -> bool:
    a, b = _value(one), _value(other)
    return abs(a - b) < _SAME or (math.isnan(a) and math.isnan(b))
