"""How long customers wait before they give up: what a contact log shows, and the exponential fitted to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.errors import InputError
from simulation.plots.style import BLUE, DASHES, ORANGE, Picture, brief, finished, number, sheet, styled
from simulation.strings import t

if TYPE_CHECKING:
    from simulation.calibration.estimates import Patience

_POINTS = 200


@styled
def patience_curve(patience: Patience, channel: str) -> Picture:
    """Draw who would still be waiting if nobody answered.

    Parameters
    ----------
    patience : Patience
        The estimate. Steps: Kaplan and Meier's, with their 95 % interval; dashed: the fitted exponential.
    channel : str
        Whose customers they are.

    Raises
    ------
    InputError
        When nobody gave up, so that there is no curve.
    """
    if not patience.abandoned:
        raise InputError(f"patience_curve: nobody gave up waiting in channel '{channel}', so there is no curve")
    minutes = np.concatenate([[0.0], patience.minutes])
    staying, low, high = (
        100 * np.concatenate([[1.0], part]) for part in (patience.staying, patience.low, patience.high)
    )
    figure = sheet(9.6, 5.6)
    figure.suptitle(t("patience.title", channel=channel), x=0.012, ha="left")
    axes = figure.subplots()
    band: dict[str, Any] = {"step": "post", "color": BLUE, "alpha": 0.25, "linewidth": 0}
    axes.fill_between(minutes, low, high, label=t("patience.interval"), **band)
    axes.plot(minutes, staying, drawstyle="steps-post", color=BLUE, label=t("patience.observed"))
    smooth = np.linspace(0, minutes[-1], _POINTS)
    mean = patience.mean
    fitted = t("patience.fitted", mean=brief(mean.value, 3))
    axes.plot(smooth, 100 * np.exp(-smooth / mean.value), color=ORANGE, linestyle=DASHES[1], label=fitted)
    axes.set_xlabel(t("patience.minutes"))
    axes.set_ylabel(t("patience.staying"))
    axes.set_xlim(0, minutes[-1])
    axes.set_ylim(0, 100)
    axes.grid(axis="y")
    axes.legend(loc="upper right")
    after = float(np.interp(mean.value, minutes, staying)) if minutes[-1] >= mean.value else None
    value, low_end, high_end = (brief(value, 3) for value in (mean.value, mean.low, mean.high))
    told = t(
        "patience.alt",
        channel=channel,
        mean=value,
        low=low_end,
        high=high_end,
        abandoned=patience.abandoned,
        answered=patience.answered,
    )
    return finished(figure, t("patience.seen", told=told, share=number(after)) if after else told)
