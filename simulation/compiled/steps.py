"""What an agent does with a contact once work on it is done: replies, asks, hands on, looks up, escalates, informs.

A step that ends with the agent free leaves something to be finished by whoever called it, for the agent looks for his
next contact before the one that he has left moves on.
"""

from __future__ import annotations

import math

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import (
    ASKS,
    MUST_WAIT,
    PARTNER,
    SENDS,
    SOLUTION,
    UPDATE,
    soon,
)
from simulation.compiled.contacts import leaves
from simulation.compiled.customer import CLOSED, NOT_SOLVED, REDIRECTED, tell
from simulation.compiled.draws import draw, happens
from simulation.compiled.handing import must_wait, needs_owner, owner_for, passes_on
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.judging import ends, holds
from simulation.compiled.layout import NONE, case_at, channel_at, contact_at, fit_at, source_at, team_at, unit_at
from simulation.compiled.notes import note_contact, note_service, note_team
from simulation.compiled.opening import (
    CLOSES_DUPLICATE,
    ENDS_CALL,
    HAS_LOOKED_UP,
    LEAVES,
    LEAVES_UNANSWERED,
    REPLIES,
    SEES_TO_IT,
    asks_for_number,
    call_is_over,
    may_chase,
    notes_reply,
    works,
)
from simulation.compiled.public import keeps, sends_details, speaks
from simulation.compiled.records import (
    ESCALATED,
    IDENTIFIED,
    PARTNER_ANSWERED,
    is_sensitive,
    let_go_of,
    no_longer_live,
)
from simulation.compiled.teams import books, enters
from simulation.units import MINUTES_PER_DAY

NOTHING, PASSES_ON, ESCALATES, SOLVES_LATER = range(4)
"""What is left to be finished when an agent has left a contact."""

_DUPLICATE = 0
_AGAIN = 1


@compiled
def does(w: Row, number: int, step: int) -> int:
    """Let an agent do the next step with the contact in his hands; return what is left to be finished."""
    if step == REPLIES:
        return _replies(w, number)
    if step == ENDS_CALL:
        call_is_over(w, unit_at(w, number).contact)
        left = _may_hand_on(w, number)
        return left if left != NONE else _has_looked_up(w, number)
    if step == HAS_LOOKED_UP:
        return _has_looked_up(w, number)
    if step == LEAVES:
        return _leaves(w, number)
    if step == CLOSES_DUPLICATE:
        return _closes_duplicate(w, number)
    if step == LEAVES_UNANSWERED:
        return _leaves_unanswered(w, number)
    if step == SEES_TO_IT:
        return _sees_to_it(w, number)
    return _takes_up_again(w, number)


@compiled
def _leaves(w: Row, number: int) -> int:
    """Be done with a contact for now."""
    agent = unit_at(w, number)
    contact = agent.contact
    if agent.person != number:
        books(w, agent.person)
        person = unit_at(w, agent.person)
        person.in_hand -= 1
        person.on_the_phone = 0
    note_service(w, log.SERVICE_END, agent, contact, agent.booked)
    agent.contact = NONE
    let_go_of(w, contact_at(w, contact).case)
    return NOTHING


@compiled
def _takes_up_again(w: Row, number: int) -> int:
    agent = unit_at(w, number)
    note_service(w, log.SERVICE_START, agent, agent.contact, float(_AGAIN))
    if contact_at(w, agent.contact).stage == PARTNER_ANSWERED:
        return _informs(w, number)
    return _goes_on(w, number)


@compiled
def _replies(w: Row, number: int) -> int:
    """Send the first reply; ask who she is, or go on."""
    notes_reply(w, number)
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    if contact.must_ask == 0:
        return _goes_on(w, number)
    later = channel_at(w, contact.channel).ask_after
    if later > 0:
        soon(w, later, ASKS, agent.contact, number)
    else:
        asks_in_writing(w, number, agent.contact)
    works(w, number, w.ask_minutes, LEAVES)
    return NOTHING


@compiled
def asks_in_writing(w: Row, number: int, about: int) -> None:
    """Ask who the customer is, who answers after a while."""
    case = case_at(w, contact_at(w, about).case)
    asks_for_number(w, unit_at(w, number), about)
    speaks(w, about)
    may_chase(w, about)
    soon(w, exact(draw(w, case, draws.REPLY, case.asks - 1)), SENDS, about, number)


