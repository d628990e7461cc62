"""What an agent does first with a contact that is new to him, up to the moment when he works on it."""

from __future__ import annotations

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import BROADCASTS, CHASES, DONE, pair, push, soon
from simulation.compiled.draws import WORK, draw, happens
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.judging import is_over
from simulation.compiled.layout import (
    NONE,
    case_at,
    channel_at,
    contact_at,
    incident_at,
    source_at,
    team_at,
    unit_at,
)
from simulation.compiled.notes import note_service
from simulation.compiled.public import speaks
from simulation.compiled.records import (
    ESCALATED,
    FRESH,
    IN_HAND,
    has_real_name,
    has_worked_on,
    is_sensitive,
    works_on,
)
from simulation.compiled.reputation import learns_answer, shows_answer
from simulation.model.clock import key_of

REPLIES, LEAVES, HAS_LOOKED_UP, ENDS_CALL, CLOSES_DUPLICATE, LEAVES_UNANSWERED, SEES_TO_IT, TAKES_UP = range(8)
"""What an agent does next, once the work in hand is done."""

_FIRST, _AGAIN, _AS_DUPLICATE = range(3)
_KEY_OF_ZERO = key_of(0)


@compiled
def works(w: Row, number: int, minutes: float, then: int) -> None:
    """Work for so many minutes, and longer for each further contact in hand, and then go on."""
    agent = unit_at(w, number)
    agent.then = then
    if agent.person == number:
        agent.booked = agent.booked + minutes
    else:
        others = unit_at(w, agent.person).in_hand - 1
        if others != 0:
            minutes = exact(minutes * (1 + w.juggling * others))
    goes_off(w, number, minutes)


@compiled
def goes_off(w: Row, number: int, minutes: float) -> None:
    """Let an agent's timer go off after so many minutes."""
    agent = unit_at(w, number)
    agent.until = w.now + minutes
    push(w, w.now + minutes, contact_at(w, agent.contact).key, DONE, pair(number, agent.timer))


@compiled
def opens(w: Row, number: int) -> bool:
    """Open the contact in an agent's hands; return False if it is one that he takes up again."""
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    case = case_at(w, contact.case)
    if source_at(w, case.source).incident != NONE:
        _tells_of_incident(w, agent)
    if contact.called_back == 1 and contact.picked_up < 0:
        contact.picked_up = w.now
    if contact.stage == ESCALATED:
        note_service(w, log.SERVICE_START, agent, agent.contact, float(_AGAIN))
        _reads_into(w, number)
    elif contact.stage != FRESH:
        return False
    elif w.keeps_silent == 1 and channel_at(w, contact.channel).public == 1 and is_sensitive(w, case):
        note_service(w, log.SERVICE_START, agent, agent.contact, float(_FIRST))
        works(w, number, w.duplicate_minutes, LEAVES_UNANSWERED)
    elif case.ended == 1 or case.in_hand > 0:
        note_service(w, log.SERVICE_START, agent, agent.contact, float(_AS_DUPLICATE))
        contact.stage = IN_HAND
        works(w, number, _duplicate_minutes(w, case, contact), CLOSES_DUPLICATE)
    else:
        note_service(w, log.SERVICE_START, agent, agent.contact, float(_FIRST))
        contact.stage = IN_HAND
        case.in_hand += 1
        _begins(w, number)
    return True


@compiled
def _handling_time(w: Row, case: Row, contact: Row) -> float:
    return draw(w, case, WORK + 4 * contact.channel, contact.number - 1)


@compiled
def _duplicate_minutes(w: Row, case: Row, contact: Row) -> float:
    """Return what a duplicate costs (rule E7)."""
    work = _handling_time(w, case, contact)
    if w.shared_history > 0 and happens(w, case, draws.HISTORY, case.agents, w.shared_history):
        return exact(min(w.duplicate_minutes, work))
    return exact(w.duplicate_share * work)


@compiled
def _shares_history(w: Row, case: Row) -> bool:
    return happens(w, case, draws.HISTORY, case.agents, w.shared_history)


@compiled
def _must_ask(w: Row, case: Row, contact: Row, history: bool) -> bool:
    """Return whether an agent new to the case must ask who the customer is (rule E8)."""
    if history and case.identified == 1:
        return False
    known = w.identification
    if channel_at(w, contact.channel).social == 1 and not has_real_name(w, case):
        known = 0.0
    return not happens(w, case, draws.IDENTIFICATION, case.agents, known)


