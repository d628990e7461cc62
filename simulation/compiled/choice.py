"""Which channel a customer takes (rule E2), and when the next one opens."""

from __future__ import annotations

import math

from simulation.compiled.draws import CHOICE, LAST_CHANNEL, draw, of_person
from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import (
    NONE,
    case_at,
    channel_at,
    customer_at,
    duty_at,
    limit_at,
    team_at,
    told_person_at,
)
from simulation.compiled.records import (
    considers_social,
    is_privacy_aware,
    is_reachable,
    is_sensitive,
    is_severe,
    is_young,
    person_of,
)
from simulation.compiled.reputation import believed_wait
from simulation.units import MINUTES_PER_WEEK

_NOT_YET = -2
"""Mark of a customer who has not used any channel in the run."""


@compiled
def _last_used(w: Row, case: Row) -> int:
    last = customer_at(w, person_of(w, case.customer)).last_used
    if last != _NOT_YET:
        return last
    if case.customer < 0:
        return told_person_at(w, -case.customer - 1).last_channel
    share = of_person(w, LAST_CHANNEL, case.customer)
    for channel in range(w.channels_count):
        if limit_at(w, w.habits + channel).value > share:
            return channel
    return NONE


@compiled
def _utility(w: Row, case: Row, number: int, last: int) -> float:
    channel = channel_at(w, number)
    utility = channel.utility + draw(w, case, CHOICE + 4 * number, case.contacts)
    if w.waits_move == 1:
        utility -= channel.weight * math.log1p(believed_wait(w, case, number) / w.reference_wait)
    if is_young(w, case):
        utility += channel.young_shift
    if number == last:
        utility += w.habit_weight
    if channel.social == 1 and is_severe(w, case):
        utility += w.severity_weight
    if channel.public == 1 and is_privacy_aware(w, case) and is_sensitive(w, case):
        utility -= w.privacy_weight
    return utility


@compiled
def _is_option(w: Row, case: Row, number: int, private: bool) -> bool:
    """Return whether a customer considers an open channel that she can reach now."""
    channel = channel_at(w, number)
    if channel.open == 0 or (private and channel.public == 1):
        return False
    if channel.social == 1 and not considers_social(w, case):
        return False
    return is_reachable(w, channel)


@compiled
def choose(w: Row, number: int, avoid: int, private: bool) -> int:
    """Return the channel of a case's next contact, NONE while all that its customer considers are closed."""
    case = case_at(w, number)
    if w.single != NONE:
        return w.single if _is_option(w, case, w.single, private) else NONE
    last = _last_used(w, case)
    best, best_utility, avoided = NONE, -math.inf, NONE
    for channel in range(w.channels_count):
        if not _is_option(w, case, channel, private):
            continue
        if channel == avoid:
            avoided = channel
            continue
        utility = _utility(w, case, channel, last)
        if utility > best_utility:
            best, best_utility = channel, utility
    return best if best != NONE else avoided


@compiled
def first_phone(w: Row) -> int:
    """Return the first open channel where she can talk now, NONE without one."""
    for number in range(w.channels_count):
        channel = channel_at(w, number)
        if channel.open == 1 and channel.synchronous == 1 and channel.spoken == 1 and is_reachable(w, channel):
            return number
    return NONE


@compiled
def next_opening(w: Row) -> float:
    """Return when the next of the synchronous channels opens, in minutes; infinity if none ever does."""
    inside = w.now % MINUTES_PER_WEEK
    week = math.floor((w.now - inside) / MINUTES_PER_WEEK + 0.5)
    soonest = math.inf
    for number in range(w.channels_count):
        channel = channel_at(w, number)
        if channel.open == 0 or channel.synchronous == 0:
            continue
        team = team_at(w, channel.team)
        for step in range(team.duty, team.duty + team.duties):
            duty = duty_at(w, step)
            if duty.agents > 0:
                later = MINUTES_PER_WEEK if duty.at <= inside else 0.0
                soonest = min(soonest, week * MINUTES_PER_WEEK + duty.at + later)
    return soonest
