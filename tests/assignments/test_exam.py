"""The practice exam from its release to letters: three invented candidates get what was planned for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grading import examiner, gradebook, intake, release, rubric, run, scale
from grading.course import Course, Paper
from tests.assignments import solver

ESSAY = "Nobody at Fjordtel sees the shop's order, so My Page is empty at 9:50: failure demand."
POINTS = dict(zip((f"answer_{n}" for n in range(1, 17)), (3, 2, 3, 3, 4, 3, 2, 2, 3, 2, 3, 2, 2, 2, 2, 2), strict=True))
Answers = dict[str, Any]


@dataclass
class Sat:
    """The exam, sat and scored."""

    paper: Paper
    planned: dict[str, dict[str, float]]


def answered(kit: Path, answers: dict[str, str]) -> dict[str, Any]:
    """Return a candidate's notebook with her answers and essays."""
    book: dict[str, Any] = json.loads((kit / "tablet-order.ipynb").read_text("utf-8"))
    for cell in book["cells"]:
        if cell["id"] in answers:
            cell["source"] = f"{cell['id']} = {answers[cell['id']]}"
        elif cell["id"].startswith("essay_"):
            cell["source"] = ESSAY
    return book


def solved(kit: Path) -> Answers:
    """Return what the solver makes of the files of a kit."""
    files = {path.name: path.read_text("utf-8") for path in kit.glob("*.csv")}
    return dict(solver.solve("tablet-order", json.loads((kit / "tablet-order.ipynb").read_text("utf-8")), files))


def half_right(answers: Answers) -> tuple[dict[str, str], dict[str, float]]:
    """Return answers with two wrong units, an expression, a blank, a number for a letter and one contact too many."""
    told = {name: repr(value) for name, value in answers.items()}
    told["answer_1"] = repr(answers["answer_1"] / 60)
    told["answer_2"] = f"{answers['answer_2'] - 1} + 1"
    told["answer_7"] = repr(answers["answer_7"] + 1)
    told["answer_11"] = "1"
    told["answer_13"] = repr(answers["answer_13"] / 100)
    told["answer_16"] = "..."
    earned = {"answer_1": 1.5, "answer_2": 0.0, "answer_7": 0.0, "answer_11": 0.0, "answer_13": 1.0, "answer_16": 0.0}
    return told, {**POINTS, **earned}


def wrong(answers: Answers) -> dict[str, str]:
    """Return an answer that is wrong to every question."""
    letters = {"a": "b", "b": "c", "c": "d", "d": "a"}
    return {
        name: repr(letters[value] if isinstance(value, str) else value + 1 if isinstance(value, int) else value * 1.5)
        for name, value in answers.items()
    }


@pytest.fixture(scope="module")
def sat(copy: Course, tmp_path_factory: pytest.TempPathFactory) -> Sat:
    paper = copy.paper("tablet-order")
    release.release(paper)
    right = {candidate: solved(paper.kits / candidate) for candidate in ("1", "2", "3")}
    half, earned = half_right(right["2"])
    given = {"1": {name: repr(value) for name, value in right["1"].items()}, "2": half, "3": wrong(right["3"])}
    folder = tmp_path_factory.mktemp("handed-in")
    for candidate, answers in given.items():
        (folder / candidate).mkdir()
        book = answered(paper.kits / candidate, answers)
        (folder / candidate / "tablet-order.ipynb").write_text(json.dumps(book), "utf-8")
    report = intake.take_in(paper, folder)
    assert {row["status"] for row in report["candidates"].values()} == {"taken"}
    assert run.autograde(paper, workers=1)["failed"] == {}
    return Sat(paper, {"1": dict(POINTS), "2": earned, "3": dict.fromkeys(POINTS, 0.0)})


def test_from_release_to_letters(sat: Sat) -> None:
    scores_are_planned(sat)
    kits_are_their_own(sat)
    essays_make_letters(sat)


def scores_are_planned(sat: Sat) -> None:
    scored: dict[str, dict[str, float | None]] = {candidate: {} for candidate in sat.planned}
    for row in gradebook.scores(sat.paper.course):
        if row.item in POINTS:
            scored[row.candidate][row.item] = row.auto_score
    assert scored == sat.planned
    assert [sum(points.values()) for points in sat.planned.values()] == [40, 28.5, 0]


def kits_are_their_own(sat: Sat) -> None:
    names = {path.name for path in (sat.paper.kits / "2").iterdir()}
    assert names == {"tablet-order.ipynb", "case.md", "answer_7-2-log.csv"}
    kits = [(sat.paper.kits / candidate / "tablet-order.ipynb").read_text("utf-8") for candidate in ("1", "2", "3")]
    assert len(set(kits)) == 3
    assert not any("{{" in kit for kit in kits)


def essays_make_letters(sat: Sat) -> None:
    shares = {"1": 1.0, "2": 0.5, "3": 0.5}
    essays = rubric.scheme(sat.paper)
    marks = {
        (candidate, name): ({row.row: share * row.points for row in essay.rows}, "")
        for candidate, share in shares.items()
        for name, essay in essays.items()
    }
    assert examiner.enter(sat.paper, marks) == 15
    found = {result.candidate: (result.total, result.letter) for result in scale.results(sat.paper)}
    assert found == {"1": (100, "A"), "2": (58.5, "D"), "3": (30, "F")}
