"""Mark the stored answers of a candidate: from the rebuilt notebook and the frozen key, by the course's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import files, frozen, handin, literal
from .course import Course
from .items import Key
from .marking import Mark, mark
from .notebook import text


def marks(course: Course, paper: str, candidate: str, book: Any) -> dict[str, Mark]:
    """Return the mark of every item of a rebuilt hand-in.

    Parameters
    ----------
    course, paper, candidate
        Whose hand-in it is; the key is hers in the frozen table.
    book
        The notebook, with nbgrader's metadata.
    """
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: text(cell) for cell in book["cells"] if graded(cell)}
    keys = frozen.read(course.paper(paper)).keys(candidate)
    return {name: mark_source(course, key, name, cells.get(name, "")) for name, key in keys.items()}


def mark_source(course: Course, key: Key, item: str, source: str) -> Mark:
    """Return the mark of one answer cell, by the course's rules."""
    marking, limits = course.settings.marking, course.settings.limits
    comma = marking.decimal_comma == "accept"
    return mark(literal.read(source, item, limit=limits.answer_characters, comma=comma), key)


def mark_item(course: Course, key: Key, item: str, path: Path) -> Mark:
    """Return the mark of one item of a stored hand-in."""
    return mark_source(course, key, item, stored(path).get(item, ""))


def stored(path: Path) -> dict[str, str]:
    """Return name and text of every answer cell of a stored hand-in."""
    return dict(handin.answers(files.read_json(path)))


def graded(cell: Any) -> bool:
    """Tell whether a cell is graded and has a name."""
    metadata = cell["metadata"].get("nbgrader", {})
    return bool(metadata.get("grade")) and "grade_id" in metadata


def notes(course: Course, paper: str, candidate: str) -> list[str]:
    """Return what is odd about a candidate's stored answers: why they do not count, or that there is none."""
    table = frozen.read(course.paper(paper))
    sources, limit = stored(course.paper(paper).handin(candidate)), course.settings.limits.answer_characters
    found, blank = [], 0
    for name, key in table.keys(candidate).items():
        answer = literal.read(sources.get(name, ""), name, limit=limit)
        blank += answer.blank
        if answer.note and not answer.blank:
            found.append(f"{name}: {answer.note}")
        elif answer.value is not None and isinstance(answer.value, str) != isinstance(key.expected, str):
            found.append(f"{name}: {'text' if isinstance(answer.value, str) else 'a number'}, which was not asked for")
    return ["no item answered"] if blank == len(table.items) else found
