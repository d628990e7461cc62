"""Agents between contacts: what they take next, shifts and attention."""

from __future__ import annotations

from simulation import log
from simulation.compiled.calendar import SHIFT, TURN, push
from simulation.compiled.draws import drawn, uniform
from simulation.compiled.jit import Row, compiled, exact
from simulation.compiled.layout import (
    NONE,
    attention_at,
    duty_at,
    law_at,
    team_at,
    unit_at,
)
from simulation.compiled.notes import note_agent
from simulation.compiled.opening import TAKES_UP, goes_off, opens
from simulation.compiled.queues import becomes_idle, next_for, no_longer_idle
from simulation.compiled.steps import does, finishes
from simulation.compiled.teams import books, first_in_inbox, into_inbox, somebody_takes_next, takes
from simulation.model.clock import key_of
from simulation.units import MINUTES_PER_WEEK

_KEY_OF_ZERO = key_of(0)


@compiled
def _opens_or_takes_up(w: Row, number: int) -> None:
    """Let an agent open what he has taken, while he or his team looks for what is next."""
    about = unit_at(w, number).contact
    if not opens(w, number):
        finishes(w, number, about, does(w, number, TAKES_UP))


@compiled
def _is_free(w: Row, number: int) -> None:
    """Take what is next: an answer to a question of his own, then the team's queue."""
    agent = unit_at(w, number)
    agent.choosing = 1
    while agent.attentive == 1 and agent.contact == NONE:
        if agent.first_in_inbox != NONE and agent.on_duty == 1:
            contact = first_in_inbox(w, number)
        else:
            contact = next_for(w, number)
        if contact == NONE:
            if agent.on_duty == 1:
                becomes_idle(w, number)
            break
        takes(w, number, contact)
        _opens_or_takes_up(w, number)
    agent.choosing = 0


@compiled
def offers(w: Row, to: int) -> None:
    """Let agents with several contacts in hand take what is next, the least busy first."""
    team = team_at(w, to)
    if team.offering == 1:
        return
    team.offering = 1
    while True:
        desk = somebody_takes_next(w, to)
        if desk == NONE:
            break
        _opens_or_takes_up(w, desk)
    team.offering = 0


@compiled
def _looks_further(w: Row, number: int) -> None:
    """Look for the next contact, unless that is under way already."""
    agent = unit_at(w, number)
    if agent.person != number:
        offers(w, agent.team)
    elif agent.choosing == 0:
        _is_free(w, number)


@compiled
def acts(w: Row, number: int, step: int) -> None:
    """Let an agent do a step with the contact in his hands, and look for the next if that has freed him."""
    agent = unit_at(w, number)
    about = agent.contact
    left = does(w, number, step)
    if agent.contact == NONE:
        _looks_further(w, number)
    finishes(w, number, about, left)


@compiled
def is_done(w: Row, number: int, timer: int) -> None:
    """Work is done, unless the agent has turned away in the meantime."""
    agent = unit_at(w, number)
    if timer == agent.timer:
        acts(w, number, agent.then)


@compiled
def gets_back(w: Row, number: int, about: int) -> None:
    """Get a contact back that waited for somebody's answer."""
    agent = unit_at(w, number)
    if agent.person != number:
        into_inbox(w, agent.person, about)
        offers(w, agent.team)
    elif agent.on_duty == 1 and agent.attentive == 1 and agent.contact == NONE:
        no_longer_idle(w, number)
        takes(w, number, about)
        if not opens(w, number):
            acts(w, number, TAKES_UP)
    else:
        into_inbox(w, number, about)


# Shifts


@compiled
def _comes_on_duty(w: Row, number: int) -> None:
    agent = unit_at(w, number)
    agent.on_duty = 1
    note_agent(w, log.SHIFT_START, agent)
    if agent.desks > 0:
        offers(w, agent.team)
    else:
        _is_free(w, number)


