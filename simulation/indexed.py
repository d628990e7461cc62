"""The indexed log: an event log whose rows are found by event, and whose cases and contacts are numbered.

Measures ask a log some sixty questions, and each is about the rows of a few events. A log keeps all columns of a row
together, as a run writes them; here each column lies in one piece, and the rows of an event are known from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import log as ev
from simulation.log import Log

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Wholes = NDArray[np.int64]

Same = Literal["case", "contact", "contact in its channel"]
"""What rows can have in common: the case, the contact, or the contact and the channel that the row names."""


class Numbers(NamedTuple):
    """A number for each row, the same for rows that have something in common.

    Attributes
    ----------
    of_rows : ndarray, shape (rows,)
        From 0; some numbers may have no row.
    end : int
        More than the largest.
    """

    of_rows: Wholes
    end: int


class Columns:
    """The columns of a log, each in one piece from when it is first read.

    Parameters
    ----------
    log : ndarray, shape (events,)
        In the order of time.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._read: dict[str, NDArray[Any]] = {}

    def __len__(self) -> int:
        return len(self._log)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column of `simulation.log.ROW`, shape (events,)."""
        if name not in self._read:
            self._read[name] = np.ascontiguousarray(self._log[name])
        return self._read[name]

    @cached_property
    def lowest_case(self) -> int:
        """The lowest number of a case: 0 for rows without one, below 0 for the cast's."""
        return int(self["case"].min()) if len(self) else 0

    @cached_property
    def cases(self) -> int:
        """How many numbers there are from the lowest case to the highest; cases are numbered in a row."""
        return int(self["case"].max()) - self.lowest_case + 1 if len(self) else 1

    @cached_property
    def contacts_before(self) -> Wholes:
        """How many numbers the contacts of lower cases take up, from the lowest case to one after the highest."""
        later = np.flatnonzero(self["contact"] > 1)
        pairs = np.sort(self["case"].take(later) - self.lowest_case << 32 | self["contact"].take(later))
        highest = np.ones(self.cases, dtype=np.int64)
        highest[pairs >> 32] = pairs & 0xFFFFFFFF  # of a case's contacts the last one written, the highest, stays
        return np.concatenate([[0], np.cumsum(highest + 1)])  # 0 is for rows without a contact

    @cached_property
    def channels(self) -> int:
        """The number of channels, and one for rows without a channel (-1)."""
        return int(self["channel"].max()) + 2 if len(self) else 1


class Rows:
    """Some rows of a log, in its order: ``rows["time"]`` is a column of theirs.

    Parameters
    ----------
    columns : Columns
        Of the log.
    at : ndarray, shape (rows,)
        Which rows of it.
    """

    __slots__ = ("_at", "_columns", "_numbers", "_read")

    def __init__(self, columns: Columns, at: NDArray[np.intp]) -> None:
        self._columns = columns
        self._at = at
        self._read: dict[str, NDArray[Any]] = {}
        self._numbers: dict[Same, Numbers] = {}

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column, shape (rows,)."""
        if name not in self._read:
            self._read[name] = self._columns[name].take(self._at)
        return self._read[name]

    def only(self, which: Bools | NDArray[np.intp]) -> Rows:
        """Return the rows where a mask of shape (rows,) is true, or those at some positions."""
        return Rows(self._columns, self._at[which])

    def numbers(self, same: Same) -> Numbers:
        """Return a number for each row, the same for rows that have this in common, also among other `Rows`."""
        if same not in self._numbers:
            self._numbers[same] = self._numbered(same)
        return self._numbers[same]

    def _numbered(self, same: Same) -> Numbers:
        columns = self._columns
        if same == "case":
            return Numbers(self["case"] - columns.lowest_case, columns.cases)
        if same == "contact":
            before = columns.contacts_before
            return Numbers(before.take(self.numbers("case").of_rows) + self["contact"], int(before[-1]))
        contact, end = self.numbers("contact")
        return Numbers(contact * columns.channels + (self["channel"] + 1), end * columns.channels)

    def in_channels(self, channels: Sequence[bool]) -> Rows:
        """Return the rows in some of a scenario's channels; `channels` says of each whether it is one of them."""
        return self.only(np.array([*channels, False])[self["channel"]])  # -1 is a row without a channel

    def each_first(self, same: Same = "contact") -> Bools:
        """Return whether each row is the first among these of its contact (or case), shape (rows,)."""
        number, end = self.numbers(same)
        place = np.arange(len(number))
        first = np.empty(end, dtype=np.intp)  # read only where it is written
        first[number[::-1]] = place[::-1]  # where a number comes again, the last one written stays
        found: Bools = first[number] == place
        return found


