"""Take in what the candidates handed in, from whatever system the school has."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from . import downloads, files, frozen, handin, notebook, systems
from .course import Paper
from .errors import Refused, nearest
from .frozen import Frozen
from .handin import Handin, Rebuilt
from .systems import Person

UNKNOWN_EXAM = "carries no exam id of this paper"


@dataclass
class Taken:
    """One file of the download that belongs to somebody, or to nobody."""

    path: str
    owner: str = ""
    handin: Handin | None = None
    problem: str = ""
    late: bool = False
    version: int = 0
    time: datetime | None = None
    flags: list[str] = field(default_factory=list)

    def order(self) -> tuple[bool, datetime, int, str]:
        """Sort readable files last, then by time and version: the last one counts."""
        return (
            self.handin is not None,
            self.time or datetime.min.replace(tzinfo=UTC),
            self.version,
            self.path,
        )


def take_in(
    paper: Paper,
    source: Path,
    *,
    system: str = "auto",
    people: Path | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Take in a download.

    Parameters
    ----------
    paper
        The released paper.
    source
        A zip, folder or notebook.
    system
        ``auto``, ``canvas``, ``moodle``, ``inspera`` or ``folder``.
    people
        The institution's list ``id,candidate[,time]``; read, not kept.
    dry_run
        Only say what would be taken.

    Returns
    -------
    dict
        ``candidates`` with a row each (status, flags), ``unplaced`` files by path for the lecturer's eyes, counts.
    """
    table, known = frozen.read(paper), systems.read_people(people)
    if system != "auto":
        systems.pattern_of(system)
    entries = list(tqdm(read_all(paper, table, source), desc="intake", unit="file", disable=None))
    readable = [taken.path for taken in entries if taken.handin or taken.path.endswith(downloads.NOTEBOOK)]
    pattern = systems.pattern_of(systems.guess(readable) if system == "auto" else system)
    owned: dict[str, list[Taken]] = {}
    unplaced: list[Taken] = []
    for taken in entries:
        claim(paper, table, taken, (pattern, known))
        if taken.owner:
            owned.setdefault(taken.owner, []).append(taken)
        else:
            unplaced.append(taken)
    rows = {candidate: settle(paper, table, candidate, found, dry_run=dry_run) for candidate, found in owned.items()}
    rows = {candidate: row for candidate, row in rows.items() if row}
    return finish(paper, table, rows, unplaced, dry_run=dry_run)


def read_all(paper: Paper, table: Frozen, source: Path) -> Iterator[Taken]:
    """Read every file of a download into memory as cells, one file at a time."""
    for entry in downloads.read(source, paper.course.settings.limits):
        taken = Taken(entry.path, problem=entry.problem)
        if entry.data is not None:
            try:
                taken.handin = handin.read(entry.data)
                if taken.handin.exam != table.exam:
                    taken.handin, taken.problem = None, UNKNOWN_EXAM
            except ValueError as problem:
                taken.problem = str(problem)
        yield taken


def claim(paper: Paper, table: Frozen, taken: Taken, names: tuple[str, Any]) -> None:
    """Say whose file it is: the system's word first, then the paper's own mark, then the number written into it."""
    pattern, people = names
    name = systems.named(taken.path, pattern)
    person: Person | None = people.get(name.person or "")
    if person is None and name.person in table.candidates:
        person = Person(str(name.person))
    taken.version, taken.late = name.version, name.late
    if person and person.candidate in table.candidates:
        taken.owner, taken.time = person.candidate, person.time
    leading = systems.LEADING_NUMBER.match(taken.path)
    if taken.handin is None:
        if not taken.owner and leading and leading[1] in table.candidates:
            taken.owner = leading[1]
        return
    carried, stamp = taken.handin.candidate, taken.handin.stamp
    genuine = bool(carried) and carried in table.candidates and stamp == paper.stamp(carried)
    if carried and not genuine:
        taken.flags.append("the mark of the paper was changed")
    written = handin.number_written(taken.handin) if table.table["common"] else ""
    if not taken.owner:
        taken.owner = carried if genuine else written if written in table.candidates else ""
        if written and taken.owner == written:
            taken.flags.append("known only by the number written into it")
        if taken.owner and leading and leading[1] in table.candidates and leading[1] != taken.owner:
            taken.flags.append(f"its name begins with the number of candidate {leading[1]}; see --system inspera")
    elif genuine and carried != taken.owner:
        taken.flags.append(f"carries the numbers of candidate {carried}")
    elif written and written != taken.owner:
        taken.flags.append(f"the number written into it is {written}")


