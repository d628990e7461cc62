"""Luck in the loop: the very numbers of `simulation.randomness`, made one at a time where they are needed.

Philox makes any number of a stream from its place alone, so nothing is drawn in advance, nothing is kept, and no
attempt is out of reach. A logarithm or exponential of the system's C library may differ from NumPy's in the last
bits. The clock's grid of 2^-20 minute hides that, unless a draw falls next to the middle between two ticks: there
NumPy itself is asked.
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np

from simulation.compiled.jit import Row, ask_numpy, compiled, normal_quantile, product
from simulation.compiled.layout import law_at, told_at, told_value_at
from simulation.randomness import LARGEST

STREAMS = (
    "customer", "severe", "sensitive", "status", "confirmation", "sign_on", "my_page", "my_page_works", "invoice",
    "cause", "coded", "archive", "hit", "speaks_up", "reached", "comments", "tells", "posts", "churns", "fixed",
    "reaction", "hand_off", "advice", "advice_taken", "redirect", "partner", "solve", "returns", "redial", "poll",
    "balk", "callback", "wrong_address", "found", "answers", "report_loses", "readers", "helps", "help_solves",
    "posts_details", "escalates", "identification", "history", "patience", "reply", "partner_delay", "return_delay",
    "redial_delay", "chase", "solution_days", "status_delay", "delivery", "comment_delay", "branching", "found_after",
    "help_after",
)  # fmt: skip
"""Streams of a source that the loop reads, whatever the channel."""

(
    CUSTOMER, SEVERE, SENSITIVE, STATUS, CONFIRMATION, SIGN_ON, MY_PAGE, MY_PAGE_WORKS, INVOICE,
    CAUSE, CODED, ARCHIVE, HIT, SPEAKS_UP, REACHED, COMMENTS, TELLS, POSTS, CHURNS, FIXED,
    REACTION, HAND_OFF, ADVICE, ADVICE_TAKEN, REDIRECT, PARTNER, SOLVE, RETURNS, REDIAL, POLL,
    BALK, CALLBACK, WRONG_ADDRESS, FOUND, ANSWERS, REPORT_LOSES, READERS, HELPS, HELP_SOLVES,
    POSTS_DETAILS, ESCALATES, IDENTIFICATION, HISTORY, PATIENCE, REPLY, PARTNER_DELAY, RETURN_DELAY,
    REDIAL_DELAY, CHASE, SOLUTION_DAYS, STATUS_DELAY, DELIVERY, COMMENT_DELAY, BRANCHING, FOUND_AFTER,
    HELP_AFTER,
) = range(len(STREAMS))  # fmt: skip

BY_CHANNEL = ("choice", "work", "hold", "expects")
"""Streams of a source for each channel; they come after the others, channel by channel."""

CHOICE, WORK, HOLD, EXPECTS = range(len(STREAMS), len(STREAMS) + len(BY_CHANNEL))

LAST_CHANNEL, YOUNG, CONSIDERS_SOCIAL, EXPECTS_DAY, REAL_NAME, PRIVACY_AWARE, TIER = range(7)
"""Streams of the customers."""

UNIFORM, CONSTANT, EXPONENTIAL, LOGNORMAL, GUMBEL, WHOLE_DAYS = range(6)

SERIES = -1
"""Where `uniform` is asked for a number of a series instead of a stream's: in place of the attempt."""

_TICKS = 1048576.0
_DOUBTFUL = 2.0**-42  # relative error that a chain of three functions stays below, with much to spare


@partial(compiled, inlined=True)
def uniform(seed: int, key: int, index: int, block: int, attempt: int) -> float:
    """Return a number in (0, 1): Philox4x64-10 at a place, as `simulation.randomness.Luck` counts places.

    Parameters
    ----------
    seed, key : int
        The two words of Philox's key.
    index, block : int
        Row within its block, and the block; for a series: attempt, and row.
    attempt : int
        How-manieth; `SERIES` for a series.
    """
    series = attempt < 0
    first = np.uint64((index >> 2) + 1)
    second = np.uint64(block)
    third = np.uint64(0 if series else attempt)
    fourth = np.uint64(1 if series else 0)
    low, high = np.uint64(seed), np.uint64(key)
    for _ in range(10):
        left, left_low = product(np.uint64(0xD2E7470EE14C6C93), first)
        right, right_low = product(np.uint64(0xCA5A826395121157), third)
        first, second, third, fourth = right ^ second ^ low, right_low, left ^ fourth ^ high, left_low
        low = low + np.uint64(0x9E3779B97F4A7C15)
        high = high + np.uint64(0xBB67AE8584CAA73B)
    lane = index & 3
    word = first if lane == 0 else second if lane == 1 else third if lane == 2 else fourth
    return (float(min(word >> np.uint64(11), np.uint64(LARGEST))) + 0.5) * 2.0**-53


@compiled
def _unrounded(w: Row, law: Row, share: float) -> float:
    """Return a draw before it is put on the clock's grid, but for its last bits."""
    if law.kind == EXPONENTIAL:
        return -math.log(share) * law.scale
    if law.kind == GUMBEL:
        return -math.log(-math.log(share))
    return math.exp(normal_quantile(w.quantile, share) * law.sigma) * law.scale


@partial(compiled, inlined=True)
def drawn(w: Row, law: Row, share: float) -> float:
    """Turn a uniform number into a draw, as `simulation.randomness.transform` does."""
    if law.kind == UNIFORM:
        return share
    if law.kind == CONSTANT:
        return law.scale
    if law.kind == WHOLE_DAYS:
        days = -math.log(share) * law.scale
        if abs(days - np.rint(days)) <= _DOUBTFUL * (1.0 + days):
            return ask_numpy(w.numpys_draw, law.kind, law.scale, law.sigma, share)
        return np.ceil(days) * 1440.0
    ticks = _unrounded(w, law, share) * _TICKS
    down = np.floor(ticks)
    if abs(ticks - down - 0.5) <= _DOUBTFUL * (_TICKS + abs(ticks)):
        return ask_numpy(w.numpys_draw, law.kind, law.scale, law.sigma, share)
    return np.rint(ticks) / _TICKS


@compiled
def _told(w: Row, stream: int, case: Row, attempt: int) -> float:
    """Return a draw of a member of the cast: as told, or as drawn by her name."""
    told = told_at(w, (-case.row - 1) * w.streams + stream)
    if told.count > 0:
        return told_value_at(w, told.first + min(attempt, told.count - 1)).value
    law = law_at(w, case.source * w.streams + stream)
    return drawn(w, law, uniform(w.seed, told.key, attempt & 1023, attempt >> 10, 0))


@compiled
def draw(w: Row, case: Row, stream: int, attempt: int) -> float:
    """Return a draw of the customer's luck at an attempt; what is before the first counts as the first."""
    attempt = max(attempt, 0)
    if case.row < 0:
        return _told(w, stream, case, attempt)
    law = law_at(w, case.source * w.streams + stream)
    return drawn(w, law, uniform(w.seed, law.key, case.row & 1023, case.row >> 10, attempt))


@compiled
def happens(w: Row, case: Row, stream: int, attempt: int, chance: float) -> bool:
    """Return whether a draw is below a chance; what is impossible or certain is not drawn, for draws leave no trace."""
    if case.row >= 0:
        if chance <= 0:
            return False
        if chance >= 1:
            return True
    return draw(w, case, stream, attempt) < chance


@compiled
def of_person(w: Row, stream: int, customer: int) -> float:
    """Return a uniform draw of a customer who is not in the cast."""
    return uniform(w.seed, law_at(w, w.law_of_people + stream).key, customer & 1023, customer >> 10, 0)
