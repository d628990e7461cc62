"""Satisfaction and effort (rule E17): one formula each, for a case that ends in a run and for all cases of a log."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from simulation.parts import Satisfaction


class Experience(NamedTuple):
    """What a customer has lived through in a case: one number each, or an array with one for each case.

    Attributes
    ----------
    waited, expected : float or ndarray
        W and E in minutes: her wait for the reply to her first contact, and what she expected of it.
    contacts, asks, hand_offs : int, float or ndarray
        How many.
    friendly : float or ndarray
        Tone of the first reply, from 0 to 1; 0 without one.
    reason : int or ndarray
        Reason given for the wait: 0 none, 1 illegitimate, 2 legitimate.
    unsolved : bool or ndarray
        Whether the case is not solved.
    """

    waited: Any
    expected: Any
    contacts: Any
    asks: Any
    hand_offs: Any
    friendly: Any
    reason: Any
    unsolved: Any


class Arithmetic(NamedTuple):
    """The operations that numbers and arrays write differently.

    Attributes
    ----------
    log : callable
        Natural logarithm.
    most, least : callable
        The larger, and the smaller, of two.
    """

    log: Callable[[Any], Any]
    most: Callable[[Any, Any], Any]
    least: Callable[[Any, Any], Any]


OF_ONE = Arithmetic(math.log, max, min)
OF_MANY = Arithmetic(np.log, np.maximum, np.minimum)


def satisfied(lived: Experience, weights: Satisfaction, do: Arithmetic) -> Any:
    """Return the satisfaction S after a case with at least one contact, from 0 to 1.

    ``S = base - loss [ln((1+W)/(1+E))]+ + min(gain_cap, gain [ln((1+E)/(1+W))]+) + contact (contacts - 1)
    + ask (asks - 1)+ + hand_off hand-offs + friendly tone + honest [a reason] + illegitimate or legitimate
    + unsolved [not solved]``, clipped to [0, 1].

    Parameters
    ----------
    lived : Experience
        Of one case, or of many.
    weights : Satisfaction
        The coefficients. They are assumptions.
    do : Arithmetic
        `OF_ONE` or `OF_MANY`, as the experience is.
    """
    k = weights
    ratio = do.log((1 + lived.waited) / (1 + lived.expected))
    score = k.base - k.loss * do.most(ratio, 0) + do.least(k.gain_cap, k.gain * do.most(-ratio, 0))
    score = score + (k.contact * (lived.contacts - 1) + k.ask * do.most(lived.asks - 1, 0))
    score = score + (k.hand_off * lived.hand_offs + k.friendly * lived.friendly)
    illegitimate, legitimate = lived.reason == 1, lived.reason == 2
    score = score + (k.honest + k.illegitimate) * illegitimate + (k.honest + k.legitimate) * legitimate
    score = score + k.unsolved * lived.unsolved
    return do.least(do.most(score, 0.0), 1.0)


def untouched(weights: Satisfaction, solved: bool) -> float:
    """Return the satisfaction after a case without any contact: a need met, or one that nobody could be told of."""
    return weights.untouched if solved else min(1.0, max(0.0, weights.base + weights.unsolved))


class Trouble(NamedTuple):
    """What a customer has gone through apart from calls: one number each, or an array with one for each case.

    Attributes
    ----------
    entries : int, float or ndarray
        How often she entered her details again.
    failed_looks, looks : int, bool or ndarray
        Looks at My Page that failed, and that worked.
    contacts, asks : int, float or ndarray
        How many.
    """

    entries: Any
    failed_looks: Any
    looks: Any
    contacts: Any
    asks: Any


def effort(trouble: Trouble, weights: Satisfaction) -> Any:
    """Return the customer's effort apart from calls, in minutes: so many for each entry, look, contact and ask."""
    k = weights
    minutes = k.effort_entry * trouble.entries + k.effort_failed_look * trouble.failed_looks
    minutes = minutes + k.effort_look * trouble.looks
    return minutes + k.effort_contact * trouble.contacts + k.effort_ask * trouble.asks
