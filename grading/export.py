"""Tables for the school's systems: everything quoted, blank is not 0, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from . import files, frozen, scale, systems
from .course import Paper
from .errors import Refused, nearest
from .scale import Result

FORMATS = ("items", "canvas", "inspera")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")


def safe(value: object) -> str:
    """Return a cell's text: blank for None, numbers plainly, and a text that looks like a formula made harmless."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format(value, ".10g")
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return rows as CSV with every cell quoted."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe(column) for column in columns])
    writer.writerows([[safe(row.get(column)) for column in columns] for row in rows])
    return out.getvalue()


def export(
    paper: Paper,
    form: str,
    *,
    people: Path | None = None,
    out: Path | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Write a table of results.

    Parameters
    ----------
    paper
        The graded paper.
    form
        ``items`` (a column an item), ``canvas`` or ``inspera``.
    people
        For ``canvas``: the institution's list ``id,candidate``, by which Canvas knows its users.
    out
        The file to write; ``results/PAPER/FORM.csv`` if not given.
    dry_run
        Only say what would be written.
    """
    if form not in FORMATS:
        raise Refused(f"There is no export '{form}'; {nearest(form, FORMATS)}.")
    if form == "canvas" and people is None:
        raise Refused("Canvas knows its users by numbers of its own; add the list that joins them with --list.")
    found = scale.results(paper)
    text = {"items": items, "canvas": canvas, "inspera": inspera}[form](paper, found, people)
    path = out or paper.results / f"{form}.csv"
    if not dry_run:
        files.write(path, text.encode("utf-8-sig" if form == "items" else "utf-8"))
        paper.course.log("export", paper=paper.name, form=form)
    return {
        "paper": paper.name,
        "form": form,
        "file": str(path),
        "rows": len(found),
        "dry_run": dry_run,
    }


def items(paper: Paper, found: list[Result], _people: Path | None) -> str:
    """Return one row a candidate and one column an item."""
    names = list(frozen.read(paper).points())
    columns = [
        "candidate",
        *names,
        "total",
        "maximum",
        "percent",
        "letter",
        "status",
        "waits for",
    ]
    rows = [
        {
            **result.as_row(),
            **result.scores,
            "maximum": result.maximum if result.status in {"graded", "waits"} else None,
            "waits for": "; ".join(result.problems),
        }
        for result in found
    ]
    return table(rows, columns)


def canvas(paper: Paper, found: list[Result], people: Path | None) -> str:
    """Return Canvas's gradebook import: Student, ID, SIS User ID, SIS Login ID, Section, the paper."""
    ids = {person.candidate: number for number, person in systems.read_people(people).items()}
    title = paper.settings.title
    columns = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title]
    rows = [
        {
            "Student": f"Candidate {result.candidate}",
            "ID": ids.get(result.candidate),
            title: result.total,
        }
        for result in found
    ]
    maximum = next((result.maximum for result in found if result.maximum), None)
    return table([{"Student": "    Points Possible", title: maximum}, *rows], columns)


def inspera(_paper: Paper, found: list[Result], _people: Path | None) -> str:
    """Return candidate number, points and letter, as exam systems that know candidates by number take them."""
    rows = [
        {
            "Candidate ID": result.candidate,
            "Points": result.total,
            "Grade": result.letter,
        }
        for result in found
    ]
    return table(rows, ["Candidate ID", "Points", "Grade"])
