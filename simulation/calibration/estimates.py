"""What a contact log says, each estimate with its interval and the number of observations behind it."""

from __future__ import annotations

import math
import warnings
from typing import Any, NamedTuple

import numpy as np
from scipy import stats

from simulation.analysis import mean_interval
from simulation.calibration.contacts import Contact, Contacts
from simulation.indexed import Floats
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK

REPEAT_DAYS = 7
"""A further contact of the same customer within so many days is a repeat."""

HOURS = 168
NORMAL_97_5 = float(stats.norm.ppf(0.975))

_LILLIEFORS = 0.895
"""5 % point of Stephens's (1974) modified statistic for a normal law whose mean and variance are estimated."""


class Value(NamedTuple):
    """An estimate with its 95 % interval; not-a-number or infinity where the log says nothing."""

    value: float
    low: float
    high: float


class Hour(NamedTuple):
    """Arrivals in one hour of the week.

    Attributes
    ----------
    hour : int
        From 0 on Monday at 00:00.
    contacts : int
        Made in it.
    weeks : int
        How often the log saw this hour.
    rate : Value
        Per hour.
    """

    hour: int
    contacts: int
    weeks: int
    rate: Value


class Handling(NamedTuple):
    """Handling times of a channel, in minutes.

    Attributes
    ----------
    mean, cv : Value
        Of the fitted lognormal.
    plain_mean, plain_cv : Value, float
        Of the times as they are, whatever their law.
    observed : int
        How many times it rests on.
    left_out : int
        Answered contacts of no length at all, which no lognormal has.
    distance, critical : float
        Kolmogorov-Smirnov distance between times and lognormal, and what it exceeds once in twenty if the law is right.
    """

    mean: Value
    cv: Value
    plain_mean: Value
    plain_cv: float
    observed: int
    left_out: int
    distance: float
    critical: float

    @property
    def fits(self) -> bool:
        """Whether the times differ from the lognormal no more than by chance."""
        return self.distance <= self.critical


class Patience(NamedTuple):
    """How long customers of a channel wait before they give up, in minutes.

    Attributes
    ----------
    mean : Value
        Of the fitted exponential.
    abandoned, answered : int
        Waits that ended with the customer's patience, and waits that were cut short by an answer.
    minutes, staying, low, high : ndarray, shape (steps,)
        The Kaplan-Meier curve: who would still wait after so many minutes if nobody answered, with its 95 % interval.
    """

    mean: Value
    abandoned: int
    answered: int
    minutes: Floats
    staying: Floats
    low: Floats
    high: Floats


class Repeats(NamedTuple):
    """Contacts after which the same customer made another one within seven days.

    Attributes
    ----------
    share : Value
        Of the contacts that could be followed for so long.
    followed, customers : int
        So many contacts, of so many customers.
    """

    share: Value
    followed: int
    customers: int


def poisson_mean(count: int) -> Value:
    """Return a count with the exact 95 % interval of its Poisson mean (Garwood 1936).

    ``chi2(.025, 2n) / 2`` to ``chi2(.975, 2n + 2) / 2``.

    >>> [round(bound, 2) for bound in poisson_mean(10)]
    [10.0, 4.8, 18.39]
    """
    low = float(stats.chi2.ppf(0.025, 2 * count)) / 2 if count else 0.0
    return Value(float(count), low, float(stats.chi2.ppf(0.975, 2 * count + 2)) / 2)


def per_day(contacts: Contacts, channel: str) -> Value:
    """Return the contacts of a channel per day of the log."""
    count = poisson_mean(len(contacts.of(channel)))
    return Value(*(bound / contacts.days for bound in count))


