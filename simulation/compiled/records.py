"""Cases and contacts: how they begin, who they are about, and when their rows are free for others.

A row of a case counts what still refers to it: what is due in the calendar, places in queues and inboxes, an agent's
hands. When nothing does, nothing can happen to the case any more, and its rows are used again: a run of any length
needs rows only for what is open.
"""

from __future__ import annotations

from simulation.compiled import draws
from simulation.compiled.draws import draw, happens, of_person
from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import (
    NONE,
    case_at,
    contact_at,
    customer_at,
    limit_at,
    node_at,
    source_at,
    team_at,
    told_person_at,
)
from simulation.model.clock import key_of

FRESH, IN_HAND, IDENTIFIED, PARTNER_ANSWERED, ESCALATED, UNSEEN, UNATTENDED = range(7)
"""Stages of a contact, as in `simulation.model.records`."""

BUSY, LISTENS, OVER = range(3)
"""States of a customer: she is doing something, waits for news, or has done with her case."""

_UNKNOWN = -1
_ALL_TRAITS = 31

_KEY_OF_ZERO = key_of(0)


@compiled
def _free_case(w: Row) -> int:
    number = w.cases_free
    if number != NONE:
        w.cases_free = case_at(w, number).next_doomed
        return number
    number = w.cases_used
    if number + 1 < w.cases_room:
        w.cases_used = number + 1
    else:
        w.broken = 1
    if w.cases_used == w.cases_full:
        w.grow = 1
    return number


@compiled
def new_case(w: Row, source: int, person: int, row: int) -> int:
    """Return the number of a row for a case of a source, of a customer and with a row of luck."""
    number = _free_case(w)
    case = case_at(w, number)
    case.source, case.customer, case.row = source, person, row
    case.called, case.replied = 0.0, -1.0
    case.first_contact = case.last_contact = case.first_letter = case.last_letter = case.first_agent = NONE
    case.owner = NONE
    case.contacts = case.plans = case.asks = case.hand_offs = case.chases = 0
    case.in_hand = case.live = case.agents = case.refs = 0
    case.trying, case.identified, case.ended = 1, 0, 0
    case.state, case.doomed, case.remembers, case.comment = BUSY, 0, 0, 0
    case.cause = case.tier = case.severe = case.sensitive = _UNKNOWN
    case.traits = case.traits_known = 0
    return number


@compiled
def is_numbered(w: Row, number: int, id: int) -> None:  # noqa: A002
    """Give a case its number in the run."""
    case = case_at(w, number)
    case.id = id
    case.key = _KEY_OF_ZERO + (id << 8)


@compiled
def _free_contact(w: Row) -> int:
    number = w.contacts_free
    if number != NONE:
        w.contacts_free = contact_at(w, number).next
        return number
    number = w.contacts_used
    if number + 1 < w.contacts_room:
        w.contacts_used = number + 1
    else:
        w.broken = 1
    if w.contacts_used == w.contacts_full:
        w.grow = 1
    return number


@compiled
def bare_contact(w: Row, of: int, channel: int) -> int:
    """Return the number of a row for a contact (or post) of a case in a channel, not live and without a number."""
    number, case = _free_contact(w), case_at(w, of)
    contact = contact_at(w, number)
    contact.case, contact.channel = of, channel
    contact.number, contact.key, contact.made = 0, case.key, w.now
    contact.picked_up, contact.called = -1.0, 0.0
    contact.rank, contact.stage, contact.going_to = 0, FRESH, NONE
    contact.joined = contact.avoid = contact.next = contact.next_in_inbox = NONE
    contact.live = contact.waiting = contact.replied = contact.must_ask = contact.transferred = 0
    contact.expired = contact.taught = contact.called_back = contact.threaded = 0
    contact.timer = contact.turns = 0
    if case.last_contact == NONE:
        case.first_contact = number
    else:
        contact_at(w, case.last_contact).next = number
    case.last_contact = number
    return number


@compiled
def new_contact(w: Row, of: int, channel: int) -> int:
    """Return the number of a row for a further contact of a case in a channel."""
    case = case_at(w, of)
    case.contacts += 1
    number = bare_contact(w, of, channel)
    contact = contact_at(w, number)
    contact.number = case.contacts
    contact.key = case.key + case.contacts
    contact.live = 1
    case.live += 1
    return number


@compiled
def attempt_of(w: Row, contact: Row) -> int:
    """Return the attempt of a contact's draws; a post's come after those of all contacts of its case."""
    return contact.number - 1 if contact.number > 0 else case_at(w, contact.case).contacts


@compiled
def no_longer_live(w: Row, contact: Row) -> None:
    """Take a contact out of those of its case that are not closed."""
    contact.live = 0
    case_at(w, contact.case).live -= 1


# References


@compiled
def let_go_of(w: Row, number: int) -> None:
    """Refer to a case no longer; the row is free once nothing refers to it at the end of this moment."""
    case = case_at(w, number)
    case.refs -= 1
    if case.refs == 0 and case.doomed == 0:
        case.doomed = 1
        case.next_doomed = w.doomed
        w.doomed = number


@compiled
def _clear(w: Row, number: int) -> None:
    case = case_at(w, number)
    contact = case.first_contact
    if contact != NONE:
        contact_at(w, case.last_contact).next = w.contacts_free
        w.contacts_free = contact
    free_nodes(w, case.first_agent)
    free_nodes(w, case.first_letter)
    case.next_doomed = w.cases_free
    w.cases_free = number


@compiled
def clear_up(w: Row) -> None:
    """Free the rows of cases that nothing refers to."""
    number = w.doomed
    while number != NONE:
        case = case_at(w, number)
        following = case.next_doomed
        case.doomed = 0
        if case.refs == 0:
            _clear(w, number)
        number = following
    w.doomed = NONE


