"""The customer's side: her journey from the need to the solution, or to giving up."""

from __future__ import annotations

import math

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import PLANNED, SEARCHED, WRITTEN, at
from simulation.compiled.choice import choose, first_phone, next_opening
from simulation.compiled.contacts import contact
from simulation.compiled.draws import draw, happens
from simulation.compiled.jit import Row, compiled
from simulation.compiled.judging import ends, prevents
from simulation.compiled.layout import NONE, case_at, channel_at, contact_at, incident_at, node_at, source_at
from simulation.compiled.notes import note, note_contact
from simulation.compiled.public import finds_answer
from simulation.compiled.records import (
    BUSY,
    LISTENS,
    OVER,
    cause_of,
    has_left,
    is_reachable,
    new_node,
    tier_of,
)

NOT_SOLVED, ABANDONED, EXPIRED, CLOSED, REDIRECTED, ADVISED, AGAIN, CHASE = range(8)
"""What the news can be."""

_REPEATS, _SWITCHES, _GIVES_UP = range(3)
_PUBLIC, _PRIVATE = 0, 1


# News


@compiled
def _writes(w: Row, number: int, news: int, about: int) -> None:
    """Leave a letter for a customer who is busy."""
    case, node = case_at(w, number), new_node(w)
    row = node_at(w, node)
    row.what, row.about = news, about
    if case.last_letter == NONE:
        case.first_letter = node
    else:
        node_at(w, case.last_letter).next = node
    case.last_letter = node


@compiled
def tell(w: Row, number: int, news: int, about: int) -> None:
    """Tell a customer news about a contact or a plan of hers; once her case has ended it is lost."""
    case = case_at(w, number)
    if case.ended == 1:
        return
    if case.state == LISTENS:
        case.state = BUSY
        _reacts(w, number, news, about)
        until_it_ends(w, number)
    else:
        _writes(w, number, news, about)


@compiled
def until_it_ends(w: Row, number: int) -> None:
    """React to news that have come, until the case is solved, there is nothing to hope for, or no more has come."""
    case = case_at(w, number)
    while case.ended == 0:
        node = case.first_letter
        if case.live == 0 and case.plans == 0 and node == NONE:
            note(w, log.GIVEN_UP, number, 0.0)
            ends(w, number, False)
        elif node != NONE:
            row = node_at(w, node)
            news, about = row.what, row.about
            case.first_letter = row.next
            if case.first_letter == NONE:
                case.last_letter = NONE
            row.next = w.nodes_free
            w.nodes_free = node
            _reacts(w, number, news, about)
        else:
            case.state = LISTENS
            return
    case.state = OVER


@compiled
def _reacts(w: Row, number: int, news: int, about: int) -> None:
    if news == NOT_SOLVED:
        _is_not_helped(w, number, about)
    elif news == ABANDONED:
        _hung_up(w, number, about)
    elif news == EXPIRED:
        _runs_out_of_patience(w, number, about)
    elif news == REDIRECTED:
        _is_redirected(w, number, about)
    elif news == ADVISED:
        _is_advised_to_phone(w, number, about)
    elif news == AGAIN:
        _tries_again(w, number, about)
    elif news == CHASE:
        _chases(w, number, about)


# What she does


@compiled
def contacts(w: Row, number: int, channel: int) -> None:
    """Contact the company in a channel; a caller who is lost at once hears of it when she has done."""
    lost = contact(w, number, channel)
    if lost != NONE:
        _writes(w, number, ABANDONED, lost)


@compiled
def reaches_out(w: Row, number: int, avoid: int, private: bool) -> None:
    """Choose a channel and contact the company; wait for it to open when all is closed."""
    case = case_at(w, number)
    if case.contacts >= w.most_contacts:
        return
    channel = choose(w, number, avoid, private)
    if channel != NONE:
        contacts(w, number, channel)
        return
    opening = next_opening(w)
    if opening < math.inf:
        _means_to_try_again(w, number, opening - w.now, _plan(NONE, avoid, private))


