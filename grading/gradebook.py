"""Read nbgrader's gradebook: scores by candidate and item, and a dump by which two gradebooks can be compared.

Reading goes straight to SQLite with the columns of nbgrader 0.9, because importing nbgrader costs seconds; all writing
goes through nbgrader's API.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .course import Course, candidate_order
from .errors import Refused

ROWS = """
select student.id as candidate, assignment.name as paper, base_cell.name as item, grade_cells.cell_type as cell_type,
       grade_cells.max_score as points, grade.auto_score as auto_score, grade.manual_score as manual_score,
       grade.extra_credit as extra_credit, grade.needs_manual_grade as needs_manual_grade,
       comment.auto_comment as auto_comment, comment.manual_comment as manual_comment,
       submitted_notebook.flagged as flagged, submitted_notebook.late_submission_penalty as late_penalty,
       submitted_assignment.timestamp as timestamp
from grade
join grade_cells on grade_cells.id = grade.cell_id
join base_cell on base_cell.id = grade_cells.id
join submitted_notebook on submitted_notebook.id = grade.notebook_id
join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
join assignment on assignment.id = submitted_assignment.assignment_id
join student on student.id = submitted_assignment.student_id
left join base_cell as solution on solution.name = base_cell.name and solution.notebook_id = base_cell.notebook_id
       and solution.type = 'SolutionCell'
left join comment on comment.cell_id = solution.id and comment.notebook_id = submitted_notebook.id
"""


@dataclass(frozen=True)
class Score:
    """One candidate's score of one item, as the gradebook has it."""

    candidate: str
    paper: str
    item: str
    points: float
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    auto_comment: str | None
    manual_comment: str | None
    flagged: bool
    late_penalty: float | None
    timestamp: str | None

    @property
    def score(self) -> float | None:
        """The score that counts: by hand before automatic, with extra credit; None if nobody has marked it."""
        if self.manual_score is None and (self.auto_score is None or self.needs_manual_grade):
            return None
        base = self.manual_score if self.manual_score is not None else self.auto_score
        return float(base or 0.0) + float(self.extra_credit or 0.0)

    @property
    def comment(self) -> str | None:
        """The examiner's words, otherwise the automatic ones."""
        return self.manual_comment if self.manual_comment is not None else self.auto_comment


@contextlib.contextmanager
def opened(course: Course) -> Iterator[sqlite3.Connection]:
    """Open the gradebook for reading."""
    path = course.root / "gradebook.db"
    if not path.exists():
        raise Refused(f"There is no gradebook {path} yet; `python -m grading release` makes it.")
    connection = sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True, timeout=30)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def scores(course: Course, paper: str | None = None) -> list[Score]:
    """Return all scores, by candidate and item."""
    with opened(course) as connection:
        rows = [as_score(row) for row in connection.execute(ROWS)]
    wanted = [row for row in rows if paper is None or row.paper == paper]
    return sorted(wanted, key=lambda row: (row.paper, *candidate_order(row.candidate), row.item))


def as_score(row: sqlite3.Row) -> Score:
    """Return a row of the gradebook as a score."""
    values: dict[str, Any] = {name: row[name] for name in Score.__dataclass_fields__}
    return Score(
        **{
            **values,
            "needs_manual_grade": bool(row["needs_manual_grade"]),
            "flagged": bool(row["flagged"]),
        }
    )


def dump(course: Course) -> list[dict[str, Any]]:
    """Return the gradebook without its random row ids: two runs that did the same give the same dump."""
    return [dict(row.__dict__) for row in scores(course)]


def whole(path: Path) -> bool:
    """Tell whether SQLite finds the gradebook whole."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("PRAGMA integrity_check")] == ["ok"]
