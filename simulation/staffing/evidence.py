"""Evidence: whether a target is met, how sure that is, and when enough runs have been made to say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from simulation.interval_measures import Count
from simulation.scenario import Scenario
from simulation.staffing.targets import Target
from simulation.workload import Workload

Floats = NDArray[np.float64]
Luck = tuple[float, float]


class Evidence(NamedTuple):
    """What replications say about one target.

    Attributes
    ----------
    target : Target
        Which.
    level : float
        The share that was served in time (or hung up).
    low, high : float
        Its two-sided interval at the stated confidence.
    sure : float
        How sure it is that the target is met: Student's distribution at the mean excess over its standard error.
    verdict : bool or None
        Met, missed, or None while the runs do not tell.
    replications : int
        How many runs it rests on.
    """

    target: Target
    level: float
    low: float
    high: float
    sure: float
    verdict: bool | None
    replications: int


def luck_of(scenario: Scenario, channel: str, seed: int, replication: int) -> Luck:
    """Return how much more luck brought than it does in the mean: needs, and the work in them.

    Parameters
    ----------
    scenario : Scenario
        Whose needs; the company's side plays no part.
    channel : str
        Whose handling times.
    seed, replication : int
        Which luck.

    Returns
    -------
    tuple of two float
        Relative excess of the number of needs and orders over its mean, and of the handling minutes that they bring at
        their first contact over what so many bring in the mean. Both have the mean 0, whatever the company does.
    """
    workload = Workload(scenario, seed, replication)
    came = expected = minutes = mean_minutes = 0.0
    for source in workload.sources:
        arrivals = workload.process(source)
        mean = arrivals.daily(scenario.population.customers) * scenario.days
        if mean == 0:
            continue  # an incident's customers come when it hits
        count = workload.rows(source)
        own = scenario.needs[source].work if source in scenario.needs else None
        each = (own or scenario.channels[channel].work).mean
        came, expected = came + count, expected + mean
        minutes += float(workload.streams[source][f"work.{channel}"].first(count).sum()) - each * count
        mean_minutes += each * mean
    return (came - expected) / (expected or 1.0), minutes / (mean_minutes or 1.0)


def adjusted(values: Floats, luck: Floats) -> tuple[float, float, int]:
    """Return the mean of replications with what luck brought taken out of it, its standard error, degrees of freedom.

    Parameters
    ----------
    values : ndarray, shape (replications,)
        One value a replication.
    luck : ndarray, shape (replications, controls)
        Controls whose mean is known to be 0.

    Notes
    -----
    Ordinary least squares of the values on the controls; the intercept estimates the mean, and its error is that of
    the residuals. With few replications the controls are left out, which costs nothing but runs.

    References
    ----------
    S. S. Lavenberg, P. D. Welch (1981), A perspective on the use of control variables to increase the efficiency of
    Monte Carlo simulations, Management Science 27.
    """
    count = len(values)
    controls = luck[:, luck.std(axis=0) > 0] if count >= _ENOUGH_FOR_CONTROLS else luck[:, :0]
    design = np.column_stack([np.ones(count), controls])
    free = count - design.shape[1]
    fit, *_ = np.linalg.lstsq(design, values, rcond=None)
    rest = values - design @ fit
    spread = float(rest @ rest) / free * float(np.linalg.inv(design.T @ design)[0, 0])
    return float(fit[0]), math.sqrt(max(0.0, spread)), free


_ENOUGH_FOR_CONTROLS = 8


def looks(first: int, most: int) -> list[int]:
    """Return after how many replications the evidence is looked at: twice as many each time.

    >>> looks(10, 60)
    [10, 20, 40, 60]
    """
    numbers = [first]
    while numbers[-1] < most:
        numbers.append(min(2 * numbers[-1], most))
    return numbers


def judged(
    target: Target, counts: Sequence[Count], luck: Sequence[Luck], confidence: float, share_of_error: float
) -> Evidence:
    """Return what replications say about a target.

    Parameters
    ----------
    target : Target
        What is promised.
    counts : sequence of Count
        One a replication.
    luck : sequence of tuple of float
        What luck brought to each, see `luck_of`.
    confidence : float
        How sure a verdict must be, between .5 and 1.
    share_of_error : float
        The share of the error that this look may spend: one over the number of looks.

    Notes
    -----
    With S in time of N offered and the promised share p, the excess ``S - p N`` has a mean above 0 if and only if the
    ratio of the means keeps the promise; it is tested one-sided, without the bias that a mean of ratios has. Looking
    several times, each look spends its share of the error (Bonferroni), so that the whole sequence is wrong with
    probability at most ``1 - confidence``.
    """
    excess = np.array([target.excess(count) for count in counts])
    offered = float(np.mean([count.offered for count in counts]))
    mean, error, free = adjusted(excess, np.array(luck))
    score = mean / error if error > 0 else math.copysign(math.inf, mean) if mean else math.inf
    sure = float(stdtr(free, score)) if math.isfinite(score) else float(score > 0)
    wrong = (1 - confidence) * share_of_error
    verdict = True if sure >= 1 - wrong else False if sure <= wrong else None
    sign = 1.0 if target.within is not None else -1.0
    if not offered:
        return Evidence(target, math.nan, math.nan, math.nan, math.nan, None, len(counts))
    level = target.promised + sign * mean / offered
    half = float(stdtrit(free, (1 + confidence) / 2)) * error / offered
    low, high = max(0.0, level - half), min(1.0, level + half)
    return Evidence(target, min(1.0, max(0.0, level)), low, high, sure, verdict, len(counts))


def counted(job: tuple[Scenario, tuple[Target, ...], int, int]) -> list[Count]:
    """Run a scenario once and count for each target: (scenario, targets, seed, replication)."""
    from simulation.run import simulate

    scenario, targets, seed, replication = job
    log = simulate(scenario, seed, replication).log
    return [target.count(log, scenario) for target in targets]
