"""How far from the published figures each value of a parameter stays: the profiles of a calibration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simulation.plots.style import (
    BLUE,
    DASHES,
    FAINT,
    INK,
    ORANGE,
    Picture,
    brief,
    finished,
    joined,
    listed,
    sheet,
    styled,
)
from simulation.strings import t

if TYPE_CHECKING:
    from simulation.calibration.fit import Calibration
    from simulation.calibration.profile import Profile, Span

_COLUMNS = 2
_TALLEST = 5.0
"""Distances above this are cut off: how far off a value is that does not fit, is no matter."""


@styled
def profiles(calibration: Calibration) -> Picture:
    """Draw the profile of every free parameter: distance against value.

    Parameters
    ----------
    calibration : Calibration
        What came out. Solid: all other parameters fitted anew; dashed: held at the best fit. At most 1 (the line
        across) every figure is met within its tolerance; the band marks the values for which that can be done.
    """
    found = calibration.profiles
    columns = min(_COLUMNS, len(found))
    rows = math.ceil(len(found) / columns)
    figure = sheet(6.6 * columns if columns > 1 else 8.4, 1.7 + 3.5 * rows)
    figure.suptitle(t("profiles.title"), x=0.012, ha="left")
    panels = figure.subplots(rows, columns, sharey=True, squeeze=False).ravel()
    said = []
    for axes, profile in zip(panels, found, strict=False):
        _draw(axes, profile)
        said.append(
            t("profiles.said", parameter=profile.range.key, fits=_said(profile.fits), held=_said(profile.fits_held))
        )
    for axes in panels[len(found) :]:
        axes.set_visible(False)
    for axes in panels[::columns]:
        axes.set_ylabel(t("profiles.distance"))
    figure.legend(handles=_legend(), loc="outside lower center", ncols=2)
    return finished(figure, t("profiles.alt", said=joined(said, "list.semicolon")))


def _draw(axes: Axes, profile: Profile) -> None:
    values = [step.value for step in profile.steps]
    for low, high in profile.fits:
        axes.axvspan(low, high, color=FAINT, alpha=0.35, linewidth=0)
    axes.axhline(1, color=INK, linestyle=DASHES[2], linewidth=1.6)
    axes.plot(values, [step.held for step in profile.steps], color=ORANGE, linestyle=DASHES[1])
    axes.plot(values, [step.distance for step in profile.steps], color=BLUE, marker="o", markersize=5)
    axes.set_ylim(0, _TALLEST)
    axes.set_xlim(profile.range.low, profile.range.high)
    axes.locator_params(axis="x", nbins=5)
    key, unit = profile.range.key, profile.range.unit
    axes.set_xlabel(t("profiles.axis", parameter=key, unit=unit) if unit else key)
    axes.set_title(t("profiles.fits", fits=_said(profile.fits)))


def _said(fits: list[Span]) -> str:
    return (
        listed(t("profiles.span", low=brief(low, 3), high=brief(high, 3)) for low, high in fits)
        if fits
        else t("number.none")
    )


def _legend() -> list[Patch | Line2D]:
    return [
        Line2D([], [], color=BLUE, marker="o", markersize=5, label=t("profiles.anew")),
        Line2D([], [], color=ORANGE, linestyle=DASHES[1], label=t("profiles.held")),
        Line2D([], [], color=INK, linestyle=DASHES[2], linewidth=1.6, label=t("profiles.tolerance")),
        Patch(color=FAINT, alpha=0.35, linewidth=0, label=t("profiles.values")),
    ]
