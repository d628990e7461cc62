"""Essays: the marking scheme, and the rows that an examiner writes into formgrader's comment box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from .course import Paper
from .errors import nearest
from .settings import Settings, read_tables

ROW = re.compile(
    r"^\s*(?P<row>[^\W\d][\w '-]{0,60}?)\s+(?P<score>\d{1,3}(?:[.,]\d{1,2})?)?"
    r"\s*/\s*(?P<points>\d{1,3}(?:[.,]\d+)?)\s*$"
)


class Row(Settings):
    """One row of a rubric, with a descriptor for nothing, half and full."""

    row: Annotated[str, Field(pattern=r"^[^\W\d][\w '-]{0,60}$")]
    points: Annotated[float, Field(gt=0)]
    nothing: str
    half: str
    full: str
    accepted: tuple[str, ...] = ()


class Essay(Settings):
    """One essay cell."""

    title: str
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    typical_errors: tuple[str, ...] = ()

    @property
    def points(self) -> float:
        """Points of the cell: the sum of its rows."""
        return sum(row.points for row in self.rows)

    def form(self) -> str:
        """Return the lines that formgrader shows in the empty comment box."""
        return "\n".join(f"{row.row} /{row.points:g}" for row in self.rows)


@dataclass(frozen=True)
class Marked:
    """An examiner's comment, taken apart."""

    rows: dict[str, float]
    free: str
    problems: tuple[str, ...]

    @property
    def total(self) -> float:
        """Sum of the rows."""
        return sum(self.rows.values())


def scheme(paper: Paper) -> dict[str, Essay]:
    """Read the marking scheme; a paper without essays needs none."""
    path = paper.folder / "scheme.toml"
    return read_tables(path, Essay) if path.exists() else {}


def parse(comment: str | None, essay: Essay) -> Marked:
    """Take a comment apart into rubric rows and free text.

    Parameters
    ----------
    comment
        The comment box: lines such as ``mechanism 3/4``, and free text on other lines.
    essay
        The cell's rubric.

    Returns
    -------
    Marked
        With one sentence for every row that is missing, unknown, double, or out of its points.
    """
    known = {row.row.casefold(): row for row in essay.rows}
    rows: dict[str, float] = {}
    free, problems = [], []
    for line in (comment or "").splitlines():
        found = ROW.match(line)
        if not found:
            free.append(line)
            continue
        name = found["row"].casefold()
        if name not in known:
            problems.append(f"there is no row '{found['row']}'; {nearest(name, known)}")
            continue
        row = known[name]
        if found["score"] is None:
            problems.append(f"row '{row.row}' has no score yet")
            continue
        score, points = (float(found[part].replace(",", ".")) for part in ("score", "points"))
        if row.row in rows:
            problems.append(f"row '{row.row}' stands there twice")
        if points != row.points:
            problems.append(f"row '{row.row}' has {row.points:g} points, not {points:g}")
        if score > row.points:
            problems.append(f"row '{row.row}' has {row.points:g} points at most, not {score:g}")
        rows[row.row] = score
    missing = [
        row.row
        for row in essay.rows
        if row.row not in rows and not any(f"'{row.row}' has no score" in p for p in problems)
    ]
    problems += [f"row '{name}' is missing" for name in missing]
    return Marked(rows, "\n".join(free).strip(), tuple(problems))


def check(score: float | None, comment: str | None, essay: Essay) -> tuple[str, ...]:
    """Return what is wrong with an essay's marking: no score, bad rows, or rows that do not sum to the score."""
    if score is None:
        return ("not marked yet",)
    marked = parse(comment, essay)
    if marked.problems:
        return marked.problems
    if abs(marked.total - score) > 1e-6:
        return (f"the rows sum to {marked.total:g} and the score is {score:g}",)
    return ()


def table(marked: Marked, essay: Essay) -> Mapping[str, tuple[float | None, Row]]:
    """Return for every row its score and its descriptors, for the feedback page."""
    return {row.row: (marked.rows.get(row.row), row) for row in essay.rows}


def descriptor(score: float, row: Row) -> str:
    """Return the descriptor nearest to a score: nothing below a quarter, full from three quarters."""
    share = score / row.points
    return row.full if share >= 0.75 else row.half if share >= 0.25 else row.nothing
