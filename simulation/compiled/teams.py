"""Teams: agents with one contact or several in hand, and who takes what is next."""

from __future__ import annotations

from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.layout import NONE, case_at, channel_at, contact_at, team_at, unit_at
from simulation.compiled.opening import opens
from simulation.compiled.queues import is_call, next_for, no_longer_idle, somebody_waits, waits
from simulation.compiled.records import let_go_of

UNEXPECTED = 2
"""Mark of a run in which something came in an order that the loop does not provide for."""


@compiled
def books(w: Row, number: int) -> None:
    """Divide an agent's minutes since the last change among the contacts in hand."""
    person = unit_at(w, number)
    if person.in_hand > 0 and person.attentive == 1:
        share = exact((w.now - person.since) / person.in_hand)
        for desk in range(person.first_desk, person.first_desk + person.desks):
            if unit_at(w, desk).contact != NONE:
                unit_at(w, desk).booked = unit_at(w, desk).booked + share
    person.since = w.now


@compiled
def free_desk(w: Row, number: int) -> int:
    """Return a desk at which an agent could open a contact now, NONE when there is none."""
    person = unit_at(w, number)
    if person.attentive == 0 or person.on_the_phone == 1:
        return NONE
    for desk in range(person.first_desk, person.first_desk + person.desks):
        if unit_at(w, desk).contact == NONE:
            return desk
    return NONE


@compiled
def takes(w: Row, number: int, contact: int) -> None:
    """Take a contact in hand, before opening it."""
    agent = unit_at(w, number)
    row = contact_at(w, contact)
    if agent.person != number:
        books(w, agent.person)
        person = unit_at(w, agent.person)
        person.in_hand += 1
        person.on_the_phone = 1 if is_call(w, row) else 0
    agent.contact = contact
    agent.booked = 0.0
    case_at(w, row.case).refs += 1


@compiled
def _is_busier(a: Row, b: Row) -> bool:
    if a.in_hand != b.in_hand:
        return a.in_hand > b.in_hand
    if a.since != b.since:
        return a.since > b.since
    return a.person > b.person


@compiled
def _less_busy_than_all_but(w: Row, to: int, before: int) -> int:
    """Return the least busy agent of a team of those who are busier than one (NONE: of all)."""
    team, best = team_at(w, to), NONE
    for person in range(team.first_agent, team.first_agent + team.agents):
        row = unit_at(w, person)
        if (before == NONE or _is_busier(row, unit_at(w, before))) and (
            best == NONE or _is_busier(unit_at(w, best), row)
        ):
            best = person
    return best


@compiled
def in_any_hand(w: Row, person: Row, number: int) -> bool:
    """Return whether a contact lies at one of an agent's desks."""
    for desk in range(person.first_desk, person.first_desk + person.desks):
        if unit_at(w, desk).contact == number:
            return True
    return False


@compiled
def from_inbox(w: Row, number: int) -> int:
    """Take out what has come back first, but for an answer so quick that its question is still in hand."""
    person = unit_at(w, number)
    if person.on_duty == 0:
        return NONE
    before, contact = NONE, person.first_in_inbox
    while contact != NONE and in_any_hand(w, person, contact):
        before, contact = contact, contact_at(w, contact).next_in_inbox
    if contact != NONE:
        _out_of_inbox(w, person, before, contact)
    return contact


@compiled
def _out_of_inbox(w: Row, person: Row, before: int, number: int) -> None:
    contact = contact_at(w, number)
    if before == NONE:
        person.first_in_inbox = contact.next_in_inbox
    else:
        contact_at(w, before).next_in_inbox = contact.next_in_inbox
    if person.last_in_inbox == number:
        person.last_in_inbox = before
    contact.next_in_inbox = NONE
    let_go_of(w, contact.case)


@compiled
def into_inbox(w: Row, person: int, number: int) -> None:
    """Put a contact into an agent's inbox."""
    agent = unit_at(w, person)
    if agent.last_in_inbox == NONE:
        agent.first_in_inbox = number
    else:
        contact_at(w, agent.last_in_inbox).next_in_inbox = number
    agent.last_in_inbox = number
    case_at(w, contact_at(w, number).case).refs += 1


@compiled
def first_in_inbox(w: Row, number: int) -> int:
    """Take out what has come back first."""
    person = unit_at(w, number)
    contact = person.first_in_inbox
    _out_of_inbox(w, person, NONE, contact)
    return contact


@compiled
def _takes_next(w: Row, number: int) -> int:
    """Let an agent take what is next, at a free desk; return the desk, NONE if there is nothing for him."""
    person = unit_at(w, number)
    desk = free_desk(w, number)
    if desk == NONE or (person.on_duty == 0 and team_at(w, person.team).callers == 0):
        return NONE
    contact = from_inbox(w, number)
    if contact == NONE:
        contact = next_for(w, number)
    if contact == NONE:
        return NONE
    takes(w, desk, contact)
    return desk


@compiled
def somebody_takes_next(w: Row, to: int) -> int:
    """Let the least busy agent who can take what is next; return the desk, NONE if nobody can."""
    person = _less_busy_than_all_but(w, to, NONE)
    while person != NONE:
        desk = _takes_next(w, person)
        if desk != NONE:
            return desk
        person = _less_busy_than_all_but(w, to, person)
    return NONE


@compiled
def _offers_what_is_new(w: Row, to: int) -> None:
    """Offer a contact that has just come; nothing that was there before can be taken in this moment."""
    team = team_at(w, to)
    if team.offering == 1:
        return
    team.offering = 1
    while True:
        desk = somebody_takes_next(w, to)
        if desk == NONE:
            break
        if not opens(w, desk):
            w.broken = UNEXPECTED
    team.offering = 0


@compiled
def _is_taken_by(w: Row, number: int, contact: int) -> None:
    no_longer_idle(w, number)
    takes(w, number, contact)
    if not opens(w, number):
        w.broken = UNEXPECTED


@compiled
def enters(w: Row, number: int, to: int) -> None:
    """Give a contact to the agent idle longest (not to the one who hands it on), or put it into the queue."""
    team, contact = team_at(w, to), contact_at(w, number)
    if team.side_by_side == 1:
        waits(w, number, to)
        _offers_what_is_new(w, to)
    elif team.idle > 0 and team.first_idle != contact.avoid:
        _is_taken_by(w, team.first_idle, number)
    elif team.idle > 1:
        _is_taken_by(w, unit_at(w, team.first_idle).after, number)
    else:
        waits(w, number, to)


@compiled
def answers_at_once(w: Row, number: int, to: int) -> bool:
    """Return whether somebody is free for a contact that has just come."""
    team, contact = team_at(w, to), contact_at(w, number)
    if team.side_by_side == 0:
        return team.idle > 0
    if somebody_waits(w, to, True):
        return False
    if channel_at(w, contact.channel).synchronous == 0 and somebody_waits(w, to, False):
        return False
    call = is_call(w, contact)
    for number_of_agent in range(team.first_agent, team.first_agent + team.agents):
        person = unit_at(w, number_of_agent)
        free = person.on_duty == 1 and free_desk(w, number_of_agent) != NONE
        if free and not (call and person.in_hand > 0):
            return True
    return False


@compiled
def has_other(w: Row, person: Row) -> bool:
    """Return whether a colleague is on duty."""
    return team_at(w, person.team).on_duty > (1 if person.on_duty == 1 else 0)
