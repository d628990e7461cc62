from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from grading import course, release, sheet
from grading.course import Course, Paper
from grading.errors import Refused
from grading.settings import PaperSettings


def test_a_new_course_is_private_and_has_a_key_of_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        course.new(tmp_path / name, candidates=3)
    one, two = Course.at(tmp_path / "one"), Course.at(tmp_path / "two" / "papers" / "fitter")
    assert one.key != two.key
    assert len(one.key) == 32
    assert list(one.candidates) == ["1001", "1008", "1015"]
    assert one.paper().settings.title == "The fitter who never came"
    if os.name == "posix":
        for path in (one.root, one.root / "course.key"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_no_course_is_made_in_a_work_tree_or_over_something(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path / "tree")], check=True)
    with pytest.raises(Refused, match="lies in the git work tree"):
        course.new(tmp_path / "tree" / "deep" / "course")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").touch()
    with pytest.raises(Refused, match="is not empty"):
        course.new(tmp_path / "full")
    assert not (tmp_path / "tree" / "deep").exists()


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    assert "course.key" in course.new(tmp_path / "course", dry_run=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("candidate\nKari Nordmann\n", "line 2: a candidate is a number of at most 12 digits, not 'Kari Nordmann'"),
        ("candidate\n1\n1\n", "line 3: candidate 1 stands there twice"),
        ("candidate,extra_minutes\n1,half an hour\n", "extra_minutes is a whole number"),
        ("name\nKari\n", "has no column `candidate` in its first line"),
        ("candidate;extra_minutes\n1;0\n", "columns are separated by commas"),
        ("candidate\n", "names no candidate"),
    ],
)
def test_candidates_are_numbers(paper: Paper, text: str, sentence: str) -> None:
    (paper.course.root / "candidates.csv").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        _ = Course(paper.course.root).candidates
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('course = "x"\nleters = {}', "there is no setting 'leters'; the nearest is 'letters'"),
        ('course = "x"\n[marking]\nformula = 2', "'marking.formula': input should be less than 1, not 2"),
        ('course = "x"\n[marking]\nformla = 0.1', "there is no setting 'marking.formla'; the nearest is 'formula'"),
        ('course = "a b"', "'course': string should match pattern"),
        ("course = ", "is not valid TOML"),
        ("", "'course': field required"),
    ],
)
def test_wrong_settings_get_one_sentence(paper: Paper, text: str, sentence: str) -> None:
    (paper.course.root / "course.toml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        _ = Course(paper.course.root).settings
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_closing_time_needs_its_offset() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match="timezone"):
        PaperSettings.model_validate({"title": "x", "closes": "2026-12-10T13:00:00"})


@pytest.mark.parametrize(
    ("key", "sentence"), [("xyz", "hexadecimal"), ("abcd", "at least 32"), (None, "no course key")]
)
def test_a_key_that_is_none_is_refused(paper: Paper, key: str | None, sentence: str) -> None:
    path = paper.course.root / "course.key"
    path.unlink() if key is None else path.write_text(key, "ascii")
    with pytest.raises(Refused, match=sentence):
        _ = Course(paper.course.root).key


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("items/answer_1.py", "0.55", "0.56", "an item has changed"),
        ("paper.py", "How busy are", "How idle are", "the paper has changed"),
        ("scheme.toml", "points = 4", "points = 5", "the paper has changed"),
    ],
)
def test_after_release_nothing_changes_silently(paper: Paper, name: str, old: str, new: str, what: str) -> None:
    path = paper.folder / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Refused, match=what):
        release.release(Course(paper.course.root).paper())


def test_a_common_paper_names_the_numbers_and_asks_for_the_candidate(common_once: Paper) -> None:
    paper = common_once
    folder = paper.kits / "common"
    book = json.loads((folder / "fitter.ipynb").read_text("utf-8"))
    text = "".join("".join(cell["source"]) for cell in book["cells"])
    assert "[answer_1.calls] calls an hour" in text
    assert "candidate_number = ..." in text
    assert "candidate" not in book["metadata"]["kundelab"]
    rows = list(csv.reader((folder / "numbers.csv").read_text("utf-8").splitlines(keepends=True)))
    assert len(rows) == 6
    assert "answer_1.calls" in rows[0]
    assert "_log" not in rows[0]
    assert len(list(folder.glob("answer_3-*-log.csv"))) == 5
    printed = (paper.kits / "sheets" / "1001.html").read_text("utf-8")
    assert "Candidate 1001" in printed
    assert "<td>contact_1</td>" in printed
    assert "answer_1 =" in printed
    assert "<script" not in printed
    assert "[answer_1.calls]" in text
    assert "[answer_1.calls]" not in printed
    log = (folder / "answer_3-1001-log.csv").read_text("utf-8").splitlines()
    assert len(log) > 60
    assert printed.count("<tr><td>") >= len(log) - 1
    assert "more rows" not in printed


def test_a_sheet_says_which_rows_it_leaves_out() -> None:
    table = sheet.excerpt("minute\n" + "1\n" * (sheet.ROWS + 7))
    assert table.count("<td>") == sheet.ROWS
    assert "7 more rows stand in the file alone" in table


def test_the_same_release_gives_the_same_kits(paper: Paper) -> None:
    before = {path: path.read_bytes() for path in paper.kits.rglob("*.zip")}
    release.release(paper)
    assert {path: path.read_bytes() for path in paper.kits.rglob("*.zip")} == before
    assert len(before) == 24
