"""nbgrader preprocessors: literals against the frozen key, in the place of Execute.

``ReadAnswers`` stands where nbgrader's ``Execute`` stands and starts no kernel; ``SaveMarks`` is nbgrader's
``SaveAutoGrades`` that writes what was read. A score is written for every item, also where its cell is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader import utils
from nbgrader.api import BaseCell, Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from sqlalchemy import select
from traitlets import Unicode

from . import rubric
from .course import Course
from .marking import Mark
from .marks import graded, marks

MARKS = "kundelab_marks"


class ReadAnswers(NbGraderPreprocessor):  # type: ignore[misc]
    """Read the answers of a hand-in and mark them; in the place of nbgrader's Execute."""

    course_root = Unicode(help="The course folder.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the marks into the resources, where SaveMarks finds them; the notebook stays as it is."""
        here = resources["nbgrader"]
        course = Course(Path(self.course_root))
        resources[MARKS] = marks(course, here["assignment"], here["student"], nb)
        return nb, resources


class SaveMarks(SaveAutoGrades):  # type: ignore[misc]
    """Write the marks into the gradebook: one transaction a notebook, a score for every item."""

    course_root = Unicode(help="The course folder.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save items from the marks, and essays as nbgrader does."""
        here = resources["nbgrader"]
        essays = rubric.scheme(Course(Path(self.course_root)).paper(here["assignment"]))
        answered = {cell.metadata.nbgrader["grade_id"]: cell for cell in nb.cells if graded(cell)}
        with Gradebook(here["db_url"]) as gradebook:
            submission = gradebook.find_submission_notebook(here["notebook"], here["assignment"], here["student"])
            names = dict(gradebook.db.execute(select(BaseCell.id, BaseCell.name)).all())
            comments = {names[comment.cell_id]: comment for comment in submission.comments}
            for grade in submission.grades:
                name = names[grade.cell_id]
                if name in resources[MARKS]:
                    save_mark(grade, comments.get(name), resources[MARKS][name])
                else:
                    form = essays[name].form() if name in essays else ""
                    save_essay(grade, comments.get(name), answered.get(name), form)
            gradebook.db.commit()
        return nb, resources


def save_mark(grade: Any, comment: Any, marked: Mark) -> None:
    """Write an item's points and sentence; a score that an examiner set by hand stays above it."""
    grade.auto_score = marked.points
    grade.needs_manual_grade = False
    if comment is not None:
        comment.auto_comment = marked.comment


def save_essay(grade: Any, comment: Any, cell: Any, form: str) -> None:
    """Write an essay cell as nbgrader does: 0 for an untouched one, otherwise it waits for an examiner."""
    untouched = cell is None or utils.determine_grade(cell)[0] == 0
    grade.auto_score = 0.0 if untouched else None
    grade.needs_manual_grade = not untouched and grade.manual_score is None
    if comment is not None:
        comment.auto_comment = "No response." if untouched else form
