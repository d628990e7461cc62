"""From when on a run speaks of its long run: Welch's plot, with the cut of MSER-5."""

from __future__ import annotations

import numpy as np

from simulation.analysis import moving_average, moving_band, mser5
from simulation.analysis.warm_up import Floats, mean_series, welch_window
from simulation.plots import words
from simulation.plots.style import BLUE, FAINT, INK, ORANGE, Picture, brief, finished, sheet, styled
from simulation.strings import t
from simulation.units import MINUTES_PER_DAY


@styled
def welch_plot(series: Floats, name: str, every: float = MINUTES_PER_DAY, window: int | None = None) -> Picture:
    """Draw a measure over time, its moving average with its interval, and where MSER-5 would end the warm-up.

    Parameters
    ----------
    series : ndarray, shape (replications, stretches)
        See `simulation.sweeps.Results.series`.
    name : str
        Of the measure.
    every : float
        Minutes of a stretch.
    window : int, optional
        Of the moving average, in stretches on each side; none: a twentieth of the series.

    Returns
    -------
    Picture
        The mean over replications, thin; its moving average; and around it, from two replications on, the 95 %
        interval over them at each place for itself, see `simulation.analysis.moving_band`.

    Raises
    ------
    InputError
        When there are fewer than 30 stretches, or one without any value.
    """
    mean = mean_series(series, name)
    width = window if window is not None else welch_window(len(mean))
    smooth, cut = moving_average(mean, width), mser5(mean)
    label = words.measure(name)
    days = (np.arange(len(mean)) + 0.5) * every / MINUTES_PER_DAY
    figure = sheet(13.6, 5.4)
    figure.suptitle(t("warm-up.title", measure=label.title), x=0.012, ha="left")
    axes = figure.subplots()
    axes.plot(days, mean * label.scale, color=FAINT, linewidth=1.4, label=t("warm-up.mean", count=len(series)))
    axes.plot(days[: len(smooth)], smooth * label.scale, color=BLUE, linewidth=3,
              label=t("warm-up.welch", stretches=2 * width + 1))  # fmt: skip
    if len(series) > 1:
        band = np.array([each[1:3] for each in moving_band(series, width)]).T * label.scale
        axes.fill_between(days[: len(smooth)], *band, color=BLUE, alpha=0.25, linewidth=0, zorder=1,
                          label=t("welch.band", replications=len(series)))  # fmt: skip
    end = cut.observations * every / MINUTES_PER_DAY
    if cut.settled:
        axes.axvline(end, color=ORANGE, linestyle=(0, (5, 2)), linewidth=2.6, label=t("warm-up.cut", day=brief(end)))
        said = t("warm-up.ends", day=brief(end))
    else:
        said = t("warm-up.too_short")
        axes.annotate(said, (0.99, 0.04), xycoords="axes fraction", ha="right", color=INK)
    axes.set_xlabel(t("warm-up.days"))
    axes.set_ylabel(label.unit)
    axes.set_xlim(0, len(mean) * every / MINUTES_PER_DAY)
    axes.grid(axis="y")
    axes.legend(loc="best")
    last = label.value(float(smooth[-1]))
    if len(series) > 1:
        low, high = (label.value(float(edge)) for edge in moving_band(series, width)[-1][1:3])
        last = t("welch.last", last=last, low=low, high=high)
    first = label.value(float(smooth[0]))
    alt = t("warm-up.alt", measure=label.title, first=first, last=last, unit=label.spoken, said=said)
    return finished(figure, alt)
