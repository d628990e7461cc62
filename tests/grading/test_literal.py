from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading import literal
from grading.literal import Answer


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("answer_1 = 61.4", 61.4),
        ("answer_1 = -3", -3),
        ("answer_1 = +3", 3),
        ("# my way\nx = 5\nanswer_1 = 7  # done", 7),
        ("answer_1 = 1\nanswer_1 = 2", 2),
        ("answer_1: float = 2.5", 2.5),
        ("answer_1 = answer_2 = 4", 4),
        ("answer_1 = 'b'", "b"),
        ("answer_1 = 1e3", 1000.0),
        ("answer_1 = 0x10", 16),
    ],
)
def test_a_literal_counts(source: str, value: float | str) -> None:
    assert literal.read(source, "answer_1") == Answer(value)


@pytest.mark.parametrize("source", ["", "   ", "# nothing", "answer_1 = ...", "answer_1 = None", "answer_1 = ''"])
def test_nothing_written_is_blank(source: str) -> None:
    assert literal.read(source, "answer_1").blank


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("answer_1 = 3 * 4", "expression"),
        ("answer_1 = __import__('os').getpid()", "expression"),
        ("answer_1 = f'{1}'", "expression"),
        ("answer_1 = 9 ** 9 ** 9 ** 9", "expression"),
        ("answer_1 = 'a' * 10 ** 10", "expression"),
        ("answer_1 = [i for i in range(3)]", "expression"),
        ("answer_1 = (lambda: 5)()", "expression"),
        ("answer_1 = 61,4", "decimal comma"),
        ("answer_1 = 61,04", "decimal comma"),
        ("answer_1 = True", "bool"),
        ("answer_1 = [1, 2, 3]", "list"),
        ("answer_1 = b'x'", "bytes"),
        ("answer_1 = 1e999", "finite"),
        ("answer_1 = '" + "9" * 300 + "'", "302 characters"),
        ("answer_1 = " + "9" * 1500, "1500 characters"),
        ("answer_1 = 5" + " " * 3000, "more than 2000"),
        ("answer_1 = ((", "not valid"),
        ("answer_2 = 5", "nothing is assigned"),
        ("if True:\n    answer_1 = 5", "nothing is assigned"),
        ("answer_1 == 5", "nothing is assigned"),
        ("answer_1 += 5", "nothing is assigned"),
        ("answer_1 = 5\x00", "not valid"),
    ],
)
def test_everything_else_says_why_not(source: str, reason: str) -> None:
    answer = literal.read(source, "answer_1")
    assert answer.value is None
    assert reason in answer.note


def test_a_decimal_comma_counts_where_the_course_says_so() -> None:
    assert literal.read("answer_1 = 61,04", "answer_1", comma=True) == Answer(61.04, "a decimal comma")
    assert literal.read("answer_1 = -61,4  # per cent", "answer_1", comma=True).value == -61.4


@pytest.mark.parametrize(
    "piece", ["(", "[", "{", "-", "not ", "~", "a.", "a[", "lambda:", "'", '"""', "\\", "1 if 1 else ", "f'{"]
)
def test_no_nesting_ends_the_process(piece: str) -> None:
    for count in (90, 180, 500, 1900 // len(piece)):
        assert literal.read("answer_1 = " + piece * count + "1", "answer_1").value is None or piece in "-+~"


@settings(max_examples=400, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from(list("answer_1 = -+.eE()[]{},'\"\\#\n\t0123456789xjob:*/%~!@λ\x00\ud800")),
        max_size=250,
    )
)
def test_reading_never_raises_and_runs_nothing(text: str) -> None:
    answer = literal.read("answer_1 = " + text, "answer_1")
    assert answer.value is None or isinstance(answer.value, int | float | str)


@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**18), 10**18) | st.text("abcdefgh", min_size=1)
)
def test_what_repr_writes_is_read_again(value: float | str) -> None:
    assert literal.read(f"answer_1 = {value!r}", "answer_1").value == ast.literal_eval(repr(value))
