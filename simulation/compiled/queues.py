"""Who has nothing to do, and who waits: the idle agents of a team, and its two queues by rank, time and key."""

from __future__ import annotations

from simulation.compiled.jit import Row, compiled
from simulation.compiled.judging import holds
from simulation.compiled.layout import NONE, case_at, channel_at, contact_at, place_at, team_at, unit_at
from simulation.compiled.records import ESCALATED, let_go_of, occupies

# Those who have nothing to do, the one idle longest first


@compiled
def becomes_idle(w: Row, number: int) -> None:
    """Put an agent behind those who are idle already."""
    agent = unit_at(w, number)
    team = team_at(w, agent.team)
    agent.before, agent.after = team.last_idle, NONE
    if team.last_idle == NONE:
        team.first_idle = number
    else:
        unit_at(w, team.last_idle).after = number
    team.last_idle = number
    team.idle += 1


@compiled
def no_longer_idle(w: Row, number: int) -> None:
    """Take an agent out of those who are idle."""
    agent = unit_at(w, number)
    team = team_at(w, agent.team)
    if agent.before == NONE:
        team.first_idle = agent.after
    else:
        unit_at(w, agent.before).after = agent.after
    if agent.after == NONE:
        team.last_idle = agent.before
    else:
        unit_at(w, agent.after).before = agent.before
    team.idle -= 1


# Queues: heaps by rank, time and key


@compiled
def _comes_before(a: Row, b: Row) -> bool:
    if a.rank != b.rank:
        return a.rank < b.rank
    if a.made != b.made:
        return a.made < b.made
    return a.key < b.key


@compiled
def _copy(to: Row, source: Row) -> None:
    to.rank = source.rank
    to.made = source.made
    to.key = source.key
    to.contact = source.contact


@compiled
def _goes_up(w: Row, base: int, place: int) -> None:
    """Move what stands in the spare row of a queue up from a place to where it belongs."""
    new = place_at(w, base + w.queue_room - 1)
    while place > 0:
        above = (place - 1) >> 1
        if not _comes_before(new, place_at(w, base + above)):
            break
        _copy(place_at(w, base + place), place_at(w, base + above))
        place = above
    _copy(place_at(w, base + place), new)


@compiled
def _takes_out(w: Row, base: int, count: int, place: int) -> None:
    """Take a place out of a queue that had so many."""
    last, count = place_at(w, base + count - 1), count - 1
    if place == count:
        return
    _copy(place_at(w, base + w.queue_room - 1), last)
    last = place_at(w, base + w.queue_room - 1)
    while True:
        below = 2 * place + 1
        if below >= count:
            break
        if below + 1 < count and _comes_before(place_at(w, base + below + 1), place_at(w, base + below)):
            below += 1
        if not _comes_before(place_at(w, base + below), last):
            break
        _copy(place_at(w, base + place), place_at(w, base + below))
        place = below
    _goes_up(w, base, place)


@compiled
def _base(w: Row, team: int, callers: bool) -> int:
    return (2 * team + (0 if callers else 1)) * w.queue_room


@compiled
def waits(w: Row, number: int, to: int) -> None:
    """Put a contact into a team's queue."""
    contact, team = contact_at(w, number), team_at(w, to)
    contact.waiting = 1
    case_at(w, contact.case).refs += 1
    hold = holds(w, contact)
    count = team.callers if hold else team.messages
    if count + 2 >= w.queue_room:
        w.broken = 1
        return
    if count + 2 >= w.queue_room >> 1:
        w.grow = 1
    if hold:
        team.holding += 1
        team.callers += 1
    else:
        team.messages += 1
    base = _base(w, to, hold)
    new = place_at(w, base + w.queue_room - 1)
    new.rank, new.made, new.key, new.contact = contact.rank, contact.made, contact.key, number
    _goes_up(w, base, count)


@compiled
def _drops(w: Row, to: int, callers: bool, place: int) -> None:
    team, base = team_at(w, to), _base(w, to, callers)
    let_go_of(w, contact_at(w, place_at(w, base + place).contact).case)
    _takes_out(w, base, team.callers if callers else team.messages, place)
    if callers:
        team.callers -= 1
    else:
        team.messages -= 1


