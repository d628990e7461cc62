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

    def numbers(self, same: Same) -> Numbers:
        """Return a number for each row, the same for rows of the same case or contact."""
        if same == "case":
            return self._cases
        return self._contacts if same == "contact" else self._contacts_in_channels

    @cached_property
    def lowest_case(self) -> int:
        """The lowest number of a case: 0 for rows without one, below 0 for the cast's."""
        return int(self["case"].min()) if len(self) else 0

    @cached_property
    def _cases(self) -> Numbers:
        """Cases are numbered in a row, so it is enough to let them begin at 0."""
        number = self["case"] - self.lowest_case
        return Numbers(number, int(number.max()) + 1 if len(self) else 1)

    @cached_property
    def _contacts(self) -> Numbers:
        """The contacts of a case, which count from 1 (0: rows without one), come after those of the case before it."""
        (case, cases), contact = self._cases, self["contact"]
        most = np.ones(cases, dtype=np.int64)
        later = np.flatnonzero(contact > 1)
        np.maximum.at(most, case[later], contact[later])
        ends = np.cumsum(most + 1)
        return Numbers((ends - most - 1).take(case) + contact, int(ends[-1]))

    @cached_property
    def _contacts_in_channels(self) -> Numbers:
        (number, contacts), channel = self._contacts, self["channel"]
        channels = int(channel.max()) + 2 if len(self) else 1  # -1 is a row without one
        return Numbers(number * channels + (channel + 1), contacts * channels)


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
        self._numbers: dict[str, Wholes] = {}

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
        of_log, end = self._columns.numbers(same)
        if same not in self._numbers:
            self._numbers[same] = of_log.take(self._at)
        return Numbers(self._numbers[same], end)

    def in_channels(self, channels: Sequence[bool]) -> Rows:
        """Return the rows in some of a scenario's channels; `channels` says of each whether it is one of them."""
        return self.only(np.array([*channels, False])[self["channel"]])  # -1 is a row without a channel

    def each_first(self, same: Same = "contact") -> Bools:
        """Return whether a row is the first among these of its contact, shape (rows,)."""
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
        self._known: Bools | None = None
        self._rows: dict[tuple[int, ...], Rows] = {}

    def of_cases(self, case: Wholes) -> IndexedLog:
        """Return the rows of some cases of this log, as a log of its own."""
        part = object.__new__(IndexedLog)
        part.columns, part._grouped, part._begins, part._rows = self.columns, self._grouped, self._begins, {}
        part._known = np.zeros(self.columns.numbers("case").end, dtype=bool)
        part._known[case - self.columns.lowest_case] = True
        return part

    def rows(self, *events: int) -> Rows:
        """Return the rows with one of the events, in the order of the log."""
        if events not in self._rows:
            groups = [self._grouped[self._begins[event] : self._begins[event + 1]] for event in events]
            groups = [group for group in groups if len(group)] or groups[:1]
            at = groups[0] if len(groups) == 1 else np.sort(np.concatenate(groups))
            if self._known is not None:
                at = at[self._known[self.columns.numbers("case").of_rows[at]]]
            self._rows[events] = Rows(self.columns, at)
        return self._rows[events]


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
    found = np.full(end, np.nan)
    found[numbers] = times  # where a number comes again, the last one written stays
    return found.take(number)