@compiled
def new_node(w: Row) -> int:
    """Return the number of a node of a list."""
    number = w.nodes_free
    if number != NONE:
        w.nodes_free = node_at(w, number).next
    else:
        number = w.nodes_used
        if number + 1 < w.nodes_room:
            w.nodes_used = number + 1
        else:
            w.broken = 1
        if w.nodes_used == w.nodes_full:
            w.grow = 1
    node_at(w, number).next = NONE
    return number


@compiled
def free_nodes(w: Row, first: int) -> None:
    """Free the nodes of a list."""
    while first != NONE:
        following = node_at(w, first).next
        node_at(w, first).next = w.nodes_free
        w.nodes_free = first
        first = following


# Who has worked on a case


@compiled
def has_worked_on(w: Row, case: Row, person: int) -> bool:
    """Return whether an agent has worked on a case."""
    node = case.first_agent
    while node != NONE:
        if node_at(w, node).about == person:
            return True
        node = node_at(w, node).next
    return False


@compiled
def works_on(w: Row, case: Row, person: int) -> None:
    """Put an agent down as one who has worked on a case."""
    node = new_node(w)
    node_at(w, node).about = person
    node_at(w, node).next = case.first_agent
    case.first_agent = node
    case.agents += 1


# Whose case it is, and what about; drawn when it is first asked for


@compiled
def _has(w: Row, case: Row, stream: int, share: float) -> bool:
    """Return whether a case's customer has a trait; drawn once a case."""
    mark = 1 << (stream - draws.YOUNG)
    if case.traits_known & mark == 0:
        if case.customer < 0:
            case.traits, case.traits_known = told_person_at(w, -case.customer - 1).traits, _ALL_TRAITS
        else:
            case.traits_known |= mark
            if of_person(w, stream, case.customer) < share:
                case.traits |= mark
    return case.traits & mark != 0


@compiled
def is_young(w: Row, case: Row) -> bool:
    """Return whether a case's customer is young."""
    return _has(w, case, draws.YOUNG, w.young)


@compiled
def considers_social(w: Row, case: Row) -> bool:
    """Return whether a case's customer considers social media."""
    return _has(w, case, draws.CONSIDERS_SOCIAL, w.considers_social)


@compiled
def expects_day(w: Row, case: Row) -> bool:
    """Return whether a case's customer expects an answer online within a day."""
    return _has(w, case, draws.EXPECTS_DAY, w.expects_day)


@compiled
def has_real_name(w: Row, case: Row) -> bool:
    """Return whether a case's customer uses her real name as her handle."""
    return _has(w, case, draws.REAL_NAME, w.real_name)


@compiled
def is_privacy_aware(w: Row, case: Row) -> bool:
    """Return whether a case's customer minds who reads along."""
    return _has(w, case, draws.PRIVACY_AWARE, w.privacy_aware)


@compiled
def tier_of(w: Row, case: Row) -> int:
    """Return the tier of a case: its need's, or else its customer's."""
    if case.tier == _UNKNOWN:
        tier = source_at(w, case.source).tier
        if tier == NONE and case.customer < 0:
            tier = told_person_at(w, -case.customer - 1).tier
        elif tier == NONE:
            tier = 0
            share = of_person(w, draws.TIER, case.customer)
            while tier < w.tiers and limit_at(w, w.tier_limits + tier).value <= share:
                tier += 1
        case.tier = tier
    return case.tier


@compiled
def is_severe(w: Row, case: Row) -> bool:
    """Return whether a case is a severe matter."""
    if case.severe == _UNKNOWN:
        if case.row < 0:
            case.severe = told_person_at(w, -case.row - 1).severe
        else:
            case.severe = 1 if happens(w, case, draws.SEVERE, 0, source_at(w, case.source).severe) else 0
    return case.severe == 1


@compiled
def is_sensitive(w: Row, case: Row) -> bool:
    """Return whether a case is a sensitive matter."""
    if case.sensitive == _UNKNOWN:
        if case.row < 0:
            case.sensitive = told_person_at(w, -case.row - 1).sensitive
        else:
            case.sensitive = 1 if happens(w, case, draws.SENSITIVE, 0, source_at(w, case.source).sensitive) else 0
    return case.sensitive == 1


@compiled
def cause_of(w: Row, case: Row) -> int:
    """Return the number of the cause behind a case, within its need."""
    if case.cause == _UNKNOWN:
        source = source_at(w, case.source)
        share, cause = draw(w, case, draws.CAUSE, 0), 0
        while cause < source.causes - 1 and limit_at(w, source.limits + cause).value <= share:
            cause += 1
        case.cause = cause
    return case.cause


@compiled
def person_of(w: Row, customer: int) -> Row:
    """Return the number of a customer's row, those of the cast behind all others."""
    return customer if customer >= 0 else w.customers - customer - 1


@compiled
def has_left(w: Row, case: Row) -> bool:
    """Return whether a case's customer has left the company."""
    return w.loyal == 1 and customer_at(w, person_of(w, case.customer)).left == 1


@compiled
def occupies(contact: Row, channel: int, synchronous: int) -> bool:
    """Return whether a contact takes one of the lines of a channel: not while its caller waits to be called back."""
    to_be_called = contact.called_back == 1 and contact.waiting == 1 and contact.picked_up < 0
    return contact.channel == channel and synchronous == 1 and contact.stage != ESCALATED and not to_be_called


@compiled
def is_reachable(w: Row, channel: Row) -> bool:
    """Return whether customers can reach a channel now: written ones always, the phone while it is staffed."""
    return channel.synchronous == 0 or team_at(w, channel.team).on_duty > 0