@compiled
def _plan(channel: int, avoid: int, private: bool) -> int:
    """Return a plan as a number: the channel, or else what she keeps in mind when she chooses one."""
    return (channel + 1) << 16 | (avoid + 1) << 1 | (_PRIVATE if private else _PUBLIC)


@compiled
def _means_to_try_again(w: Row, number: int, minutes: float, plan: int) -> None:
    case_at(w, number).plans += 1
    at(w, w.now + minutes, PLANNED, number, plan)


@compiled
def _tries_again(w: Row, number: int, plan: int) -> None:
    """Do what she had planned; where that is closed, choose anew."""
    case = case_at(w, number)
    case.plans -= 1
    if case.trying == 0:
        return
    channel, avoid = (plan >> 16) - 1, ((plan >> 1) & 32767) - 1
    if channel != NONE and is_reachable(w, channel_at(w, channel)):
        _contacts_again(w, number, channel)
    else:
        reaches_out(w, number, avoid, plan & 1 == _PRIVATE)


@compiled
def _contacts_again(w: Row, number: int, channel: int) -> None:
    if case_at(w, number).contacts < w.most_contacts:
        contacts(w, number, channel)


@compiled
def _is_not_helped(w: Row, number: int, about: int) -> None:
    """An answer that did not solve it: come back after a while, or leave it."""
    case, attempt = case_at(w, number), contact_at(w, about).number - 1
    if happens(w, case, draws.RETURNS, attempt, w.returns):
        _means_to_try_again(w, number, draw(w, case, draws.RETURN_DELAY, attempt), _plan(NONE, NONE, False))


@compiled
def _hung_up(w: Row, number: int, about: int) -> None:
    """She hung up, or found no line: dial again after a while, or leave it."""
    case, contact = case_at(w, number), contact_at(w, about)
    attempt = contact.number - 1
    if happens(w, case, draws.REDIAL, attempt, w.redial):
        delay = draw(w, case, draws.REDIAL_DELAY, attempt)
        _means_to_try_again(w, number, delay, _plan(contact.channel, NONE, False))


@compiled
def _runs_out_of_patience(w: Row, number: int, about: int) -> None:
    """No reply in time (rule E6): write again, switch, or give up. The original stays in its queue."""
    case, contact = case_at(w, number), contact_at(w, about)
    share = draw(w, case, draws.REACTION, contact.number - 1)
    reaction = _REPEATS if share < w.repeat else _SWITCHES if share < w.repeat + w.switch else _GIVES_UP
    note_contact(w, log.PATIENCE_EXPIRED, about, float(reaction))
    if case.trying == 0:
        return
    if reaction == _REPEATS:
        _contacts_again(w, number, contact.channel)
    elif reaction == _SWITCHES:
        reaches_out(w, number, contact.channel, False)
    else:
        case.trying = 0


@compiled
def _chases(w: Row, number: int, about: int) -> None:
    """Promised an answer that does not come: remind them, in the same channel if it is open."""
    channel = contact_at(w, about).channel
    if case_at(w, number).trying == 0:
        return
    if is_reachable(w, channel_at(w, channel)):
        _contacts_again(w, number, channel)
    else:
        reaches_out(w, number, NONE, False)


@compiled
def _is_redirected(w: Row, number: int, about: int) -> None:
    """Asked to come back in private: follow, or treat it as an answer that did not help."""
    contact = contact_at(w, about)
    if happens(w, case_at(w, number), draws.REDIRECT, contact.number - 1, w.accepts_redirect):
        reaches_out(w, number, contact.channel, True)
    else:
        _is_not_helped(w, number, about)