class IndexedLog:
    """A log with its rows grouped by event.

    Parameters
    ----------
    log : ndarray, shape (events,)
        In the order of time. It must not change afterwards.
    """

    def __init__(self, log: Log) -> None:
        self.columns = Columns(log)
        event = self.columns["event"]
        self._grouped = np.argsort(event, kind="stable")
        kinds = np.arange(len(ev.EVENTS) + 1, dtype=event.dtype)
        self._begins = np.searchsorted(event.take(self._grouped), kinds).tolist()
        self._found: dict[tuple[int, ...], Rows] = {}

    def rows(self, *events: int) -> Rows:
        """Return the rows with one of the events, in the order of the log."""
        if events not in self._found:
            self._found[events] = self._find(events)
        return self._found[events]

    def _find(self, events: tuple[int, ...]) -> Rows:
        groups = [self._grouped[self._begins[event] : self._begins[event + 1]] for event in events]
        if len(events) == 1:
            return Rows(self.columns, groups[0])
        there = [event for event, group in zip(events, groups, strict=True) if len(group)]
        return self.rows(*there) if len(there) == 1 else Rows(self.columns, np.sort(np.concatenate(groups)))

    def of_cases(self, case: Wholes) -> IndexedLog:
        """Return the rows of some cases of this log, as a log of its own."""
        return _PartOfLog(self, case)


class _PartOfLog(IndexedLog):
    """The rows of some cases of a log; its columns are those of the whole log."""

    def __init__(self, whole: IndexedLog, case: Wholes) -> None:
        self.columns = whole.columns
        self._found = {}
        self._whole = whole
        self._known = np.zeros(self.columns.cases, dtype=bool)
        self._known[case - self.columns.lowest_case] = True

    def _find(self, events: tuple[int, ...]) -> Rows:
        rows = self._whole.rows(*events)
        known = self._known.take(rows.numbers("case").of_rows)
        return rows if known.all() else rows.only(known)


def indexed(log: Log | IndexedLog) -> IndexedLog:
    """Return a log with its index; one that has it already is returned as it is."""
    return log if isinstance(log, IndexedLog) else IndexedLog(log)


def first_times(rows: Rows, others: Rows, same: Same = "contact") -> Floats:
    """Return when the first of some other rows came that has something in common with each row.

    Parameters
    ----------
    rows : Rows
        For example the contacts of a channel.
    others : Rows
        Of the same log; for example the replies.
    same : str
        What they must have in common.

    Returns
    -------
    ndarray, shape (rows,)
        Minutes; not-a-number for none.
    """
    return _looked_up(rows, others["time"][::-1], others.numbers(same).of_rows[::-1], same)


def last_times(rows: Rows, others: Rows, same: Same = "contact") -> Floats:
    """Return when the last of some other rows came that has something in common with each row; see `first_times`."""
    return _looked_up(rows, others["time"], others.numbers(same).of_rows, same)


def _looked_up(rows: Rows, times: Floats, numbers: Wholes, same: Same) -> Floats:
    """Return for each row the last of the times that stand beside its number, not-a-number for none."""
    number, end = rows.numbers(same)
    found = np.empty(end)  # read only where it is written
    found[number] = np.nan
    found[numbers] = times  # where a number comes again, the last one written stays
    return found.take(number)
