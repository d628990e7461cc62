"""How the schools' systems name what they hand over: whose file it is, by its path alone.

The patterns have the form of nbgrader's zip collector (``FileNameCollectorPlugin.named_regexp``): named groups
``student_id`` and ``file_id``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .course import CANDIDATE
from .errors import Refused, nearest

# The outermost name counts: within a zip of her own, a candidate may call a file whatever she likes.
PATTERNS = {
    # lastnamefirst_LATE_4711_98765_fitter-1.ipynb
    "canvas": r"(?:[^/]*/)*?[^/_]+_(?P<late>LATE_)?(?P<student_id>\d+)_(?P<submission>\d+)_(?P<file_id>.+)$",
    # Kari Nordmann_4711_assignsubmission_file/fitter.ipynb, with or without an underscore or folder
    "moodle": r"(?:[^/]*/)*?[^/]*?_(?P<student_id>\d+)_assignsubmission_file[_/]*(?P<file_id>.+)$",
    # 1001/fitter.ipynb, 1001_fitter.ipynb, Candidate 1001/Question 1/fitter.ipynb
    "inspera": r"(?:[^/]*/)*?(?i:candidate[ _-]*)?(?P<student_id>\d{1,12})(?=[_ /-])(?:.*/)?(?P<file_id>[^/]+)$",
    # a folder for each candidate; files beside each other are known by the mark in them
    "folder": r"(?:(?P<student_id>\d{1,12})/)?(?P<file_id>.+)$",
}
LEADING_NUMBER = re.compile(r"(?:.*/)?(\d{1,12})(?=[_. -])")
VERSION = re.compile(r"(?:-(\d{1,3})|[ _]?\((\d{1,3})\))?\.ipynb$")


@dataclass(frozen=True)
class Person:
    """Who a system's id is: the candidate's number, and when she handed in."""

    candidate: str
    time: datetime | None = None


@dataclass(frozen=True)
class Named:
    """What a path tells."""

    person: str | None
    late: bool = False
    version: int = 0


def named(path: str, pattern: str) -> Named:
    """Return what a path of a download tells.

    Parameters
    ----------
    path
        Relative, with forward slashes.
    pattern
        One of PATTERNS' values or another with a group ``student_id``.
    """
    version = VERSION.search(path)
    number = int(version[1] or version[2] or 0) if version else 0
    found = re.match(pattern, path)
    if not found:
        return Named(None, version=number)
    groups = found.groupdict()
    return Named(groups.get("student_id"), bool(groups.get("late")), number)


def guess(paths: list[str]) -> str:
    """Return the system whose names most paths have; a plain folder where none fits."""
    for system in ("moodle", "canvas"):
        if sum(named(path, PATTERNS[system]).person is not None for path in paths) * 2 > len(paths):
            return system
    return "folder"


def pattern_of(system: str) -> str:
    """Return the pattern of a system."""
    if system not in PATTERNS:
        raise Refused(f"There is no system '{system}'; {nearest(system, [*PATTERNS, 'auto'])}.")
    return PATTERNS[system]


def read_people(path: Path | None) -> Mapping[str, Person]:
    """Read the institution's list ``id,candidate[,time]``; it joins system and candidate, and is not kept.

    A time is an hour with its offset, such as ``2026-12-10T12:58:00+01:00``.
    """
    if path is None:
        return {}
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except FileNotFoundError:
        raise Refused(f"There is no list {path}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a UTF-8 text.") from None
    people: dict[str, Person] = {}
    for line, row in enumerate(rows, start=2):
        try:
            person, candidate, time = (
                (row["id"] or "").strip(),
                (row["candidate"] or "").strip(),
                (row.get("time") or "").strip(),
            )
        except KeyError as missing:
            raise Refused(
                f"{path} has no column {missing}; it needs id, candidate and, if known, time, separated by commas."
            ) from None
        if not CANDIDATE.fullmatch(candidate):
            raise Refused(f"{path}, line {line}: a candidate is a number, not '{candidate}'.")
        people[person] = Person(candidate, read_time(time, f"{path}, line {line}") if time else None)
    return people


def read_time(text: str, where: str) -> datetime:
    """Return a time that has an offset."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{where}: '{text}' is no time such as 2026-12-10T12:58:00+01:00.") from None
    if time.tzinfo is None:
        raise Refused(f"{where}: the time '{text}' needs its offset, such as 2026-12-10T12:58:00+01:00.")
    return time
