from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading import course, examiner, rubric
from grading.course import Course
from grading.errors import Refused
from grading.rubric import Essay
from tests.grading.conftest import Scored

ROWS = {"mechanism": 4, "theory": 4, "policy": 4, "effect": 5, "limit": 3}
ESSAY = Essay.model_validate(
    {
        "title": "Integration",
        "rows": [
            {"row": row, "points": points, "nothing": "n", "half": "h", "full": "f"} for row, points in ROWS.items()
        ],
    }
)
WHOLE = "mechanism 3/4\ntheory 2/4\npolicy 4/4\neffect 2.5/5\nlimit 0/3\nA clear text."


def test_rows_and_free_words() -> None:
    marked = rubric.parse(WHOLE, ESSAY)
    assert marked.rows == {"mechanism": 3, "theory": 2, "policy": 4, "effect": 2.5, "limit": 0}
    assert marked.total == 11.5
    assert marked.free == "A clear text."
    assert marked.problems == ()
    assert rubric.check(11.5, WHOLE, ESSAY) == ()


@pytest.mark.parametrize(
    ("comment", "score", "problem"),
    [
        (WHOLE, 12, "the rows sum to 11.5 and the score is 12"),
        (WHOLE, None, "not marked yet"),
        (WHOLE.replace("mechanism", "mechansim"), 11.5, "no row 'mechansim'; the nearest is 'mechanism'"),
        (WHOLE.replace("3/4", "5/4"), 13.5, "has 4 points at most, not 5"),
        (WHOLE.replace("3/4", "3/5"), 11.5, "has 4 points, not 5"),
        (WHOLE.replace("3/4", "/4"), 8.5, "row 'mechanism' has no score yet"),
        (WHOLE + "\nlimit 0/3", 11.5, "stands there twice"),
        (WHOLE.replace("limit 0/3\n", ""), 11.5, "row 'limit' is missing"),
        (None, 5, "is missing"),
        ("", 0, "is missing"),
    ],
)
def test_a_cell_that_does_not_add_up_is_named(comment: str | None, score: float | None, problem: str) -> None:
    assert any(problem in found for found in rubric.check(score, comment, ESSAY))


def test_commas_capitals_and_spaces_are_the_examiners_own() -> None:
    assert rubric.check(11.5, "Mechanism 3 / 4\nTHEORY 2/4\n  policy   4/4\neffect 2,5/5\nlimit 0/3", ESSAY) == ()


def test_the_form_in_the_empty_box_is_not_a_marking() -> None:
    assert ESSAY.points == 20
    assert ESSAY.form().splitlines()[0] == "mechanism /4"
    assert "no score yet" in rubric.check(0, ESSAY.form(), ESSAY)[0]


@given(st.text(max_size=300))
def test_any_comment_is_taken_apart(text: str) -> None:
    marked = rubric.parse(text, ESSAY)
    assert set(marked.rows) <= set(ROWS)


@pytest.mark.parametrize(("score", "said"), [(0, "n"), (0.5, "n"), (1, "h"), (2, "h"), (3, "f"), (4, "f")])
def test_descriptors_of_nothing_half_and_full(score: float, said: str) -> None:
    assert rubric.descriptor(score, ESSAY.rows[0]) == said


def test_an_examiners_marks_are_refused_where_they_do_not_fit(scored_once: Scored) -> None:
    candidate = scored_once.paper.handed_in()[0]
    with pytest.raises(Refused, match="row 'theory' is missing"):
        examiner.enter(scored_once.paper, {(candidate, "essay_integration"): ({"mechanism": 3}, "")})
    missing = next(c for c, plan in scored_once.invented.planned.items() if plan.status == "missing")
    with pytest.raises(Refused, match=f"Candidate {missing} has no scored cell"):
        examiner.enter(scored_once.paper, {(missing, "essay_integration"): (dict.fromkeys(ROWS, 0.0), "")})


def test_a_wrong_scheme_gets_a_sentence(paper: course.Paper) -> None:
    path = paper.folder / "scheme.toml"
    path.write_text(path.read_text("utf-8").replace("half = ", "hlaf = ", 1), "utf-8")
    with pytest.raises(Refused, match=r"scheme.toml, \[essay_integration\]: "):
        rubric.scheme(Course(paper.course.root).paper())
