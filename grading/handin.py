"""A hand-in, read as data and written anew: the paper is ours, only answers and texts are the candidate's.

The candidate's file never reaches nbgrader. What does is the frozen paper with her answers put into its cells, so that
changed questions, points, cell types, duplicated or deleted cells, outputs, names and paths are gone before grading.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import literal, notebook
from .course import CANDIDATE, Paper
from .frozen import Frozen
from .notebook import METADATA, Notebook
from .settings import Limits

OTHER_CELLS, OTHER_CHARACTERS = 200, 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    MemoryError,
)


@dataclass
class Handin:
    """A hand-in as it was read."""

    cells: list[dict[str, Any]]
    exam: str = ""
    candidate: str = ""
    stamp: str = ""
    names: bool = False
    output_bytes: int = 0


@dataclass
class Rebuilt:
    """The notebook that goes to nbgrader, and what was odd."""

    book: Notebook
    flags: list[str] = field(default_factory=list)


def read(data: bytes) -> Handin:
    """Read a notebook file; raise ValueError with half a sentence if it cannot be read.

    Parameters
    ----------
    data
        Bytes from a stranger, of bounded length.
    """
    try:
        book = json.loads(data.decode("utf-8-sig"))
        cells = [simple(cell) for cell in book["cells"]]
        metadata = book.get("metadata", {})
    except UNREADABLE as problem:
        raise ValueError(f"the file cannot be read as a notebook ({type(problem).__name__})") from None
    mark = table(table(metadata).get(METADATA))
    outputs = sum(len(json.dumps(cell.get("outputs", ""))) - 2 for cell in book["cells"] if cell.get("outputs"))
    kept = {METADATA, "kernelspec", "language_info"}
    return Handin(
        cells,
        str(mark.get("exam", "")),
        str(mark.get("candidate", "")),
        str(mark.get("stamp", "")),
        names=bool(set(table(metadata)) - kept),
        output_bytes=outputs,
    )


def table(value: Any) -> dict[str, Any]:
    """Return a value if it is a table, an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def simple(cell: Any) -> dict[str, Any]:
    """Return a cell as type, text and name: the grade id, our own mark, or nothing."""
    metadata = table(cell.get("metadata"))
    graded = table(metadata.get("nbgrader"))
    name = graded.get("grade_id") or metadata.get(METADATA) or ""
    source = cell.get("source", "")
    text = source if isinstance(source, str) else "".join(line for line in source if isinstance(line, str))
    return {
        "cell_type": "code" if cell.get("cell_type") == "code" else "markdown",
        "text": tidy(text),
        "name": name if isinstance(name, str) else "",
        "id": str(cell.get("id", ""))[:64],
    }


