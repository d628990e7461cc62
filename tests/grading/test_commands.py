"""The command line: exit codes, JSON, one sentence for bad input; and the lint."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grading import bench, commands, demo, lint
from grading.course import Course, Paper
from tests.grading.conftest import Scored

COMMANDS = (
    "new",
    "variants",
    "release",
    "intake",
    "autograde",
    "status",
    "formgrader",
    "grades",
    "feedback",
    "export",
    "rekey",
    "void",
    "purge",
    "lint",
)


def run(paper: Paper, *arguments: str) -> int:
    return commands.main([arguments[0], *arguments[1:], "--course", str(paper.course.root)])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main([name, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert name in text
    writes = name not in {"variants", "status", "formgrader", "lint"}
    assert ("--dry-run" in text) is writes


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["relase"], "There is no 'relase' here; the nearest is 'release'"),
        ([], "the following arguments are required: COMMAND"),
        (["status", "--cours", "x"], "There is no '--cours' here; the nearest is '--course'"),
        (["status", "--course", "/nowhere/at/all"], "There is no course.toml in"),
        (["release", "fiter"], "There is no paper 'fiter'; the nearest is 'fitter'"),
        (["autograde", "--workers", "many"], "argument --workers: invalid int value: 'many'"),
        (["autograde", "--workers", "0"], "a number of processes from 1, not 0"),
        (["autograde", "--candidate", "77"], "Candidate '77' has handed in nothing"),
        (["intake", "nowhere.zip"], "There is no file or folder nowhere.zip"),
        (["intake", ".", "--system", "camvas"], "There is no system 'camvas'; the nearest is 'canvas'"),
        (["intake", "none.csv", "--csv"], "There is no file none.csv"),
        (["export", "--format", "cavnas"], "There is no export 'cavnas'; the nearest is 'canvas'"),
        (["export", "--format", "CANVAS"], "There is no export 'CANVAS'; the nearest is 'canvas'"),
        (["void", "answer_9", "--reason", "x"], "There is no item 'answer_9'"),
        (["void", "answer_1"], "the following arguments are required: --reason"),
        (["rekey", "answer_1", "--reason", "x", "--tolerance", "2"], "--tolerance is a share"),
        (["intake", "candidates.csv"], "candidates.csv is no zip, folder or notebook; a table of answers needs --csv"),
        (["export", "--format", "canvas"], "add the list that joins them with --list"),
        (["export", "--out", "course.toml/x.csv"], "course.toml: File exists."),
        (["purge"], "add --yes, or look with --dry-run"),
        (["variants", "--seeds", "1"], "--seeds is a number from 2"),
        (["formgrader"], "Nothing of fitter is scored yet"),
        (["feedback", "--candidate", "1001"], "has no scored hand-in"),
        (["new", "."], "is not empty; choose a new folder"),
    ],
)
def test_bad_input_gets_one_sentence_and_code_2(
    paper: Paper,
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(paper.course.root)
    assert commands.main(arguments) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content", "where", "what"),
    [
        ("items/answer_1.py", b"def variant(seed: int", "fitter", "cannot be loaded: SyntaxError"),
        ("items/answer_1.py", b"TITLE = '\xff'", "fitter", "cannot be loaded: SyntaxError"),
        ("guide.md", b"\xff\xfe" + b"word " * 40, "fitter/guide.md", "is no UTF-8 text"),
        ("files/case.md", b"\xe6\xf8\xe5", "fitter/files/case.md", "is no UTF-8 text"),
        ("../../candidates.csv", None, "candidates.csv", "is missing"),
        ("paper.toml", b"title = 'x'\ncloses = 2026-12-10T13:00:00\n", "fitter", "'closes' needs its offset, such as"),
    ],
)
def test_lint_says_what_cannot_be_read(paper: Paper, name: str, content: bytes | None, where: str, what: str) -> None:
    path = paper.folder / name
    path.unlink() if content is None else path.write_bytes(content)
    found = lint.lint(Course.at(paper.course.root), seeds=2)["findings"]
    assert any(finding["where"] == where and what in finding["what"] for finding in found), found


def test_a_reader_who_has_seen_enough_is_no_error(paper: Paper) -> None:
    command = [sys.executable, "-m", "grading", "status", "--course", str(paper.course.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_full_disk_is_a_sentence_with_its_place() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/course/kits/1001/fitter.ipynb")
    assert commands.sentence(full) == (
        "/course/kits/1001/fitter.ipynb: No space left on device; make room, and run the same command again."
    )
    locked = OSError(errno.EROFS, os.strerror(errno.EROFS), "/course/results/.x7.part")
    assert commands.sentence(locked) == "/course/results: Read-only file system; nothing can be written there."


def test_json_can_be_read(marked: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("status", "grades", "lint", "variants", "export", "autograde"):
        assert run(marked, name, "--json") == 0
        assert json.loads(capsys.readouterr().out)
    assert run(marked, "status", "--dump") == 0
    assert len(json.loads(capsys.readouterr().out)) == 22 * 13


def test_status_says_what_comes_next(paper: Paper, marked_once: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    run(paper, "status")
    assert "next: python -m grading intake DOWNLOAD fitter" in capsys.readouterr().out
    (paper.kits / "1008.zip").unlink()
    run(paper, "status")
    assert "next: python -m grading release fitter (not all kits are written)" in capsys.readouterr().out
    run(marked_once, "status")
    assert "22 letters" in capsys.readouterr().out


def test_the_template_passes_its_own_lint(paper: Paper) -> None:
    assert lint.lint(paper.course, seeds=100)["findings"] == []


def findings(paper: Paper, bank: Path = lint.BANK) -> str:
    found = lint.lint(Course(paper.course.root), seeds=60, bank=bank)["findings"]
    return "\n".join(f"{row['where']}: {row['what']}" for row in found)


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("paper.py", '# %% item="answer_2"\nanswer_2 = ...\n', "", "has no cell for answer_2"),
        (
            "paper.py",
            'item="answer_2"',
            'item="answer_22"',
            "'answer_22', which is no item and no essay; the nearest is 'answer_2'",
        ),
        ("paper.py", 'item="answer_2"', 'item="answer_1"', "two cells for answer_1"),
        ("paper.py", "{{answer_1.calls}}", "{{answer_1.cals}}", "answer_1.cals; the nearest is 'calls'"),
        ("paper.py", "{{answer_1.calls}} calls an hour reach {{answer_1.agents}} agents", "Some calls", "no place"),
        ("paper.py", '[markdown] essay="essay_channels"', 'essay="essay_channels"', "must be a Markdown cell"),
        ("guide.md", None, "short", "missing or nearly empty"),
        ("scheme.toml", "points = 4", "points = -4", "greater than 0"),
        ("items/answer_1.py", "RANGE = (45, 97)", "RANGE = (45, 60)", "outside RANGE"),
        ("paper.toml", "title", "titel", "no setting 'titel'; the nearest is 'title'"),
    ],
)
def test_the_lint_finds(paper: Paper, file: str, old: str | None, new: str, finding: str) -> None:
    path = paper.folder / file
    text = path.read_text("utf-8")
    assert old is None or old in text
    path.write_text(new if old is None else text.replace(old, new), "utf-8")
    if finding == "no place":
        text = path.read_text("utf-8").replace("{{answer_1.minutes}}", "some")
        path.write_text(text, "utf-8")
        finding = "shows none of its parameters"
    assert finding in findings(paper)


def test_an_answer_in_the_papers_text_is_found(paper: Paper) -> None:
    module = paper.folder / "items" / "answer_1.py"
    text = module.read_text("utf-8")
    assert '"minutes": minutes,' in text
    module.write_text(text.replace('"minutes": minutes,', '"minutes": 100 * calls * minutes / 60 / agents,'), "utf-8")
    assert "answer_1: its expected answer stands in the paper's text" in findings(paper)


def test_an_exam_in_a_work_tree_or_from_the_open_bank_is_refused(paper: Paper, tmp_path: Path) -> None:
    bank = tmp_path / "assignments"
    shutil.copytree(paper.course.root / "papers", bank / "papers")
    open_module = bank / "papers" / "fitter" / "items" / "answer_1.py"
    text = open_module.read_text("utf-8")
    open_module.write_text(re.sub(r"\bcalls\b", "ringing", text).replace("Return calls", "Give calls"), "utf-8")
    found = findings(paper, bank)
    assert "answer_1.py: shares its key function with the open fitter/answer_1.py" in found
    case = "[orders]\nname = 'one'\nrate = 3.5\nlist = [1, 2]\n"
    (paper.folder / "files" / "case.toml").write_text(case, "utf-8")
    (bank / "papers" / "fitter" / "case.toml").write_text(case.replace("one", "two"), "utf-8")
    assert "same case values as the open case.toml" in findings(paper, bank)
    subprocess.run(["git", "init", "-q", str(paper.course.root)], check=True)
    assert "must not lie in a git work tree" in findings(paper, bank)
    settings = paper.course.root / "course.toml"
    settings.write_text(settings.read_text("utf-8").replace('kind = "exam"', 'kind = "open"'), "utf-8")
    assert findings(paper, bank) == ""


def test_a_test_cell_that_earns_marks_by_silence_is_found(paper: Paper) -> None:
    path = paper.folder / "paper.py"
    cell = '\n# %% nbgrader={"grade": true, "solution": false, "grade_id": "test_1", "points": 2}\nassert True\n'
    path.write_text(path.read_text("utf-8") + cell, "utf-8")
    assert "test_1" in findings(paper)


def test_the_whole_way_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.main(["--folder", str(tmp_path / "course")]) == 0
    told = capsys.readouterr().out
    for words in (
        "22 taken, 1 unreadable",
        "every one of 176 scores is what was planned",
        "22 pages",
        "answer_6: 7 candidates change",
    ):
        assert words in told, words
    assert demo.main(["--folder", str(tmp_path / "course")]) == 2


def test_the_module_runs(marked_once: Paper) -> None:
    command = [sys.executable, "-m", "grading", "status", "--course", str(marked_once.course.root)]
    done = subprocess.run(command, env=bench.environment(), capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "22 letters" in done.stdout


def test_two_outcomes_of_the_same_class_are_the_same(
    scored_once: Scored, tmp_path: Path, copy_course: Callable[[Path, Path], Paper], capsys: pytest.CaptureFixture[str]
) -> None:
    paper = copy_course(scored_once.paper.course.root, tmp_path / "course")
    dumps = []
    for extra in ([], ["--force", "--workers", "1"]):
        run(paper, "autograde", *extra)
        capsys.readouterr()
        run(paper, "status", "--dump")
        dumps.append(capsys.readouterr().out)
    assert dumps[0] == dumps[1]
