"""The invented class of 24: every score as planned, nobody lost, every oddity told, no name anywhere."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from grading import commands, demo, feedback, gradebook, intake, run, scale
from grading.course import Paper
from grading.invented import NAMES, PLANS, invented_class
from tests.grading.conftest import Scored


def test_every_score_equals_what_was_planned(scored_once: Scored) -> None:
    scored = {(row.candidate, row.item): row.auto_score for row in gradebook.scores(scored_once.paper.course)}
    planned = {
        (candidate, item): points
        for candidate, plan in scored_once.invented.planned.items()
        for item, points in (plan.scores or {}).items()
    }
    assert len(planned) == 22 * 8
    assert {key: scored[key] for key in planned} == planned
    assert {candidate for candidate, _ in scored} == {candidate for candidate, _ in planned}


def test_nobody_is_lost(scored_once: Scored) -> None:
    rows = scored_once.intake["candidates"]
    assert len(rows) == 24
    assert len(PLANS) == 22
    assert {c: row["status"] for c, row in rows.items()} == {
        c: p.status for c, p in scored_once.invented.planned.items()
    }
    assert scored_once.intake["unplaced"] == []
    assert scored_once.autograde["failed"] == {}
    assert Counter(row.candidate for row in gradebook.scores(scored_once.paper.course)).most_common(1)[0][1] == 13


def test_every_oddity_is_in_the_report_and_nothing_else(scored_once: Scored) -> None:
    flags = scored_once.autograde["flags"]
    for candidate, plan in scored_once.invented.planned.items():
        for expected in plan.flags:
            assert any(expected in note for note in flags.get(candidate, [])), (plan.quality, flags.get(candidate))
    quiet = {"right", "nearly right", "just outside", "wrong unit", "wrong", "renamed", "half done", "missing"}
    assert {scored_once.invented.planned[candidate].quality for candidate in flags} & quiet == set()


def test_no_name_and_no_system_id_reaches_the_course(scored_once: Scored) -> None:
    course = scored_once.paper.course
    words = {word.lower() for name in NAMES for word in (name, *name.split(), "".join(name.split()))}
    words |= {number for number, _ in scored_once.invented.people.values()}
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        stored = "\n".join(connection.iterdump()).lower()
    # Whole words: nbgrader's random row ids are hexadecimal and may begin like a system's number.
    assert [name for name in words if re.search(rf"(?<![0-9a-z]){re.escape(name)}(?![0-9a-z])", stored)] == []
    for folder in ("submitted", "autograded", "intake", "results", "progress"):
        for path in (course.root / folder).rglob("*"):
            text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else path.name
            assert "Sand Tiril" not in text, path
            assert not any(name in path.name.lower() for name in words if name.isalpha() and len(name) > 4), path


def test_running_again_changes_nothing(scored_once: Scored) -> None:
    before = gradebook.dump(scored_once.paper.course)
    again = run.autograde(scored_once.paper, workers=1)
    assert again["graded"] == []
    assert len(again["unchanged"]) == 22
    assert gradebook.dump(scored_once.paper.course) == before


def test_two_processes_give_the_same_gradebook_as_one(scored_once: Scored, tmp_path: Path, copy_course: object) -> None:
    paper = copy_course(scored_once.paper.course.root, tmp_path / "course")  # type: ignore[operator]
    before = gradebook.dump(paper.course)
    assert len(run.autograde(paper, workers=2, force=True)["graded"]) == 22
    assert gradebook.dump(paper.course) == before
    assert gradebook.whole(paper.course.root / "gradebook.db")


def test_the_letters_of_the_marked_class(marked_once: Paper, scored_once: Scored) -> None:
    results = {result.candidate: result for result in scale.results(marked_once)}
    for candidate, plan in scored_once.invented.planned.items():
        result = results[candidate]
        if plan.scores is None:
            assert (result.status, result.letter, result.total) == (plan.status, None, None)
            continue
        marks = demo.essay_marks(marked_once, scored_once.invented)
        essays = sum(sum(rows.values()) for (who, _), (rows, _) in marks.items() if who == candidate)
        assert result.total == pytest.approx(sum(plan.scores.values()) + 0.6 * essays)
        assert result.maximum == 100
        assert result.total is not None
        bands = [("A", 88), ("B", 76), ("C", 64), ("D", 52), ("E", 40), ("F", -1)]
        assert result.letter == next(letter for letter, lowest in bands if round(result.total, 6) >= lowest)
    assert sum(scale.distribution(list(results.values()), marked_once.course.settings.letters).values()) == 22


def test_the_same_system_takes_the_feedback_back(marked: Paper, scored_once: Scored) -> None:
    feedback.feedback(marked)
    made = feedback.give_back(marked, scored_once.download, people=scored_once.people)
    with zipfile.ZipFile(scored_once.download) as given, zipfile.ZipFile(made["zip"]) as back:
        handed_in = {name.removesuffix(".ipynb") for name in given.namelist()}
        assert {name.removesuffix(".html") for name in back.namelist()} <= handed_in
        assert len(back.namelist()) == 23
        for name in back.namelist():
            number = name.split("_")[1]
            candidate = next(who for who, (there, _) in scored_once.invented.people.items() if there == number)
            assert f"Candidate {candidate}" in back.read(name).decode()


def test_a_late_addition_gets_numbers_and_nobody_elses_change(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    before = paper.frozen.read_text("utf-8")
    with (paper.course.root / "candidates.csv").open("a", encoding="utf-8") as file:
        file.write("9999,30\n")
    assert commands.main(["release", "--course", str(paper.course.root)]) == 0
    assert "25 candidates (1 new)" in capsys.readouterr().out
    assert all(line in paper.frozen.read_text("utf-8") for line in before.splitlines() if '"expected"' in line)
    assert (paper.kits / "9999.zip").exists()


def test_the_class_needs_24_candidates_and_is_the_same_each_time(paper: Paper) -> None:
    assert invented_class(paper).planned == invented_class(paper).planned
    assert intake.report(paper)["candidates"] == {}
