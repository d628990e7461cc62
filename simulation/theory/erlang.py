"""Many agents, one line: Erlang B, C and A, and the line with a limited number of places.

All four are birth-death chains below the same c agents. What happens among the agents is Erlang B; what happens in
the line is a sum of positive terms. Computed that way nothing is subtracted and nothing overflows, for a thousand
agents as for one.
"""

import math
from dataclasses import dataclass

from ._checks import not_negative, positive, stable, whole

MOST_TERMS = 200_000
_HUGE = 1e200


def erlang_b(servers: int, load: float) -> float:
    """Share of calls that find every line taken and are lost (M/M/c/c).

    B(0) = 1 and B(n) = load B(n-1) / (n + load B(n-1)).

    Parameters
    ----------
    servers : int
        Number of agents or lines, at least 1.
    load : float
        Offered load in erlangs: arrival rate times mean service time.

    Returns
    -------
    float
        Probability of loss.

    Raises
    ------
    ValueError
        For fewer than one server or a load that is not above 0.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities of significance in automatic
    telephone exchanges, Elektroteknikeren 13.

    Examples
    --------
    >>> round(erlang_b(10, 8.0), 6)
    0.121661
    """
    servers = whole("erlang_b", "servers", servers)
    load = positive("erlang_b", "load", load)
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


@dataclass(frozen=True, slots=True)
class ErlangC:
    """Figures of M/M/c with patient customers; times in minutes, the rate per minute.

    `p_wait` is the share that waits, `mean_wait` the mean over all customers (those who do not wait included),
    `mean_queue` the mean number in line and `occupancy` the busy share of an agent.
    """

    servers: int
    arrival_rate: float
    service_mean: float
    p_wait: float
    mean_wait: float
    mean_queue: float
    occupancy: float

    def service_level(self, within: float) -> float:
        """Share of customers answered within `within` minutes: 1 - p_wait exp(-(c mu - lambda) within).

        Examples
        --------
        >>> round(erlang_c(14, 10 / 3, 3.0).service_level(20 / 60), 6)
        0.88835
        """
        within = not_negative("service_level", "within", within)
        spare_rate = self.servers / self.service_mean - self.arrival_rate
        return 1.0 - self.p_wait * math.exp(-spare_rate * within)


def erlang_c(servers: int, arrival_rate: float, service_mean: float) -> ErlangC:
    """Give the figures of a line with patient customers (M/M/c, first come first served).

    With load a, rho = a/c and the loss B of `erlang_b`: p_wait = B / (1 - rho (1 - B)),
    mean_wait = p_wait / (c mu - lambda), mean_queue = lambda mean_wait.

    Parameters
    ----------
    servers : int
        Number of agents, at least 1.
    arrival_rate : float
        Customers per minute.
    service_mean : float
        Mean service time in minutes (exponential).

    Returns
    -------
    ErlangC
        Waiting probability, mean wait, mean queue, occupancy; service level within any time.

    Raises
    ------
    ValueError
        For an input that is not above 0, or a load that the servers cannot carry.

    References
    ----------
    A. K. Erlang (1917), as for `erlang_b`.

    Examples
    --------
    >>> line = erlang_c(servers=14, arrival_rate=10 / 3, service_mean=3.0)
    >>> round(line.p_wait, 6), round(60 * line.mean_wait, 4), round(line.occupancy, 4)
    (0.174132, 7.8359, 0.7143)
    """
    servers = whole("erlang_c", "servers", servers)
    arrival_rate = positive("erlang_c", "arrival_rate", arrival_rate)
    service_mean = positive("erlang_c", "service_mean", service_mean)
    load = arrival_rate * service_mean
    stable("erlang_c", servers, load)
    blocked = erlang_b(servers, load)
    occupancy = load / servers
    p_wait = blocked / (1.0 - occupancy * (1.0 - blocked))
    mean_wait = p_wait * service_mean / (servers - load)
    return ErlangC(servers, arrival_rate, service_mean, p_wait, mean_wait, arrival_rate * mean_wait, occupancy)


@dataclass(frozen=True, slots=True)
class FiniteQueue:
    """Figures of M/M/c/K; times in minutes.

    `p_blocked` is the share turned away. `p_wait` and `mean_wait` are those of the accepted customers, `mean_queue`
    the mean number in line and `occupancy` the busy share of an agent.
    """

    p_blocked: float
    p_wait: float
    mean_wait: float
    mean_queue: float
    occupancy: float


