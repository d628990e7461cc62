"""Several classes of customers in one line, the more urgent first (Cobham), nobody interrupted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ._checks import not_negative, positive, several, stable
from .erlang import erlang_c


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """Figures of a line with priorities; times in minutes.

    `mean_waits` has one mean wait per class, most urgent first; `mean_wait` is the mean over all customers, and
    `first_come_first_served` what the same line would give everybody without classes.
    """

    mean_waits: tuple[float, ...]
    mean_wait: float
    first_come_first_served: float
    occupancy: float


def cobham(arrival_rates: Sequence[float], service_mean: float, servers: int = 1) -> PriorityLine:
    """Non-preemptive priorities with one common exponential service time (M/M/c).

    mean_waits[k] = p_wait / (c mu (1 - s(k-1)) (1 - s(k))), where s(k) is the load of the classes 0 ... k per agent,
    s(-1) = 0, and p_wait is that of `erlang_c`. With one service time for all, priority only hands waiting from one
    class to another: `mean_wait` equals `first_come_first_served`.

    Parameters
    ----------
    arrival_rates : sequence of float, length = number of classes
        Customers per minute of each class, most urgent first.
    service_mean : float
        Mean service time in minutes.
    servers : int
        Number of agents, at least 1.

    Returns
    -------
    PriorityLine
        Mean wait per class and over all.

    Raises
    ------
    ValueError
        For no class at all, an input that is not above 0, or a load that the servers cannot carry.

    References
    ----------
    A. Cobham (1954), Priority assignment in waiting line problems, Operations Research 2.

    Examples
    --------
    >>> [round(wait, 6) for wait in cobham([0.06, 0.10], service_mean=5.0).mean_waits]
    [5.714286, 28.571429]
    """
    rates = _rates("cobham", arrival_rates)
    line = erlang_c(servers, math.fsum(rates), service_mean)
    loads = [rate * service_mean / servers for rate in rates]
    return _share_out(rates, loads, line.p_wait * service_mean / servers)


def cobham_general(
    arrival_rates: Sequence[float], service_means: Sequence[float], service_cvs: Sequence[float]
) -> PriorityLine:
    """Non-preemptive priorities before one agent, each class with work of its own (M/G/1).

    mean_waits[k] = W0 / ((1 - s(k-1)) (1 - s(k))), where s(k) is the load of the classes 0 ... k and
    W0 = sum of lambda E[S^2] / 2 the work found in hand, E[S^2] = mean^2 (1 + cv^2).

    Parameters
    ----------
    arrival_rates : sequence of float, length = number of classes
        Customers per minute of each class, most urgent first.
    service_means : sequence of float, same length
        Mean service time of each class in minutes.
    service_cvs : sequence of float, same length
        Coefficient of variation of each service time.

    Returns
    -------
    PriorityLine
        Mean wait per class and over all.

    Raises
    ------
    ValueError
        For no class at all, lists of different length, an impossible value, or a load of 1 erlang or more.

    References
    ----------
    A. Cobham (1954), as for `cobham`.

    Examples
    --------
    >>> [round(wait, 6) for wait in cobham_general([0.06, 0.10], [5.0, 5.0], [0.0, 0.0]).mean_waits]
    [2.857143, 14.285714]
    """
    rates = _rates("cobham_general", arrival_rates)
    means = [positive("cobham_general", name, mean) for name, mean in _named("service_means", service_means, rates)]
    cvs = [not_negative("cobham_general", name, cv) for name, cv in _named("service_cvs", service_cvs, rates)]
    loads = [rate * mean for rate, mean in zip(rates, means, strict=True)]
    stable("cobham_general", 1, math.fsum(loads))
    in_hand = math.fsum(load * mean * (1 + cv**2) / 2 for load, mean, cv in zip(loads, means, cvs, strict=True))
    return _share_out(rates, loads, in_hand)


def _rates(where: str, arrival_rates: object) -> list[float]:
    rates = several(where, "arrival_rates", arrival_rates)
    return [positive(where, f"arrival_rates[{k}]", rate) for k, rate in enumerate(rates)]


def _named(name: str, values: object, rates: list[float]) -> list[tuple[str, object]]:
    """Each value with the name of its place, one per class."""
    items = several("cobham_general", name, values)
    if len(items) != len(rates):
        raise ValueError(f"cobham_general: {name} has {len(items)} values, expected {len(rates)}, one per class.")
    return [(f"{name}[{k}]", item) for k, item in enumerate(items)]


def _share_out(rates: list[float], loads: list[float], in_hand: float) -> PriorityLine:
    """Cobham's formula: the work found in hand, seen from each class."""
    free = [1.0 - math.fsum(loads[:k]) for k in range(len(loads) + 1)]
    waits = tuple(in_hand / (free[k] * free[k + 1]) for k in range(len(loads)))
    mean_wait = math.fsum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / math.fsum(rates)
    return PriorityLine(waits, mean_wait, in_hand / free[-1], math.fsum(loads))
