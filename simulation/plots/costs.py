"""What a run costs as it gets longer: processor time for a contact, and memory, on both engines."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from simulation.engine_cost import Cost
from simulation.errors import InputError
from simulation.plots.style import BLUE, DASHES, INK, MARKERS, ORANGE, Picture, brief, finished, listed, sheet, styled
from simulation.strings import t

_COLOURS = {"compiled": BLUE, "simpy": ORANGE}
_MEGABYTE = 1e6
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@styled
def cost_chart(costs: Sequence[Cost]) -> Picture:
    """Draw what runs of several lengths cost.

    Parameters
    ----------
    costs : sequence of Cost
        See `simulation.engine_cost.cost_by_contacts`.

    Returns
    -------
    Picture
        Microseconds of processor time for a contact, and megabytes, against contacts; all axes logarithmic. Memory
        that the system did not tell is left out.

    Raises
    ------
    InputError
        When there is nothing to draw.
    """
    if not costs:
        raise InputError("cost_chart: no runs, expected at least one")
    figure = sheet(9.0, 4.0)
    figure.suptitle(t("cost.title"))
    left, right = figure.subplots(1, 2)
    times, heights = [], []
    for style, engine in enumerate(engine for engine in _COLOURS if any(cost.engine == engine for cost in costs)):
        mine = sorted((cost for cost in costs if cost.engine == engine), key=lambda cost: cost.contacts)
        name = t(f"cost.{engine}")
        told = {"color": _COLOURS[engine], "marker": MARKERS[style], "linestyle": DASHES[style], "label": name}
        each = [1e6 * cost.cpu_seconds / cost.contacts for cost in mine]
        left.plot([cost.contacts for cost in mine], each, **told)
        left.annotate(name, (mine[0].contacts, each[0]), (0, -25), textcoords="offset points", color=INK)
        few, many = (_thousands(cost.contacts) for cost in (mine[0], mine[-1]))
        ends = {"first": brief(each[0], 2), "few": few, "last": brief(each[-1], 2), "many": many}
        times.append(t("cost.time_said", engine=name, **ends))
        known = [(cost.contacts, cost.peak_bytes / _MEGABYTE) for cost in mine if cost.peak_bytes]
        if known:
            right.plot(*zip(*known, strict=True), **told)
            heights.append(t("cost.memory_said", engine=name, last=f"{known[-1][1]:.0f}", many=many))
    _dress(left, t("cost.time"), t("cost.time_axis"))
    _dress(right, t("cost.memory"), t("cost.memory_axis"))
    if heights:
        right.legend(loc="upper left")
    alt = t("cost.alt", time=listed(times), memory=listed(heights or [t("number.none")]))
    return finished(figure, alt)


def _dress(axes: Axes, title: str, unit: str) -> None:
    axes.set_title(title)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(t("cost.contacts"))
    axes.set_ylabel(unit)
    low, high = axes.get_ylim()
    axes.set_ylim(10 ** math.floor(math.log10(low)), 2 * high)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda count, _: _power(count)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: brief(value)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(LogLocator(numticks=10))
        axis.set_minor_formatter(NullFormatter())
    axes.grid(axis="y")
    axes.margins(x=0.1)


def _thousands(count: float) -> str:
    return f"{count:,.0f}".replace(",", t("number.thousands"))


def _power(count: float) -> str:
    """Write a power of ten.

    >>> _power(1000000.0)
    '10⁶'
    """
    return "10" + str(round(math.log10(count))).translate(_RAISED) if count > 0 else ""
