"""Which share of a measure's spread hangs on which factor: Sobol's indices with their intervals."""

from __future__ import annotations

from matplotlib.axes import Axes

from simulation.analysis import Interval, SobolIndex
from simulation.plots import words
from simulation.plots.factor_effects import short
from simulation.plots.style import BLUE, FAINT, INK, ORANGE, Picture, finished, listed, number, sheet, styled
from simulation.strings import t
from simulation.sweeps import Results

_MOST = 20
_SAID = 5
_APART = 0.17


@styled
def sobol_shares(results: Results, measure: str, level: float = 0.95) -> Picture:
    """Draw Sobol's indices of the factors of a Saltelli design, the largest total on top.

    Parameters
    ----------
    results : Results
        Of a sweep with ``design = "saltelli"``.
    measure : str
        Whose variance is shared out.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Picture
        A row a factor: a dot for what it does alone (first order), a square for what it does alone and with others
        (total), each with its bootstrap interval; see `simulation.analysis.sobol`. What lies between the two, the
        factor does together with others. Of more than 20 factors, those with the largest totals.

    Raises
    ------
    InputError
        When the design is another, or a point has no value.
    """
    every = sorted(results.sobol(measure, level), key=lambda each: -each.total.mean)
    found = every[:_MOST]
    label = words.measure(measure)
    figure = sheet(13.6, 2.6 + 0.72 * len(found))
    figure.suptitle(t("sobol.title", measure=label.title), x=0.012, ha="left")
    axes = figure.subplots()
    for edge in (0, 100):
        axes.axvline(edge, color=INK if not edge else FAINT, linewidth=1.4, zorder=1)
    for y, each in enumerate(found):
        _draw(axes, y - _APART, each.first, ("o", BLUE, t("sobol.first") if not y else None))
        _draw(axes, y + _APART, each.total, ("s", ORANGE, t("sobol.total") if not y else None))
    axes.set_yticks(range(len(found)), [short(each.name) for each in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    axes.margins(x=0.04)
    axes.set_xlabel(t("sobol.axis", level=100 * level))
    figure.legend(loc="outside lower left", ncols=2)
    return finished(figure, _alt(every, label.title.lower()))


def _draw(axes: Axes, y: float, interval: Interval, look: tuple[str, str, str | None]) -> None:
    mean, low, high = (100 * value for value in interval[:3])
    marker, colour, said = look
    axes.plot([low, high], [y, y], color=INK, linewidth=2, marker="|", markersize=11, markeredgewidth=2, zorder=2)
    axes.plot([mean], [y], marker=marker, markersize=9, color=colour, markeredgecolor=INK, markeredgewidth=1.4,
              linestyle="none", label=said, zorder=3)  # fmt: skip


def _alt(every: list[SobolIndex], measure: str) -> str:
    said = listed(_said(each) for each in every[:_SAID])
    rest = len(every) - _SAID
    more = f"; {t('sobol.more', count=rest)}" if rest > 0 else ""
    total = number(100 * sum(each.first.mean for each in every))
    return t("sobol.alt", measure=measure, said=said, more=more, sum=total)


def _said(each: SobolIndex) -> str:
    first, total, low, high = (number(100 * value) for value in (each.first.mean, *each.total[:3]))
    return t("sobol.said", factor=short(each.name), first=first, total=total, low=low, high=high)
