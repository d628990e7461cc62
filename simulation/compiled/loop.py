"""The event loop: what is due happens, one moment after the other, until the horizon or until tables must grow."""

from __future__ import annotations

from simulation import log
from simulation.compiled import draws
from simulation.compiled.agents import gets_back, is_done, offers, plans_turn, shift, turns
from simulation.compiled.calendar import (
    ADVISED as HEARS_ADVICE,
)
from simulation.compiled.calendar import (
    ASKS,
    BEGINS,
    BROADCASTS,
    CHASES,
    COMMENTS,
    CONFIRMED,
    DELIVERED,
    DONE,
    ENTERS,
    EXPIRES,
    FOUND,
    HANGS_UP,
    HELPS,
    HITS,
    LOOKS,
    MUST_WAIT,
    NOTED,
    PARTNER,
    PLANNED,
    REACTS,
    RECOMMENDS,
    SEARCHED,
    SENDS,
    SHIFT,
    SOLUTION,
    TURN,
    UNCONFIRMED,
    UPDATE,
    WRITTEN,
    at,
    finds_next,
    kind_of,
    need_is_first,
    pop,
    push,
)
from simulation.compiled.contacts import is_lost, ranks, receives
from simulation.compiled.customer import (
    ABANDONED,
    ADVISED,
    AGAIN,
    CHASE,
    CLOSED,
    EXPIRED,
    begins,
    comments,
    goes_on,
    has_searched,
    tell,
)
from simulation.compiled.draws import draw, happens
from simulation.compiled.handing import must_wait, passes_on, recommends
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.judging import ends, looks, plans_a_look
from simulation.compiled.layout import (
    NONE,
    arrival_at,
    case_at,
    channel_at,
    commenter_at,
    contact_at,
    entry_at,
    incident_at,
    source_at,
    team_at,
)
from simulation.compiled.notes import note, note_company, note_contact
from simulation.compiled.opening import prepares_broadcast
from simulation.compiled.public import keeps, reacts
from simulation.compiled.records import (
    FRESH,
    PARTNER_ANSWERED,
    UNATTENDED,
    clear_up,
    has_left,
    is_numbered,
    let_go_of,
    new_case,
    no_longer_live,
)
from simulation.compiled.reputation import learns_silence, level, sees
from simulation.compiled.steps import (
    asks_in_writing,
    is_solved_by,
    sends_number,
    updates,
)
from simulation.compiled.teams import enters
from simulation.model.clock import key_of
from simulation.units import MINUTES_PER_DAY

_KEY_OF_ZERO = key_of(0)


# Needs and orders


@compiled
def _is_ordered(w: Row, number: int) -> None:
    """An order: confirmed or not, delivered some day, and perhaps asked for before that."""
    case = case_at(w, number)
    if has_left(w, case):
        note(w, log.TAKEN_ELSEWHERE, number, 0.0)
        return
    left = w.horizon - w.now
    filled_in = happens(w, case, draws.SIGN_ON, 0, w.single_sign_on)
    note(w, log.ORDER_PLACED, number, 0.0 if filled_in else 1.0)
    confirmed = happens(w, case, draws.CONFIRMATION, 0, w.confirmation)
    at(w, w.now + 1.0, CONFIRMED if confirmed else UNCONFIRMED, number, 0)
    delivery = draw(w, case, draws.DELIVERY, 0)
    if delivery <= left:
        at(w, w.now + delivery, DELIVERED, number, 0)
    if happens(w, case, draws.STATUS, 0, w.case_limit):
        delay = draw(w, case, draws.STATUS_DELAY, 0)
        if delay <= left:
            at(w, w.now + delay, BEGINS, number, 0)


@compiled
def _arises(w: Row) -> None:
    """Let the next need or order arise."""
    arrival = arrival_at(w, w.next_arrival)
    w.next_arrival += 1
    w.now = arrival.time
    number = new_case(w, arrival.source, arrival.customer, arrival.row)
    is_numbered(w, number, arrival.case)
    case_at(w, number).refs += 1
    if source_at(w, arrival.source).ordered == 1:
        _is_ordered(w, number)
    else:
        begins(w, number)
    let_go_of(w, number)


