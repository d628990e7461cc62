"""Customers who come back: redials after giving up, reconnects after an answer that did not help."""

from dataclasses import dataclass

from ._checks import inner_share, share
from .erlang import ErlangA, erlang_a


@dataclass(frozen=True, slots=True)
class Returning:
    """Fixed point of a line whose customers come back.

    `arrival_rate` counts all contacts per minute, the returning ones included; `line` holds the figures at that rate.
    """

    arrival_rate: float
    p_abandon: float
    line: ErlangA


def redial_reconnect(first_attempts: ErlangA, redial: float, reconnect: float) -> Returning:
    """Contacts per minute when some of those who gave up redial and some of those answered reconnect.

    The fixed point Lambda = lambda0 + Lambda (P_ab redial + (1 - P_ab) reconnect), P_ab being that of `erlang_a` at
    Lambda. Both streams that leave for good grow with Lambda, so there is one solution at most, found by bisection.
    Returning customers are taken as fresh Poisson arrivals, which holds when they come back after a long time.

    Parameters
    ----------
    first_attempts : ErlangA
        The line with the arrival rate of the first attempts alone.
    redial : float
        Share of those who abandon that comes back, 0 to 1.
    reconnect : float
        Share of those answered that comes back, 0 to below 1.

    Returns
    -------
    Returning
        Total arrival rate, share of contacts abandoned, and the line at that rate.

    Raises
    ------
    ValueError
        For a share outside its range, or when redials pile up because the agents cannot answer everybody and
        hardly anybody gives up for good.

    References
    ----------
    S. Ding, M. Remerova, R. D. van der Mei, B. Zwart (2015), Fluid approximation of a call center model with redials
    and reconnects, Performance Evaluation 92.

    Examples
    --------
    >>> line = erlang_a(servers=12, arrival_rate=2.5, service_mean=4.0, patience_mean=5.0)
    >>> busy = redial_reconnect(line, redial=0.5, reconnect=0.2)
    >>> round(busy.arrival_rate, 4), round(busy.p_abandon, 4)
    (3.3187, 0.1556)
    """
    redial = share("redial_reconnect", "redial", redial)
    if reconnect != 0:
        reconnect = inner_share("redial_reconnect", "reconnect", reconnect)
    fresh = first_attempts.arrival_rate
    load = fresh * first_attempts.service_mean
    if redial == 1.0 and load >= first_attempts.servers * (1.0 - reconnect):
        raise ValueError(
            f"redial_reconnect: nobody gives up for good and the first attempts offer {load:.6g} erlangs; expected "
            f"less than {first_attempts.servers * (1.0 - reconnect):.6g}, or a redial below 1."
        )

    def at(arrival_rate: float) -> ErlangA:
        try:
            return erlang_a(
                first_attempts.servers, arrival_rate, first_attempts.service_mean, first_attempts.patience_mean
            )
        except ValueError as line_too_long:
            raise ValueError(
                f"redial_reconnect: with redial {redial:.6g} and {first_attempts.servers} servers the redials pile up "
                f"towards {arrival_rate:.6g} contacts per minute, too many to compute; "
                "expected a smaller redial or more servers."
            ) from line_too_long

    def leaving_for_good(arrival_rate: float) -> float:
        p_abandon = at(arrival_rate).p_abandon
        return arrival_rate * (p_abandon * (1.0 - redial) + (1.0 - p_abandon) * (1.0 - reconnect))

    low, high = fresh, 2.0 * fresh
    while leaving_for_good(high) < fresh:
        low, high = high, 2.0 * high
    while high - low > 1e-15 * high and low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if leaving_for_good(middle) < fresh else (low, middle)
    line = at(high)
    return Returning(high, line.p_abandon, line)
