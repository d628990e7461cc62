"""One agent: any distribution of work, and an agent whose attention comes and goes."""

from dataclasses import dataclass

from ._checks import not_negative, positive, stable


@dataclass(frozen=True, slots=True)
class SingleServer:
    """Figures of M/G/1, first come first served; times in minutes.

    `mean_wait` until work begins, `mean_in_system` until it is done, `mean_queue` the mean number in line,
    `occupancy` the busy share of the agent.
    """

    mean_wait: float
    mean_in_system: float
    mean_queue: float
    occupancy: float


def pollaczek_khinchine(arrival_rate: float, service_mean: float, service_cv: float) -> SingleServer:
    """One agent, work of any distribution (M/G/1): variation alone makes customers wait.

    mean_wait = rho / (1 - rho) * service_mean * (1 + service_cv^2) / 2.

    Parameters
    ----------
    arrival_rate : float
        Customers per minute.
    service_mean : float
        Mean service time in minutes.
    service_cv : float
        Coefficient of variation of the service time: 0 always the same, 1 exponential.

    Returns
    -------
    SingleServer
        Mean wait, mean time in system, mean queue, occupancy.

    Raises
    ------
    ValueError
        For a rate or mean that is not above 0, a negative variation, or a load of 1 erlang or more.

    References
    ----------
    F. Pollaczek (1930), Mathematische Zeitschrift 32. A. Y. Khinchine (1932), Matematicheskii Sbornik 39.

    Examples
    --------
    >>> [round(pollaczek_khinchine(0.16, 5.0, cv).mean_wait, 6) for cv in (0, 1, 2)]
    [10.0, 20.0, 50.0]
    """
    arrival_rate = positive("pollaczek_khinchine", "arrival_rate", arrival_rate)
    service_mean = positive("pollaczek_khinchine", "service_mean", service_mean)
    service_cv = not_negative("pollaczek_khinchine", "service_cv", service_cv)
    load = arrival_rate * service_mean
    stable("pollaczek_khinchine", 1, load)
    mean_wait = load / (1.0 - load) * service_mean * (1.0 + service_cv**2) / 2.0
    return SingleServer(mean_wait, mean_wait + service_mean, arrival_rate * mean_wait, load)


@dataclass(frozen=True, slots=True)
class DistractedAgent:
    """Figures of M/M/1 with an agent who is attentive and away in turn; times in minutes.

    `busy` is the share of all time spent at work on a customer, `attentive` the share of time present,
    `mean_in_system` the mean time from arrival to answer and `mean_number` the mean number not yet answered.
    """

    busy: float
    attentive: float
    mean_in_system: float
    mean_number: float


def distracted_agent(
    arrival_rate: float, service_mean: float, attentive_mean: float, away_mean: float
) -> DistractedAgent:
    """One agent who looks away: attentive and away for exponential times, whatever lies on the table.

    Work begun is interrupted and taken up again. With a = 1 / attentive_mean, b = 1 / away_mean, mu = 1 / service_mean:
    mean_number = lambda ((a + b)^2 + mu a) / ((a + b) (mu b - lambda (a + b))) and busy = lambda / mu. An agent may be
    idle three quarters of the time and still answer after hours.

    Parameters
    ----------
    arrival_rate : float
        Customers per minute.
    service_mean : float
        Mean work per customer in minutes (exponential), interruptions not counted.
    attentive_mean, away_mean : float
        Mean length of an attentive and of an absent period in minutes (both exponential).

    Returns
    -------
    DistractedAgent
        Busy share, attentive share, mean time in system, mean number in system.

    Raises
    ------
    ValueError
        For an input that is not above 0, or more work than the attentive share can carry.

    References
    ----------
    H. White, L. S. Christie (1958), Queuing with preemptive priorities or with breakdown, Operations Research 6.
    B. Avi-Itzhak, P. Naor (1963), Some queuing problems with the service station subject to breakdown, Operations
    Research 11.

    Examples
    --------
    Three contacts an hour, twelve possible, attentive four hours and away three on average:

    >>> agent = distracted_agent(arrival_rate=3 / 60, service_mean=5.0, attentive_mean=240.0, away_mean=180.0)
    >>> round(agent.busy, 6), round(agent.mean_in_system / 60, 6)
    (0.25, 2.544974)
    """
    arrival_rate = positive("distracted_agent", "arrival_rate", arrival_rate)
    service_mean = positive("distracted_agent", "service_mean", service_mean)
    attentive_mean = positive("distracted_agent", "attentive_mean", attentive_mean)
    away_mean = positive("distracted_agent", "away_mean", away_mean)
    load = arrival_rate * service_mean
    attentive = attentive_mean / (attentive_mean + away_mean)
    stable("distracted_agent", attentive, load)
    # The formula above divided through by (a + b)^2 mu.
    mean_in_system = (service_mean + away_mean * attentive * (1.0 - attentive)) / (attentive - load)
    return DistractedAgent(load, attentive, mean_in_system, arrival_rate * mean_in_system)
