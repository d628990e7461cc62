"""The calendar: what is due when, in the order of `simulation.model.clock`: time, then key, then first planned.

Time is divided into pages of equal length. What is due on the page that lies open, or was due before it, stands in a
heap; what comes later lies on its page in no order, until that page is opened. So the heap is small, however much is
planned for the days to come. Needs and orders are not in the calendar at all: their table is in order already.
"""

from __future__ import annotations

from simulation.compiled.jit import Row, compiled
from simulation.compiled.layout import NONE, after_at, arrival_at, case_at, contact_at, entry_at, later_at, page_at
from simulation.model.clock import ARRIVALS as _ARRIVALS
from simulation.model.clock import CHANGES as _CHANGES
from simulation.model.clock import ENDS as _ENDS
from simulation.model.clock import PATIENCE as _PATIENCE
from simulation.model.clock import REPLIES as _REPLIES
from simulation.model.clock import key_of

KINDS = (
    ("BEGINS", _ARRIVALS), ("COMMENTS", _ARRIVALS),
    ("CONFIRMED", _ARRIVALS), ("UNCONFIRMED", _ARRIVALS), ("DELIVERED", _ARRIVALS), ("SEARCHED", _ARRIVALS),
    ("WRITTEN", _ARRIVALS), ("PLANNED", _ARRIVALS),
    ("ENTERS", _ARRIVALS), ("FOUND", _ARRIVALS), ("REACTS", _ARRIVALS), ("HANGS_UP", _PATIENCE),
    ("EXPIRES", _PATIENCE), ("CHASES", _PATIENCE), ("ASKS", _ENDS), ("PARTNER", _ENDS), ("MUST_WAIT", _ENDS),
    ("RECOMMENDS", _ENDS), ("SOLUTION", _ENDS), ("UPDATE", _ENDS), ("SENDS", _REPLIES), ("ADVISED", _REPLIES),
    ("HELPS", _REPLIES),
    ("DONE", _ENDS), ("SHIFT", _CHANGES), ("TURN", _CHANGES), ("HITS", _CHANGES), ("BROADCASTS", _CHANGES),
    ("NOTED", _CHANGES), ("LOOKS", _CHANGES),
)  # fmt: skip
"""What can be due, with the class of its key: first what is about a case, then about a contact, then the rest."""

(
    BEGINS, COMMENTS, CONFIRMED, UNCONFIRMED, DELIVERED, SEARCHED, WRITTEN, PLANNED,
    ENTERS, FOUND, REACTS, HANGS_UP, EXPIRES, CHASES, ASKS, PARTNER, MUST_WAIT, RECOMMENDS, SOLUTION, UPDATE, SENDS,
    ADVISED, HELPS,
    DONE, SHIFT, TURN, HITS, BROADCASTS, NOTED, LOOKS,
) = range(len(KINDS))  # fmt: skip

_CLASSES = tuple(rank for _, rank in KINDS)
_KIND_BITS = 6
_FIRST_ARRIVAL = _ARRIVALS + key_of(0)


@compiled
def _before(a: Row, b: Row) -> bool:
    """Return whether one is due before another; without branches, which nobody could predict."""
    earlier, same = a.time < b.time, a.time == b.time
    return earlier | (same & ((a.key < b.key) | ((a.key == b.key) & (a.planned < b.planned))))


@compiled
def _copy(to: Row, source: Row) -> None:
    to.time = source.time
    to.key = source.key
    to.about = source.about
    to.planned = source.planned


@compiled
def _page_of(w: Row, due: float) -> int:
    return int(min(due, w.horizon) * w.pages_a_minute)


@compiled
def push(w: Row, due: float, key: int, kind: int, about: int) -> None:
    """Put into the calendar what is due; `about` is a number, or a `pair` of them."""
    if w.calendar_count + 1 >= w.calendar_room:
        w.broken = 1
        return
    w.calendar_count += 1
    if w.calendar_count == w.calendar_full:
        w.grow = 1
    w.planned += 1
    order, planned, page = _CLASSES[kind] + key, w.planned << _KIND_BITS | kind, _page_of(w, due)
    if page <= w.open_page:
        new = entry_at(w, w.calendar_room)  # one row beyond the room is spare
        new.time, new.key, new.about, new.planned = due, order, about, planned
        _goes_up(w, new)
    else:
        number = _free_place(w)
        later = later_at(w, number)
        later.time, later.key, later.about, later.planned = due, order, about, planned
        head = page_at(w, page & w.pages_mask)
        after_at(w, number).place = head.first
        head.first = number