@compiled
def _goes_off_duty(w: Row, number: int) -> None:
    agent = unit_at(w, number)
    agent.on_duty = 0
    agent.off_at = w.now
    note_agent(w, log.SHIFT_END, agent)
    if agent.desks == 0 and agent.attentive == 1 and agent.contact == NONE:
        no_longer_idle(w, number)


@compiled
def shift(w: Row, to: int, step: int) -> None:
    """Let a change of a team's roster happen, and plan the next one."""
    team = team_at(w, to)
    count = duty_at(w, team.duty + step % team.duties).agents
    team.on_duty = count
    for place in range(team.agents):
        number = team.first_agent + place
        if place < count and unit_at(w, number).on_duty == 0:
            _comes_on_duty(w, number)
    for place in range(count, team.agents):
        number = team.first_agent + place
        if unit_at(w, number).on_duty == 1:
            _goes_off_duty(w, number)
    following = step + 1
    week = following // team.duties
    due = week * MINUTES_PER_WEEK + duty_at(w, team.duty + following % team.duties).at
    if due <= w.horizon and team.duties > 1:
        push(w, w.now + (due - w.now), _KEY_OF_ZERO + (to << 8), SHIFT, to | following << 32)


# Attention


@compiled
def plans_turn(w: Row, number: int) -> None:
    """Plan an agent's next turn away or back."""
    agent = unit_at(w, number)
    team = team_at(w, agent.team)
    step = agent.step
    agent.step += 1
    if step < team.told_turns:
        minutes = attention_at(w, team.first_turn + step).value
    else:
        law = law_at(w, agent.law)
        unit = drawn(w, law, uniform(w.seed, law.key, step & 1023, step >> 10, 0))
        minutes = unit * (team.attentive if step % 2 == 0 else team.away)
    minutes = exact(minutes)
    if not w.now + minutes > w.horizon:
        push(w, w.now + minutes, _KEY_OF_ZERO + (number << 8), TURN, number)


@compiled
def turns(w: Row, number: int) -> None:
    """Let an agent turn away, or come back, and plan what is next."""
    agent = unit_at(w, number)
    if agent.attentive == 1 and agent.desks > 0:
        _turn_away_from_desks(w, number)
    elif agent.attentive == 1:
        _turns_away(w, number)
    elif agent.desks > 0:
        _turns_back_to_desks(w, number)
    else:
        _turns_back(w, number)
    plans_turn(w, number)


@compiled
def _turns_away(w: Row, number: int) -> None:
    agent = unit_at(w, number)
    note_agent(w, log.AGENT_AWAY, agent)
    agent.attentive = 0
    if agent.contact != NONE:
        agent.left = agent.until - w.now
        agent.timer += 1
    elif agent.on_duty == 1:
        no_longer_idle(w, number)


@compiled
def _turns_back(w: Row, number: int) -> None:
    agent = unit_at(w, number)
    note_agent(w, log.AGENT_BACK, agent)
    agent.attentive = 1
    agent.back_at = w.now
    if agent.contact != NONE:
        goes_off(w, number, agent.left)
    else:
        _is_free(w, number)


@compiled
def _turn_away_from_desks(w: Row, number: int) -> None:
    person = unit_at(w, number)
    note_agent(w, log.AGENT_AWAY, person)
    books(w, number)
    person.attentive = 0
    for place in range(person.first_desk, person.first_desk + person.desks):
        desk = unit_at(w, place)
        if desk.contact != NONE:
            desk.left = desk.until - w.now
            desk.timer += 1


@compiled
def _turns_back_to_desks(w: Row, number: int) -> None:
    person = unit_at(w, number)
    note_agent(w, log.AGENT_BACK, person)
    books(w, number)
    person.attentive = 1
    person.back_at = w.now
    for place in range(person.first_desk, person.first_desk + person.desks):
        if unit_at(w, place).contact != NONE:
            goes_off(w, place, unit_at(w, place).left)
    offers(w, person.team)
