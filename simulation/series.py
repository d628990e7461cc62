"""Time series of a run: what a measure was in each stretch of time, pure functions of the log and the scenario."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.cases import cases
from simulation.errors import InputError, nearest
from simulation.indexed import Floats, indexed
from simulation.log import Log
from simulation.measures import waiting
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY

_OF_CASES = {
    "satisfaction": "satisfaction",
    "effort_min": "effort_min",
    "first_reply_min": "first_reply_min",
    "solution_min": "solved_min",
    "contacts_per_case": "contacts",
}


def series_names(scenario: Scenario) -> list[str]:
    """Return the names of the series that a scenario's runs have."""
    return ["contacts_per_day", *_OF_CASES, *(f"backlog.{channel}" for channel in scenario.channels)]


def series(log: Log, scenario: Scenario, name: str, every: float = MINUTES_PER_DAY) -> Floats:
    """Return a measure in each stretch of time from the beginning of the run, warm-up included.

    Parameters
    ----------
    log : ndarray
        Of one run.
    scenario : Scenario
        Which was run.
    name : str
        ``contacts_per_day``: contacts made in the stretch; ``backlog.C``: mean number waiting in channel C in it;
        ``satisfaction``, ``effort_min``, ``first_reply_min``, ``solution_min``, ``contacts_per_case``: mean over the
        cases opened in it (with a contact, for the last), not-a-number where there is none.
    every : float
        Minutes. In a company with opening hours take whole days, or its daily rhythm is taken for a warm-up.

    Returns
    -------
    ndarray, shape (floor(run length / every),)

    Raises
    ------
    InputError
        When there is no such series, or the run has no whole stretch.
    """
    if name not in series_names(scenario):
        raise InputError(f"no series '{name}', {nearest(name, series_names(scenario))}")
    stretches = int(scenario.days * MINUTES_PER_DAY / every) if every > 0 else 0
    if stretches < 1:
        raise InputError(f"every = {every:g}: expected a stretch of time within the run's {scenario.days:g} days")
    edges: Floats = np.arange(stretches + 1, dtype=np.float64) * every
    if name == "contacts_per_day":
        made = np.histogram(indexed(log).rows(ev.CONTACT)["time"], edges)[0]
        return made * (MINUTES_PER_DAY / every)
    if name.startswith("backlog."):
        return _mean_between(*waiting(log, list(scenario.channels).index(name.removeprefix("backlog."))), edges)
    table = cases(log, scenario.with_({"warm_up_days": 0}))
    return _means(table["opened"], table[_OF_CASES[name]].astype(float), edges, name == "contacts_per_case")


def _mean_between(times: Floats, levels: Floats, edges: Floats) -> Floats:
    """Return the time average of a step function, 0 before its first step, between each two edges."""
    ends = np.append(times[1:], max(edges[-1], times[-1] if len(times) else 0.0))
    area = np.concatenate([[0.0], np.cumsum((ends - times) * levels)]) if len(times) else np.zeros(1)
    at = np.searchsorted(times, edges, side="right")
    last = np.maximum(at - 1, 0)
    until = np.where(at > 0, area[last] + (edges - times[last]) * levels[last], 0.0) if len(times) else 0.0 * edges
    mean: Floats = np.diff(until) / np.diff(edges)
    return mean


def _means(opened: Floats, values: Floats, edges: Floats, touched: bool) -> Floats:
    kept = ~np.isnan(values) & ((values > 0) | (not touched))
    count = np.histogram(opened[kept], edges)[0]
    total = np.histogram(opened[kept], edges, weights=values[kept])[0]
    means: Floats = np.divide(total, count, out=np.full(len(count), np.nan), where=count > 0)
    return means