@compiled
def _may_take(person: Row, contact: Row, number: int) -> bool:
    """Return whether a contact is for an agent: not what he handed on, and off duty only who held already."""
    return contact.avoid != number and (person.on_duty == 1 or contact.made <= person.off_at)


@compiled
def _head(w: Row, to: int, callers: bool, person: int) -> int:
    """Return the place of the first in a queue whom an agent may take, NONE if there is none."""
    team, base, agent = team_at(w, to), _base(w, to, callers), unit_at(w, person)
    while (team.callers if callers else team.messages) > 0:
        if contact_at(w, place_at(w, base).contact).waiting == 1:
            break
        _drops(w, to, callers, 0)
    count = team.callers if callers else team.messages
    best = NONE
    for place in range(count):
        row = place_at(w, base + place)
        contact = contact_at(w, row.contact)
        if (
            contact.waiting == 1
            and _may_take(agent, contact, person)
            and (best == NONE or _comes_before(row, place_at(w, base + best)))
        ):
            best = place
        if best == 0:
            break  # the head is for him
    return best


@compiled
def _caller_first(w: Row, to: int, caller: int, message: int) -> bool:
    team = team_at(w, to)
    first, second = place_at(w, _base(w, to, True) + caller), place_at(w, _base(w, to, False) + message)
    if first.rank != second.rank or team.callers_first == 1:
        return first.rank <= second.rank
    return first.made < second.made or (first.made == second.made and first.key < second.key)


@compiled
def _heads(w: Row, to: int, person: int) -> int:
    """Return 1 if a caller is next for an agent, 2 if a message is, 0 if nobody is; and mark the place."""
    caller = _head(w, to, True, person)
    message = _head(w, to, False, person) if unit_at(w, person).on_duty == 1 else NONE
    if caller != NONE and (message == NONE or _caller_first(w, to, caller, message)):
        w.head = caller
        return 1
    w.head = message
    return 2 if message != NONE else 0


@compiled
def is_call(w: Row, contact: Row) -> bool:
    """Return whether a contact is a talk that takes the whole agent."""
    return channel_at(w, contact.channel).spoken == 1 and contact.stage != ESCALATED


@compiled
def next_for(w: Row, person: int) -> int:
    """Take the next contact out of the queue for an agent; NONE if nothing is for him now."""
    agent = unit_at(w, person)
    to = agent.team
    team = team_at(w, to)
    if team.callers == 0 and team.messages == 0:
        return NONE
    which = _heads(w, to, person)
    if which == 0:
        return NONE
    number = place_at(w, _base(w, to, which == 1) + w.head).contact
    contact = contact_at(w, number)
    if which == 1 and team.side_by_side == 1 and agent.in_hand > 0 and is_call(w, contact):
        return NONE  # he keeps free for the call
    if which == 1:
        team.holding -= 1
    _drops(w, to, which == 1, w.head)
    contact.waiting = 0
    return number


@compiled
def somebody_waits(w: Row, to: int, callers: bool) -> bool:
    """Return whether anybody waits in one of a team's queues."""
    team, base = team_at(w, to), _base(w, to, callers)
    for place in range(team.callers if callers else team.messages):
        if contact_at(w, place_at(w, base + place).contact).waiting == 1:
            return True
    return False


@compiled
def lines_taken(w: Row, channel: int) -> int:
    """Return how many of a channel's lines are taken, by those who talk and those who hold."""
    taken, synchronous = 0, channel_at(w, channel).synchronous
    for unit in range(w.units_count):
        number = unit_at(w, unit).contact
        if number != NONE and occupies(contact_at(w, number), channel, synchronous):
            taken += 1
    for to in range(w.teams_count):
        base = _base(w, to, True)
        for place in range(team_at(w, to).callers):
            contact = contact_at(w, place_at(w, base + place).contact)
            if contact.waiting == 1 and occupies(contact, channel, synchronous):
                taken += 1
    return taken
