"""The open papers as they stand: in order, fair, and solvable with the paper alone."""

from __future__ import annotations

import shutil
import tomllib
from itertools import combinations
from typing import Any

import pytest

from grading import frozen, items, lint, literal, marking, notebook, release, rubric, variants
from grading.course import Course, Paper
from grading.items import Key
from tests.assignments import solver
from tests.assignments.conftest import BANK
from tests.assignments.kit import run_kit

EXAM = "tablet-order"
LABS = ("lab-1-one-customer", "lab-2-phone-team", "lab-3-one-team-or-three", "lab-4-open-a-channel")
SHEET_ROWS = 60  # rows of a log that fit on a page and a half


def skeleton(paper: Paper) -> dict[str, Any]:
    """Return the notebook that a release fills with a candidate's numbers."""
    points = {name: item.points for name, item in items.load(paper).items()}
    return notebook.build(paper, points | {name: essay.points for name, essay in rubric.scheme(paper).items()})


@pytest.mark.parametrize("name", [EXAM, *LABS])
def test_lint_finds_nothing_to_mend(bank: Course, name: str) -> None:
    found = lint.lint(bank, name, seeds=50 if name == EXAM else variants.SEEDS)  # its release, tested too, takes 200
    assert found["findings"] == []
    assert [row["item"] for row in found["stress"]] == list(items.load(bank.paper(name)))


def test_the_bank_holds_the_labs_and_the_exam(bank: Course) -> None:
    assert bank.paper_names() == [*LABS, EXAM]
    assert bank.settings.kind == "open"
    assert bank.settings.letters == {"A": 88, "B": 76, "C": 64, "D": 52, "E": 40, "fail": "F"}


@pytest.mark.parametrize("name", [EXAM, *LABS])
def test_500_seeds_of_every_item_that_runs_no_model(bank: Course, name: str) -> None:
    loaded = items.load(bank.paper(name))
    quick = [item for item in loaded.values() if not hasattr(item.module, "SEED_OF") or "lab" in name]
    quick = [item for item in quick if not {"as_told", "count", "waits"} & set(vars(item.module))]
    stressed = [variants.stress(item, 500) for item in quick]
    assert [problem for found in stressed for problem in found.problems] == []
    assert len(quick) == {EXAM: 8, LABS[0]: 0}.get(name, len(loaded))


def test_points_of_the_exam(bank: Course) -> None:
    paper = bank.paper(EXAM)
    assert sum(item.points for item in items.load(paper).values()) * paper.settings.weights.items == 40
    essays = rubric.scheme(paper)
    assert [essay.points for essay in essays.values()] == [20] * 5
    assert sum(essay.points for essay in essays.values()) * paper.settings.weights.essays == pytest.approx(60)
    *lessons, synthesis = ([(row.row, row.points) for row in essay.rows] for essay in essays.values())
    assert lessons == [[("mechanism", 4), ("theory", 4), ("policy", 4), ("effect", 5), ("limits", 3)]] * 4
    assert synthesis == [("interactions", 5), ("priorities", 6), ("other texts", 5), ("clarity", 4)]
    assert all(len(row.accepted) >= 5 for essay in essays.values() for row in essay.rows if row.row == "theory")


@pytest.mark.parametrize("name", LABS)
def test_a_lab_is_short(bank: Course, name: str) -> None:
    paper = bank.paper(name)
    assert 2 <= len(items.load(paper)) <= 4
    assert len(rubric.scheme(paper)) <= 1
    assert paper.settings.minutes is not None
    assert paper.settings.minutes <= 30


def test_no_two_of_300_candidates_share_a_key(bank: Course) -> None:
    paper = bank.paper(EXAM)
    loaded = items.load(paper)
    numeric = [name for name, item in loaded.items() if item.kind != "choice"]
    assert len(numeric) == 12
    drawn = [variants.draw_all(paper, loaded, str(number)) for number in range(5001, 5301)]
    keys = [tuple(row[name].key for name in numeric) for row in drawn]
    assert len({tuple(key.expected for key in row) for row in keys}) == 300

    answers = [[literal.Answer(key.expected) for key in row] for row in keys]
    shared = [sum(map(marking.right, answers[one], keys[other])) for one, other in combinations(range(300), 2)]
    assert max(shared) <= 7, "another's answers are of little use"


@pytest.mark.parametrize("name", [EXAM, *LABS])
def test_a_solver_with_the_paper_alone_gets_full_points_on_50_variants(bank: Course, name: str) -> None:
    paper = bank.paper(name)
    loaded, empty = items.load(paper), skeleton(paper)
    for number in range(7001, 7051):
        candidate = str(number)
        rows = release.candidate_rows(paper, loaded, candidate)
        book = notebook.fill(empty, notebook.own_value(rows))
        drawn = variants.draw_all(paper, loaded, candidate)
        files = {suffix: text for found in drawn.values() for suffix, text in found.files.items()}
        answers = solver.solve(name, book, files)
        assert set(answers) == set(loaded)
        for item, row in rows.items():
            given = literal.read(f"{item} = {answers[item]!r}", item)
            mark = marking.mark(given, Key.from_row(row))
            assert mark.points == loaded[item].points, (candidate, item, answers[item], row["expected"])


def test_the_models_cell_in_the_exam_runs_and_agrees_with_the_key(bank: Course) -> None:
    paper = bank.paper(EXAM)
    loaded, empty = items.load(paper), skeleton(paper)
    for candidate in ("1", "2", "3", "4", "5"):
        rows = release.candidate_rows(paper, loaded, candidate)
        book = notebook.fill(empty, notebook.own_value(rows))
        (cell,) = [cell for cell in book["cells"] if "import simulation" in cell["source"]]
        *statements, last = cell["source"].rsplit("\n", 1)
        world: dict[str, Any] = {}
        exec("\n".join(statements), world)
        shown = eval(last, world).iloc[0]
        expected = [round(rows[name]["expected"]) for name in ("answer_3", "answer_4", "answer_5")]
        assert shown.round().astype(int).tolist() == [2, *expected]


def test_the_models_cell_runs_in_a_common_kit_with_the_candidates_own_numbers(
    bank: Course, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("common")
    for name in ("course.toml", "course.key", "nbgrader_config.py"):
        shutil.copyfile(BANK / name, root / name)
    shutil.copytree(BANK / "papers" / EXAM, root / "papers" / EXAM)
    (root / "candidates.csv").write_text("candidate\n1\n2\n", "utf-8")
    paper = Course.at(root).paper()
    release.release(paper, common=True)
    for candidate in ("1", "2"):
        *_, shown = run_kit(paper.kits / "common", candidate)["paper_06"].splitlines()
        rows = frozen.read(paper).rows(candidate)
        expected = [round(rows[name]["expected"]) for name in ("answer_3", "answer_4", "answer_5")]
        assert [round(float(minutes)) for minutes in shown.split()[-4:]] == [2, *expected]


def test_a_printed_sheet_holds_the_whole_log(bank: Course) -> None:
    paper = bank.paper(EXAM)
    item = items.load(paper)["answer_7"]
    lengths = [item.draw(seed).files["log.csv"].count("\n") - 1 for seed in range(100)]
    assert max(lengths) <= SHEET_ROWS
    assert min(lengths) >= 25


def test_the_key_is_said_to_be_open() -> None:
    assert "Open practice" in (BANK / "course.toml").read_text("utf-8").splitlines()[0]
    assert tomllib.loads((BANK / "course.toml").read_text("utf-8"))["kind"] == "open"
