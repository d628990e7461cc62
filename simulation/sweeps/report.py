"""Everything that an analysis says of an experiment, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from simulation.analysis import Compared, Interval, Precision, mser5, replications_needed
from simulation.errors import InputError
from simulation.service_measures import must_be_an_amount
from simulation.sweeps.idle import idle
from simulation.sweeps.results import Results
from simulation.units import MINUTES_PER_DAY

_USUAL = ("contacts_per_day", "first_contact_resolution", "abandonment.phone", "satisfaction", "agent_minutes_per_day")


class Asked(NamedTuple):
    """What an analysis is asked for.

    Attributes
    ----------
    measures : list of str
        Which measures.
    base : int
        The point that the others are compared with.
    goals : dict of str to str
        ``high`` or ``low`` by measure, for the Pareto front; empty: none is asked for.
    level : float
        Confidence level.
    precision : float
        Relative half-width for which the replications needed are told.
    warm_up : str or None
        A series of the base point in which to look for the end of the warm-up.
    every : float
        Minutes of a stretch of that series.
    family : str
        What differences are corrected for: ``all`` points and measures, or the points of each ``measure`` alone.
    """

    measures: list[str]
    base: int = 0
    goals: Mapping[str, str] = MappingProxyType({})
    level: float = 0.95
    precision: float = 0.05
    warm_up: str | None = None
    every: float = MINUTES_PER_DAY
    family: Literal["all", "measure"] = "all"

    def family_of(self, measure: str) -> list[str]:
        """Return the measures whose differences are one family with those of a measure."""
        return self.measures if self.family == "all" else [measure]


def usual_measures(results: Results) -> list[str]:
    """Return the measures to look at first, as far as there are any; else the first few."""
    return [name for name in _USUAL if name in results.measures] or results.measures[:3]


def report(results: Results, asked: Asked) -> dict[str, Any]:
    """Return means, differences, effects, surfaces, Sobol's indices, the Pareto front and the end of the warm-up.

    Raises
    ------
    InputError
        When a measure or series does not exist, or there are no runs.
    """
    if not results.points:
        raise InputError(f"{results.folder}: every run failed; see the column 'problem' of runs.parquet")
    for measure in asked.measures:
        must_be_an_amount(measure)
    experiment = results.experiment
    about = {key: results.design.attrs[key] for key in ("title", "scenario", "scenario_hash", "seed", "version")}
    groups = [asked.measures] if asked.family == "all" else [[measure] for measure in asked.measures]
    against: dict[str, dict[int, Compared]] = {}
    for group in groups:
        against |= results.against_in(asked.base, group, asked.level)
    return about | {
        "luck": experiment.luck,
        "base": asked.base,
        "level": asked.level,
        "precision": asked.precision,
        "family": asked.family,
        "correction": _correction(results, asked),
        "measures": {measure: _of_measure(results, measure, asked, found) for measure, found in against.items()},
        "goals": dict(asked.goals),
        "front": results.front(asked.goals) if asked.goals else None,
        "warm_up": _warm_up(results, asked) if asked.warm_up is not None else None,
        "without_effect": idle(results.experiment),
        "problems": results.problems(),
    }


def _correction(results: Results, asked: Asked) -> str:
    """Say which differences are one family, and how they are corrected."""
    pairing = "paired by replication" if results.experiment.luck == "common" else "of independent samples (Welch)"
    others, measures = len([point for point in results.points if point != asked.base]), len(set(asked.measures))
    if asked.family == "all" and measures > 1:
        said = f"all {others * measures} differences shown here ({others} points in {measures} measures) are one family"
    else:
        said = f"for each measure alone its {others} differences are one family" if measures > 1 else (
            f"the {others} differences shown here are one family")  # fmt: skip
    return (
        f"differences are {pairing}, point less base; {said}: "
        "'all from ... to' are Bonferroni's intervals, which hold all at once, and p is corrected by Holm (1979)"
    )


def _of_measure(results: Results, measure: str, asked: Asked, against: dict[int, Compared]) -> dict[str, Any]:
    rows = []
    for point in results.points:
        mean, low, high, count = results.interval(point, measure, asked.level)
        row = {"point": point, "label": results.label(point), "mean": mean, "low": low, "high": high,
               "half_width": (high - low) / 2, "replications": count}  # fmt: skip
        row["needed"] = _needed(results, point, measure, asked)
        names = ("difference", "difference_low", "difference_high", "together_low", "together_high", "p", "p_holm")
        each = against.get(point)
        values = (*each.interval[:3], *each.together[1:3], each.p, each.p_holm) if each is not None else (None,) * 7
        rows.append(row | dict(zip(names, values, strict=True)))
    tellers: dict[str, Callable[[Results, str, float], Any]] = {"effects": _effects, "surface": _surface}
    if results.experiment.design == "saltelli":
        tellers["sobol"] = _sobol
    told: dict[str, Any] = {"points": rows, "sobol": [], "why_no_sobol": None}
    for name, tell in tellers.items():
        try:
            told |= {name: tell(results, measure, asked.level), f"why_no_{name}": None}
        except InputError as problem:
            told |= {name: [] if name != "surface" else None, f"why_no_{name}": str(problem)}
    return told


def _effects(results: Results, measure: str, level: float) -> list[dict[str, Any]]:
    return [{"effect": name} | _ends(each) for name, each in results.effects(measure, level=level)]


def _sobol(results: Results, measure: str, level: float) -> list[dict[str, Any]]:
    return [
        {"factor": each.name, "first": each.first.mean, "first_low": each.first.low, "first_high": each.first.high,
         "total": each.total.mean, "total_low": each.total.low, "total_high": each.total.high}
        for each in results.sobol(measure, level)
    ]  # fmt: skip


def _surface(results: Results, measure: str, level: float) -> dict[str, Any]:
    found = results.surface(measure, level)
    places = {"stationary": found.stationary, "lowest": found.lowest, "highest": found.highest}
    return {
        "terms": [{"term": name} | _ends(each) for name, each in found.terms],
        "r2_adjusted": found.r2_adjusted,
        "lack_of_fit": found.lack_of_fit._asdict() if found.lack_of_fit is not None else None,
        "nature": found.nature,
    } | {name: place._asdict() | {"inside": place.inside} if place is not None else None
         for name, place in places.items()}  # fmt: skip


def _ends(interval: Interval) -> dict[str, float]:
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def _needed(results: Results, point: int, measure: str, asked: Asked) -> int | None:
    goal = Precision(asked.precision, relative=True).allowed(results.interval(point, measure).mean)
    try:
        return replications_needed(results.values(point, measure), goal, asked.level)
    except ValueError:
        return None  # a single value, or a mean of zero


def _warm_up(results: Results, asked: Asked) -> dict[str, Any]:
    assert asked.warm_up is not None
    mean = results.mean_series(asked.base, asked.warm_up, asked.every)
    cut = mser5(mean)
    days = cut.observations * asked.every / MINUTES_PER_DAY
    return {"series": asked.warm_up, "every_min": asked.every, "cut_days": days, "settled": cut.settled,
            "values": mean.tolist()}  # fmt: skip
