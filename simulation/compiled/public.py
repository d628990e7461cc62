"""What is public: threads, who reads and helps, and what others make of it (rules E15, E16, E23)."""

from __future__ import annotations

import math

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import FOUND, HELPS, REACTS, soon
from simulation.compiled.draws import SERIES, draw, drawn, happens, uniform
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.layout import (
    case_at,
    channel_at,
    contact_at,
    law_at,
    limit_at,
    log_at,
    source_at,
    threads_at,
    told_person_at,
)
from simulation.compiled.notes import note, note_company, note_contact
from simulation.compiled.records import (
    UNATTENDED,
    UNSEEN,
    attempt_of,
    cause_of,
    is_privacy_aware,
    is_sensitive,
    is_severe,
)
from simulation.compiled.reputation import branching_factor, learns, sees

_MESSAGE, _ANSWER = range(2)
_LIKES, _COMMENTS, _DEFENDS = range(3)
_READERS = 1024
_THREAD_BITS = 40


# Draws that one case asks for very often


@compiled
def _series(w: Row, case: Row, key: int, attempt: int) -> float:
    return uniform(w.seed, key, attempt, max(case.row, 0), SERIES)


@compiled
def _unit(w: Row, case: Row, place: int) -> float:
    row = case.row
    key = told_person_at(w, -row - 1).reactions if row < 0 else source_at(w, case.source).reactions
    return drawn(w, law_at(w, w.unit_law), _series(w, case, key, place))


@compiled
def _kind(w: Row, case: Row, place: int) -> int:
    row = case.row
    key = told_person_at(w, -row - 1).kinds if row < 0 else source_at(w, case.source).kinds
    share = _series(w, case, key, place)
    return _DEFENDS if share < w.defenders else _COMMENTS if share < w.comments_below else _LIKES


@compiled
def _reader(w: Row, case: Row, place: int) -> int:
    row = case.row
    key = told_person_at(w, -row - 1).reader if row < 0 else source_at(w, case.source).reader
    return int(_series(w, case, key, place) * w.customers)


@compiled
def _readers(w: Row, case: Row, number: int, what: int) -> int:
    share, count = draw(w, case, draws.READERS, 2 * number + what), 0
    while count < w.readers_count and limit_at(w, w.readers + count).value < share:
        count += 1
    return count


# Reactions


@compiled
def _pace(w: Row, contact: Row) -> float:
    return contact.branching * contact.change * max(0.0, 1 - contact.count / w.audience)


@compiled
def _plans_reaction(w: Row, number: int) -> None:
    contact = contact_at(w, number)
    to_come = _pace(w, contact) * contact.excitement
    if contact.left < to_come:
        delay = exact(-w.generation * math.log1p(-contact.left / to_come))
        if w.now + delay <= w.horizon:
            soon(w, delay, REACTS, number, contact.timer)


@compiled
def _first_place(contact: Row) -> int:
    return contact.number << _THREAD_BITS


@compiled
def _draws_reactions(w: Row, number: int) -> None:
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    contact.branching = draw(w, case, draws.BRANCHING, attempt_of(w, contact))
    if w.reputed == 1:
        contact.branching = contact.branching * branching_factor(w)
    contact.change, contact.excitement, contact.since, contact.count = 1.0, 1.0, w.now, 0
    contact.left = _unit(w, case, _first_place(contact))
    _plans_reaction(w, number)


@compiled
def _changes(w: Row, number: int, factor: float) -> None:
    contact = contact_at(w, number)
    faded = math.exp((contact.since - w.now) / w.generation)
    contact.left = max(0.0, contact.left - _pace(w, contact) * contact.excitement * (1 - faded))
    contact.excitement = contact.excitement * faded
    contact.since = w.now
    contact.change = factor
    contact.timer += 1
    _plans_reaction(w, number)


@compiled
def reacts(w: Row, number: int, timer: int) -> None:
    """Somebody reacts in a thread, unless the company has taken a turn in the meantime."""
    contact = contact_at(w, number)
    if timer != contact.timer:
        return
    case = case_at(w, contact.case)
    place = _first_place(contact) + contact.count
    kind = _kind(w, case, place)
    contact.excitement = contact.excitement * math.exp((contact.since - w.now) / w.generation)
    if kind != _DEFENDS:
        contact.excitement = contact.excitement + 1.0
    contact.since = w.now
    contact.count += 1
    note_contact(w, log.REACTION, number, float(kind))
    if contact.count == w.storm:
        note_contact(w, log.STORM, number, 0.0)
        if w.reputed == 1:
            sees(w, w.storm_worth)
    contact.left = _unit(w, case, place + 1)
    _plans_reaction(w, number)


# Threads


