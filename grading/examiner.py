"""Write an examiner's marks into the gradebook, through nbgrader's API: rubric rows and the score that they sum to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import rubric
from .course import Paper
from .errors import Refused

Marks = Mapping[tuple[str, str], tuple[Mapping[str, float], str]]


def enter(paper: Paper, marks: Marks) -> int:
    """Enter marks of essay cells.

    Parameters
    ----------
    paper
        The scored paper.
    marks
        For (candidate, essay): points by row, and free words.

    Returns
    -------
    int
        How many cells were marked.
    """
    from nbgrader.api import Gradebook, MissingEntry

    essays = rubric.scheme(paper)
    changes: list[dict[str, Any]] = []
    with Gradebook(paper.course.gradebook, paper.course.settings.course) as book:
        for (candidate, name), (rows, words) in marks.items():
            text = comment(essays[name], rows, words)
            total = sum(rows.values())
            if problems := rubric.check(total, text, essays[name]):
                raise Refused(f"Candidate {candidate}, {name}: {problems[0]}.")
            try:
                grade = book.find_grade(name, paper.name, paper.name, candidate)
                note = book.find_comment(name, paper.name, paper.name, candidate)
            except MissingEntry:
                raise Refused(f"Candidate {candidate} has no scored cell {name}.") from None
            changes.append({"candidate": candidate, "item": name, "from": grade.manual_score, "to": total})
            grade.manual_score, grade.needs_manual_grade, note.manual_comment = total, False, text
        book.db.commit()
    paper.course.log("marks", paper=paper.name, changes=changes)
    return len(changes)


def comment(essay: rubric.Essay, rows: Mapping[str, float], words: str = "") -> str:
    """Return the lines of a comment box."""
    lines = [f"{row.row} {rows[row.row]:g}/{row.points:g}" for row in essay.rows if row.row in rows]
    return "\n".join([*lines, words] if words else lines)
