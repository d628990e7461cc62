"""Hand-offs: who owns a case, and how a contact gets to its owner (rule E9)."""

from __future__ import annotations

from simulation import log
from simulation.compiled import draws
from simulation.compiled.calendar import ADVISED, RECOMMENDS, soon
from simulation.compiled.customer import CLOSED, tell
from simulation.compiled.draws import happens
from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import NONE, case_at, channel_at, contact_at, team_at, unit_at
from simulation.compiled.notes import note_service
from simulation.compiled.opening import may_chase
from simulation.compiled.public import speaks
from simulation.compiled.records import FRESH, no_longer_live
from simulation.compiled.teams import enters, has_other

_MERGED = 1


@compiled
def needs_owner(w: Row, contact: Row) -> bool:
    """Return whether the contact must go to another owner (rule E9)."""
    if contact.transferred == 1:
        return False
    case, channel = case_at(w, contact.case), channel_at(w, contact.channel)
    if w.owned == 1:
        return case.owner != channel.team
    return channel.hand_off > 0 and happens(w, case, draws.HAND_OFF, contact.number - 1, channel.hand_off)


@compiled
def owner_for(w: Row, number: int) -> int:
    """Return the team that owns the case, or another agent's; NONE if nobody is there."""
    agent = unit_at(w, number)
    contact = contact_at(w, agent.contact)
    written = channel_at(w, contact.channel).synchronous == 0
    if w.owned == 1:
        owner = case_at(w, contact.case).owner
        return owner if owner != NONE and (written or team_at(w, owner).on_duty > 0) else NONE
    if has_other(w, unit_at(w, agent.person)):
        return agent.team
    best = NONE
    for to in range(w.teams_count):
        team = team_at(w, to)
        if to == agent.team or team.agents == 0 or not (written or team.on_duty > 0):
            continue
        if best == NONE or team.agents > team_at(w, best).agents:
            best = to
    return best


@compiled
def must_wait(w: Row, number: int, about: int) -> None:
    """Tell the customer that somebody else owns the case."""
    agent, contact = unit_at(w, number), contact_at(w, about)
    case = case_at(w, contact.case)
    note_service(w, log.HAND_OFF, agent, about, 1.0 if contact.going_to == agent.team else 0.0)
    case.hand_offs += 1
    if channel_at(w, contact.channel).synchronous == 0:
        speaks(w, about)
        may_chase(w, about)
        if happens(w, case, draws.ADVICE, contact.number - 1, w.advises_phone):
            soon(w, w.note_minutes, RECOMMENDS, about, number)


@compiled
def recommends(w: Row, number: int, about: int) -> None:
    """Recommend the phone to a customer who waits for the owner."""
    contact = contact_at(w, about)
    waits = about if contact.joined == NONE else contact.joined
    if case_at(w, contact.case).ended == 1 or contact_at(w, waits).live == 0:
        return
    note_service(w, log.RECOMMENDS_PHONE, unit_at(w, number), about, 0.0)
    speaks(w, about)
    soon(w, w.note_minutes, ADVISED, about, 0)


@compiled
def passes_on(w: Row, number: int, about: int) -> None:
    """Put a contact into its owner's queue, or let it merge with one of the case that waits there already."""
    contact = contact_at(w, about)
    case = case_at(w, contact.case)
    case.in_hand -= 1
    other = case.first_contact
    while other != NONE:
        row = contact_at(w, other)
        here = row.live == 1 and other != about and channel_at(w, row.channel).team == contact.going_to
        if here and row.stage == FRESH:
            note_service(w, log.CONTACT_CLOSED, unit_at(w, number), about, float(_MERGED))
            contact.joined = other
            no_longer_live(w, contact)
            tell(w, contact.case, CLOSED, about)
            return
        other = row.next
    contact.stage = FRESH
    contact.transferred = 1
    contact.avoid = unit_at(w, number).person
    enters(w, about, contact.going_to)
