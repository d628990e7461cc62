"""How often results are kept over all that is assumed, and which assumption each hangs on most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulation.errors import InputError
from simulation.plots.style import BLUE, FAINT, INK, Picture, finished, listed, number, sheet, styled
from simulation.strings import t

_WIDE = 52


@styled
def robustness_chart(table: Sequence[dict[str, Any]]) -> Picture:
    """Draw the share of points at which each result is kept, the most robust on top.

    Parameters
    ----------
    table : sequence of dict
        Rows of `simulation.robustness.table.rows`.

    Returns
    -------
    Picture
        A row a result: a dot with its Wilson interval, an open diamond for how often luck alone keeps it at the
        model's own values, and beside it the assumption that it hangs on most, with the shares kept in the lower and in
        the upper half of its range.

    Raises
    ------
    InputError
        When the table is empty.
    """
    if not table:
        raise InputError("robustness_chart: no results, expected at least one")
    ranked = sorted(table, key=lambda row: -row["share"])
    figure = sheet(16.5, 2.6 + 0.86 * len(ranked))
    figure.suptitle(t("robustness.title"), x=0.012, ha="left")
    axes = figure.subplots()
    for y, row in enumerate(ranked):
        share, low, high = (100 * row[key] for key in ("share", "low", "high"))
        axes.errorbar([share], [y], xerr=[[max(0, share - low)], [max(0, high - share)]], fmt="none", ecolor=INK,
                      elinewidth=2.2, capsize=7, capthick=2.2, zorder=2)  # fmt: skip
        axes.plot([share], [y], marker="o", markersize=9, color=BLUE, markeredgecolor=INK, markeredgewidth=1.4,
                  linestyle="none", zorder=4, label=None if y else t("robustness.kept"))  # fmt: skip
        axes.plot([100 * row["luck_share"]], [y], marker="D", markersize=10, color="none", markeredgecolor=INK,
                  markeredgewidth=1.4, linestyle="none", zorder=3,
                  label=None if y else t("robustness.luck"))  # fmt: skip
        axes.annotate(_top(row), (1.02, y), xycoords=("axes fraction", "data"), va="center", annotation_clip=False)
    axes.axvline(50, color=FAINT, linewidth=1.4, zorder=1)
    axes.set_yticks(
        range(len(ranked)),
        [t("robustness.row", result=_wrapped(row["result"]), compared=row["compared"]) for row in ranked],
    )
    axes.set_ylim(len(ranked) - 0.4, -0.6)
    axes.set_xlim(-3, 103)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    points = {row["points"] for row in ranked}
    count = f"{min(points)}" if len(points) == 1 else t("robustness.span", low=min(points), high=max(points))
    axes.set_xlabel(t("robustness.axis", count=count))
    axes.set_title(t("robustness.hangs_on"), loc="right", x=1.02, ha="left", fontsize=12)
    figure.legend(loc="outside lower left", ncols=2)
    said = listed(t("robustness.said", result=row["result"], share=number(100 * row["share"])) for row in ranked)
    return finished(figure, t("robustness.alt", said=said))


def _top(row: dict[str, Any]) -> str:
    if row["assumption_1"] is None:
        return t("robustness.chance")
    low, high = number(100 * row["lower_1"]), number(100 * row["upper_1"])
    return t("robustness.halves", assumption=row["assumption_1"], low=low, high=high)


def _wrapped(text: str) -> str:
    """Break a text into two lines near its middle where it is long."""
    if len(text) <= _WIDE:
        return text
    middle = len(text) // 2
    gaps = [place for place, letter in enumerate(text) if letter == " "]
    gap = min(gaps, key=lambda place: abs(place - middle), default=middle)
    return f"{text[:gap]}\n{text[gap + 1 :]}"
