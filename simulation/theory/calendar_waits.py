"""Waiting that no staff can shorten: closed doors and reports that come at fixed times."""

from collections.abc import Sequence

from ._checks import not_negative, positive, several

MINUTES_PER_DAY = 1440.0
MINUTES_PER_WEEK = 10080.0


def wait_until_open(openings: Sequence[tuple[float, float]], period: float = MINUTES_PER_DAY) -> float:
    """Mean wait until the doors are open, over customers who arrive evenly through the whole period.

    A closed stretch of length g is met with probability g / period and lasts g / 2 more on average, so the mean is the
    sum of g^2 / (2 period). Customers who come while the doors are open count with 0.

    Parameters
    ----------
    openings : sequence of (opens, closes)
        Minutes since the start of the period, in order and without overlap; the pattern repeats itself.
    period : float
        Length of the pattern in minutes: `MINUTES_PER_DAY` or `MINUTES_PER_WEEK`.

    Returns
    -------
    float
        Mean wait in minutes.

    Raises
    ------
    ValueError
        For no opening at all, one that is empty or outside the period, or openings that overlap or lack order.

    References
    ----------
    The mean remaining time of an interval met at random: W. Feller (1971), An Introduction to Probability Theory and
    Its Applications II, section I.4.

    Examples
    --------
    From 8 to 16 every day, and from 8 to 16 on five days of the week, in hours:

    >>> round(wait_until_open([(480, 960)]) / 60, 5)
    5.33333
    >>> weekdays = [(1440 * day + 480, 1440 * day + 960) for day in range(5)]
    >>> round(wait_until_open(weekdays, MINUTES_PER_WEEK) / 60, 6)
    15.238095
    """
    period = positive("wait_until_open", "period", period)
    closed_since = 0.0
    gaps = []
    for k, opening in enumerate(several("wait_until_open", "openings", openings)):
        times = several("wait_until_open", f"openings[{k}]", opening)
        if len(times) != 2:
            raise ValueError(f"wait_until_open: openings[{k}] has {len(times)} values, expected two: opens, closes.")
        opens, closes = (not_negative("wait_until_open", f"a time of openings[{k}]", minute) for minute in times)
        if not closed_since <= opens < closes <= period:
            raise ValueError(
                f"wait_until_open: openings[{k}] is {opens:g} to {closes:g}, expected a stretch that opens before it "
                f"closes, between minute {closed_since:g} and minute {period:g}."
            )
        gaps.append(opens - closed_since)
        closed_since = closes
    # The night runs over the end of the period into its beginning.
    gaps[0] += period - closed_since
    return sum(gap * gap for gap in gaps) / (2.0 * period)


def wait_for_report(interval: float) -> float:
    """Mean age of news when it is read in a report that comes every `interval` minutes: half the interval.

    Parameters
    ----------
    interval : float
        Minutes from one report to the next.

    Returns
    -------
    float
        Mean wait in minutes of an event that happens at any time.

    Raises
    ------
    ValueError
        For an interval that is not above 0.

    References
    ----------
    W. Feller (1971), as for `wait_until_open`.

    Examples
    --------
    >>> wait_for_report(MINUTES_PER_WEEK) / 60
    84.0
    """
    return positive("wait_for_report", "interval", interval) / 2.0