@compiled
def sends_number(w: Row, about: int) -> None:
    """The customer says who she is."""
    contact = contact_at(w, about)
    note_contact(w, log.SENDS_NUMBER, about, 0.0)
    if contact.threaded == 1:
        sends_details(w, about)
    case_at(w, contact.case).identified = 1
    contact.stage = IDENTIFIED


@compiled
def _goes_on(w: Row, number: int) -> int:
    """Go on with a written contact once it is clear who the customer is."""
    left = _may_hand_on(w, number)
    if left != NONE:
        return left
    agent = unit_at(w, number)
    about = agent.contact
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    if w.redirects == 1 and channel_at(w, contact.channel).public == 1 and is_sensitive(w, case):
        note_service(w, log.REDIRECTED, agent, about, 0.0)
        speaks(w, about)
        lets_go(w, about)
        tell(w, contact.case, REDIRECTED, about)
        return _leaves(w, number)
    if source_at(w, case.source).ordered == 1 and w.own_lookup > 0:
        works(w, number, w.own_lookup, HAS_LOOKED_UP)
        return NOTHING
    return _has_looked_up(w, number)


@compiled
def _has_looked_up(w: Row, number: int) -> int:
    """Answer from the company's own systems, or ask the partner."""
    agent = unit_at(w, number)
    about = agent.contact
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    ordered = source_at(w, case.source).ordered == 1
    if not ordered or not happens(w, case, draws.PARTNER, contact.number - 1, w.partner_share):
        return _informs(w, number)
    note_service(w, log.PARTNER_LOOKUP, agent, about, 0.0)
    may_chase(w, about)
    minutes = exact(w.partner_minutes * draw(w, case, draws.PARTNER_DELAY, contact.number - 1))
    soon(w, minutes, PARTNER, about, number)
    return _leaves(w, number)


@compiled
def _solves(w: Row, about: int, authority: float) -> bool:
    """Return whether a contact solves its case: fit times authority of who answers (rule E11)."""
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    fit = fit_at(w, contact.channel * w.sources_count + case.source).value
    return happens(w, case, draws.SOLVE, contact.number - 1, fit * authority)


@compiled
def _informs(w: Row, number: int) -> int:
    """Give the answer, unless it takes somebody with more authority."""
    if w.escalating == 1 and _is_escalated(w, number):
        return _leaves(w, number) + ESCALATES
    return _answers(w, number)


@compiled
def _is_escalated(w: Row, number: int) -> bool:
    """Escalate a contact that fails for lack of authority alone; return whether that was done."""
    agent = unit_at(w, number)
    team, about = team_at(w, agent.team), agent.contact
    contact = contact_at(w, about)
    if team.escalates_to == NONE or contact.stage == ESCALATED:
        return False
    if _solves(w, about, team.authority) or not _solves(w, about, 1.0):
        return False
    if not happens(w, case_at(w, contact.case), draws.ESCALATES, contact.number - 1, w.escalates):
        return False
    note_service(w, log.ESCALATED, agent, about, 0.0)
    contact.stage = ESCALATED
    contact.transferred = 1
    may_chase(w, about)
    keeps_her_posted(w, about, team.escalates_to)
    return True


@compiled
def keeps_her_posted(w: Row, about: int, to: int) -> None:
    """Plan to tell her how things go, if the team does such things."""
    every = team_at(w, to).updates_every
    if every != 0 and not w.now + every > w.horizon:
        soon(w, every, UPDATE, about, to)


@compiled
def updates(w: Row, about: int, to: int) -> None:
    """Tell her how things go; it counts as a reply, and her patience with the promise begins anew."""
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    if case.ended == 0 and contact.live == 1:
        note_team(w, log.UPDATE_SENT, to, about, 0.0)
        case.replied = w.now
        may_chase(w, about)
        keeps_her_posted(w, about, to)


@compiled
def _answers(w: Row, number: int) -> int:
    """Give the answer; it solves the case, or does not (rule E11)."""
    agent = unit_at(w, number)
    about = agent.contact
    contact = contact_at(w, about)
    note_service(w, log.INFORMATION_GIVEN, agent, about, 0.0)
    speaks(w, about)
    lets_go(w, about)
    if _solves(w, about, team_at(w, agent.team).authority):
        note_service(w, log.SOLVED, agent, about, 0.0)
        if contact.threaded == 1 and contact.private == 0:
            keeps(w, about)
        ends(w, contact.case, True)
    else:
        note_service(w, log.NOT_SOLVED, agent, about, 0.0)
        tell(w, contact.case, NOT_SOLVED, about)
    return _leaves(w, number)


