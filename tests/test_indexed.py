"""The indexed log finds what a walk through the rows of the log finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import numpy as np
import pytest

import simulation as sim
from simulation.cases import CaseIndex, cases
from simulation.indexed import IndexedLog, Rows, Same, first_times, indexed, last_times
from simulation.log import CONTACT, EVENTS, FIRST_REPLY, ROW, SERVICE_START, STORM, Log
from simulation.measures import measures, waiting

KEYS: dict[Same, Callable[[Any], Any]] = {
    "case": lambda row: row["case"],
    "contact": lambda row: (row["case"], row["contact"]),
    "contact in its channel": lambda row: (row["case"], row["contact"], row["channel"]),
}
ASKED = [(CONTACT,), (SERVICE_START, FIRST_REPLY), (CONTACT, STORM), (STORM, FIRST_REPLY, SERVICE_START)]


def some_log(seed: int) -> Log:
    """Return a log without rhyme or reason: gaps between the cases, the cast, rows without case, contact or channel."""
    luck = np.random.default_rng(seed)
    size = int(luck.integers(0, 200))
    log = np.zeros(size, dtype=ROW)
    log["time"] = np.sort(luck.integers(0, 50, size)).astype(float)
    log["event"] = luck.choice([CONTACT, SERVICE_START, FIRST_REPLY, len(EVENTS) - 1], size)
    log["case"] = luck.choice([*range(-3, 12), 400, 402], size)
    log["contact"] = luck.choice([0, 1, 1, 1, 2, 3, 300], size)
    log["channel"] = luck.integers(-1, 4, size)
    log["agent"] = luck.integers(0, 4, size)
    log["detail"] = luck.random(size)
    return log


def plain(log: Log, events: tuple[int, ...]) -> list[Any]:
    """Return the rows with one of the events, one after the other."""
    return [row for row in log if row["event"] in events]


def same_rows(found: Rows, expected: list[Any]) -> bool:
    """Return whether rows are these, in this order."""
    return all(found[name].tolist() == [row[name] for row in expected] for name in ROW.names or ())


@pytest.mark.parametrize("seed", range(40))
def test_rows_are_found_by_event_case_and_channel(seed: int) -> None:
    log = some_log(seed)
    whole = IndexedLog(log)
    mine = np.unique(log["case"])[::2]
    part = whole.of_cases(mine)
    for events in ASKED:
        rows = plain(log, events)
        assert len(whole.rows(*events)) == len(rows)
        assert same_rows(whole.rows(*events), rows)
        assert same_rows(part.rows(*events), [row for row in rows if row["case"] in mine])
        seen = whole.rows(*events).in_channels([False, True, False, True])
        assert same_rows(seen, [row for row in rows if row["channel"] in (1, 3)])


@pytest.mark.parametrize("same", get_args(Same))
@pytest.mark.parametrize("seed", range(40))
def test_times_are_looked_up_by_what_rows_have_in_common(seed: int, same: Same) -> None:
    log, key = some_log(seed), KEYS[same]
    whole, contacts = IndexedLog(log), plain(log, (CONTACT,))
    for events in ASKED:
        rows = plain(log, events)
        first = {key(row): row["time"] for row in reversed(rows)}
        last = {key(row): row["time"] for row in rows}
        for found, known in ((first_times, first), (last_times, last)):
            times = found(whole.rows(CONTACT), whole.rows(*events), same)
            expected = np.array([known.get(key(row), np.nan) for row in contacts], dtype=float)
            np.testing.assert_array_equal(times, expected)
        keys = [key(row) for row in rows]
        assert whole.rows(*events).each_first(same).tolist() == [key not in keys[:at] for at, key in enumerate(keys)]


@pytest.mark.parametrize("seed", range(40))
def test_cases_are_counted_and_summed_up(seed: int) -> None:
    log = some_log(seed)
    whole, mine = IndexedLog(log), np.unique(log["case"])[1::2][::-1]
    by = CaseIndex(whole, mine)
    for events in ASKED:
        found = whole.rows(*events)
        of = [[row for row in plain(log, events) if row["case"] == case] for case in mine]
        assert by.count(found).tolist() == [len(rows) for rows in of]
        assert by.total(found, found["detail"]).tolist() == [sum(row["detail"] for row in rows) for rows in of]
        assert by.distinct(found, "agent").tolist() == [len({row["agent"] for row in rows}) for rows in of]
        firsts = np.array([rows[0]["detail"] if rows else np.nan for rows in of], dtype=float)
        np.testing.assert_array_equal(by.first(found, "detail"), firsts)


def test_a_log_measures_the_same_with_its_index_and_without() -> None:
    scenario = sim.load("reference-company").with_({"days": 2, "warm_up_days": 0.5})
    log = sim.simulate(scenario).log
    index = IndexedLog(log)
    assert indexed(index) is index
    for _ in range(2):  # what has been asked before changes nothing
        assert repr(measures(index, scenario)) == repr(measures(log, scenario))
        there, here = cases(index, scenario), cases(log, scenario)
        assert list(there) == list(here)
        for name, column in here.items():
            np.testing.assert_array_equal(there[name], column, name)
        for channel in range(len(scenario.channels)):
            np.testing.assert_array_equal(waiting(index, channel), waiting(log, channel))


def test_a_log_without_rows_has_an_index() -> None:
    empty = IndexedLog(np.zeros(0, dtype=ROW))
    assert len(empty.rows(CONTACT)) == 0
    assert len(first_times(empty.rows(CONTACT), empty.rows(SERVICE_START, STORM))) == 0
    assert CaseIndex(empty, np.zeros(0, dtype=np.int64)).count(empty.rows(CONTACT)).tolist() == []