@compiled
def _is_read(w: Row, number: int) -> None:
    """Customers see the company's first public turn, and how long it took."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    readers = _readers(w, case, contact.number, _ANSWER)
    if w.learning == 1 and contact.number > 0:
        begin = (2 * contact.number + _ANSWER) * 1024
        for reader in range(readers):
            learns(w, _reader(w, case, begin + reader), contact, w.now - contact.made, w.learn_observed)
    if readers > 0:
        note_contact(w, log.SEEN, number, float(readers))


@compiled
def speaks(w: Row, number: int) -> None:
    """Let everybody see that the company says something, where that is public."""
    contact = contact_at(w, number)
    if contact.threaded == 0 or contact.private == 1 or contact.last_turn == w.now:
        return
    contact.last_turn = w.now
    contact.turns += 1
    if contact.turns == 1:
        _is_read(w, number)
    if contact.complains == 1:
        _changes(w, number, (1 - w.answer_cut) * (1 + w.firm_turn * (contact.turns - 1)))


@compiled
def opens_thread(w: Row, number: int, complains: bool) -> None:
    """Open a thread: readers see the message, complaints draw reactions, and others may find help."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    sensitive = is_sensitive(w, case)
    if sensitive:
        note_contact(w, log.POSTS_PERSONAL_DATA, number, 0.0)
    readers = _readers(w, case, contact.number, _MESSAGE)
    if readers > 0:
        note_contact(w, log.SEEN, number, float(readers))
    contact.threaded = 1
    contact.private = 1 if sensitive and w.answers_in_private == 1 else 0
    contact.complains = 1 if complains else 0
    contact.last_turn, contact.turns, contact.timer = -1.0, 0, 0
    if complains:
        _draws_reactions(w, number)
    elif source_at(w, case.source).ordered == 0 and w.helps > 0:
        _some_help(w, number, readers)


@compiled
def _passed_over(share: float, probability: float) -> int:
    if share < probability:
        return 0
    return _READERS if share >= 1 else int(min(1e9, math.log1p(-share) / math.log1p(-probability)))


@compiled
def _some_help(w: Row, number: int, readers: int) -> None:
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    place = (contact.number - 1) * _READERS
    reader = _passed_over(draw(w, case, draws.HELPS, place), w.helps)
    while reader < readers:
        soon(w, draw(w, case, draws.HELP_AFTER, place), HELPS, number, place)
        place += 1
        reader += 1 + _passed_over(draw(w, case, draws.HELPS, place), w.helps)


# Addresses


@compiled
def is_written(w: Row, number: int) -> bool:
    """A customer writes; return whether her message reaches an address that somebody watches."""
    contact = contact_at(w, number)
    if channel_at(w, contact.channel).public == 1:
        opens_thread(w, number, contact.number > 1 or is_severe(w, case_at(w, contact.case)))
    return not (channel_at(w, contact.channel).social == 1 and _goes_astray(w, number))


@compiled
def _goes_astray(w: Row, number: int) -> bool:
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    if case.comment == 1 and contact.number == 1:
        return False
    if not happens(w, case, draws.WRONG_ADDRESS, attempt_of(w, contact), w.wrong_address):
        return False
    found = is_found(w, contact)
    note_contact(w, log.WRONG_ADDRESS, number, 1.0 if found else 0.0)
    if found:
        will_be_found(w, number)
    else:
        contact.stage = UNATTENDED
    return True


@compiled
def is_found(w: Row, contact: Row) -> bool:
    """Return whether the company finds a message that was not sent to it."""
    return happens(w, case_at(w, contact.case), draws.FOUND, attempt_of(w, contact), w.listens)


@compiled
def will_be_found(w: Row, number: int) -> None:
    """Let a message be found after a while."""
    contact = contact_at(w, number)
    contact.stage = UNSEEN
    soon(w, draw(w, case_at(w, contact.case), draws.FOUND_AFTER, attempt_of(w, contact)), FOUND, number, 0)


@compiled
def sends_details(w: Row, number: int) -> None:
    """A customer is asked in public for her details, and may post them there."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    if w.answers_in_private == 1 or is_privacy_aware(w, case):
        return
    if happens(w, case, draws.POSTS_DETAILS, contact.number - 1, w.posts_details):
        note_contact(w, log.POSTS_PERSONAL_DATA, number, 1.0)


# The archive


@compiled
def keeps(w: Row, number: int) -> None:
    """Keep the thread of a contact that a public answer has solved."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    source = source_at(w, case.source)
    if w.archived == 0 or source.ordered == 1:
        return
    threads = threads_at(w, source.first_cause + cause_of(w, case))
    threads.count += 1
    threads.case, threads.customer = case.id, case.customer
    threads.number, threads.channel = contact.number, contact.channel


@compiled
def finds_answer(w: Row, number: int) -> bool:
    """Return whether a customer finds an earlier public answer to her problem."""
    case = case_at(w, number)
    source = source_at(w, case.source)
    if source.ordered == 1:
        return False
    threads = threads_at(w, source.first_cause + cause_of(w, case))
    if threads.count == 0 or not happens(w, case, draws.ARCHIVE, 0, w.deflection * -math.expm1(-float(threads.count))):
        return False
    note(w, log.FINDS_ANSWER, number, 0.0)
    note_company(w, log.SEEN, 1.0)
    row = log_at(w, w.log_count - 1)
    row.case, row.customer, row.channel, row.contact = threads.case, threads.customer, threads.channel, threads.number
    return True
