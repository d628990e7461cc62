"""Reactions that bring further reactions: how many there are in the end, and how many in time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from ._checks import not_negative, positive, several, share, whole


@dataclass(frozen=True, slots=True)
class Borel:
    """Total progeny of one message, itself included, when each item draws a Poisson number of reactions.

    Mean and variance are infinite from a branching ratio of 1 on.
    """

    ratio: float
    mean: float
    variance: float

    def probability(self, size: int) -> float:
        """Probability that there are `size` items in all: exp(-n k) (n k)^(k - 1) / k!."""
        size = whole("Borel", "size", size)
        if self.ratio == 0:
            return 1.0 if size == 1 else 0.0
        load = self.ratio * size
        return math.exp((size - 1) * math.log(load) - load - math.lgamma(size + 1))


def borel(ratio: float) -> Borel:
    """Borel distribution: the size of a thread in an audience without limits.

    Parameters
    ----------
    ratio : float
        Branching ratio n: mean number of reactions that one message or reaction brings, 0 or more.

    Returns
    -------
    Borel
        Mean 1 / (1 - n), variance n / (1 - n)^3, and the probability of every size.

    Raises
    ------
    ValueError
        For a negative ratio.

    References
    ----------
    E. Borel (1942), Sur l'emploi du theoreme de Bernoulli pour faciliter le calcul d'une infinite de coefficients,
    Comptes rendus 214.

    Examples
    --------
    >>> thread = borel(0.35)
    >>> round(thread.mean, 5), round(thread.variance, 5), round(thread.probability(1), 5)
    (1.53846, 1.27447, 0.70469)
    """
    ratio = not_negative("borel", "ratio", ratio)
    if ratio >= 1:
        return Borel(ratio, math.inf, math.inf)
    return Borel(ratio, 1 / (1 - ratio), ratio / (1 - ratio) ** 3)


def survival(ratio: float) -> float:
    """Probability that reactions never die out in an audience without limits.

    The largest root of s = 1 - exp(-n s), found by bisection; 0 up to a branching ratio of 1.

    Parameters
    ----------
    ratio : float
        Branching ratio n, 0 or more.

    Returns
    -------
    float
        Probability from 0 to 1.

    Raises
    ------
    ValueError
        For a negative ratio.

    Examples
    --------
    >>> round(survival(1.517), 4)
    0.5937
    """
    ratio = not_negative("survival", "ratio", ratio)
    return _share_of_all(ratio, 0.0)


def final_size(ratio: float, audience: float) -> float:
    """Reactions in the end, in the mean field: the root of -ln(1 - N / M) = n (1 + N) / M.

    Parameters
    ----------
    ratio : float
        Branching ratio n, 0 or more.
    audience : float
        M: how many may react, above 0.

    Returns
    -------
    float
        N, below the audience.

    Raises
    ------
    ValueError
        For a negative ratio or an audience of nobody.

    Examples
    --------
    >>> round(final_size(1.517, 57_300))
    34019
    """
    ratio = not_negative("final_size", "ratio", ratio)
    audience = positive("final_size", "audience", audience)
    return audience * _share_of_all(ratio, ratio / audience)


def _share_of_all(ratio: float, seed: float) -> float:
    """Largest root s below 1 of s = 1 - exp(-n s - seed), by bisection."""
    low, high = 0.0, 1.0
    if seed == 0.0:
        if ratio <= 1:
            return 0.0
        low = math.log(ratio) / ratio  # where the right side is farthest above the left; there is one root after it
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if -math.expm1(-ratio * middle - seed) > middle else (low, middle)
    return low


def mean_field(
    ratio: float,
    generation: float,
    audience: float,
    times: Sequence[float],
    answer: tuple[float, float] = (math.inf, 0.0),
) -> list[float]:
    """Reactions by some times in the mean field of a finite audience.

    ``N' = n (1 - N / M) X`` and ``X' = (N' - X) / g`` from N = 0 and X = 1 / g: the message itself. It leaves chance
    out: the reactions to a message that dies out and to one that does not, in one curve.

    Parameters
    ----------
    ratio : float
        Branching ratio n before the answer, 0 or more.
    generation : float
        Mean generation time g, above 0.
    audience : float
        M: how many may react, above 0.
    times : sequence of float
        When to look, in the unit of the generation time, ascending, 0 or more.
    answer : (float, float)
        When a public answer comes, and the share by which it cuts the branching ratio.

    Returns
    -------
    list of float
        N at each time.

    Raises
    ------
    ValueError
        For an impossible parameter.

    Examples
    --------
    >>> [round(number) for number in mean_field(1.517, 1, 57_300, [4, 15])]
    [20, 5555]
    """
    where = "mean_field"
    ratio, generation = not_negative(where, "ratio", ratio), positive(where, "generation", generation)
    audience = positive(where, "audience", audience)
    looks = [not_negative(where, "a time", time) for time in several(where, "times", times)]
    cut = share(where, "the answer's cut", answer[1])
    if looks != sorted(looks):
        raise ValueError(f"{where}: times are {looks!r}, expected them in ascending order.")

    def change(_: float, state: NDArray[np.float64], now_ratio: float) -> list[float]:
        number, excitement = state.tolist()
        new = now_ratio * (1 - number / audience) * excitement
        return [new, (new - excitement) / generation]

    found: list[float] = []
    now, state = 0.0, (0.0, 1 / generation)
    steps = sorted({*looks, answer[0]} - {math.inf})
    for time in steps:
        if time > now:
            factor = ratio * (1 - cut) if now >= answer[0] else ratio
            way = solve_ivp(change, (now, time), state, args=(factor,), rtol=1e-9, atol=1e-9)
            now, state = time, (float(way.y[0, -1]), float(way.y[1, -1]))
        found += [state[0]] * looks.count(time)
    return found
