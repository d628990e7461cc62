from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading import frozen, handin, intake, systems
from grading.course import Course, Paper
from grading.errors import Refused
from grading.invented_candidate import Writer, as_file
from grading.release import zipped


@pytest.mark.parametrize(
    ("system", "path", "person", "late", "version"),
    [
        ("canvas", "nordmannkari_4711_98765_fitter.ipynb", "4711", False, 0),
        ("canvas", "nordmannkari_LATE_4711_98765_fitter-2.ipynb", "4711", True, 2),
        ("canvas", "download/nordmannkari_4711_98765_my_exam (1).ipynb", "4711", False, 1),
        ("moodle", "Kari Nordmann_4711_assignsubmission_file_/fitter.ipynb", "4711", False, 0),
        ("moodle", "Kari Nordmann_4711_assignsubmission_file/sub/fitter (3).ipynb", "4711", False, 3),
        ("moodle", "Kari Nordmann_4711_assignsubmission_file_fitter.ipynb", "4711", False, 0),
        ("canvas", "nordmannkari_4711_98765_my.zip/aasola_4712_98766_fitter.ipynb", "4711", False, 0),
        ("canvas", "nordmannkari_LATE_4711_98765_my.zip/1050/inner.zip", "4711", True, 0),
        ("moodle", "Kari_4711_assignsubmission_file_/a.zip/Ola_4712_assignsubmission_file_/x.ipynb", "4711", False, 0),
        ("inspera", "1001_my.zip/1002/fitter.ipynb", "1001", False, 0),
        ("folder", "1001/my.zip/1002/fitter.ipynb", "1001", False, 0),
        ("inspera", "1001/fitter.ipynb", "1001", False, 0),
        ("inspera", "1001_Question 1_fitter.ipynb", "1001", False, 0),
        ("inspera", "Candidate 1001/Question 12/fitter.ipynb", "1001", False, 0),
        ("inspera", "export/candidate-1001/fitter.ipynb", "1001", False, 0),
        ("folder", "1001/fitter.ipynb", "1001", False, 0),
        ("folder", "fitter (1).ipynb", None, False, 1),
        ("canvas", "fitter.ipynb", None, False, 0),
    ],
)
def test_what_a_path_tells(system: str, path: str, person: str | None, late: bool, version: int) -> None:
    assert systems.named(path, systems.PATTERNS[system]) == systems.Named(person, late, version)


@pytest.mark.parametrize(
    ("paths", "system"),
    [
        (["a_1_2_x.ipynb", "b_LATE_3_4_x.ipynb"], "canvas"),
        (["A B_1_assignsubmission_file_/x.ipynb"], "moodle"),
        (["1001/x.ipynb", "1002/x.ipynb"], "folder"),
    ],
)
def test_the_system_is_guessed_from_its_names(paths: list[str], system: str) -> None:
    assert systems.guess(paths) == system


def right(paper: Paper, candidate: str) -> bytes:
    return as_file(Writer(paper, frozen.read(paper), candidate).book())[0][1]


@pytest.mark.parametrize("system", ["moodle", "inspera", "canvas"])
def test_a_download_of_every_system_is_taken(paper: Paper, tmp_path: Path, system: str) -> None:
    candidates = list(frozen.read(paper).candidates)[:3]
    paths = {
        "moodle": "Kari {0}_{0}9_assignsubmission_file_/my file.ipynb",
        "inspera": "Candidate {0}/fitter.ipynb",
        "canvas": "kari_{0}9_555_fitter.ipynb",
    }
    data = zipped((paths[system].format(candidate), right(paper, candidate)) for candidate in candidates)
    (tmp_path / "download.zip").write_bytes(data)
    (tmp_path / "list.csv").write_text("id,candidate\n" + "".join(f"{c}9,{c}\n" for c in candidates), "utf-8")
    people = None if system == "inspera" else tmp_path / "list.csv"
    report = intake.take_in(paper, tmp_path / "download.zip", system=system, people=people)
    assert paper.handed_in() == candidates
    assert report["counts"]["taken"] == 3
    assert report["unplaced"] == []


