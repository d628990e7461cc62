"""The compiled engine: a run, block by block, with tables that grow between two moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from simulation.compiled.entry import load
from simulation.compiled.jit import PLAIN, View
from simulation.compiled.lower import World, leave_headroom, lower
from simulation.log import ROW, Log
from simulation.workload import Workload

_BLOCK = 1 << 18
"""Rows of the log that are handed out at once."""

_GROWING = ("cases", "contacts", "nodes", "calendar")
_UNEXPECTED = 2


class Stuck(RuntimeError):
    """The loop met an order of events that it does not provide for: a fault of the engine, never of a scenario."""


def blocks(workload: Workload, progress: Callable[[float], None] | None = None) -> Iterator[Log]:
    """Run a workload and yield its log in blocks of a few hundred thousand rows.

    Parameters
    ----------
    workload : Workload
        The scenario, its customers and their luck.
    progress : callable, optional
        Called with the share of the run that is done, once a simulated day.
    """
    advance = load()
    assert advance is not None
    world = lower(workload)
    record = world.record
    days = max(1, round(workload.scenario.days)) if progress is not None else 1
    for day in range(1, days + 1):
        record["until"] = workload.horizon * day / days
        while True:
            advance([View(record[0])] if PLAIN else record)
            _is_sound(record)
            if not record["grow"][0]:
                break
            yield from _grown(world)
        if progress is not None:
            progress(day / days)
    yield _handed_out(world)


def _is_sound(record: Any) -> None:
    if record["broken"][0]:
        what = "an order of events" if record["broken"][0] == _UNEXPECTED else "a moment with more events"
        raise Stuck(f"the compiled engine met {what} than it provides for; the engine 'simpy' runs this scenario")


def _grown(world: World) -> Iterator[Log]:
    """Make room: hand out the log where it is full, double the other tables that are."""
    record = world.record
    record["grow"] = 0
    for name in _GROWING:
        used = record["calendar_count" if name == "calendar" else f"{name}_used"][0]
        if used >= record[f"{name}_full"][0]:
            _double(world, name)
    _widen_queues(world)
    if record["log_count"][0] >= record["log_full"][0]:
        if record["log_room"][0] >= _BLOCK:
            yield _handed_out(world)
        else:
            _double(world, "log")
    leave_headroom(world)


def _double(world: World, name: str) -> None:
    before = world.tables[name]
    after = np.zeros(2 * (len(before) - 1) + 1, before.dtype)
    after[: len(before)] = before
    world.hold(name, after)
    world.record[f"{name}_room"] = len(after) - 1


def _widen_queues(world: World) -> None:
    room = int(world.record["queue_room"][0])
    teams = world.tables["teams"][: world.record["teams_count"][0]]
    longest = int(max(teams["callers"].max(), teams["messages"].max()))
    if longest + 2 < room >> 1:
        return
    before = world.tables["queues"][: 2 * len(teams) * room].reshape(2 * len(teams), room)
    after = np.zeros((2 * len(teams), 2 * room), before.dtype)
    after[:, :room] = before
    world.hold("queues", after.reshape(-1))
    world.record["queue_room"] = 2 * room


def _handed_out(world: World) -> Log:
    count = int(world.record["log_count"][0])
    world.record["log_count"] = 0
    return world.tables["log"][:count].copy()


def run(workload: Workload, progress: Callable[[float], None] | None = None) -> Log:
    """Run a workload and return its log, the very rows that the SimPy model writes.

    Raises
    ------
    Stuck
        When the engine itself has a fault.
    """
    found = list(blocks(workload, progress))
    return found[0] if len(found) == 1 else np.concatenate(found).astype(ROW, copy=False)


