"""Flag answers that are wrong for their candidate and right for another: numbers that were copied."""

from __future__ import annotations

import json

from . import handin, literal, marking
from .course import Paper
from .frozen import Frozen
from .items import Key
from .literal import Answer

LEAST = 3  # wrong answers that fit one other candidate's key
NEAR = 0.005


def flags(paper: Paper, table: Frozen) -> dict[str, list[str]]:
    """Return a note for every candidate with at least LEAST wrong numbers that fit another candidate's key.

    A flag never changes a score. Choices and integers are left out: chance alone makes them fit.
    """
    keys = {candidate: numbers(table.keys(candidate)) for candidate in table.candidates}
    found: dict[str, list[str]] = {}
    for candidate in paper.handed_in():
        if candidate not in keys:
            continue
        wrong = wrong_numbers(paper, candidate, keys[candidate])
        if len(wrong) < LEAST:
            continue
        for other, theirs in keys.items():
            fit = [name for name, value in wrong.items() if near(value, theirs[name])]
            if other != candidate and len(fit) >= LEAST:
                found.setdefault(candidate, []).append(f"{', '.join(fit)} fit the numbers of candidate {other}")
    return found


def near(value: float, key: Key) -> bool:
    """Tell whether a number is another candidate's, to the digits that people write."""
    expected = float(key.expected)
    return abs(value - expected) <= NEAR * abs(expected)


def numbers(keys: dict[str, Key]) -> dict[str, Key]:
    """Return the keys that are real numbers."""
    return {name: key for name, key in keys.items() if key.kind in {"formula", "simulated"}}


def wrong_numbers(paper: Paper, candidate: str, keys: dict[str, Key]) -> dict[str, float]:
    """Return a candidate's numeric answers that are not right for her."""
    book = json.loads(paper.handin(candidate).read_text("utf-8"))
    found = {}
    for name, source in handin.answers(book):
        answer = literal.read(source, name) if name in keys else Answer(None)
        if isinstance(answer.value, int | float) and not marking.right(answer, keys[name]):
            found[name] = float(answer.value)
    return found
