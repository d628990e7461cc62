"""A contact log of one's own: what its columns are, and one sentence for each row that cannot be read.

The columns stand in `docs/calibration.md`.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from simulation.errors import InputError, nearest
from simulation.units import MINUTES_PER_DAY

REQUIRED = ("contact", "channel", "made", "answered", "ended", "outcome")
OPTIONAL = ("customer", "need", "work_min")
OUTCOMES = ("answered", "abandoned", "open")

_MOST_SENTENCES = 20


class MalformedRows(InputError):
    """Rows of a contact log cannot be read.

    Attributes
    ----------
    sentences : list of str
        One for each row, the first twenty.
    """

    def __init__(self, sentences: list[str]) -> None:
        more = len(sentences) - 1
        rows = f" ({more} more row{'s' * (more > 1)} cannot be read either)" if more else ""
        super().__init__(f"{sentences[0]}{rows}")
        self.sentences = sentences[:_MOST_SENTENCES]
        if len(sentences) > _MOST_SENTENCES:
            self.sentences.append(f"and {len(sentences) - _MOST_SENTENCES} more rows that cannot be read")


class Contact(NamedTuple):
    """One row of a contact log; moments are minutes since Monday 00:00 of the log's first week.

    Attributes
    ----------
    channel, customer, need : str
        Empty where they are not told.
    made : float
        When the customer made it, on the clock of the place: it says the hour of the week.
    waited : float
        Minutes until it was answered or abandoned; not-a-number while it waits.
    lasted : float
        Minutes from the answer to the end; not-a-number where there is none yet.
    work : float
        Agent minutes; not-a-number where they are not told.
    outcome : str
        One of `OUTCOMES`.
    """

    channel: str
    customer: str
    need: str
    made: float
    waited: float
    lasted: float
    work: float
    outcome: str


class Contacts(NamedTuple):
    """A contact log.

    Attributes
    ----------
    rows : list of Contact
        In the order of `made`.
    begin, end : float
        The log covers whole days, from the first contact's midnight to the midnight after the last.
    ignored : list of str
        Columns that are there, and are not read.
    """

    rows: list[Contact]
    begin: float
    end: float
    ignored: list[str]

    @property
    def days(self) -> float:
        """How many days the log covers."""
        return (self.end - self.begin) / MINUTES_PER_DAY

    def channels(self) -> list[str]:
        """Return the channels, the busiest first."""
        counts: dict[str, int] = {}
        for row in self.rows:
            counts[row.channel] = counts.get(row.channel, 0) + 1
        return sorted(counts, key=lambda name: (-counts[name], name))

    def of(self, channel: str) -> list[Contact]:
        """Return the contacts of a channel."""
        return [row for row in self.rows if row.channel == channel]


class _Row(NamedTuple):
    """A row with its moments as they were read, before the first Monday is known."""

    cells: dict[str, str]
    made: dt.datetime
    answered: dt.datetime | None
    ended: dt.datetime | None
    work: float


class Reader:
    """Reads the cells of rows; all moments of a log have an offset from UTC, or none has.

    Parameters
    ----------
    zone : ZoneInfo, optional
        The place's time zone. With it moments without an offset are taken as that place's, and the hour of the week
        is that place's. Without it the hour of the week is read as it is written.
    """

    def __init__(self, zone: ZoneInfo | None) -> None:
        self.zone = zone
        self.has_offset: bool | None = None
        self.seen: dict[str, int] = {}

    def row(self, cells: dict[str, str], number: int) -> _Row:
        """Read one row; a ValueError says in words what is wrong."""
        if not cells["contact"]:
            raise ValueError("contact is empty, expected a name of its own")
        if cells["contact"] in self.seen:
            raise ValueError(f"contact '{cells['contact']}' is in row {self.seen[cells['contact']]} already")
        self.seen[cells["contact"]] = number
        if not cells["channel"]:
            raise ValueError("channel is empty, expected its name")
        outcome = cells["outcome"]
        if outcome not in OUTCOMES:
            raise ValueError(f"outcome '{outcome}' is none, {nearest(outcome, OUTCOMES)}")
        made = self.moment("made", cells["made"])
        if made is None:
            raise ValueError("made is empty, expected when the contact was made")
        answered, ended = self.moment("answered", cells["answered"]), self.moment("ended", cells["ended"])
        _fits(outcome, made, answered, ended)
        return _Row(cells, made, answered, ended, _minutes(cells.get("work_min", "")))

    def moment(self, column: str, text: str) -> dt.datetime | None:
        """Read an ISO 8601 moment; None for an empty cell."""
        if not text:
            return None
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{column} '{text}' is no moment, expected one such as 2024-01-31T08:59:30") from None
        if len(text) <= len("2024-01-31"):
            raise ValueError(f"{column} '{text}' has no time of day, expected one such as 2024-01-31T08:59:30")
        has = moment.tzinfo is not None
        if self.has_offset is None:
            self.has_offset = has
        if has != self.has_offset:
            here, there = ("an", "none") if has else ("no", "one")
            raise ValueError(f"{column} '{text}' has {here} offset from UTC, and earlier moments have {there}")
        if self.zone is None:
            return moment
        if has:
            return moment.astimezone(self.zone)
        local = moment.replace(tzinfo=self.zone)
        if local.astimezone(dt.UTC).astimezone(self.zone).replace(tzinfo=None) != moment:
            raise ValueError(f"{column} '{text}' is no time in {self.zone.key}, the clock was put forward then")
        return local


def _fits(outcome: str, made: dt.datetime, answered: dt.datetime | None, ended: dt.datetime | None) -> None:
    """Make sure that the moments of a row go with its outcome and with each other."""
    if outcome == "answered" and (answered is None or ended is None):
        raise ValueError(f"outcome answered, and {'answered' if answered is None else 'ended'} is empty")
    if outcome == "abandoned" and answered is not None:
        raise ValueError("outcome abandoned, and answered is not empty")
    if outcome == "abandoned" and ended is None:
        raise ValueError("outcome abandoned, and ended is empty, expected when the customer gave up waiting")
    if outcome == "open" and ended is not None:
        raise ValueError("outcome open, and ended is not empty")
    if answered is not None and _between(made, answered) < 0:
        raise ValueError(f"answered {answered.isoformat()} before it was made {made.isoformat()}")
    if ended is not None and _between(answered or made, ended) < 0:
        before = "answered" if answered else "made"
        raise ValueError(f"ended {ended.isoformat()} before it was {before} {(answered or made).isoformat()}")


def _between(first: dt.datetime, last: dt.datetime) -> float:
    """Return the minutes that passed, whatever the clock on the wall did."""
    if first.tzinfo is not None:
        first, last = first.astimezone(dt.UTC), last.astimezone(dt.UTC)
    return (last - first) / dt.timedelta(minutes=1)


def _minutes(text: str) -> float:
    if not text:
        return math.nan
    try:
        minutes = float(text)
    except ValueError:
        minutes = math.nan
    if not 0 <= minutes < math.inf:
        raise ValueError(f"work_min '{text}' is no number of minutes from 0 up")
    return minutes


def zone_of(name: str | None) -> ZoneInfo | None:
    """Return the time zone of a name such as ``Europe/Oslo``; None for none."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        raise InputError(f"time zone '{name}' is not known, expected a name such as Europe/Oslo") from None