@compiled
def _free_place(w: Row) -> int:
    number = w.later_free
    if number != NONE:
        w.later_free = after_at(w, number).place
    else:
        number = w.later_used
        w.later_used = number + 1
    return number


@compiled
def _goes_up(w: Row, new: Row) -> None:
    """Put an entry that stands elsewhere into the heap."""
    place = w.heap_count
    w.heap_count += 1
    while place > 0:
        above = (place - 1) >> 2
        if not _before(new, entry_at(w, above)):
            break
        _copy(entry_at(w, place), entry_at(w, above))
        place = above
    _copy(entry_at(w, place), new)


@compiled
def _opens_page(w: Row) -> None:
    """Open the next page: what is due on it goes into the heap; what is due a lap of all pages later stays there."""
    w.open_page += 1
    head = page_at(w, w.open_page & w.pages_mask)
    number = head.first
    head.first = NONE
    while number != NONE:
        following = after_at(w, number).place
        if _page_of(w, later_at(w, number).time) == w.open_page:
            _goes_up(w, later_at(w, number))
            after_at(w, number).place = w.later_free
            w.later_free = number
        else:
            after_at(w, number).place = head.first
            head.first = number
        number = following


@compiled
def finds_next(w: Row) -> None:
    """Open pages until one has something due on it, or the next need or order comes before."""
    until = w.horizon
    if w.next_arrival < w.arrivals_count:
        until = arrival_at(w, w.next_arrival).time
    last = _page_of(w, until)
    while w.heap_count == 0 and w.open_page < last:
        _opens_page(w)


@compiled
def need_is_first(w: Row) -> bool:
    """Return whether a need or order comes before everything else that is due."""
    if w.next_arrival == w.arrivals_count:
        return False
    arrival, first = arrival_at(w, w.next_arrival), entry_at(w, 0)
    if w.heap_count == 0 or arrival.time < first.time:
        return True
    return arrival.time == first.time and _FIRST_ARRIVAL + (arrival.case << 8) < first.key


@compiled
def _first_of(w: Row, below: int, count: int) -> int:
    """Return which of four places beside each other is due first; those from `count` on are empty."""
    if below + 3 < count:
        left = below + int(_before(entry_at(w, below + 1), entry_at(w, below)))
        right = below + 2 + int(_before(entry_at(w, below + 3), entry_at(w, below + 2)))
        return left + (right - left) * int(_before(entry_at(w, right), entry_at(w, left)))
    first = below
    for other in range(below + 1, count):
        if _before(entry_at(w, other), entry_at(w, first)):
            first = other
    return first


@compiled
def pop(w: Row) -> None:
    """Take out what is due first; its row stays readable in the spare place."""
    _copy(entry_at(w, w.calendar_room), entry_at(w, 0))
    w.calendar_count -= 1
    w.heap_count -= 1
    count = w.heap_count
    last = entry_at(w, count)
    place = 0
    while 4 * place + 1 < count:
        first = _first_of(w, 4 * place + 1, count)
        if not _before(entry_at(w, first), last):
            break
        _copy(entry_at(w, place), entry_at(w, first))
        place = first
    if place != count:
        _copy(entry_at(w, place), last)


@compiled
def kind_of(entry: Row) -> int:
    """Return what is due, one of `KINDS` by its number."""
    return entry.planned & ((1 << _KIND_BITS) - 1)


@compiled
def pair(a: int, b: int) -> int:
    """Return two numbers as one: the first from 0 to 2^32, the second from 0 to 2^31."""
    return a | (b << 32)


@compiled
def soon(w: Row, delay: float, kind: int, number: int, other: int) -> None:
    """Plan something about a contact, so many minutes from now; `other` is a second number that it needs."""
    contact = contact_at(w, number)
    case_at(w, contact.case).refs += 1
    push(w, w.now + delay, contact.key, kind, pair(number, other))


@compiled
def at(w: Row, due: float, kind: int, number: int, other: int) -> None:
    """Plan something about a case; what its customer does next comes after what her earlier contacts bring."""
    case = case_at(w, number)
    case.refs += 1
    attempt = case.contacts if SEARCHED <= kind <= PLANNED else 0
    push(w, due, case.key + attempt, kind, pair(number, other))