def finite_queue(servers: int, capacity: int, arrival_rate: float, service_mean: float) -> FiniteQueue:
    """Give the figures of a line that turns customers away when `capacity` are in the system (M/M/c/K).

    With rho = a/c, and relative to the state in which all agents are busy and nobody waits, j customers wait with
    weight rho^j, j = 0 ... K - c; all states with a free agent together weigh 1/B - 1, B from `erlang_b`.
    Any load is allowed: the limit keeps the line finite.

    Parameters
    ----------
    servers : int
        Number of agents c, at least 1.
    capacity : int
        Places in the system K, at least `servers`.
    arrival_rate : float
        Customers per minute, those turned away included.
    service_mean : float
        Mean service time in minutes (exponential).

    Returns
    -------
    FiniteQueue
        Blocking of all arrivals; waiting of the accepted ones; mean queue; occupancy.

    Raises
    ------
    ValueError
        For an input that is not above 0, or fewer places than servers.

    References
    ----------
    D. Gross, J. F. Shortle, J. M. Thompson, C. M. Harris (2008), Fundamentals of Queueing Theory, 4th ed., chapter 2.

    Examples
    --------
    >>> line = finite_queue(servers=2, capacity=4, arrival_rate=1.0, service_mean=2.0)
    >>> round(line.p_blocked, 6), round(line.p_wait, 6), round(line.mean_queue, 6)
    (0.222222, 0.571429, 0.666667)
    """
    servers = whole("finite_queue", "servers", servers)
    capacity = whole("finite_queue", "capacity", capacity, least=servers)
    arrival_rate = positive("finite_queue", "arrival_rate", arrival_rate)
    service_mean = positive("finite_queue", "service_mean", service_mean)
    places = capacity - servers
    rho = arrival_rate * service_mean / servers
    blocked_b = erlang_b(servers, rho * servers)
    # The heaviest state weighs 1: the empty line when rho <= 1, the full one otherwise.
    log_rho = math.log(rho)
    heaviest = 0 if rho <= 1 else places
    weights = [math.exp((j - heaviest) * log_rho) for j in range(places + 1)]
    total = weights[0] * (1.0 - blocked_b) + blocked_b * math.fsum(weights)
    p_blocked = blocked_b * weights[-1] / total
    # Written as a sum of served states, so that it keeps its digits when almost everybody is turned away.
    p_accepted = (weights[0] * (1.0 - blocked_b) + blocked_b * math.fsum(weights[:-1])) / total
    p_wait = blocked_b * math.fsum(weights[:-1]) / total / p_accepted
    mean_queue = blocked_b * math.fsum(j * weight for j, weight in enumerate(weights)) / total
    mean_wait = mean_queue / (arrival_rate * p_accepted)
    return FiniteQueue(p_blocked, p_wait, mean_wait, mean_queue, rho * p_accepted)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """Figures of M/M/c+M, customers with limited patience; times in minutes, the rate per minute.

    `p_wait` is the share that finds no free agent, `p_abandon` the share of all that gives up, `mean_wait` the mean
    over all customers (until answered or gone; those who do not wait included), `mean_wait_answered` the mean over
    those answered, `mean_queue` the mean number in line and `occupancy` the busy share of an agent.
    """

    servers: int
    arrival_rate: float
    service_mean: float
    patience_mean: float
    p_wait: float
    p_abandon: float
    mean_wait: float
    mean_wait_answered: float
    mean_queue: float
    occupancy: float

    def answered_within(self, within: float) -> float:
        """Share of all customers answered within `within` minutes; those who abandon are not answered.

        The offered wait has, above 0, a density proportional to exp(lambda H(x) - c mu x) with
        H(x) = (1 - exp(-theta x)) / theta (Baccelli and Hébuterne 1981). A customer with patience left at x is
        answered, so the share answered later than T is the integral of exp(-theta x) times that density from T on.
        With u = exp(-theta T) and A(lambda) = 1 + sum over j of lambda^j / ((c mu + theta) ... (c mu + j theta)) it is
        p_wait exp(lambda H(T) - c mu T) (A(lambda u) - 1) / (rho A(lambda)).

        Examples
        --------
        >>> round(erlang_a(14, 10 / 3, 3.0, 3.0).answered_within(20 / 60), 6)
        0.92556
        """
        within = not_negative("answered_within", "within", within)
        service_rate, impatience = 1.0 / self.service_mean, 1.0 / self.patience_mean
        full_rate = self.servers * service_rate
        now = _impatient_line(self.arrival_rate, full_rate, impatience)
        later = _impatient_line(self.arrival_rate * math.exp(-impatience * within), full_rate, impatience)
        if later.beyond_first == 0.0:
            return 1.0 - self.p_abandon
        joining = -self.arrival_rate * math.expm1(-impatience * within) / impatience
        log_ratio = joining - full_rate * within + later.log_scale - now.log_scale
        still_in_line = math.exp(log_ratio + math.log(later.beyond_first / now.total))
        answered_later = self.p_wait * still_in_line * full_rate / self.arrival_rate
        return max(0.0, 1.0 - self.p_abandon - answered_later)