# Contacts


@compiled
def _hangs_up(w: Row, about: int) -> None:
    contact = contact_at(w, about)
    if contact.waiting == 0 or contact.transferred == 1:
        return
    to = channel_at(w, contact.channel).team
    contact.waiting = 0
    team_at(w, to).holding -= 1
    if team_at(w, to).side_by_side == 1:
        offers(w, to)
    is_lost(w, log.ABANDONED, about)
    tell(w, contact.case, ABANDONED, about)


@compiled
def _expires(w: Row, about: int) -> None:
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    contact.expired = 1
    missed = contact.replied == 0 and case.ended == 0 and not case.replied >= contact.made
    if missed and w.learning == 1:
        learns_silence(w, about)
    if missed and w.reputed == 1 and channel_at(w, contact.channel).public == 1:
        sees(w, w.late)
    left_alone = contact.stage == UNATTENDED
    if left_alone:
        no_longer_live(w, contact)
    if missed:
        tell(w, contact.case, EXPIRED, about)
    elif left_alone:
        tell(w, contact.case, CLOSED, about)


@compiled
def _is_found(w: Row, about: int) -> None:
    """The company finds what was not sent to it."""
    contact = contact_at(w, about)
    note_contact(w, log.FOUND_BY_LISTENING, about, 0.0)
    contact.stage = FRESH
    if contact.number == 0:
        contact.live = 1
        case_at(w, contact.case).live += 1
        ranks(w, about)
    if receives(w, about):
        tell(w, contact.case, CLOSED, about)


@compiled
def _helps(w: Row, about: int, place: int) -> None:
    """A reader answers a question in the company's stead."""
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    if case.ended == 1 or case.in_hand > 0 or contact.replied == 1:
        return
    solves = happens(w, case, draws.HELP_SOLVES, place, w.help_solves)
    note_contact(w, log.HELPED, about, 1.0 if solves else 0.0)
    if solves:
        note_contact(w, log.SOLVED, about, 0.0)
        keeps(w, about)
        ends(w, contact.case, True)


# Incidents


@compiled
def _hits(w: Row, number: int) -> None:
    note_company(w, log.INCIDENT, float(incident_at(w, number).struck))
    if w.on_monitoring == 1:
        prepares_broadcast(w, number)


@compiled
def _broadcasts(w: Row, number: int) -> None:
    """Tell all at once. Of those who would not contact the company anyway, some comment."""
    incident = incident_at(w, number)
    incident.told = 1
    note_company(w, log.BROADCAST, float(incident.reached))
    if w.wall == NONE:
        return
    for place in range(incident.first_comment, incident.first_comment + incident.comments):
        customer = commenter_at(w, place).customer
        of = new_case(w, incident.source, customer, customer)
        w.last_case += 1
        is_numbered(w, of, w.last_case)
        case = case_at(w, of)
        case.comment = 1
        time = w.now + draw(w, case, draws.COMMENT_DELAY, 0)
        case.refs += 1
        if time < w.horizon:
            at(w, time, COMMENTS, of, 0)
        let_go_of(w, of)


@compiled
def _reputation_is_noted(w: Row) -> None:
    note_company(w, log.REPUTATION, exact(level(w)))
    push(w, w.now + MINUTES_PER_DAY, 0, NOTED, 0)


# What is due


@compiled
def _of_case(w: Row, kind: int, number: int, other: int) -> None:
    if kind == BEGINS:
        begins(w, number)
    elif kind == COMMENTS:
        comments(w, number, w.wall)
    elif kind == CONFIRMED:
        note(w, log.CONFIRMATION_SENT, number, 0.0)
    elif kind == UNCONFIRMED:
        note(w, log.CONFIRMATION_MISSING, number, 0.0)
    elif kind == DELIVERED:
        note(w, log.DELIVERED, number, 0.0)
    elif kind == SEARCHED:
        has_searched(w, number)
    elif kind == WRITTEN:
        goes_on(w, number)
    else:
        tell(w, number, AGAIN, other)
    let_go_of(w, number)


