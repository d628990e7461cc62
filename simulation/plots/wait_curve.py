"""How long callers wait as their agents get busier: Erlang's formula, and the simulation beside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from simulation.analysis import Interval
from simulation.errors import InputError
from simulation.plots.style import BLUE, DASHES, INK, ORANGE, Picture, finished, listed, number, sheet, styled
from simulation.strings import t
from simulation.theory import erlang_c

_POINTS = 200
_BEYOND = 0.04
"""By how much of an agent's time the curve goes on past the busiest team that was simulated, if it can."""
_BUSIEST = 0.97
_LEAST = 0.3


@styled
def wait_curve(simulated: Mapping[float, Interval], agents: int, minutes: float) -> Picture:
    """Draw the mean wait against utilisation, for one team of constant size.

    Parameters
    ----------
    simulated : mapping of float to Interval
        By the share of the time that agents are busy: the mean wait in minutes, with its interval.
    agents : int
        In the team.
    minutes : float
        Mean time of a call, exponential.

    Returns
    -------
    Picture
        Line: Erlang C, whose callers never hang up. Points: the simulation.

    Raises
    ------
    InputError
        When there is no point, or one at a utilisation that is not between 0 and 1.
    """
    if not simulated:
        raise InputError("wait_curve: no points, expected the wait at one utilisation at least")
    for share in simulated:
        if not 0 < share < 1:
            raise InputError(f"wait_curve: a utilisation of {share:g}, expected one between 0 and 1")
    busy = sorted(simulated)
    end = max(min(busy[-1] + _BEYOND, _BUSIEST), busy[-1])
    shares = np.linspace(min(_LEAST, busy[0]), end, _POINTS)
    figure = sheet(9.6, 5.6)
    figure.suptitle(t("lab-2.curve-title"), x=0.012, ha="left")
    axes = figure.subplots()
    formula = [_wait(share, agents, minutes) for share in shares]
    axes.plot(100 * shares, formula, color=BLUE, linestyle=DASHES[0], label=t("lab-2.curve-formula"))
    _draw(axes, [(share, simulated[share]) for share in busy])
    axes.set_xlabel(t("lab-2.curve-busy"))
    axes.set_ylabel(t("lab-2.curve-wait"))
    axes.set_xlim(100 * shares[0], 100 * end)
    axes.set_ylim(0, None)
    axes.grid(axis="y")
    axes.legend(loc="upper left")
    said = listed(
        t("lab-2.curve-point", busy=number(100 * share), formula=number(_wait(share, agents, minutes), 2),
          mean=number(simulated[share].mean, 2), low=number(simulated[share].low, 2),
          high=number(simulated[share].high, 2))
        for share in busy
    )  # fmt: skip
    return finished(figure, t("lab-2.curve-alt", agents=agents, minutes=f"{minutes:g}", points=said))


def _wait(share: float, agents: int, minutes: float) -> float:
    """Return the mean wait in minutes by Erlang C, for agents who are busy that share of the time."""
    return erlang_c(agents, share * agents / minutes, minutes).mean_wait


def _draw(axes: Axes, points: list[tuple[float, Interval]]) -> None:
    means = [interval.mean for _, interval in points]
    below = [interval.mean - interval.low for _, interval in points]
    above = [interval.high - interval.mean for _, interval in points]
    axes.errorbar(
        [100 * share for share, _ in points], means, yerr=[below, above], fmt="o", color=ORANGE, ecolor=INK,
        markeredgecolor=INK, elinewidth=1.6, capsize=4, label=t("lab-2.curve-simulated"), zorder=3,
    )  # fmt: skip
