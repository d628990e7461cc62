"""The compiled engine: a run, block by block, with tables that grow between two moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from simulation.compiled.entry import load
from simulation.compiled.jit import PLAIN, View
from simulation.compiled.lower import World, leave_headroom, lower
from simulation.log import ROW, Log
from simulation.workload import Workload

_BLOCK = 1 << 18
"""Rows of the log that are handed out at once."""

_GROWING = ("cases", "contacts", "nodes", "calendar")
_AS_LONG = {"calendar": ("calendar", "later", "after")}
_ROOMLESS = 1
_SPARE = (1, 8, 64)

_FAULT = "the compiled engine met an order of events that it does not provide for; expected engine 'simpy'"


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

    Raises
    ------
    Stuck
        When the engine itself has a fault.
    """
    handed = 0
    for spare in _SPARE:  # a moment too busy for the tables: the same again, with more room
        world, before = lower(workload, spare), 0
        world.set(log_room=max(_BLOCK, int(world.record["log_room"][0])))
        world.hold("log", np.empty(world.record["log_room"][0] + 1, ROW))
        leave_headroom(world)
        for block in _lived(world, workload, progress, whole=False):
            fresh = block[max(0, handed - before) :]
            before += len(block)
            handed = max(handed, before)
            if len(fresh):
                yield fresh
        if _is_sound(world):
            return
    raise Stuck(_FAULT)


def _is_sound(world: World) -> bool:
    """Return whether a world has lived to its end; False if a moment was too busy for its tables."""
    broken = world.record["broken"][0]
    if broken not in (0, _ROOMLESS):
        raise Stuck(_FAULT)
    return bool(broken == 0)


def _lived(world: World, workload: Workload, progress: Callable[[float], None] | None, whole: bool) -> Iterator[Log]:
    """Yield the log of a world as it lives; its last rows are missing where it broke."""
    advance, record = load(), world.record
    assert advance is not None
    days = max(1, round(workload.scenario.days)) if progress is not None else 1
    for day in range(1, days + 1):
        record["until"] = workload.horizon * day / days
        while True:
            advance([View(record[0])] if PLAIN else record)
            if record["broken"][0]:
                return
            if not record["grow"][0]:
                break
            yield from _grown(world, whole)
        if progress is not None:
            progress(day / days)
    yield _handed_out(world)


def _grown(world: World, whole: bool) -> Iterator[Log]:
    """Make room: double the tables that are full; the log too, or hand it out."""
    record = world.record
    record["grow"] = 0
    for name in _GROWING:
        used = record["calendar_count" if name == "calendar" else f"{name}_used"][0]
        if used >= record[f"{name}_full"][0]:
            _double(world, name)
    _widen_queues(world)
    if record["log_count"][0] >= record["log_full"][0]:
        if whole:
            _double(world, "log")
        else:
            yield _handed_out(world)
    leave_headroom(world)


def _double(world: World, name: str) -> None:
    for table in _AS_LONG.get(name, (name,)):
        before = world.tables[table]
        after = np.empty(2 * (len(before) - 1) + 1, before.dtype)
        after.view(np.uint8)[: before.nbytes] = before.view(np.uint8)
        world.hold(table, after)
    world.record[f"{name}_room"] = len(after) - 1


def _widen_queues(world: World) -> None:
    room = int(world.record["queue_room"][0])
    teams = world.tables["teams"][: world.record["teams_count"][0]]
    if max(teams["callers"].max(), teams["messages"].max()) + 2 < room >> 1:
        return
    before = world.tables["queues"][: 2 * len(teams) * room].reshape(2 * len(teams), room)
    after = np.zeros((2 * len(teams), 2 * room), before.dtype)
    after[:, :room] = before
    world.hold("queues", after.reshape(-1))
    world.record["queue_room"] = 2 * room


def _handed_out(world: World) -> Log:
    """Hand out the rows of the log, and begin a new table for those to come."""
    count, full = int(world.record["log_count"][0]), world.tables["log"]
    world.record["log_count"] = 0
    world.hold("log", np.empty(len(full), ROW))
    return full[:count]


def run(workload: Workload, progress: Callable[[float], None] | None = None) -> Log:
    """Run a workload and return its log, the very rows that the SimPy model writes.

    Raises
    ------
    Stuck
        When the engine itself has a fault.
    """
    for spare in _SPARE:
        world = lower(workload, spare)
        rows = max(len(world.tables["log"]), 16 * int(world.record["arrivals_count"][0]))
        world.hold("log", np.empty(rows, ROW))
        world.set(log_room=rows - 1)
        leave_headroom(world)
        log = list(_lived(world, workload, progress, whole=True))
        if _is_sound(world):
            return log[0]
    raise Stuck(_FAULT)
