"""A customer contacts the company: calls, messages, what she is promised, and where her message ends up."""

from __future__ import annotations

import math

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import ENTERS, EXPIRES, HANGS_UP, soon
from simulation.compiled.draws import HOLD, draw, happens
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.layout import (
    NONE,
    case_at,
    channel_at,
    contact_at,
    customer_at,
    promise_at,
    source_at,
    team_at,
)
from simulation.compiled.notes import note_contact
from simulation.compiled.opening import call_is_over
from simulation.compiled.public import is_written
from simulation.compiled.queues import lines_taken, waits
from simulation.compiled.records import (
    UNATTENDED,
    attempt_of,
    expects_day,
    new_contact,
    no_longer_live,
    person_of,
    tier_of,
)
from simulation.compiled.reputation import expectation, learns_silence
from simulation.compiled.teams import answers_at_once, enters

GOES_ON, IS_LOST = range(2)
"""What becomes of a contact at once: it goes its way, or its caller is lost (and must be told)."""


@compiled
def contact(w: Row, of: int, channel: int) -> int:
    """Contact the company in a channel; return the contact if its caller is lost at once, else NONE."""
    number, case, row = new_contact(w, of, channel), case_at(w, of), channel_at(w, channel)
    contact = contact_at(w, number)
    expects = expectation(w, channel, case)
    note_contact(w, log.CONTACT, number, expects)
    customer_at(w, person_of(w, case.customer)).last_used = channel
    if contact.number == 1:
        case.owner = row.team
        if w.loyal == 1:
            case.remembers, case.began, case.expected = 1, contact.made, expects
            case.waited = case.friendly = math.nan
            case.reason = 0
        _is_promised(w, number)
    ranks(w, number)
    if row.synchronous == 1:
        return number if _is_called(w, number) == IS_LOST else NONE
    _is_written_to(w, number, expects)
    return NONE


@compiled
def ranks(w: Row, number: int) -> None:
    """Give a contact its rank in the queue."""
    if w.ranked == 1:
        contact = contact_at(w, number)
        case = case_at(w, contact.case)
        tier = tier_of(w, case) if w.payers_first == 1 else 0
        contact.rank = tier - source_at(w, case.source).severity_class * w.ranks


@compiled
def _is_promised(w: Row, number: int) -> None:
    """What a customer may expect from her first contact on: an answer within a day, or her tier's commitments."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    if channel_at(w, contact.channel).social == 1 and expects_day(w, case):
        note_contact(w, log.EXPECTS_DAY, number, 0.0)
    if w.promising == 1:
        promise = promise_at(w, tier_of(w, case))
        if promise.answers == 1:
            note_contact(w, log.ANSWER_PROMISED, number, promise.answer)
        if promise.solves == 1:
            note_contact(w, log.SOLUTION_PROMISED, number, promise.solution)


# Calls


@compiled
def _announced(w: Row, channel: Row) -> float:
    team = team_at(w, channel.team)
    return exact((team.holding + 1) * channel.pace / max(1, team.on_duty))


@compiled
def _is_called(w: Row, number: int) -> int:
    """A call: a free agent, a place on hold, an announcement, or no line at all."""
    contact = contact_at(w, number)
    case, channel = case_at(w, contact.case), channel_at(w, contact.channel)
    if channel.lines != NONE and lines_taken(w, contact.channel) >= channel.lines:
        is_lost(w, log.BLOCKED, number)
        return IS_LOST
    if answers_at_once(w, number, channel.team):
        enters(w, number, channel.team)
        return GOES_ON
    if w.calls_back == 1 and channel.spoken == 1 and _is_called_back(w, number):
        return GOES_ON
    patience = -1.0
    if w.announces == 1:
        announced = _announced(w, channel)
        note_contact(w, log.ANNOUNCED, number, announced)
        if happens(w, case, draws.BALK, contact.number - 1, 1 - math.exp(-announced / w.balk_scale)):
            is_lost(w, log.BALKED, number)
            return IS_LOST
        hold = draw(w, case, HOLD + 4 * contact.channel, contact.number - 1)
        patience = _patience_after(w, channel.patience, announced, hold)
    else:
        patience = draw(w, case, HOLD + 4 * contact.channel, contact.number - 1)
    waits(w, number, channel.team)
    if w.now + patience <= w.horizon:
        soon(w, patience, HANGS_UP, number, 0)
    return GOES_ON


@compiled
def _patience_after(w: Row, mean: float, announced: float, hold: float) -> float:
    """Return a caller's patience once she has heard an announced wait (rule E5), in minutes."""
    if mean == math.inf or hold <= w.hazard_before * announced:
        return exact(hold / w.hazard_before)
    rest = hold / w.hazard_before - announced
    growth = math.log(w.hazard_after)
    return exact(announced + (math.log1p(rest * growth) / growth if growth != 0 else rest))


