"""The lecturer's guide, followed literally: every command in it, in its order, from an empty folder to forgetting."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from grading import commands, examiner, files, log
from grading.course import Course
from grading.demo import essay_marks
from grading.invented import invented_class

GUIDE = Path(__file__).parents[2] / "docs" / "lecturers-guide.md"


def steps() -> list[list[str]]:
    """Return the commands of the guide's walk."""
    walk = GUIDE.read_text("utf-8").split("## The way of an exam")[1].split("## How a course folder looks")[0]
    blocks = re.findall(r"```\n(.*?)```", walk, re.DOTALL)
    found = [
        shlex.split(line)[3:] for block in blocks for line in block.splitlines() if line.startswith("python -m grading")
    ]
    return [*found, ["purge", "fitter", "--yes"]]


def test_a_newcomer_reaches_letters_with_the_guides_own_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    commands_run = []
    for arguments in steps():
        commands_run.append(arguments[0])
        if arguments[0] == "formgrader":
            paper = Course.at(".").paper()
            examiner.enter(paper, essay_marks(paper, invented_class(paper)))
            continue
        assert commands.main(arguments) == 0, arguments
        if arguments[0] == "new":
            monkeypatch.chdir(arguments[1])
        if arguments[0] == "release":
            paper = Course.at(".").paper()
            download, people = invented_class(paper).write(paper, tmp_path)
            download.rename("submissions.zip")
            people.rename("list.csv")
            Path("answers.csv").write_text("candidate,item,answer\n1148,answer_7,b\n", "utf-8")
        if arguments[0] == "export":
            grades = files.read_json(paper.results / "grades.json")
            assert sum(grades["distribution"].values()) == 23
    assert set(commands_run) == {*commands.COMMANDS, "new", "formgrader"}
    assert [event["event"] for event in log.read(Path())][-2:] == ["void", "purge"]
    assert "candidates change" in capsys.readouterr().out