def weeks_seen(contacts: Contacts) -> list[int]:
    """Return how often the log saw each hour of the week; it covers whole days."""
    first = round(contacts.begin / MINUTES_PER_DAY)
    days = [(first + day) % 7 for day in range(round(contacts.days))]
    return [days.count(hour // 24) for hour in range(HOURS)]


def hours_of(made: list[float]) -> list[int]:
    """Return how many moments fall into each hour of the week."""
    hour = (np.array(made) % MINUTES_PER_WEEK // MINUTES_PER_HOUR).astype(int)
    return [int(count) for count in np.bincount(hour, minlength=HOURS)]


def by_hour(contacts: Contacts, channel: str) -> list[Hour]:
    """Return the arrivals of a channel by hour of the week, for the hours that the log saw."""
    counts = hours_of([row.made for row in contacts.of(channel)])
    found = []
    for hour, (count, weeks) in enumerate(zip(counts, weeks_seen(contacts), strict=True)):
        if weeks:
            found.append(Hour(hour, count, weeks, Value(*(bound / weeks for bound in poisson_mean(count)))))
    return found


def handling(rows: list[Contact]) -> Handling | None:
    """Return the lognormal handling time of a channel's answered contacts; None from fewer than two of them.

    Agent minutes where the log tells them, else the time from the answer to the end. Maximum likelihood is the mean
    and standard deviation of the logarithms; ``mean = exp(mu + s^2/2)``, ``cv = sqrt(exp(s^2) - 1)``. The interval of
    the mean is Cox's (Zhou and Gao 1997): ``mu + s^2/2 +- 1.96 sqrt(s^2/n + s^4/(2(n-1)))`` on the logarithmic scale;
    that of the cv comes from the chi-squared interval of s^2.
    """
    answered = [row for row in rows if row.outcome == "answered"]
    times = np.array([row.lasted if math.isnan(row.work) else row.work for row in answered])
    logs = np.log(times[times > 0])
    count = len(logs)
    if count < 2 or logs.std() == 0:
        return None
    mu, variance, sample = float(logs.mean()), float(logs.var()), float(logs.var(ddof=1))
    middle = mu + variance / 2
    half = NORMAL_97_5 * math.sqrt(sample / count + sample**2 / (2 * (count - 1)))
    mean = Value(*(_exponential(each) for each in (middle, middle - half, middle + half)))
    ends = [(count - 1) * sample / float(stats.chi2.ppf(tail, count - 1)) for tail in (0.975, 0.025)]
    cv = Value(*(math.sqrt(max(0.0, _exponential(each) - 1)) for each in (variance, *ends)))
    distance = float(stats.kstest(logs, "norm", args=(mu, math.sqrt(sample))).statistic)
    critical = _LILLIEFORS / (math.sqrt(count) - 0.01 + 0.85 / math.sqrt(count))
    plain = mean_interval(times.tolist())
    plain_cv = float(times.std(ddof=1)) / plain.mean
    return Handling(mean, cv, Value(*plain[:3]), plain_cv, count, len(times) - count, distance, critical)


def _exponential(power: float) -> float:
    return math.exp(power) if power < 700 else math.inf


def patience(rows: list[Contact]) -> Patience | None:
    """Return the patience of a channel's customers; None where nobody waited at all.

    An answered contact says that its customer would have waited at least so long: its patience is censored. The
    exponential's mean by maximum likelihood is ``all minutes waited / number abandoned``; its interval is that of the
    Poisson number of those who give up in so many minutes (Cox 1953).
    The curve beside it is Kaplan and Meier's (1958), with Greenwood's interval on the log-log scale.
    """
    waits = [row for row in rows if not math.isnan(row.waited)]
    gone = np.array([row.waited for row in waits if row.outcome == "abandoned"])
    served = np.array([row.waited for row in waits if row.outcome != "abandoned"])
    minutes = float(gone.sum() + served.sum())
    if not minutes > 0:
        return None
    count, low, high = poisson_mean(len(gone))
    mean = Value(minutes / count if count else math.inf, minutes / high, minutes / low if low else math.inf)
    if not len(gone):
        none = np.zeros(0)
        return Patience(mean, 0, len(served), none, none, none, none)
    curve: Any = stats.ecdf(stats.CensoredData(uncensored=gone, right=served)).sf
    with warnings.catch_warnings():  # where everybody has gone, Greenwood's variance has no value
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = curve.confidence_interval(0.95, method="log-log")
    ends = (interval.low.probabilities, interval.high.probabilities)
    return Patience(mean, len(gone), len(served), curve.quantiles, curve.probabilities, *ends)


def repeats(contacts: Contacts) -> Repeats | None:
    """Return the share of contacts that the same customer followed by another within seven days; None if none is known.

    Only contacts that the log follows for seven days count. Contacts of one customer are not independent, so the
    interval is that of a ratio over customers (Cochran 1977, section 6.3): ``p = sum r / sum n`` with variance
    ``sum (r - p n)^2 / (sum n)^2``.
    """
    after = REPEAT_DAYS * MINUTES_PER_DAY
    by_customer: dict[str, list[float]] = {}
    for row in contacts.rows:
        if row.customer:
            by_customer.setdefault(row.customer, []).append(row.made)
    followed, repeated = [], []
    for made in by_customer.values():
        early = [at for at, moment in enumerate(made) if moment + after <= contacts.end]
        followed.append(len(early))
        repeated.append(sum(at + 1 < len(made) and made[at + 1] - made[at] <= after for at in early))
    n, r = np.array(followed, dtype=float), np.array(repeated, dtype=float)
    total = n.sum()
    if not total:
        return None
    share = float(r.sum() / total)
    half = NORMAL_97_5 * math.sqrt(float(((r - share * n) ** 2).sum())) / float(total)
    value = Value(share, max(0.0, share - half), min(1.0, share + half))
    return Repeats(value, int(total), int((n > 0).sum()))
