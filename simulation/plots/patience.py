"""How long customers wait before they give up: what a contact log shows, and the exponential fitted to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.errors import InputError
from simulation.plots.style import BLUE, DASHES, ORANGE, Picture, finished, sheet, styled

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
    figure.suptitle(f"How long customers wait: {channel}", x=0.012, ha="left")
    axes = figure.subplots()
    band: dict[str, Any] = {"step": "post", "color": BLUE, "alpha": 0.25, "linewidth": 0}
    axes.fill_between(minutes, low, high, label="95 % interval", **band)
    axes.plot(minutes, staying, drawstyle="steps-post", color=BLUE, label="observed (Kaplan-Meier)")
    smooth = np.linspace(0, minutes[-1], _POINTS)
    mean = patience.mean
    fitted = f"exponential, mean {mean.value:.3g} min"
    axes.plot(smooth, 100 * np.exp(-smooth / mean.value), color=ORANGE, linestyle=DASHES[1], label=fitted)
    axes.set_xlabel("minutes waited")
    axes.set_ylabel("% who would still be waiting")
    axes.set_xlim(0, minutes[-1])
    axes.set_ylim(0, 100)
    axes.grid(axis="y")
    axes.legend(loc="upper right")
    after = float(np.interp(mean.value, minutes, staying)) if minutes[-1] >= mean.value else None
    seen = f" After so long the log shows {after:.0f} % still waiting; an exponential has 37 %." if after else ""
    count = f"{patience.abandoned} gave up, {patience.answered} were answered before"
    interval = f"[{mean.low:.3g}, {mean.high:.3g}]"
    return finished(figure, f"Mean patience in channel {channel} is {mean.value:.3g} min {interval}: {count}.{seen}")
