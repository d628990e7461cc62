"""Letters, exports, rekeying, feedback and forgetting, on the marked class."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from grading import export, feedback, files, frozen, gradebook, log, purge, rekey, run, scale
from grading.course import Course, Paper
from grading.errors import Refused
from tests.grading.conftest import Scored

LETTERS: dict[str, float | str] = {"A": 88, "B": 76, "C": 64, "D": 52, "E": 40, "fail": "F"}


@pytest.mark.parametrize(
    ("percent", "letter"),
    [
        (100, "A"),
        (88, "A"),
        (87.9999999, "A"),
        (87.99, "B"),
        (76, "B"),
        (64, "C"),
        (52, "D"),
        (40, "E"),
        (39.99, "F"),
        (0, "F"),
    ],
)
def test_a_cut_off_belongs_to_the_better_letter(percent: float, letter: str) -> None:
    assert scale.letter_of(percent, LETTERS) == letter


@pytest.mark.parametrize("letters", [{"A": 50, "B": 60}, {"A": "many"}, {"A": 101}, {}, {"A": 50, "B": 50}])
def test_cut_offs_that_do_not_fall_are_refused(letters: dict[str, float | str]) -> None:
    with pytest.raises(Refused, match="letters"):
        scale.cutoffs(letters)


def test_other_letters_are_a_setting() -> None:
    assert [scale.letter_of(x, {"pass": 50, "fail": "not passed"}) for x in (50, 49)] == ["pass", "not passed"]


def test_no_letter_before_every_essay_is_marked_rightly(marked: Paper) -> None:
    candidate = marked.handed_in()[0]
    with sqlite3.connect(marked.course.root / "gradebook.db") as connection:
        connection.execute("update grade set manual_score = manual_score + 1 where manual_score is not null")
    result = next(row for row in scale.results(marked) if row.candidate == candidate)
    assert (result.letter, result.total, result.status) == (None, None, "waits")
    assert "the rows sum to" in result.problems[0]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("kari_4711_9_my exam (1).ipynb", "kari_4711_9_my exam (1).html"),
        ("kari_4711_9_my.zip/1050/fitter.ipynb", "kari_4711_9_my.html"),
        ("Kari_4711_assignsubmission_file_/my.ZIP/in.zip/x.ipynb", "Kari_4711_assignsubmission_file_/my.html"),
    ],
)
def test_a_page_has_the_name_of_what_was_handed_in(path: str, name: str) -> None:
    assert feedback.beside(path) == name


def read(path: str, encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_text(encoding))))


def test_a_blank_is_not_zero(marked: Paper, scored_once: Scored) -> None:
    rows = {row["candidate"]: row for row in read(export.export(marked, "items")["file"], "utf-8-sig")}
    assert len(rows) == 24
    for candidate, plan in scored_once.invented.planned.items():
        row = rows[candidate]
        if plan.scores is None:
            assert {row[name] for name in ("answer_1", "essay_channels", "total", "letter", "percent")} == {""}
        else:
            assert {name: float(row[name]) for name in plan.scores} == plan.scores
    empty = next(c for c, plan in scored_once.invented.planned.items() if plan.quality == "empty")
    assert (rows[empty]["answer_1"], rows[empty]["total"], rows[empty]["letter"]) == ("0", "0", "F")


def test_canvas_and_inspera_get_their_columns(marked: Paper, scored_once: Scored) -> None:
    text = export.export(marked, "canvas", people=scored_once.people)["file"]
    rows = read(text)
    assert list(rows[0]) == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "The fitter who never came"]
    assert rows[0]["The fitter who never came"] == "100"
    ids = {f"Candidate {c}": number for c, (number, _) in scored_once.invented.people.items()}
    assert {row["Student"]: row["ID"] for row in rows[1:]} == ids
    inspera = read(export.export(marked, "inspera")["file"])
    assert list(inspera[0]) == ["Candidate ID", "Points", "Grade"]
    assert sum(row["Grade"] == "" for row in inspera) == 2
    lines = Path(text).read_text("utf-8").splitlines()
    assert all(line.startswith('"') and line.endswith('"') for line in lines)


def test_void_lists_every_changed_score_and_letter_and_logs_why(marked: Paper, scored_once: Scored) -> None:
    before = {row.candidate: row for row in scale.results(marked)}
    tried = rekey.void(marked, "answer_6", "no clock", dry_run=True)["changes"]
    assert gradebook.dump(marked.course) == gradebook.dump(marked.course)
    changes = rekey.void(marked, "answer_6", "no clock")["changes"]
    assert tried == changes
    after = {row.candidate: row for row in scale.results(Course(marked.course.root).paper())}
    moved = {c for c in before if before[c].scores.get("answer_6") != after[c].scores.get("answer_6")}
    assert {row["candidate"] for row in changes} == moved
    assert len(moved) >= 6
    assert any(row["letter"][0] != row["letter"][1] for row in changes)
    assert all(row["score"][1] == 5 for row in changes)
    event = log.read(marked.course.root)[-1]
    assert (event["event"], event["item"], event["reason"], event["changes"]) == (
        "void",
        "answer_6",
        "no clock",
        changes,
    )
    assert run.autograde(marked, workers=1)["graded"] == []
    again = run.autograde(marked, workers=1, force=True)
    assert len(again["graded"]) == 22
    assert {r.candidate: r.letter for r in scale.results(marked)} == {c: r.letter for c, r in after.items()}


def test_a_dropped_item_leaves_the_sum(marked: Paper, scored_once: Scored) -> None:
    rekey.void(marked, "answer_6", "no clock", rule="drop")
    results = {row.candidate: row for row in scale.results(marked)}
    first = next(iter(scored_once.invented.planned))
    assert results[first].maximum == 95
    assert "answer_6" not in results[first].scores
    assert rekey.void(marked, "answer_6", "said once more")["changes"] == []  # it stays dropped
    assert {row.candidate: row for row in scale.results(marked)} == results


def test_rekey_rescores_the_stored_answers_with_the_corrected_module(marked: Paper) -> None:
    module = marked.folder / "items" / "answer_1.py"
    text = module.read_text("utf-8")
    module.write_text(text.replace("100 * calls", "106 * calls"), "utf-8")
    changes = {
        row["candidate"]: row["score"] for row in rekey.rekey(marked, "answer_1", "the load has a pause")["changes"]
    }
    results = {row.candidate: row for row in scale.results(marked)}
    assert results["1015"].scores["answer_1"] == 5  # was 6 per cent too high, which is now right
    assert changes["1015"] == [0.0, 5.0]
    assert changes["1001"] == [5.0, 0.0]
    history = frozen.read(marked).table["history"]
    assert history[0]["reason"] == "the load has a pause"
    assert history[0]["before"]["1001"]["expected"] != frozen.read(marked).rows("1001")["answer_1"]["expected"]
    module.write_text(text, "utf-8")
    rekey.rekey(marked, "answer_1", "no, it has not")
    assert {r.candidate: r.total for r in scale.results(marked)}["1001"] == pytest.approx(99.7)


def test_rekey_with_a_wider_tolerance(marked: Paper) -> None:
    changes = rekey.rekey(marked, "answer_5", "rounded in the log", tolerance=0.07)["changes"]
    assert ["1015", [0.0, 5.0]] in [[row["candidate"], row["score"]] for row in changes]


def test_rekey_refuses_other_numbers_and_a_missing_reason(marked: Paper) -> None:
    module = marked.folder / "items" / "answer_1.py"
    with pytest.raises(Refused, match="--reason"):
        rekey.void(marked, "answer_1", "  ")
    with pytest.raises(Refused, match="no item 'answer_11'; the nearest is 'answer_1'"):
        rekey.rekey(marked, "answer_11", "x")
    module.write_text(module.read_text("utf-8").replace("randint(4, 14)", "randint(5, 14)"), "utf-8")
    with pytest.raises(Refused, match="other numbers than candidate"):
        rekey.rekey(marked, "answer_1", "x")


def test_feedback_shows_rows_letter_and_what_was_expected(marked: Paper) -> None:
    feedback.feedback(marked, candidates=["1001"])
    text = feedback.page(marked, "1001").read_text("utf-8")
    expected = frozen.read(marked).keys("1001")["answer_1"].expected
    for words in (
        "Candidate 1001",
        "<strong>A</strong>",
        "99.7 of 100 points",
        "mechanism",
        "4 / 4",
        f"{expected:.6g}",
    ):
        assert words in text, words
    assert "Name the event next time." in text
    assert "names the event with its time" in text
    assert (marked.results / "feedback.zip").exists()


def test_feedback_hides_the_keys_where_the_course_says_so(marked: Paper) -> None:
    with (marked.course.root / "course.toml").open("a", encoding="utf-8") as file:
        file.write("\n[feedback]\nshow_expected = false\n")
    paper = Course(marked.course.root).paper()
    feedback.feedback(paper, candidates=["1015"])
    expected = frozen.read(paper).keys("1015")["answer_1"].expected
    assert f"{expected:.6g}" not in feedback.page(paper, "1015").read_text("utf-8")


def test_purge_forgets_the_candidates_and_keeps_paper_and_log(marked: Paper, scored_once: Scored) -> None:
    with pytest.raises(Refused, match="--yes"):
        purge.purge(marked)
    assert len(purge.purge(marked, dry_run=True)["removed"]) > 40
    rekey.void(marked, "answer_6", "two readings")
    purge.purge(marked, yes=True)
    root = marked.course.root
    text = (root / "log.jsonl").read_text("utf-8")
    assert gradebook.dump(marked.course) == []
    kept = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {"log.jsonl", "course.key", "papers/fitter/paper.py", "gradebook.db"} <= kept
    assert not [
        name
        for name in kept
        if name.startswith(("submitted", "autograded", "feedback", "kits", "intake", "results", "frozen"))
    ]
    assert b"Failure demand" not in (root / "gradebook.db").read_bytes()
    assert b"Name the event next time" not in (root / "gradebook.db").read_bytes()
    assert log.read(root)[-1]["event"] == "purge"
    named = [candidate for candidate in scored_once.invented.planned if f'"{candidate}"' in text]
    assert named == []
    assert [event["changes"] for event in log.read(root) if event["event"] == "void"] == [7]
    assert next(event["reason"] for event in log.read(root) if event["event"] == "void") == "two readings"


def test_the_log_only_grows_and_bears_a_broken_line(marked: Paper) -> None:
    before = (marked.course.root / "log.jsonl").read_text("utf-8")
    with (marked.course.root / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"when": "broken off\n')
    scale.grades(marked)
    text = (marked.course.root / "log.jsonl").read_text("utf-8")
    assert text.startswith(before)
    assert log.read(marked.course.root)[-1]["event"] == "grades"
    grades = files.read_json(marked.results / "grades.json")
    assert json.dumps(grades["distribution"]) == '{"A": 3, "B": 9, "C": 3, "D": 2, "E": 1, "F": 4}'
