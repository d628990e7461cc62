"""What a company promised, and what it kept: answers and solutions by tier, and calls back."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes

from simulation.analysis import Interval, mean_interval
from simulation.errors import InputError
from simulation.experiment import Comparison
from simulation.plots import words
from simulation.plots.style import (
    COLOURS,
    FAINT,
    INK,
    MARKERS,
    Picture,
    finished,
    joined,
    listed,
    number,
    sheet,
    styled,
)
from simulation.scenario import Scenario
from simulation.strings import t
from simulation.units import lasting

_KINDS = ("answer", "solution")
_OUTCOMES = ("kept", "broken", "open")
_APART = 0.26
"""Rows: between companies beside each other."""


class _Rate(NamedTuple):
    """How a promise was kept in one company: in per cent, and how many were kept, broken and open in a run."""

    company: str
    share: Interval
    counts: tuple[float, ...]


class _Promise(NamedTuple):
    title: str
    rates: list[_Rate]


@styled
def commitments(comparison: Comparison, scenario: Scenario) -> Picture:
    """Draw the share of its promises that each company kept, with 95 % intervals.

    Parameters
    ----------
    comparison : Comparison
        Of the companies; one alone will do, and one replication, which has no intervals.
    scenario : Scenario
        What it was made from: its tiers and their promised times name the rows.

    Returns
    -------
    Picture
        A row a promise, a sign for each company. Kept is a share of the promises whose time is over (kept or broken);
        beside it stand the mean numbers of a run, with those whose time still runs.

    Raises
    ------
    InputError
        When no company in the comparison has promised anybody anything.
    """
    found = [_Promise(title, rates) for title, key in _promises(scenario) if (rates := _rates(comparison, key))]
    if not found:
        raise InputError(
            f"commitments: {scenario.name} promises nothing that came due, expected a scenario with [commitments] or "
            f"transparency.callbacks, such as service-levels"
        )
    companies = list(comparison.runs)
    figure = sheet(13.6, 2.5 + len(found) * (0.45 + 0.32 * len(companies)))
    figure.suptitle(t("promises.title", company=scenario.title or scenario.name), x=0.012, ha="left")
    axes = figure.subplots()
    for y, promise in enumerate(found):
        for rate in promise.rates:
            place = promise.rates.index(rate) - (len(promise.rates) - 1) / 2
            _draw(axes, y + place * _APART, rate, companies.index(rate.company))
    axes.set_yticks(range(len(found)), [promise.title for promise in found])
    axes.set_ylim(len(found) - 0.4, -0.6)
    axes.set_xlim(-3, 103)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    count = len(comparison.runs[companies[0]])
    axes.set_xlabel(t("promises.axis_intervals", count=count) if count > 1 else t("promises.axis"))
    axes.annotate(t("promises.numbers"), (1.02, 1.0), xycoords="axes fraction", va="bottom", weight="bold",
                  annotation_clip=False)  # fmt: skip
    if len(companies) > 1:
        handles, names = axes.get_legend_handles_labels()
        shown = dict(zip(names, handles, strict=True))
        figure.legend(shown.values(), shown, loc="outside lower left", ncols=len(companies))
    said = joined((_said(each, len(companies) == 1) for each in found), "list.semicolon")
    return finished(figure, t("promises.alt", said=said))


def _promises(scenario: Scenario) -> list[tuple[str, str]]:
    """Return titles and keys of measures of all that a company can promise: by tier, and to callers."""
    found = []
    for tier in [*scenario.population.tiers, "none"]:
        promised = scenario.commitments.get(tier)
        for kind in _KINDS:
            minutes = getattr(promised, kind) if promised is not None else None
            part = t("promises.tier", part=words.called(tier))
            title = t(f"commitment.{kind}.kept", part=words.called(tier))
            if minutes is not None:
                title = t(f"promises.{kind}", part=part, time=lasting(minutes))
            found.append((title[:1].upper() + title[1:], f"commitments.{tier}.{kind}"))
    return [*found, (t("promises.calls_back"), "callbacks_kept")]


def _rates(comparison: Comparison, key: str) -> list[_Rate]:
    found = []
    for company, runs in comparison.runs.items():
        counts = [[run.measures.get(f"{key}.{outcome}", 0.0) for run in runs] for outcome in _OUTCOMES]
        shares = [kept / (kept + broken) for kept, broken, _ in zip(*counts, strict=True) if kept + broken]
        if not shares:
            shares = [value for run in runs if (value := run.measures.get(key, float("nan"))) == value]
        if shares:
            means = tuple(sum(each) / len(each) for each in counts)
            found.append(_Rate(company, mean_interval([100 * share for share in shares]), means))
    return found


def _draw(axes: Axes, here: float, rate: _Rate, look: int) -> None:
    mean, low, high = rate.share[:3]
    axes.plot([0, mean], [here, here], color=FAINT, linewidth=1.4, zorder=1)
    if low == low:
        axes.errorbar([mean], [here], xerr=[[mean - max(0.0, low)], [min(100.0, high) - mean]], fmt="none", ecolor=INK,
                      elinewidth=2, capsize=6, capthick=2, zorder=2)  # fmt: skip
    axes.plot([mean], [here], marker=MARKERS[look % len(MARKERS)], markersize=9, color=COLOURS[look % len(COLOURS)],
              markeredgecolor=INK, linestyle="none", label=rate.company, zorder=3)  # fmt: skip
    text = t("promises.rate", share=number(mean, 1))
    if any(rate.counts):
        kept, broken, left = (number(value) for value in rate.counts)
        text = t("promises.told", share=number(mean, 1), kept=kept, broken=broken, open=left)
    axes.annotate(text, (1.02, here), xycoords=("axes fraction", "data"), va="center", annotation_clip=False)


def _said(promise: _Promise, alone: bool) -> str:
    rates = [
        t("promises.rate" if alone else "promises.rate_of", company=rate.company, share=_interval(rate.share))
        for rate in promise.rates
    ]
    return t("promises.said", promise=" ".join(promise.title.split()), rates=listed(rates))


def _interval(share: Interval) -> str:
    """Write a share with its interval, as far as shares go."""
    if share.low != share.low:
        return number(share.mean, 1)
    low, high = max(0.0, share.low), min(100.0, share.high)
    return t("interval.range", mean=number(share.mean, 1), low=number(low, 1), high=number(high, 1))