@pytest.mark.parametrize("name", ["Kari_{0}_assignsubmission_file_/", "kari_{0}_555_"], ids=["moodle", "canvas"])
def test_nobody_hands_in_for_another_by_the_names_in_her_own_zip(paper: Paper, tmp_path: Path, name: str) -> None:
    inner = zipped([(f"{name.format(11)}fitter.ipynb", right(paper, "1008"))])
    honest = (f"{name.format(11)}fitter.ipynb", right(paper, "1001"))
    (tmp_path / "download.zip").write_bytes(zipped([honest, (f"{name.format(22)}z.zip", inner)]))
    (tmp_path / "list.csv").write_text("id,candidate\n11,1001\n22,1008\n", "utf-8")
    report = intake.take_in(paper, tmp_path / "download.zip", people=tmp_path / "list.csv")
    assert [report["candidates"][who]["status"] for who in ("1001", "1008")] == ["taken", "taken"]
    assert report["candidates"]["1001"]["flags"] == []


def test_a_file_is_known_by_the_mark_in_it_whatever_its_name(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x (1).ipynb").write_bytes(right(paper, "1001"))
    (tmp_path / "in" / "essay of my dog.ipynb").write_bytes(right(paper, "1008"))
    assert intake.take_in(paper, tmp_path / "in")["counts"]["taken"] == 2
    assert paper.handed_in() == ["1001", "1008"]


def test_a_name_that_begins_with_anothers_number_is_told(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "1008_fitter.ipynb").write_bytes(right(paper, "1001"))
    report = intake.take_in(paper, tmp_path / "1008_fitter.ipynb", dry_run=True)
    assert report["candidates"]["1001"]["flags"] == [
        "its name begins with the number of candidate 1008; see --system inspera"
    ]


def test_a_file_of_another_paper_and_of_nobody_is_told_by_its_path(paper: Paper, tmp_path: Path) -> None:
    book = json.loads(right(paper, "1001"))
    book["metadata"]["kundelab"]["exam"] = "another"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "lost.ipynb").write_text(json.dumps(book), "utf-8")
    del book["metadata"]["kundelab"]
    (tmp_path / "in" / "bare.ipynb").write_text(json.dumps(book), "utf-8")
    report = intake.take_in(paper, tmp_path / "in")
    assert {entry["path"]: entry["problem"] for entry in report["unplaced"]} == dict.fromkeys(
        ("bare.ipynb", "lost.ipynb"), "carries no exam id of this paper"
    )
    stored = (paper.intake / "report.json").read_text("utf-8")
    assert "lost" not in stored
    assert '"unplaced": 2' in stored


def test_a_later_download_adds_and_replaces(paper: Paper, tmp_path: Path) -> None:
    for number, answers in enumerate(({"answer_1": "1.5"}, {})):
        book = Writer(paper, frozen.read(paper), "1001").book(answers)
        (tmp_path / f"{number}.ipynb").write_text(json.dumps(book), "utf-8")
    intake.take_in(paper, tmp_path / "0.ipynb")
    report = intake.take_in(paper, tmp_path / "1.ipynb")
    assert report["candidates"]["1001"]["flags"] == ["replaces an earlier hand-in"]
    assert "answer_1 = 1.5" not in paper.handin("1001").read_text("utf-8")
    (tmp_path / "2.ipynb").write_bytes(b"{")
    (tmp_path / "1001").mkdir()
    (tmp_path / "2.ipynb").rename(tmp_path / "1001" / "2.ipynb")
    assert intake.take_in(paper, tmp_path / "1001" / "..")["candidates"]["1001"]["status"] == "taken"


