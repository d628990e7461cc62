"""Mark one answer against one key: pure functions, the same at grading, rekeying and appeal."""

from __future__ import annotations

from dataclasses import dataclass

from .items import Key
from .literal import Answer

SLACK = 1e-12  # 1 % of 100 is meant to hold 101.0


@dataclass(frozen=True)
class Mark:
    """Points for an answer and the sentence that the candidate reads."""

    points: float
    comment: str


def mark(answer: Answer, key: Key) -> Mark:
    """Return the points of an answer.

    Parameters
    ----------
    answer
        What was read from the cell.
    key
        What is right for this candidate.

    Returns
    -------
    Mark
        Between 0 and the key's points.
    """
    if key.state == "full":
        return Mark(key.points, "This question was withdrawn; everybody gets its points.")
    if key.state == "drop":
        return Mark(0.0, "This question was withdrawn and does not count.")
    if answer.value is None:
        return Mark(0.0, "No answer." if answer.blank else f"Not counted: {answer.note}.")
    if right(answer, key):
        return Mark(key.points, "Right.")
    for factor, share in key.wrong_unit:
        if not isinstance(key.expected, str) and close(answer.value, key.expected * factor, key):
            return Mark(round(key.points * share, 4), "The right magnitude in a wrong unit.")
    if isinstance(answer.value, str) != isinstance(key.expected, str):
        return Mark(
            0.0,
            f"Not counted: {'text' if isinstance(answer.value, str) else 'a number'} is not what was asked for.",
        )
    return Mark(0.0, "Not right.")


def right(answer: Answer, key: Key) -> bool:
    """Tell whether an answer is right: choices and integers exactly, other numbers within the tolerance."""
    if isinstance(key.expected, str):
        return isinstance(answer.value, str) and answer.value.strip().casefold() == key.expected.strip().casefold()
    if isinstance(answer.value, str) or answer.value is None:
        return False
    return answer.value == key.expected if key.kind == "integer" else close(answer.value, key.expected, key)


def close(value: float | str, expected: float, key: Key) -> bool:
    """Tell whether a number lies within the key's tolerance of another; the larger of relative and absolute counts."""
    if isinstance(value, str):
        return False
    try:
        distance = abs(float(value) - expected)
    except OverflowError:
        return False
    return distance <= max(key.tolerance * abs(expected), key.absolute) + SLACK * abs(expected)
