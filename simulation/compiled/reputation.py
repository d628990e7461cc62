"""What people have seen, and what customers learn: reputation (rule E20) and beliefs about waiting (rule E4)."""

from __future__ import annotations

import math

from simulation.compiled.draws import EXPECTS, draw
from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import case_at, channel_at, contact_at, wait_at
from simulation.compiled.records import is_severe, person_of

_FARTHEST = 50.0


@compiled
def level(w: Row) -> float:
    """Return the level of the company's reputation in this moment."""
    return w.level * math.exp((w.level_since - w.now) / w.memory)


@compiled
def sees(w: Row, worth: float) -> None:
    """Let people see something of some worth."""
    w.level = level(w) + worth
    w.level_since = w.now


@compiled
def _factor(fall: float) -> float:
    return math.exp(min(max(-fall, -_FARTHEST), _FARTHEST))


@compiled
def branching_factor(w: Row) -> float:
    """Return the factor on the branching ratio of public complaints."""
    return _factor(w.on_branching * level(w))


@compiled
def expectation(w: Row, channel: int, case: Row) -> float:
    """Return the answer time that a customer expects in a channel: the stated one, or her own (rule E3)."""
    row = channel_at(w, channel)
    return row.stated if row.has_stated == 1 else draw(w, case, EXPECTS + 4 * channel, 0)


@compiled
def shows_answer(w: Row, number: int) -> None:
    """Let people see the first reply to a public message; only one within its customer's expectation counts."""
    contact = contact_at(w, number)
    if contact.threaded == 0 or contact.private == 1:
        return
    case = case_at(w, contact.case)
    if w.now - contact.made <= expectation(w, contact.channel, case):
        sees(w, w.on_time)
        if is_severe(w, case):
            sees(w, w.important_first)


@compiled
def _place(w: Row, customer: int, channel: int) -> int:
    return (person_of(w, customer) * w.channels_count + channel) * w.sources_count


@compiled
def learned_wait(w: Row, case: Row, channel: int) -> float:
    """Return the wait that a customer has learned to expect of a channel for her need."""
    if w.learning == 0:
        return channel_at(w, channel).believed
    return wait_at(w, _place(w, case.customer, channel) + case.source).value


@compiled
def believed_wait(w: Row, case: Row, channel: int) -> float:
    """Return the wait that a customer believes in: what she has learned, coloured by the company's reputation."""
    wait = learned_wait(w, case, channel)
    if channel_at(w, channel).social == 1 and w.reputed == 1:
        return wait * _factor(w.on_belief * level(w))
    return wait


@compiled
def learns(w: Row, customer: int, contact: Row, waited: float, weight: float) -> None:
    """Let a customer's belief move towards a wait, in the contact's channel; for other needs by what carries over."""
    source = case_at(w, contact.case).source
    first = _place(w, customer, contact.channel)
    elsewhere = weight * w.learn_transfer
    for need in range(w.sources_count):
        belief = wait_at(w, first + need)
        wait = belief.value
        belief.value = wait + (weight if need == source else elsewhere) * (waited - wait)


@compiled
def learns_answer(w: Row, number: int) -> None:
    """Let a customer learn from the first reply to her contact; one that she had given up on has taught already."""
    contact = contact_at(w, number)
    if contact.taught == 0:
        contact.taught = 1
        learns(w, case_at(w, contact.case).customer, contact, w.now - contact.made, w.learn_own)


@compiled
def learns_silence(w: Row, number: int) -> None:
    """Let a customer learn that there was no answer."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    contact.taught = 1
    least = w.learn_unanswered * (w.now - contact.made)
    learns(w, case.customer, contact, max(least, learned_wait(w, case, contact.channel)), w.learn_own)