@compiled
def _is_advised_to_phone(w: Row, number: int, about: int) -> None:
    """Told that the phone is quicker: phone, or rather wait where she is."""
    takes = happens(w, case_at(w, number), draws.ADVICE_TAKEN, contact_at(w, about).number - 1, w.accepts_advice)
    phone = first_phone(w)
    if takes and phone != NONE:
        note_contact(w, log.ACCEPTS_PHONE, about, 0.0)
        _contacts_again(w, number, phone)
    else:
        note_contact(w, log.DECLINES_PHONE, about, 0.0)


# Her journey


@compiled
def _opens(w: Row, number: int) -> None:
    """Open a case in the books."""
    case = case_at(w, number)
    note(w, log.CASE_OPENED, number, float(case.source))
    if w.books_causes == 1:
        note(w, log.CAUSE, number, float(cause_of(w, case)))
    if w.ranks > 1:
        tier = tier_of(w, case)
        if tier < w.ranks - 1:
            note(w, log.TIER, number, float(tier))


@compiled
def _is_settled(w: Row, number: int) -> None:
    note(w, log.DEFLECTED, number, 0.0)
    ends(w, number, True)


@compiled
def _is_told(w: Row, case: Row) -> bool:
    """Return whether a broadcast has told a customer what she would ask, before her need arises."""
    incident = source_at(w, case.source).incident
    if incident == NONE or incident_at(w, incident).told == 0:
        return False
    return happens(w, case, draws.REACHED, 0, w.broadcast_reach)


@compiled
def begins(w: Row, number: int) -> None:
    """Let a need arise: look for help, and contact the company if there is none."""
    case = case_at(w, number)
    source = source_at(w, case.source)
    case.state = OVER
    if source.ordered == 0 and has_left(w, case):
        note(w, log.TAKEN_ELSEWHERE, number, 0.0)
        return
    if w.improving == 1 and prevents(w, case):
        note(w, log.PREVENTED, number, 0.0)
        return
    case.state = BUSY
    _opens(w, number)
    if _is_told(w, case):
        note(w, log.TOLD_BY_BROADCAST, number, 0.0)
        _is_settled(w, number)
    if w.archived == 1 and case.ended == 0 and finds_answer(w, number):
        _is_settled(w, number)
    if case.ended == 0 and source.has_page == 1 and _helps_herself(w, number):
        return
    goes_on(w, number)


@compiled
def goes_on(w: Row, number: int) -> None:
    """Reach out, unless the case has ended, and live through what comes of it."""
    if case_at(w, number).ended == 0:
        reaches_out(w, number, NONE, False)
    until_it_ends(w, number)


@compiled
def _helps_herself(w: Row, number: int) -> bool:
    """Look at My Page, if it should know; return whether she goes on to look for the channels."""
    case = case_at(w, number)
    source = source_at(w, case.source)
    looks = happens(w, case, draws.MY_PAGE, 0, w.tries_my_page)
    if looks:
        works = happens(w, case, draws.MY_PAGE_WORKS, 0, w.order_status if source.ordered == 1 else w.invoice)
        note(w, log.SELFSERVICE_OK if works else log.SELFSERVICE_FAIL, number, 0.0)
    if source.ordered == 1:
        settled = not happens(w, case, draws.STATUS, 0, w.contact_limit)
    else:
        settled = happens(w, case, draws.INVOICE, 0, source.invoice_cut * w.invoice)
    if settled:
        _is_settled(w, number)
    elif looks:
        at(w, w.now + w.search_minutes, SEARCHED, number, 0)
        return True
    return False


@compiled
def has_searched(w: Row, number: int) -> None:
    """Read how to reach the company, and write."""
    note(w, log.CHANNELS_SEEN, number, float(w.labels))
    at(w, w.now + w.write_minutes, WRITTEN, number, 0)


@compiled
def comments(w: Row, number: int, channel: int) -> None:
    """Comment on a post of the company's own, and live through what comes of it."""
    case = case_at(w, number)
    case.state = OVER
    if has_left(w, case):
        return
    case.state = BUSY
    _opens(w, number)
    note(w, log.COMMENTS, number, 0.0)
    contacts(w, number, channel)
    until_it_ends(w, number)