def test_a_dry_run_of_the_intake_writes_nothing(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_bytes(right(paper, "1001"))
    before = sorted(paper.course.root.rglob("*"))
    assert intake.take_in(paper, tmp_path / "x.ipynb", dry_run=True)["counts"]["taken"] == 1
    assert sorted(paper.course.root.rglob("*")) == before


def test_extra_time_is_not_late(paper: Paper, tmp_path: Path) -> None:
    text = (paper.course.root / "candidates.csv").read_text("utf-8")
    (paper.course.root / "candidates.csv").write_text(text.replace("1001,0", "1001,30"), "utf-8")
    fresh = Course(paper.course.root).paper()
    rows = "".join(f"{c},{c},2026-12-10T13:20:00+01:00\n" for c in ("1001", "1008"))
    (tmp_path / "list.csv").write_text("id,candidate,time\n" + rows, "utf-8")
    for candidate in ("1001", "1008"):
        (tmp_path / "in" / candidate).mkdir(parents=True)
        (tmp_path / "in" / candidate / "x.ipynb").write_bytes(right(paper, candidate))
    report = intake.take_in(fresh, tmp_path / "in", people=tmp_path / "list.csv")["candidates"]
    assert (report["1001"]["flags"], report["1008"]["flags"]) == ([], ["late by 20 minutes"])


def test_a_common_paper_is_known_by_the_number_written_into_it(common_once: Paper, tmp_path: Path) -> None:
    paper = common_once
    text = (
        (paper.kits / "common" / "fitter.ipynb")
        .read_text("utf-8")
        .replace("candidate_number = ...", "candidate_number = 1008")
    )
    (tmp_path / "x.ipynb").write_text(text.replace("answer_7 = ...", "answer_7 = 'a'"), "utf-8")
    report = intake.take_in(paper, tmp_path / "x.ipynb")
    assert report["candidates"]["1008"]["status"] == "taken"
    assert "known only by the number written into it" in report["candidates"]["1008"]["flags"]
    assert "answer_7 = 'a'" in paper.handin("1008").read_text("utf-8")


def test_answers_from_a_table(paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(
        "candidate,item,answer\n1001,answer_1,61.4\n1001,answer_7,b\n1001,essay_channels,Some text\n", "utf-8"
    )
    report = intake.take_in_csv(paper, path)
    stored = dict(handin.answers(json.loads(paper.handin("1001").read_text("utf-8"))))
    assert (stored["answer_1"], stored["answer_7"], stored["essay_channels"]) == (
        "answer_1 = 61.4",
        "answer_7 = 'b'",
        "Some text",
    )
    assert report["counts"]["taken"] == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("candidate,item,answer\n1,answer_1,5\n", "line 2: there is no candidate '1'"),
        ("candidate,item,answer\n1001,answr_1,5\n", "no item 'answr_1'; the nearest is 'answer_1'"),
        ("candidate,answer\n1001,5\n", "expected the columns candidate, item and answer"),
        ("candidate,item,answer\n1001,answer_1,61,4\n", "expected the columns"),
    ],
)
def test_a_wrong_table_gets_a_sentence(paper: Paper, tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "answers.csv").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        intake.take_in_csv(paper, tmp_path / "answers.csv")
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id,number\n1,2\n", "has no column 'candidate'"),
        ("id,candidate\n1,Kari\n", "a candidate is a number"),
        ("id,candidate,time\n1,2,noon\n", "'noon' is no time"),
        ("id,candidate,time\n1,2,2026-12-10T13:00:00\n", "needs its offset"),
    ],
)
def test_a_wrong_list_gets_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "list.csv").write_text(text, "utf-8")
    with pytest.raises(Refused, match=sentence):
        systems.read_people(tmp_path / "list.csv")


def test_own_cells_are_kept_without_outputs_and_not_counted(paper: Paper) -> None:
    book = json.loads(right(paper, "1001"))
    own = {
        "id": "mine",
        "cell_type": "code",
        "metadata": {"tags": ["Kari"]},
        "source": "2 + 2",
        "outputs": ["x"],
        "execution_count": 7,
    }
    book["cells"].insert(3, own)
    rebuilt = handin.rebuild(paper, frozen.read(paper), "1001", handin.read(json.dumps(book).encode()))
    (kept,) = [cell for cell in rebuilt.book["cells"] if cell["id"].startswith("own_")]
    assert kept == {
        "id": "own_001",
        "cell_type": "code",
        "metadata": {},
        "source": "2 + 2",
        "outputs": [],
        "execution_count": None,
    }
    assert rebuilt.book["cells"].index(kept) == 3