@compiled
def _begins(w: Row, number: int) -> None:
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    case, channel = case_at(w, contact.case), channel_at(w, contact.channel)
    minutes = _handling_time(w, case, contact)
    asks = False
    if not has_worked_on(w, case, agent.person):
        history = False
        if case.agents > 0:
            history = _shares_history(w, case)
            if not history:
                minutes = exact(minutes * (1 + w.repeat_factor))
        asks = w.asks == 1 and _must_ask(w, case, contact, history)
        works_on(w, case, agent.person)
    if not asks:
        case.identified = 1
    if channel.synchronous == 0:
        contact.must_ask = 1 if asks else 0
        works(w, number, minutes, REPLIES)
        return
    notes_reply(w, number)
    if asks:
        minutes += w.ask_minutes if channel.written == 1 else w.ask_minutes_call
        asks_for_number(w, agent, agent.contact)
        case.identified = 1
    if source_at(w, case.source).ordered == 1:
        minutes += w.own_lookup
    works(w, number, minutes, ENDS_CALL)


@compiled
def asks_for_number(w: Row, agent: Row, number: int) -> None:
    """Ask who the customer is."""
    case = case_at(w, contact_at(w, number).case)
    case.asks += 1
    note_service(w, log.ASK, agent, number, float(case.asks))


@compiled
def notes_reply(w: Row, number: int) -> None:
    """Say something to the customer; the first time that is the first reply."""
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    if contact.replied == 0:
        contact.replied = 1
        back_at = unit_at(w, agent.person).back_at
        reason = w.reason if back_at >= 0 and back_at > contact.made else 0
        note_service(w, log.FIRST_REPLY, agent, agent.contact, float(reason))
        if w.watched == 1:
            _is_answered(w, agent, reason)
    case_at(w, contact.case).replied = w.now
    speaks(w, agent.contact)


@compiled
def _is_answered(w: Row, agent: Row, reason: int) -> None:
    """Let a contact's first reply be seen, learned from and remembered, by the rules that are on."""
    contact = contact_at(w, agent.contact)
    case = case_at(w, contact.case)
    if w.reputed == 1:
        shows_answer(w, agent.contact)
    if contact.number == 0:
        return
    if w.learning == 1:
        learns_answer(w, agent.contact)
    if w.loyal == 1:
        if contact.number == 1:
            case.waited = w.now - case.began
        if case.friendly != case.friendly:  # not known yet
            case.friendly = team_at(w, agent.team).friendly
        if case.reason == 0:
            case.reason = reason


@compiled
def may_chase(w: Row, number: int) -> None:
    """Let the customer's patience with a promise begin, or begin again."""
    case = case_at(w, contact_at(w, number).case)
    case.chases += 1
    wait = draw(w, case, draws.CHASE, case.chases - 1)
    if not w.now + wait > w.horizon:
        soon(w, wait, CHASES, number, case.chases)


@compiled
def _reads_into(w: Row, number: int) -> None:
    """Read into an escalated case: a whole handling time, and more where the history is not shared."""
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    case = case_at(w, contact.case)
    minutes = _handling_time(w, case, contact)
    if not has_worked_on(w, case, agent.person):
        if not _shares_history(w, case):
            minutes = exact(minutes * (1 + w.repeat_factor))
        works_on(w, case, agent.person)
    works(w, number, minutes, SEES_TO_IT)


# Incidents


@compiled
def _tells_of_incident(w: Row, agent: Row) -> None:
    """Let the company learn from a contact that an agent opens: after so many it notices what they are about."""
    contact = contact_at(w, agent.contact)
    case = case_at(w, contact.case)
    incident = incident_at(w, source_at(w, case.source).incident)
    if incident.noticed == 1 or contact.stage != FRESH or contact.transferred == 1 or case.comment == 1:
        return
    incident.opened += 1
    if incident.opened < incident.noticed_after:
        return
    incident.noticed = 1
    note_service(w, log.INCIDENT_NOTICED, agent, agent.contact, w.now - incident.at)
    if w.on_monitoring == 0:
        prepares_broadcast(w, source_at(w, case.source).incident)


@compiled
def prepares_broadcast(w: Row, number: int) -> None:
    """Let the company tell everybody of an incident in a while, if it does such things."""
    if w.broadcasts == 1:
        key = _KEY_OF_ZERO + (incident_at(w, number).source << 8)
        push(w, w.now + w.broadcast_minutes, key, BROADCASTS, number)


@compiled
def call_is_over(w: Row, number: int) -> None:
    """Put the minutes of a call down, where they are booked."""
    if w.improving == 1:
        is_over(w, number)
