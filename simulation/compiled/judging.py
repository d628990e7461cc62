"""The end of a case: what its customer makes of it, and how the company books it (rules E18, E19, E22)."""

from __future__ import annotations

import math

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import LOOKS, push
from simulation.compiled.draws import draw, happens
from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import (
    NONE,
    case_at,
    channel_at,
    contact_at,
    customer_at,
    fixed_at,
    source_at,
)
from simulation.compiled.notes import note, note_company, note_in
from simulation.compiled.public import is_found, opens_thread, will_be_found
from simulation.compiled.records import (
    ESCALATED,
    LISTENS,
    OVER,
    UNSEEN,
    bare_contact,
    cause_of,
    considers_social,
    person_of,
)
from simulation.compiled.reputation import sees
from simulation.model.clock import key_of

_BADLY, _WELL = range(2)
_KEY_OF_ZERO = key_of(0)


@compiled
def ends(w: Row, number: int, solved: bool) -> None:
    """End a case, solved or given up: its customer draws her conclusions, and goes her way."""
    case = case_at(w, number)
    case.ended = 1
    if case.state == LISTENS:
        case.state = OVER
    if w.loyal == 1:
        _judges(w, number, solved)
    if w.improving == 1:
        _books(w, case)


# Loyalty


@compiled
def _satisfied(w: Row, case: Row, solved: bool) -> float:
    waited = w.now - case.began if math.isnan(case.waited) else case.waited
    ratio = math.log((1 + waited) / (1 + case.expected))
    score = w.s_base - w.s_loss * max(ratio, 0.0) + min(w.s_gain_cap, w.s_gain * max(-ratio, 0.0))
    score = score + (w.s_contact * (case.contacts - 1) + w.s_ask * max(case.asks - 1, 0))
    tone = 0.0 if math.isnan(case.friendly) else case.friendly
    score = score + (w.s_hand_off * case.hand_offs + w.s_friendly * tone)
    illegitimate, legitimate = 1.0 if case.reason == 1 else 0.0, 1.0 if case.reason == 2 else 0.0
    score = score + (w.s_honest + w.s_illegitimate) * illegitimate + (w.s_honest + w.s_legitimate) * legitimate
    score = score + w.s_unsolved * (0.0 if solved else 1.0)
    return min(max(score, 0.0), 1.0)


@compiled
def _satisfaction(w: Row, case: Row, solved: bool) -> float:
    if case.remembers == 1:
        return _satisfied(w, case, solved)
    return w.s_untouched if solved else min(1.0, max(0.0, w.s_base + w.s_unsolved))


@compiled
def _judges(w: Row, number: int, solved: bool) -> None:
    case = case_at(w, number)
    score = _satisfaction(w, case, solved)
    badly = score < w.bad_below
    if happens(w, case, draws.TELLS, 0, w.tells_bad if badly else w.tells_good):
        note(w, log.TELLS_OTHERS, number, float(_BADLY if badly else _WELL))
        if badly and considers_social(w, case) and happens(w, case, draws.POSTS, 0, w.posts):
            _posts(w, number)
    logit = w.churn_intercept + w.churn_slope * (w.churn_pivot - score)
    person = customer_at(w, person_of(w, case.customer))
    if person.left == 0 and happens(w, case, draws.CHURNS, 0, 0.5 * (1 + math.tanh(logit / 2))):
        person.left = 1
        note(w, log.CHURNED, number, 0.0)


@compiled
def _posts(w: Row, number: int) -> None:
    """Tell everybody, in the first open channel where they read along: a thread without a contact."""
    if w.wall == NONE:
        return
    note_in(w, log.POSTS_PUBLICLY, number, w.wall)
    if w.public == 1:
        post = bare_contact(w, number, w.wall)
        contact_at(w, post).stage = UNSEEN
        opens_thread(w, post, True)
        if is_found(w, contact_at(w, post)):
            will_be_found(w, post)


# Improvement


@compiled
def plans_a_look(w: Row) -> None:
    """Plan the company's next look at its books."""
    if w.now + w.every <= w.horizon:
        push(w, w.now + w.every, _KEY_OF_ZERO + (w.teams_count << 8), LOOKS, 0)


@compiled
def prevents(w: Row, case: Row) -> bool:
    """Return whether a need does not arise, because what was behind it has been fixed."""
    cause = source_at(w, case.source).first_cause + cause_of(w, case)
    return fixed_at(w, cause).fixed == 1 and happens(w, case, draws.FIXED, 0, w.fixes)


@compiled
def is_over(w: Row, number: int) -> None:
    """Put a call's minutes down, hold and talk, until now; who was called back has not held."""
    contact = contact_at(w, number)
    case = case_at(w, contact.case)
    minutes = w.now - (contact.made if contact.picked_up < 0 else contact.picked_up)
    case.called = case.called + (minutes - contact.called)
    contact.called = minutes


@compiled
def holds(w: Row, contact: Row) -> bool:
    """Return whether a contact's place is among those who hold; an escalated call has become paper."""
    return channel_at(w, contact.channel).synchronous == 1 and contact.stage != ESCALATED


@compiled
def _minutes_of(w: Row, case: Row) -> float:
    source = source_at(w, case.source)
    looks = source.has_page == 1 and happens(w, case, draws.MY_PAGE, 0, w.tries_my_page)
    lever = w.order_status if source.ordered == 1 else w.invoice
    works = looks and happens(w, case, draws.MY_PAGE_WORKS, 0, lever)
    entries = source.ordered == 1 and not happens(w, case, draws.SIGN_ON, 0, w.single_sign_on)
    minutes = w.e_entry * (1.0 if entries else 0.0) + w.e_failed * (1.0 if looks and not works else 0.0)
    minutes = minutes + w.e_look * (1.0 if works else 0.0)
    return case.called + (minutes + w.e_contact * case.contacts + w.e_ask * case.asks)


@compiled
def _books(w: Row, case: Row) -> None:
    """Book a case that is closed on a cause, if the company has heard of it; perhaps on a wrong one."""
    if case.contacts == 0:
        return
    cause, others = source_at(w, case.source).first_cause + cause_of(w, case), w.causes - 1
    share = draw(w, case, draws.CODED, 0)
    if share >= w.coding and others > 0:
        other = min(int((share - w.coding) / (1 - w.coding) * others), others - 1)
        cause = other + (1 if other >= cause else 0)
    book = fixed_at(w, cause)
    book.minutes = book.minutes + (1.0 if w.by_count == 1 else _minutes_of(w, case))
    book.booked = 1


@compiled
def looks(w: Row) -> None:
    """Fix the top cause that is not fixed yet; of equals, the one with the lowest number."""
    top = NONE
    for cause in range(w.causes):
        book = fixed_at(w, cause)
        if book.booked == 1 and book.fixed == 0 and (top == NONE or book.minutes > fixed_at(w, top).minutes):
            top = cause
    if top != NONE:
        fixed_at(w, top).fixed = 1
        note_company(w, log.CAUSE_FIXED, float(top))
        if w.reputed == 1:
            sees(w, w.feedback_used)
    for cause in range(w.causes):
        fixed_at(w, cause).booked = 0
        fixed_at(w, cause).minutes = 0.0
    plans_a_look(w)
