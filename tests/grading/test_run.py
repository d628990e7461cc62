from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grading import bench, frozen, gradebook, intake, run
from grading.course import Course, Paper
from grading.errors import Refused
from tests.grading.conftest import Scored


@pytest.fixture
def waiting(scored_once: Scored, paper: Paper, tmp_path: Path) -> Paper:
    """The class taken in and not scored; its keys are the scored class's."""
    root = scored_once.paper.course.root
    for name in ("course.key", "frozen/fitter.json"):
        (paper.course.root / name).write_bytes((root / name).read_bytes())
    fresh = Course.at(paper.course.root).paper()
    intake.take_in(fresh, scored_once.download, people=scored_once.people)
    return fresh


@pytest.mark.parametrize("group", [True, False])
def test_killed_in_the_middle_and_run_again_gives_the_same_gradebook(
    waiting: Paper, scored_once: Scored, group: bool
) -> None:
    command = bench.ours(waiting, 2)
    assert 4 <= bench.killed(command, waiting, (4, 0.05), group=group) < 22
    bench.again(command, waiting.course.root)
    assert gradebook.dump(waiting.course) == gradebook.dump(scored_once.paper.course)
    assert gradebook.whole(waiting.course.root / "gradebook.db")


def test_a_second_run_at_the_same_time_is_refused(waiting: Paper) -> None:
    with run.only_one(waiting.course), pytest.raises(Refused, match="Another run is working"):
        run.autograde(waiting, workers=1)


def test_only_what_changed_is_scored_again(
    scored_once: Scored, tmp_path: Path, copy_course: Callable[[Path, Path], Paper]
) -> None:
    paper = copy_course(scored_once.paper.course.root, tmp_path / "course")
    candidate = paper.handed_in()[0]
    path = paper.handin(candidate)
    path.write_text(path.read_text("utf-8").replace("answer_7 = ", "answer_7 = 5  # "), "utf-8")
    summary = run.autograde(paper, workers=1)
    assert summary["graded"] == [candidate]
    row = next(r for r in gradebook.scores(paper.course) if (r.candidate, r.item) == (candidate, "answer_7"))
    assert (row.auto_score, row.auto_comment) == (0, "Not counted: a number is not what was asked for.")


def test_a_dry_run_writes_nothing(waiting: Paper) -> None:
    before = {path: path.stat().st_mtime_ns for path in waiting.course.root.rglob("*")}
    summary = run.autograde(waiting, dry_run=True)
    assert len(summary["graded"]) == 22
    assert {path: path.stat().st_mtime_ns for path in waiting.course.root.rglob("*")} == before


def test_plain_nbgrader_in_the_course_folder_grades_the_same_way(waiting: Paper, scored_once: Scored) -> None:
    candidate = waiting.handed_in()[0]
    command = [sys.executable, "-m", "nbgrader", "autograde", "fitter", "--student", candidate]
    subprocess.run(command, cwd=waiting.course.root, env=bench.environment(), check=True, capture_output=True)
    rows = [row for row in gradebook.dump(scored_once.paper.course) if row["candidate"] == candidate]
    assert gradebook.dump(waiting.course) == rows


def test_an_unknown_candidate_is_named_with_the_nearest(waiting: Paper) -> None:
    with pytest.raises(Refused, match="the nearest is '1001'"):
        run.autograde(waiting, candidates=["10001"])
    with pytest.raises(Refused, match="from 1"):
        run.autograde(waiting, workers=0)


def test_a_score_stands_only_with_its_marker(
    scored_once: Scored, tmp_path: Path, copy_course: Callable[[Path, Path], Paper]
) -> None:
    paper = copy_course(scored_once.paper.course.root, tmp_path / "course")
    table, candidate = frozen.read(paper), paper.handed_in()[0]
    assert run.done(paper, table, candidate)
    run.marker(paper, candidate).unlink()
    assert not run.done(paper, table, candidate)
