"""``python start.py exam``: the whole way on an invented class of 24, from an empty folder to letters and feedback."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
import time
from pathlib import Path

from . import commands, examiner, frozen, gradebook, rubric
from .course import Course, Paper
from .errors import Refused
from .feedback import page
from .invented import Class, invented_class


def main(arguments: list[str]) -> int:
    """Show the way and return the exit code."""
    parser = argparse.ArgumentParser(prog="python start.py exam", description=__doc__)
    parser.add_argument("--folder", type=Path, help="a new folder for the course; a private temporary one if not given")
    options = parser.parse_args(arguments)
    try:
        return way(options.folder or Path(tempfile.mkdtemp(prefix="kundelab-exam-")) / "course")
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2


def way(root: Path) -> int:
    """Walk the whole way in a folder."""
    started = time.monotonic()
    step("A private course, outside any work tree, with a key of its own", "new", str(root))
    step("Is everything in order?", "lint", "--course", str(root))
    step("Freeze the keys; a folder and a zip for each candidate", "release", "--sheet", "--course", str(root))
    paper = Course.at(root).paper()
    invented = invented_class(paper)
    download, people = invented.write(paper, root.parent / "handed-in")
    print(f"\n# 24 invented candidates work; the system gives {download.name}, the institution keeps {people.name}")
    step(
        "Take it in: times and names stay with the institution",
        "intake",
        str(download),
        "--list",
        str(people),
        "--course",
        str(root),
    )
    step("Score the literals; nothing is executed", "autograde", "--course", str(root))
    compare(paper, invented)
    print("\n# An examiner marks the essays in formgrader's comment box; here the same rows are entered for her")
    print(f"  {examiner.enter(paper, essay_marks(paper, invented))} cells marked, row by row")
    step("Letters", "grades", "--course", str(root))
    step(
        "A page for each candidate, and a zip that Canvas takes back",
        "feedback",
        "--for",
        str(download),
        "--list",
        str(people),
        "--course",
        str(root),
    )
    step(
        "A table for the school's system", "export", "--format", "canvas", "--list", str(people), "--course", str(root)
    )
    step(
        "An item turns out wrong: what would change?",
        "void",
        "answer_6",
        "--reason",
        "the log had no clock",
        "--dry-run",
        "--course",
        str(root),
    )
    step("Where are we?", "status", "--course", str(root))
    first = next(iter(frozen.read(paper).candidates))
    print(f"\nDone in {time.monotonic() - started:.0f} s. Look at {page(paper, first)}")
    print(f"or mark an essay yourself: python -m grading formgrader --course {root}")
    return 0


def step(title: str, *arguments: str) -> None:
    """Say what comes, show the command, run it."""
    print(f"\n# {title}\n$ python -m grading {shlex.join(arguments)}", flush=True)
    code = commands.main(list(arguments))
    if code:
        raise Refused(f"The command `python -m grading {shlex.join(arguments)}` ended with code {code}.")


def compare(paper: Paper, invented: Class) -> None:
    """Say whether every score is what the invented class planned."""
    scored = {(row.candidate, row.item): row.score for row in gradebook.scores(paper.course, paper.name)}
    planned = {
        (c, item): points for c, plan in invented.planned.items() for item, points in (plan.scores or {}).items()
    }
    differ = [key for key, points in planned.items() if scored.get(key) != points]
    if differ:
        raise Refused(f"{len(differ)} of {len(planned)} scores are not what was planned, such as {differ[0]}.")
    print(f"  every one of {len(planned)} scores is what was planned")


def essay_marks(paper: Paper, invented: Class) -> dict[tuple[str, str], tuple[dict[str, float], str]]:
    """Return an examiner's marks: each row at the hand-in's planned quality, to half points."""
    marks = {}
    for candidate, planned in invented.planned.items():
        if planned.essays is None:
            continue
        for name, essay in rubric.scheme(paper).items():
            rows = {row.row: round(2 * planned.essays * row.points) / 2 for row in essay.rows}
            marks[candidate, name] = (rows, "Name the event next time.")
    return marks


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