def settle(paper: Paper, table: Frozen, candidate: str, found: list[Taken], *, dry_run: bool) -> dict[str, Any]:
    """Decide which of a candidate's files counts, rebuild it and write it; return her row of the report."""
    found.sort(key=Taken.order)
    books = [taken for taken in found if taken.handin]
    broken = [taken for taken in found if not taken.handin and taken.problem != "not a notebook"]
    if not books:
        if not broken:
            return {
                "status": "no notebook",
                "flags": ["files, and no notebook among them"],
            }
        return {
            "status": "unreadable",
            "flags": [f"unreadable: {taken.problem}" for taken in broken],
        }
    last = books[-1]
    assert last.handin is not None
    rebuilt = handin.rebuild(paper, table, candidate, last.handin)
    flags = last.flags + rebuilt.flags + [f"left alone: {taken.problem}" for taken in broken]
    if len(books) > 1:
        flags.append(
            f"{len(books)} notebooks; the last one counts"
            + ("" if last.time else " (by its file name, no times known)")
        )
    flags += lateness(paper, candidate, last)
    if not dry_run:
        flags += store(paper, candidate, rebuilt, last.time)
    return {
        "status": "taken",
        "flags": flags,
        "time": last.time.isoformat() if last.time else None,
    }


def lateness(paper: Paper, candidate: str, taken: Taken) -> list[str]:
    """Return a flag if a hand-in came after the candidate's own closing time, by the system's list alone."""
    closes = paper.settings.closing(paper.course.candidates.get(candidate, 0))
    if closes and taken.time and taken.time > closes:
        return [f"late by {(taken.time - closes).total_seconds() / 60:.0f} minutes"]
    return ["late, says the system"] if taken.late and not (closes and taken.time) else []


def store(paper: Paper, candidate: str, rebuilt: Rebuilt, time: datetime | None) -> list[str]:
    """Write a rebuilt hand-in where nbgrader expects it; flag one that replaces another."""
    path, text = paper.handin(candidate), notebook.dumps(rebuilt.book)
    replaced = path.exists() and path.read_text("utf-8") != text
    files.write(path, text)
    if time:
        files.write(
            path.parent / "timestamp.txt",
            time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC"),
        )
    return ["replaces an earlier hand-in"] if replaced else []


def take_in_csv(paper: Paper, source: Path, *, dry_run: bool = False) -> dict[str, Any]:
    """Take in answers from a CSV with the columns ``candidate,item,answer``."""
    table = frozen.read(paper)
    try:
        rows = list(csv.DictReader(source.read_text("utf-8-sig").splitlines()))
    except FileNotFoundError:
        raise Refused(f"There is no file {source}.") from None
    except UnicodeDecodeError:
        raise Refused(f"{source} is not a UTF-8 text.") from None
    given: dict[str, dict[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        if None in row or set(row) < {"candidate", "item", "answer"}:
            raise Refused(f"{source}, line {line}: expected the columns candidate, item and answer.")
        candidate, item = (row["candidate"] or "").strip(), (row["item"] or "").strip()
        if candidate not in table.candidates:
            raise Refused(
                f"{source}, line {line}: there is no candidate '{candidate}'; {nearest(candidate, table.candidates)}."
            )
        if item not in table.points():
            raise Refused(f"{source}, line {line}: there is no item '{item}'; {nearest(item, table.points())}.")
        given.setdefault(candidate, {})[item] = row["answer"] or ""
    report = {}
    for candidate, answers in given.items():
        rebuilt = handin.from_answers(paper, table, candidate, answers)
        flags = rebuilt.flags + ([] if dry_run else store(paper, candidate, rebuilt, None))
        report[candidate] = {"status": "taken", "flags": flags, "time": None}
    return finish(paper, table, report, [], dry_run=dry_run)


def finish(
    paper: Paper,
    table: Frozen,
    rows: dict[str, Any],
    unplaced: list[Taken],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    """Merge this intake with earlier ones, write the report without any name or path, and return it with paths."""
    path = paper.intake / "report.json"
    before = files.read_json(path)["candidates"] if path.exists() else {}
    merged = {candidate: {"status": "missing", "flags": []} for candidate in table.candidates} | before
    for candidate, row in rows.items():
        if row["status"] == "taken" or merged[candidate]["status"] != "taken":
            merged[candidate] = row
    nobody = [taken for taken in unplaced if taken.problem != "not a notebook"]
    counts = {
        status: sum(row["status"] == status for row in merged.values())
        for status in ("taken", "unreadable", "no notebook", "missing")
    }
    report = {
        "paper": paper.name,
        "candidates": merged,
        "counts": counts,
        "unplaced": len(nobody),
    }
    if not dry_run:
        files.write_json(path, report)
        paper.course.log("intake", paper=paper.name, **counts, unplaced=len(nobody))
    return {
        **report,
        "unplaced": [{"path": taken.path, "problem": taken.problem or "nobody's"} for taken in nobody],
        "dry_run": dry_run,
    }


def report(paper: Paper) -> dict[str, Any]:
    """Return the last report, empty before the first intake."""
    path = paper.intake / "report.json"
    found: dict[str, Any] = files.read_json(path) if path.exists() else {"candidates": {}, "counts": {}}
    return found