@compiled
def _of_patience(w: Row, kind: int, about: int, other: int) -> None:
    contact = contact_at(w, about)
    if kind == HANGS_UP:
        _hangs_up(w, about)
    elif kind == EXPIRES:
        _expires(w, about)
    elif kind == CHASES:
        case = case_at(w, contact.case)
        if case.chases == other and case.ended == 0:
            tell(w, contact.case, CHASE, about)
    elif kind == ENTERS:
        enters(w, about, channel_at(w, contact.channel).team)
    elif kind == FOUND:
        _is_found(w, about)
    elif kind == REACTS:
        reacts(w, about, other)
    elif kind == HELPS:
        _helps(w, about, other)
    elif kind == HEARS_ADVICE:
        tell(w, contact.case, ADVISED, about)


@compiled
def _of_contact(w: Row, kind: int, about: int, other: int) -> None:
    contact = contact_at(w, about)
    case = contact.case
    if kind == PARTNER:
        contact.stage = PARTNER_ANSWERED
        gets_back(w, other, about)
    elif kind == SENDS:
        sends_number(w, about)
        gets_back(w, other, about)
    elif kind == ASKS:
        asks_in_writing(w, other, about)
    elif kind == MUST_WAIT:
        must_wait(w, other, about)
        passes_on(w, other, about)
    elif kind == RECOMMENDS:
        recommends(w, other, about)
    elif kind == SOLUTION:
        is_solved_by(w, about, other)
    elif kind == UPDATE:
        updates(w, about, other)
    else:
        _of_patience(w, kind, about, other)
    let_go_of(w, case)


@compiled
def _of_company(w: Row, kind: int, about: int) -> None:
    number, other = about & 0xFFFFFFFF, about >> 32
    if kind == DONE:
        is_done(w, number, other)
    elif kind == SHIFT:
        shift(w, number, other)
    elif kind == TURN:
        turns(w, number)
    elif kind == HITS:
        _hits(w, number)
    elif kind == BROADCASTS:
        _broadcasts(w, number)
    elif kind == NOTED:
        _reputation_is_noted(w)
    elif kind == LOOKS:
        looks(w)


@compiled
def _begin(w: Row) -> None:
    """Begin on Monday at 00:00: shifts, attention, incidents, reputation, the books."""
    for to in range(w.teams_count):
        shift(w, to, 0)
        team = team_at(w, to)
        if team.distracted == 1:
            for place in range(team.agents):
                plans_turn(w, team.first_agent + place)
    for number in range(w.incidents_count):
        incident = incident_at(w, number)
        push(w, w.now + incident.at, _KEY_OF_ZERO + (incident.source << 8), HITS, number)
    if w.reputed == 1:
        push(w, w.now, 0, NOTED, 0)
    if w.improving == 1:
        plans_a_look(w)
    w.begun = 1


@compiled
def _comes_due(w: Row) -> None:
    """Let happen what is due first in the calendar."""
    pop(w)
    due = entry_at(w, w.calendar_room)
    w.now = due.time
    kind, about = kind_of(due), due.about
    if kind <= PLANNED:
        _of_case(w, kind, about & 0xFFFFFFFF, about >> 32)
    elif kind <= HELPS:
        _of_contact(w, kind, about & 0xFFFFFFFF, about >> 32)
    else:
        _of_company(w, kind, about)


def advance(world: Row) -> None:
    """Let a world live until its `until`, or until one of its tables must grow or could not (`broken`)."""
    w = world[0]
    if w.begun == 0:
        _begin(w)
    while w.grow == 0 and w.broken == 0:
        if w.heap_count == 0:
            finds_next(w)
        if need_is_first(w):
            if arrival_at(w, w.next_arrival).time >= w.until:
                break
            _arises(w)
        elif w.heap_count == 0 or entry_at(w, 0).time >= w.until:
            break
        else:
            _comes_due(w)
        if w.doomed != NONE:
            clear_up(w)