def tidy(text: str) -> str:
    """Return a text that every file and database can hold: no lone surrogates, no control characters."""
    return CONTROL.sub("", text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n"))


def number_written(handin: Handin) -> str:
    """Return the candidate's number that stands in a common paper's cell, empty if none."""
    for cell in handin.cells:
        if cell["name"] == notebook.CANDIDATE_CELL:
            answer = literal.read(cell["text"], notebook.CANDIDATE_CELL)
            if isinstance(answer.value, int | str) and CANDIDATE.fullmatch(str(answer.value).strip()):
                return str(answer.value).strip()
    return ""


def blank(paper: Paper, table: Frozen, candidate: str) -> Notebook:
    """Return the candidate's paper without answers."""
    book = notebook.fill(table.skeleton, notebook.own_value(table.rows(candidate)))
    return notebook.marked(book, table.exam, paper.name, candidate, paper.stamp(candidate))


def rebuild(paper: Paper, table: Frozen, candidate: str, handin: Handin) -> Rebuilt:
    """Return the frozen paper with a candidate's answers in it, and what was odd about them."""
    limits = paper.course.settings.limits
    rebuilt = Rebuilt(blank(paper, table, candidate))
    names = {cell["id"] for cell in rebuilt.book["cells"]}
    for cell in rebuilt.book["cells"]:
        if "nbgrader" in cell["metadata"]:
            answer, notes = chosen(handin, cell)
            rebuilt.flags += notes
            cell["source"], cut = bounded(answer, cell, limits)
            rebuilt.flags += cut
    rebuilt.flags += oddities(handin)
    add_other_cells(rebuilt, handin, names)
    return rebuilt


def chosen(handin: Handin, cell: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the text that counts for an answer cell: the last one that is not empty, as nbgrader does."""
    name, stub = cell["id"], cell["source"]
    found = [given["text"] for given in handin.cells if given["name"] == name]
    written = [text for text in found if text.strip() and text.strip() != stub.strip()]
    if not found:
        elsewhere = [given["text"] for given in handin.cells if not given["name"] and assigns(given, name)]
        if cell["cell_type"] == "code" and elsewhere:
            return elsewhere[-1], [f"{name}: its cell is gone; the answer stood in another cell"]
        return "", [f"{name}: its cell is gone"]
    notes = [f"{name}: the cell stands there {len(found)} times; the last answer counts"] if len(found) > 1 else []
    return (written[-1] if written else stub), notes


def assigns(cell: dict[str, Any], name: str) -> bool:
    """Tell whether a cell of the candidate's own assigns a literal to a name."""
    return cell["cell_type"] == "code" and literal.read(cell["text"], name).value is not None


def bounded(text: str, cell: dict[str, Any], limits: Limits) -> tuple[str, list[str]]:
    """Return a text cut to its limit, with a note if it was longer."""
    most = literal.CELL_CHARACTERS + 1 if cell["cell_type"] == "code" else limits.essay_characters
    if len(text) <= most:
        return text, []
    return text[:most], [f"{cell['id']}: {len(text)} characters, cut"]


def oddities(handin: Handin) -> list[str]:
    """Return notes on what was dropped."""
    notes = []
    if handin.output_bytes > 100_000:
        notes.append(f"{handin.output_bytes / 1e6:.1f} MB of outputs dropped")
    if handin.names:
        notes.append("metadata beyond the paper's own dropped")
    return notes


def add_other_cells(rebuilt: Rebuilt, handin: Handin, names: set[str]) -> None:
    """Keep the candidate's own cells, without outputs or metadata, after the paper's cell that they followed."""
    book = rebuilt.book
    place = {cell["id"]: cell for cell in book["cells"]}
    following: dict[str, list[dict[str, Any]]] = {}
    last, count, room = "", 0, OTHER_CHARACTERS
    for cell in handin.cells:
        known = cell["name"] if cell["name"] in names else cell["id"] if cell["id"] in names else ""
        if known:
            last = known
            continue
        if not cell["text"].strip() or count >= OTHER_CELLS or room <= 0:
            continue
        count, room = count + 1, room - len(cell["text"])
        following.setdefault(last, []).append(own_cell(cell, count, max(room + len(cell["text"]), 0)))
    if room <= 0 or count >= OTHER_CELLS:
        rebuilt.flags.append("more own cells than are kept; the rest is left out")
    book["cells"] = following.get("", []) + [
        kept for name, cell in place.items() for kept in (cell, *following.get(name, ()))
    ]


def own_cell(cell: dict[str, Any], number: int, room: int) -> dict[str, Any]:
    """Return a cell of the candidate's own."""
    made = {
        "id": f"own_{number:03d}",
        "cell_type": cell["cell_type"],
        "metadata": {},
        "source": cell["text"][:room],
    }
    return {**made, "execution_count": None, "outputs": []} if cell["cell_type"] == "code" else made


def from_answers(paper: Paper, table: Frozen, candidate: str, answers: dict[str, str]) -> Rebuilt:
    """Return the paper with answers that came as text, such as from ``intake --csv``."""
    book = copy.deepcopy(blank(paper, table, candidate))
    limits, flags = paper.course.settings.limits, []
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"] and (given := answers.get(cell["id"], "").strip()):
            text = tidy(given) if cell["cell_type"] == "markdown" else f"{cell['id']} = {as_literal(tidy(given))}"
            cell["source"], cut = bounded(text, cell, limits)
            flags += cut
    return Rebuilt(book, flags)


def as_literal(text: str) -> str:
    """Return a number as it was typed, and anything else as a quoted text."""
    return text if re.fullmatch(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?(?:[eE][+-]?\d{1,3})?", text) else repr(text)


def answers(book: Notebook) -> Iterator[tuple[str, str]]:
    """Yield name and text of every answer cell of a rebuilt hand-in."""
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            yield cell["id"], notebook.text(cell)
