from __future__ import annotations

import json
from pathlib import Path

import pytest

from grading import frozen, items, literal, marking, notebook, release, variants
from grading.course import Paper
from grading.errors import Refused
from grading.items import Item
from tests.grading import solver


def test_500_seeds_of_every_item_pass_the_stress_test(paper: Paper) -> None:
    found = [variants.stress(item, 500) for item in items.load(paper).values()]
    assert len(found) == 8
    assert [stress.problems for stress in found] == [[]] * 8
    assert all(stress.distinct >= 490 for stress in found)


def test_no_two_of_300_candidates_share_a_key(paper: Paper) -> None:
    assert variants.shared_keys(paper, [str(number) for number in range(5001, 5301)]) == []


def test_a_solver_with_the_paper_alone_gets_full_points_on_50_variants(paper: Paper) -> None:
    loaded, table = items.load(paper), frozen.read(paper)
    for number in range(7001, 7051):
        candidate = str(number)
        rows = release.candidate_rows(paper, loaded, candidate)
        book = notebook.fill(table.skeleton, notebook.own_value(rows))
        log = variants.draw(paper, loaded["answer_3"], candidate).files["log.csv"]
        answers = solver.solve(book, log)
        for name, row in rows.items():
            given = literal.read(f"{name} = {answers[name]!r}", name)
            assert marking.mark(given, items.Key.from_row(row)).points == 5, (
                candidate,
                name,
                answers[name],
                row["expected"],
            )


def test_a_seed_depends_on_key_paper_item_and_candidate(paper: Paper) -> None:
    seeds = {paper.seed(item, candidate) for item in ("answer_1", "answer_2") for candidate in ("1", "2")}
    assert len(seeds) == 4
    assert paper.seed("answer_1", "1") == Paper(paper.course, "fitter").seed("answer_1", "1")


GOOD = """
from random import Random
TITLE, KIND, POINTS, RANGE = "t", "formula", 5, (0, 1000)
def variant(seed):
    x = Random(seed).randint(1, 10**6)
    return {"x": x}, x / 1000
"""


def item_of(paper: Paper, text: str) -> Item:
    (paper.folder / "items" / "trial.py").write_text(text, "utf-8")
    return items.load(paper)["trial"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("x / 1000", "float('nan')"), "finite number"),
        (("x / 1000", "x * 1000"), "outside RANGE"),
        (("x / 1000", "5.0"), "same answer"),
        (("randint(1, 10**6)", "randint(1, 50)"), "different variants"),
        (("Random(seed)", "Random()"), "another variant the second time"),
        (("x / 1000", "x / 0"), "ZeroDivisionError"),
        (("x / 1000\n", "x / 1000\ndef steps(parameters):\n    return parameters['x'] % 2\n"), "number of steps"),
    ],
)
def test_a_weak_item_is_named(paper: Paper, change: tuple[str, str], problem: str) -> None:
    found = variants.stress(item_of(paper, GOOD.replace(*change)), 100)
    assert any(problem in text for text in found.problems), found.problems


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('"formula"', '"formulae"'), "KIND 'formulae' is unknown; the nearest is 'formula'"),
        (("RANGE", "RANGES"), "no setting RANGES; the nearest is 'RANGE'"),
        (("POINTS, RANGE", "POINTS, _UNUSED"), "RANGE is missing"),
        (('"formula"', '"choice"'), "needs CHOICES"),
        (("5, (0", "0, (0"), "POINTS must be a number above 0"),
        (("def variant", "def varian"), "variant is missing"),
        (("TITLE", "1TITLE"), "cannot be loaded: SyntaxError"),
    ],
)
def test_a_wrong_module_is_refused_in_a_sentence(paper: Paper, change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        item_of(paper, GOOD.replace(*change))
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ("{'x': 1}, 'abc'", "the expected answer must be a finite number, not 'abc'"),
        ("{'x': 1}, None", "the expected answer must be a finite number, not None"),
        ("5, 7.0", "the parameters must be a table of names and values, not 5"),
    ],
)
def test_what_a_variant_must_return_is_told(paper: Paper, returned: str, sentence: str) -> None:
    module = f"TITLE, KIND, POINTS, RANGE = 'x', 'formula', 5, (0, 9)\ndef variant(seed):\n    return {returned}\n"
    with pytest.raises(Refused) as refused:
        item_of(paper, module).draw(1)
    assert sentence in str(refused.value)


def test_kits_hold_the_candidates_own_numbers_and_no_key(paper: Paper) -> None:
    table = frozen.read(paper)
    for candidate in list(table.candidates)[:5]:
        folder = paper.kits / candidate
        text = (folder / "fitter.ipynb").read_text("utf-8")
        assert "{{" not in text
        assert {path.name for path in folder.iterdir()} == {"fitter.ipynb", "case.md", f"answer_3-{candidate}-log.csv"}
        for name, key in table.keys(candidate).items():
            if key.kind in {"formula", "simulated"}:
                assert f"{key.expected:.6g}" not in text, name
        cells = {cell["id"]: cell for cell in json.loads(text)["cells"]}
        assert all(cells[name]["source"] == f"{name} = ..." for name in table.items)
    assert not list(paper.kits.rglob("*.py"))


def test_the_course_key_and_the_table_stay_at_home(paper: Paper) -> None:
    key = (paper.course.root / "course.key").read_bytes().strip()
    for path in paper.kits.rglob("*"):
        assert path.is_dir() or key not in path.read_bytes()
    assert Path(paper.frozen).exists()
