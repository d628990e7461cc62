"""Remove what is known of a paper's candidates, when the time for appeals is over."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from . import frozen, log, run
from .course import Paper
from .errors import Refused

FOLDERS = ("submitted", "autograded", "feedback")


def purge(paper: Paper, *, yes: bool = False, dry_run: bool = False) -> dict[str, Any]:
    """Remove hand-ins, scores, feedback, kits, reports and the frozen table of a paper.

    The paper stays, and the log without the candidates: what was done, when and why, and for how many.

    Parameters
    ----------
    paper
        Whose candidates are forgotten.
    yes
        Without it, nothing is removed and a sentence says so.
    dry_run
        Only list what would be removed.
    """
    table = frozen.read(paper)
    doomed = [path for path in places(paper) if path.exists()]
    summary = {
        "paper": paper.name,
        "candidates": len(table.candidates),
        "dry_run": dry_run,
        "removed": [path.relative_to(paper.course.root).as_posix() for path in doomed],
    }
    if dry_run:
        return summary
    if not yes:
        raise Refused(
            f"This forgets {len(table.candidates)} candidates of {paper.name}; add --yes, or look with --dry-run."
        )
    with run.only_one(paper.course):
        forget_scores(paper)
        for path in doomed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name in FOLDERS:
            for folder in (paper.course.root / name).glob("*"):
                with contextlib.suppress(OSError):
                    folder.rmdir()
        log.forget(paper.course.root, paper.name)
    paper.course.log("purge", paper=paper.name, candidates=len(table.candidates))
    return summary


def places(paper: Paper) -> list[Path]:
    """Return every file and folder that knows the paper's candidates."""
    root = paper.course.root
    found = [path for name in FOLDERS for path in sorted(root.glob(f"{name}/*/{paper.name}"))]
    return [*found, paper.kits, paper.intake, paper.results, root / "progress" / paper.name, paper.frozen]


def forget_scores(paper: Paper) -> None:
    """Remove the paper's submissions from the gradebook, and the file's free pages with them."""
    from nbgrader.api import Gradebook, MissingEntry

    with Gradebook(paper.course.gradebook, paper.course.settings.course) as book:
        with contextlib.suppress(MissingEntry):
            for submission in list(book.assignment_submissions(paper.name)):
                book.remove_submission(paper.name, submission.student.id)
        for student in list(book.students):
            if not student.submissions:
                book.remove_student(student.id)
    with contextlib.closing(sqlite3.connect(paper.course.root / "gradebook.db", isolation_level=None)) as connection:
        connection.execute("VACUUM")