@compiled
def _is_called_back(w: Row, number: int) -> bool:
    """Offer a call back to a caller who would have to hold; one who takes it keeps her place, and has no line."""
    contact = contact_at(w, number)
    channel = channel_at(w, contact.channel)
    if not happens(w, case_at(w, contact.case), draws.CALLBACK, contact.number - 1, w.accepts_callback):
        return False
    note_contact(w, log.CALLBACK_PROMISED, number, _announced(w, channel))
    contact.called_back = 1
    waits(w, number, channel.team)
    return True


@compiled
def is_lost(w: Row, event: int, number: int) -> None:
    """Lose a caller: she hangs up, or finds no line; her ear is told by whoever calls this."""
    note_contact(w, event, number, 0.0)
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    if w.learning == 1:
        learns_silence(w, number)
    if w.loyal == 1 and contact.number == 1:
        case.waited = w.now - case.began
    call_is_over(w, number)
    no_longer_live(w, contact)


# Messages


@compiled
def _is_written_to(w: Row, number: int, expects: float) -> None:
    """A message: her patience runs at once, wherever it goes."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    if w.public == 0 or is_written(w, number):
        receives(w, number)
    patience = exact(w.patience_ratio * expects * draw(w, case, draws.PATIENCE, contact.number - 1))
    if w.now + patience <= w.horizon:
        soon(w, patience, EXPIRES, number, 0)


@compiled
def receives(w: Row, number: int) -> bool:
    """Receive a message; return whether it is left for good although its customer's patience is over already."""
    contact = contact_at(w, number)
    case, channel = case_at(w, contact.case), channel_at(w, contact.channel)
    team = team_at(w, channel.team)
    if channel.answers < 1 and not happens(w, case, draws.ANSWERS, attempt_of(w, contact), channel.answers):
        note_contact(w, log.LEFT_UNANSWERED, number, 0.0)
        return leaves(w, number)
    delay = _unseen_for(w, team, contact)
    if team.report_loses > 0 and happens(w, case, draws.REPORT_LOSES, attempt_of(w, contact), team.report_loses):
        note_contact(w, log.LOST_IN_REPORT, number, 0.0)
        return leaves(w, number)
    if delay > 0:
        soon(w, delay, ENTERS, number, 0)
    else:
        enters(w, number, channel.team)
    return False


@compiled
def leaves(w: Row, number: int) -> bool:
    """Leave a message for good; return whether its customer has given it up already (and must be told)."""
    contact = contact_at(w, number)
    contact.stage = UNATTENDED
    if contact.expired == 1:
        no_longer_live(w, contact)
        return True
    return False


@compiled
def _unseen_for(w: Row, team: Row, contact: Row) -> float:
    if team.report_every > 0:
        return exact(team.report_every - w.now % team.report_every)
    if team.poll_minutes > 0:
        return exact(team.poll_minutes * draw(w, case_at(w, contact.case), draws.POLL, attempt_of(w, contact)))
    return 0.0