def erlang_a(servers: int, arrival_rate: float, service_mean: float, patience_mean: float) -> ErlangA:
    """Give the figures of a line with customers who give up (M/M/c+M, the Palm or Erlang-A model).

    With theta = 1 / patience_mean and relative to the state in which all agents are busy and nobody waits, j customers
    wait with weight t_j = lambda^j / ((c mu + theta) ... (c mu + j theta)); all states with a free agent weigh
    1/B - 1, B from `erlang_b`. Whoever joins behind j others abandons with probability
    (j + 1) theta / (c mu + (j + 1) theta), and if answered has waited the sum of 1 / (c mu + i theta), i = 1 ... j + 1.
    Any load is allowed: impatience keeps the line finite.

    Parameters
    ----------
    servers : int
        Number of agents, at least 1.
    arrival_rate : float
        Customers per minute.
    service_mean, patience_mean : float
        Mean service time and mean patience in minutes (both exponential).

    Returns
    -------
    ErlangA
        Waiting and abandonment probabilities, mean waits, mean queue, occupancy; share answered within any time.

    Raises
    ------
    ValueError
        For an input that is not above 0, or a patience so long that hundreds of thousands would stand in line.

    References
    ----------
    C. Palm (1957), Research on telephone traffic carried by full availability groups, Tele 1.
    F. Baccelli, G. Hébuterne (1981), On queues with impatient customers, Performance '81.
    A. Mandelbaum, S. Zeltyn (2007), Service engineering in action: the Palm/Erlang-A queue, with applications to call
    centers, in Advances in Services Innovations, Springer.

    Examples
    --------
    >>> line = erlang_a(servers=10, arrival_rate=10 / 3, service_mean=3.0, patience_mean=3.0)
    >>> round(line.p_wait, 5), round(line.p_abandon, 5), round(line.occupancy, 5)
    (0.54207, 0.12511, 0.87489)
    """
    servers = whole("erlang_a", "servers", servers)
    arrival_rate = positive("erlang_a", "arrival_rate", arrival_rate)
    service_mean = positive("erlang_a", "service_mean", service_mean)
    patience_mean = positive("erlang_a", "patience_mean", patience_mean)
    load = arrival_rate * service_mean
    blocked = erlang_b(servers, load)
    line = _impatient_line(arrival_rate, servers / service_mean, 1.0 / patience_mean)
    empty_line = math.exp(-line.log_scale)
    all_busy = blocked / (empty_line * (1.0 - blocked) + blocked * line.total)
    p_abandon = all_busy * line.abandoning
    # The answered share as a sum of its own keeps its digits when nearly everybody gives up.
    p_answered = all_busy * line.answered + (1.0 - all_busy * line.total)
    return ErlangA(
        servers,
        arrival_rate,
        service_mean,
        patience_mean,
        p_wait=all_busy * line.total,
        p_abandon=p_abandon,
        mean_wait=all_busy * line.waiting / arrival_rate,
        mean_wait_answered=all_busy * line.wait_of_answered / p_answered,
        mean_queue=all_busy * line.waiting,
        occupancy=load * p_answered / servers,
    )


@dataclass(frozen=True, slots=True)
class _ImpatientLine:
    """Sums over the states of an impatient line, each to be multiplied by exp(log_scale)."""

    log_scale: float
    total: float
    beyond_first: float
    waiting: float
    abandoning: float
    answered: float
    wait_of_answered: float


def _impatient_line(arrival_rate: float, full_rate: float, impatience: float) -> _ImpatientLine:
    """Sum the weights t_j of `erlang_a` until the rest no longer shows in the last digit."""
    weight, log_scale, j = 1.0, 0.0, 0
    total = beyond_first = waiting = abandoning = answered = wait_of_answered = wait = 0.0
    while True:
        leaving_rate = full_rate + (j + 1) * impatience
        wait += 1.0 / leaving_rate
        total += weight
        beyond_first += weight if j else 0.0
        waiting += weight * j
        abandoning += weight * (j + 1) * impatience / leaving_rate
        answered += weight * full_rate / leaving_rate
        wait_of_answered += weight * wait * full_rate / leaving_rate
        ratio = arrival_rate / leaving_rate
        weight *= ratio
        j += 1
        if ratio < 1.0:
            # From here on the weights fall at least geometrically; the line beyond j weighs at most this much.
            rest = weight / (1.0 - ratio)
            if rest * (j + 1.0 / (1.0 - ratio)) <= 1e-17 * max(waiting, wait_of_answered * arrival_rate):
                break
        if j > MOST_TERMS:
            raise ValueError(
                f"erlang_a: patience_mean is {1.0 / impatience:.6g} minutes, which at {arrival_rate:.6g} arrivals and "
                f"{full_rate:.6g} services per minute lets more than {MOST_TERMS} customers stand in line; "
                "expected a shorter patience or fewer arrivals."
            )
        if weight > _HUGE:
            weight, log_scale = weight / _HUGE, log_scale + math.log(_HUGE)
            total, beyond_first, waiting = total / _HUGE, beyond_first / _HUGE, waiting / _HUGE
            abandoning, answered, wait_of_answered = abandoning / _HUGE, answered / _HUGE, wait_of_answered / _HUGE
    return _ImpatientLine(log_scale, total, beyond_first, waiting, abandoning, answered, wait_of_answered)