@compiled
def _closes_duplicate(w: Row, number: int) -> int:
    """Tell her that the matter is in hand."""
    agent = unit_at(w, number)
    about = agent.contact
    contact = contact_at(w, about)
    notes_reply(w, number)
    if holds(w, contact):
        call_is_over(w, about)
    note_service(w, log.CONTACT_CLOSED, agent, about, float(_DUPLICATE))
    no_longer_live(w, contact)
    if w.escalating == 1:
        _is_promised_again(w, contact.case)
    tell(w, contact.case, CLOSED, about)
    return _leaves(w, number)


@compiled
def _is_promised_again(w: Row, number: int) -> None:
    """Let her patience begin anew who asked about an escalated case, and heard that it is in hand."""
    about = case_at(w, number).first_contact
    while about != NONE:
        contact = contact_at(w, about)
        if contact.live == 1 and contact.stage == ESCALATED:
            may_chase(w, about)
            return
        about = contact.next


@compiled
def _leaves_unanswered(w: Row, number: int) -> int:
    """Choose silence: he has read that the matter is sensitive."""
    agent = unit_at(w, number)
    about = agent.contact
    note_service(w, log.LEFT_UNANSWERED, agent, about, 1.0)
    if leaves(w, about):
        tell(w, contact_at(w, about).case, CLOSED, about)
    return _leaves(w, number)


@compiled
def lets_go(w: Row, about: int) -> None:
    """Be done with a contact."""
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    case.in_hand -= 1
    no_longer_live(w, contact)
    case.chases += 1


@compiled
def _sees_to_it(w: Row, number: int) -> int:
    """Answer, or set the solution in motion and tell her when it will be there."""
    agent = unit_at(w, number)
    about, team = agent.contact, team_at(w, agent.team)
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    if case.ended == 1:
        return _closes_duplicate(w, number)
    if team.solution_days == 0 or not _solves(w, about, team.authority):
        return _answers(w, number)
    days = draw(w, case, draws.SOLUTION_DAYS, contact.number - 1) * team.solution_days
    contact.solved_in = max(1.0, math.ceil(days)) * MINUTES_PER_DAY
    note_service(w, log.INFORMATION_GIVEN, agent, about, 0.0)
    speaks(w, about)
    note_service(w, log.SOLUTION_UNDER_WAY, agent, about, contact.solved_in)
    case.replied = w.now
    may_chase(w, about)
    return _leaves(w, number) + SOLVES_LATER


@compiled
def is_solved_by(w: Row, about: int, to: int) -> None:
    """What a team has set in motion solves the case."""
    contact = contact_at(w, about)
    if case_at(w, contact.case).ended == 0:
        note_team(w, log.SOLVED, to, about, 0.0)
        lets_go(w, about)
        ends(w, contact.case, True)


@compiled
def _may_hand_on(w: Row, number: int) -> int:
    """Hand a contact to its owner (rule E9) if it must be, and leave it; NONE if there is no hand-off."""
    agent = unit_at(w, number)
    about = agent.contact
    contact = contact_at(w, about)
    if not needs_owner(w, contact):
        return NONE
    to = owner_for(w, number)
    if to == NONE:
        return NONE
    contact.going_to = to
    if channel_at(w, contact.channel).synchronous == 1 or w.note_minutes == 0:
        must_wait(w, number, about)
        return _leaves(w, number) + PASSES_ON
    soon(w, w.note_minutes, MUST_WAIT, about, number)
    return _leaves(w, number)


@compiled
def finishes(w: Row, number: int, about: int, left: int) -> None:
    """Finish what a step has left: the contact moves on."""
    agent = unit_at(w, number)
    if left == PASSES_ON:
        passes_on(w, number, about)
    elif left == ESCALATES:
        enters(w, about, team_at(w, agent.team).escalates_to)
    elif left == SOLVES_LATER:
        minutes = contact_at(w, about).solved_in
        if w.now + minutes <= w.horizon:
            soon(w, minutes, SOLUTION, about, agent.team)