def read_contacts(path: Path, zone: ZoneInfo | None = None) -> Contacts:
    """Read a contact log.

    Parameters
    ----------
    path : Path
        A CSV file with a header; see `REQUIRED` and `OPTIONAL` for its columns, in any order.
    zone : ZoneInfo, optional
        See `Reader`.

    Raises
    ------
    InputError
        One sentence: there is no such file, or no such column.
    MalformedRows
        A sentence for each row that cannot be read. Row 1 is the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = list(csv.reader(file, strict=True))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, ValueError, csv.Error) as problem:
        raise InputError(f"{path}: cannot be read as CSV ({type(problem).__name__})") from None
    if not table:
        raise InputError(f"{path}: is empty, expected a header with the columns {', '.join(REQUIRED)}")
    header = [name.strip() for name in table[0]]
    ignored = _ignored(header, path)
    reader, rows, sentences = Reader(zone), [], []
    for number, line in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        try:
            if len(line) != len(header):
                raise ValueError(f"has {len(line)} cells, expected {len(header)} as in the header")
            rows.append(reader.row(dict(zip(header, (cell.strip() for cell in line), strict=True)), number))
        except (ValueError, OverflowError) as problem:
            sentences.append(f"{path}: row {number}: {problem}")
    if sentences:
        raise MalformedRows(sentences)
    if not rows:
        raise InputError(f"{path}: has no rows, expected at least one contact")
    return _counted(rows, ignored)


def _ignored(header: list[str], path: Path) -> list[str]:
    """Return the columns that are not read; refuse a header that lacks one, has one twice or misspells one."""
    for name in header:
        if header.count(name) > 1:
            raise InputError(f"{path}: column '{name}' is there twice, expected each once")
    for name in REQUIRED:
        if name not in header:
            others = [column for column in header if column not in REQUIRED]
            raise InputError(f"{path}: no column '{name}', {nearest(name, others) if others else 'expected one'}")
    ignored = [name for name in header if name not in (*REQUIRED, *OPTIONAL)]
    for name in ignored:
        hint = nearest(name, [column for column in OPTIONAL if column not in header])
        if hint.startswith("did you mean"):
            raise InputError(f"{path}: no column '{name}' is known, {hint}")
    return ignored


def _counted(rows: list[_Row], ignored: list[str]) -> Contacts:
    """Count minutes from the Monday of the first contact, on the clock of the place."""
    walls = [row.made.replace(tzinfo=None) for row in rows]
    first = min(walls).date()
    monday = dt.datetime.combine(first - dt.timedelta(days=first.weekday()), dt.time())
    contacts = []
    for row, wall in zip(rows, walls, strict=True):
        until = row.answered or row.ended
        contacts.append(
            Contact(
                channel=row.cells["channel"],
                customer=row.cells.get("customer", ""),
                need=row.cells.get("need", ""),
                made=(wall - monday) / dt.timedelta(minutes=1),
                waited=math.nan if until is None else _between(row.made, until),
                lasted=_between(row.answered, row.ended) if row.answered and row.ended else math.nan,
                work=row.work,
                outcome=row.cells["outcome"],
            )
        )
    contacts.sort(key=lambda contact: contact.made)
    begin = math.floor(contacts[0].made / MINUTES_PER_DAY) * MINUTES_PER_DAY
    end = (math.floor(contacts[-1].made / MINUTES_PER_DAY) + 1) * MINUTES_PER_DAY
    return Contacts(contacts, begin, end, ignored)
