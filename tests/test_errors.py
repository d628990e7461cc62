"""The hint at the end of an error: the nearest name, those that hold what was written, or the whole list."""

from __future__ import annotations

import pytest

from simulation.errors import nearest

CLAIMS = ["answer-15-h-vs-answer-4-h", "honest-vs-before", "pooled-vs-before"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("honest-vs-befor", "did you mean 'honest-vs-before'?"),
        ("answer-15", "did you mean 'answer-15-h-vs-answer-4-h'?"),
        ("before", "did you mean 'honest-vs-before' or 'pooled-vs-before'?"),
        ("POOLED-VS-BEFORE", "did you mean 'pooled-vs-before'?"),
        ("storm", "expected one of: answer-15-h-vs-answer-4-h, honest-vs-before, pooled-vs-before"),
    ],
)
def test_the_hint_names_what_was_probably_meant(written: str, hint: str) -> None:
    assert nearest(written, CLAIMS) == hint


def test_nothing_is_near_where_nothing_is_defined() -> None:
    assert nearest("before", []) == "none is defined"
