"""How many agents: the smallest staff that keeps a promise, and the square-root rule."""

import math
from collections.abc import Callable

from ._checks import inner_share, not_negative, positive
from .erlang import erlang_a, erlang_c


def staff_for_service_level(arrival_rate: float, service_mean: float, target: float, within: float) -> int:
    """Fewest agents that answer the share `target` of patient customers within `within` minutes (Erlang C).

    Parameters
    ----------
    arrival_rate : float
        Customers per minute.
    service_mean : float
        Mean service time in minutes (exponential).
    target : float
        Share to be answered in time, strictly between 0 and 1.
    within : float
        Promised time in minutes, at least 0.

    Returns
    -------
    int
        Number of agents.

    Raises
    ------
    ValueError
        For a rate or mean that is not above 0, a target outside (0, 1) or a negative time.

    References
    ----------
    A. K. Erlang (1917), as for `erlang_b`.

    Examples
    --------
    >>> staff_for_service_level(arrival_rate=10 / 3, service_mean=3.0, target=0.80, within=20 / 60)
    14
    """
    arrival_rate = positive("staff_for_service_level", "arrival_rate", arrival_rate)
    service_mean = positive("staff_for_service_level", "service_mean", service_mean)
    target = inner_share("staff_for_service_level", "target", target)
    within = not_negative("staff_for_service_level", "within", within)
    least = math.floor(arrival_rate * service_mean) + 1
    return _fewest(least, lambda n: erlang_c(n, arrival_rate, service_mean).service_level(within) >= target)


def staff_for_abandonment(
    arrival_rate: float, service_mean: float, patience_mean: float, most_abandoning: float
) -> int:
    """Fewest agents with which at most the share `most_abandoning` of the customers gives up (Erlang A).

    Parameters
    ----------
    arrival_rate : float
        Customers per minute.
    service_mean, patience_mean : float
        Mean service time and mean patience in minutes (both exponential).
    most_abandoning : float
        Largest share that may abandon, strictly between 0 and 1.

    Returns
    -------
    int
        Number of agents.

    Raises
    ------
    ValueError
        For a rate or mean that is not above 0, or a share outside (0, 1).

    References
    ----------
    C. Palm (1957), as for `erlang_a`.

    Examples
    --------
    >>> staff_for_abandonment(arrival_rate=10 / 3, service_mean=3.0, patience_mean=3.0, most_abandoning=0.05)
    13
    """
    arrival_rate = positive("staff_for_abandonment", "arrival_rate", arrival_rate)
    service_mean = positive("staff_for_abandonment", "service_mean", service_mean)
    patience_mean = positive("staff_for_abandonment", "patience_mean", patience_mean)
    most = inner_share("staff_for_abandonment", "most_abandoning", most_abandoning)
    # At most n mu customers are answered per minute, so fewer agents than this lose too many for certain.
    least = max(1, math.floor(arrival_rate * service_mean * (1.0 - most)))
    return _fewest(least, lambda n: erlang_a(n, arrival_rate, service_mean, patience_mean).p_abandon <= most)


def halfin_whitt(beta: float) -> float:
    """Share that waits in a large team staffed by the square-root rule, in the limit of many agents.

    1 / (1 + beta Phi(beta) / phi(beta)), with Phi and phi the distribution and density of the standard normal.

    Parameters
    ----------
    beta : float
        Safety staffing: spare agents per square root of the load, above 0.

    Returns
    -------
    float
        Probability of waiting, 1 for beta near 0 and falling to 0.

    Raises
    ------
    ValueError
        For a beta that is not above 0.

    References
    ----------
    S. Halfin, W. Whitt (1981), Heavy-traffic limits for queues with many exponential servers, Operations Research 29.

    Examples
    --------
    >>> round(halfin_whitt(1.0), 6)
    0.223361
    """
    beta = positive("halfin_whitt", "beta", beta)
    density = math.exp(-beta * beta / 2.0) / math.sqrt(2.0 * math.pi)
    distribution = math.erfc(-beta / math.sqrt(2.0)) / 2.0
    return density / (density + beta * distribution)


def square_root_staffing(load: float, beta: float) -> int:
    """Agents by the square-root rule: load + beta sqrt(load), rounded up.

    Parameters
    ----------
    load : float
        Offered load in erlangs.
    beta : float
        Safety staffing, above 0; see `halfin_whitt`.

    Returns
    -------
    int
        Number of agents, always more than the load.

    Raises
    ------
    ValueError
        For an input that is not above 0.

    References
    ----------
    S. Halfin, W. Whitt (1981), as for `halfin_whitt`.

    Examples
    --------
    >>> square_root_staffing(100.0, 1.0), square_root_staffing(1600.0, 1.0)
    (110, 1640)
    """
    load = positive("square_root_staffing", "load", load)
    beta = positive("square_root_staffing", "beta", beta)
    agents = load + beta * math.sqrt(load)
    # A whole number that came out a hair too large is not rounded up to the next one.
    nearest = round(agents)
    rounded_up = nearest if math.isclose(agents, nearest, rel_tol=1e-12) else math.ceil(agents)
    return max(rounded_up, math.floor(load) + 1)


def _fewest(least: int, enough: Callable[[int], bool]) -> int:
    """Smallest number from `least` on that is enough, when more is never worse."""
    step = 1
    while not enough(least + step - 1):
        step *= 2
    low, high = least + step // 2, least + step - 1
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low
