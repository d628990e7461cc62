"""Moments: events of the calendar, with an order for those that fall on the same time.

Simultaneous events come in the order of class, row and attempt, packed into one whole number that SimPy compares as
the priority of the event. What a moment sets going at once comes before the next moment.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from simpy import Environment, Event, Process
from simpy.events import ProcessGenerator

ENDS, CHANGES, REPLIES, PATIENCE, ARRIVALS = (rank << 52 for rank in range(1, 6))
"""Classes: an answer or look-up ends; a shift or attention changes; a customer replies; patience ends; a contact."""

_BEFORE_ALL = -1
_CAST_ROWS = 1 << 20


def key_of(row: int) -> int:
    """Return a row's part of the key; the attempt (below 256) is added to it. The cast comes first."""
    return (row + _CAST_ROWS) << 8


class Calendar(Environment):
    """A SimPy environment whose loop and clock are cheap to read, and which forgets journeys that have ended.

    SimPy's own `run` pays for a method call, a property and an exception frame per event; a simulation of millions of
    short events feels that. Everything else is SimPy's.
    """

    now = 0.0  # SimPy's property, as a plain attribute

    def run_until(self, horizon: float) -> None:
        """Process all events before the horizon, and move the clock there."""
        end = Event(self)
        heapq.heappush(self._queue, (horizon, _BEFORE_ALL, next(self._eid), end))  # type: ignore[misc]
        queue, pop = self._queue, heapq.heappop
        while True:
            time, _, _, event = pop(queue)
            self.now = self._now = time
            if event is end:
                return
            callbacks = event.callbacks
            event.callbacks = []  # an ear hears again, a timer is set again
            for callback in callbacks:
                callback(event)
            if not event._ok and not hasattr(event, "_defused"):
                raise event._value

    def schedule(self, event: Event, priority: int = 1, delay: float = 0) -> None:
        """Put an event into the calendar; the end of a journey that nobody waits for is no event."""
        if event.callbacks or not isinstance(event, Process) or not event._ok:
            super().schedule(event, priority, delay)  # type: ignore[arg-type]


class Moment(Event):
    """An event that is due after a delay.

    Parameters
    ----------
    env : Calendar
        The calendar.
    delay : float
        Minutes from now.
    key : int
        Class, row and attempt.
    callback : callable, optional
        What happens then; it gets the moment. A process can wait for a moment instead.
    about : object
        What it is about, for the callback.
    """

    def __init__(
        self,
        env: Calendar,
        delay: float,
        key: int,
        callback: Callable[[Any], None] | None = None,
        about: Any = None,
    ) -> None:
        self.env = env
        self.callbacks = [] if callback is None else [callback]
        self.about = about
        self._ok = True
        self._value = None
        heapq.heappush(env._queue, (env.now + delay, key, next(env._eid), self))  # type: ignore[misc]


class Ear(Event):
    """An event that happens again and again: each time that somebody tells a piece of news, in that very moment.

    A process waits for the next piece with ``news = yield ear``.
    """

    def __init__(self, env: Calendar) -> None:
        self.env = env
        self.callbacks = []
        self._ok = True

    def hears(self, news: Any) -> bool:
        """Tell a piece of news to whoever listens; return whether anybody did."""
        callbacks = self.callbacks
        if not callbacks:
            return False
        self.callbacks = []
        self._value = news
        for callback in callbacks:
            callback(self)
        self._value = None  # it is told; an ear that kept it would keep what it is about, and be kept by it
        return True


class Timer(Event):
    """An event that is set again each time it has gone off.

    Parameters
    ----------
    env : Calendar
        The calendar.
    callback : callable
        What happens then; it gets the timer.
    """

    def __init__(self, env: Calendar, callback: Callable[[Any], None]) -> None:
        self.env = env
        self._calls = [callback]
        self._ok = True
        self._value = None

    def set(self, delay: float, key: int) -> float:
        """Go off after a delay; return when that is."""
        self.callbacks = self._calls
        env: Calendar = self.env  # type: ignore[assignment]
        due = env.now + delay
        heapq.heappush(env._queue, (due, key, next(env._eid), self))  # type: ignore[misc]
        return due


class Journey(Process):
    """A SimPy process that begins with the first piece of news, None, that its customer's ear hears: her need arises.

    Parameters
    ----------
    generator : generator
        The journey.
    ear : Ear
        The customer's.
    time : float
        When it begins.
    key : int
        Class, row and attempt.
    """

    def __init__(self, generator: ProcessGenerator, ear: Ear, time: float, key: int) -> None:
        self.env = env = ear.env
        self.callbacks = []
        self._generator = generator
        self._target = ear
        ear._value = None
        ear.callbacks.append(self._resume)
        heapq.heappush(env._queue, (time, key, next(env._eid), ear))  # type: ignore[misc]
