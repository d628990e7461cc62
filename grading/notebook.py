"""The paper as a notebook: built from the lecturer's source, filled with a candidate's numbers."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .course import Paper
from .errors import Refused, nearest

Notebook = dict[str, Any]
PLACE = re.compile(r"\{\{\s*(\w+)\.(\w+)(?::([^}\s]+))?\s*\}\}")
ESSAY_STUB = "*Write your answer here.*"
CANDIDATE_CELL = "candidate_number"
EXPLANATION_CELL = f"{CANDIDATE_CELL}_text"
METADATA = "kundelab"


def source(paper: Paper) -> Notebook:
    """Read the lecturer's paper: ``paper.py`` in jupytext's percent format, or ``paper.ipynb``."""
    script, book = paper.folder / "paper.py", paper.folder / "paper.ipynb"
    try:
        if script.exists():
            import jupytext

            return dict(json.loads(jupytext.writes(jupytext.read(script, fmt="py:percent"), fmt="ipynb")))
        return dict(json.loads(book.read_text("utf-8")))
    except FileNotFoundError:
        raise Refused(f"There is neither paper.py nor paper.ipynb in {paper.folder}.") from None
    except ValueError as problem:
        raise Refused(f"The paper in {paper.folder} cannot be read: {problem}.") from None


def named(cell: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return ("item" or "essay", name) of a cell that holds an answer, None for any other."""
    metadata = cell.get("metadata", {})
    for role in ("item", "essay"):
        if role in metadata:
            return role, str(metadata[role])
    graded = metadata.get("nbgrader", {})
    if graded.get("grade") or graded.get("solution"):
        return ("item" if cell["cell_type"] == "code" else "essay"), str(graded.get("grade_id", ""))
    return None


def text(cell: Mapping[str, Any]) -> str:
    """Return a cell's text, whether it is stored whole or in lines."""
    found = cell.get("source", "")
    return found if isinstance(found, str) else "".join(line for line in found if isinstance(line, str))


def build(paper: Paper, points: Mapping[str, float]) -> Notebook:
    """Return the paper with nbgrader's metadata, empty answer cells and places for the candidates' numbers.

    Parameters
    ----------
    paper
        Its source is read.
    points
        Points of every item and essay cell, by name.
    """
    cells: list[dict[str, Any]] = []
    for cell in source(paper)["cells"]:
        if cell["cell_type"] == "raw":
            continue
        role = named(cell)
        cells.append(answer_cell(*role, cell["cell_type"], points) if role else paper_cell(cell, len(cells)))
    names = [cell["id"] for cell in cells if "nbgrader" in cell["metadata"]]
    twice = sorted({name for name in names if names.count(name) > 1})
    missing = sorted(set(points) - set(names))
    if twice or missing:
        raise Refused(
            f"The paper {paper.name} has " + (f"two cells for {twice[0]}." if twice else f"no cell for {missing[0]}.")
        )
    metadata = {
        "kernelspec": {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def answer_cell(role: str, name: str, cell_type: str, points: Mapping[str, float]) -> dict[str, Any]:
    """Return an empty answer cell; whatever the author left in it stays at home."""
    if name not in points:
        raise Refused(f"The paper has a cell for '{name}', which is no item and no essay; {nearest(name, points)}.")
    if cell_type != {"item": "code", "essay": "markdown"}[role]:
        raise Refused(f"The cell '{name}' must be a {'code' if role == 'item' else 'Markdown'} cell.")
    graded = {
        "grade": True,
        "solution": True,
        "locked": False,
        "task": False,
        "schema_version": 3,
        "grade_id": name,
        "points": points[name],
        "cell_type": cell_type,
    }
    cell: dict[str, Any] = {
        "id": name,
        "cell_type": cell_type,
        "metadata": {"deletable": False, "nbgrader": graded},
    }
    if role == "essay":
        return {**cell, "source": ESSAY_STUB}
    return {**cell, "source": f"{name} = ...", "execution_count": None, "outputs": []}


def paper_cell(cell: Mapping[str, Any], index: int) -> dict[str, Any]:
    """Return a cell of the paper itself; a text cannot be edited, a helper cell with code may be tried."""
    name = f"paper_{index:02d}"
    metadata = {
        "deletable": False,
        "editable": cell["cell_type"] == "code",
        METADATA: name,
    }
    built: dict[str, Any] = {
        "id": name,
        "cell_type": cell["cell_type"],
        "metadata": metadata,
        "source": text(cell),
    }
    if cell["cell_type"] == "code":
        built.update(execution_count=None, outputs=[])
    return built


def places(book: Notebook) -> set[tuple[str, str, str | None]]:
    """Return all places of a paper as (item, parameter, suffix)."""
    return {(m[1], m[2], m[3]) for cell in book["cells"] for m in PLACE.finditer(text(cell))}


def fill(book: Notebook, value: Callable[[str, str, str | None], str]) -> Notebook:
    """Return the paper with every place filled by ``value(item, parameter, suffix)``."""
    filled = copy.deepcopy(book)
    for cell in filled["cells"]:
        cell["source"] = PLACE.sub(lambda match: value(match[1], match[2], match[3]), text(cell))
    return filled


def shown(value: object) -> str:
    """Return a parameter as the paper shows it: at most ten digits, no trailing zeros."""
    return format(value, ".10g") if isinstance(value, float) else str(value)


def own_value(
    row: Mapping[str, Mapping[str, Any]],
) -> Callable[[str, str, str | None], str]:
    """Return how to fill the places for one candidate of the frozen table."""

    def value(item: str, parameter: str, suffix: str | None) -> str:
        if item not in row:
            raise Refused(f"The paper names '{item}', which is no item; {nearest(item, row)}.")
        if parameter == "file":
            names: list[str] = row[item]["files"]
            found = [name for name in names if suffix is None or name.endswith(f"-{suffix}")]
            if len(found) != 1:
                raise Refused(
                    f"{{{{{item}.file}}}} must name one of the item's files: {', '.join(names) or 'it has none'}."
                )
            return found[0]
        parameters = {name: held for name, held in row[item]["parameters"].items() if not name.startswith("_")}
        if parameter not in parameters:
            raise Refused(f"The paper names {item}.{parameter}; {nearest(parameter, parameters)}.")
        return shown(parameters[parameter])

    return value


def marked(book: Notebook, exam: str, paper: str, candidate: str = "", stamp: str = "") -> Notebook:
    """Return the notebook with the exam id, and the candidate's number and stamp, in its metadata."""
    mark = {
        "paper": paper,
        "exam": exam,
        **({"candidate": candidate, "stamp": stamp} if candidate else {}),
    }
    return {**book, "metadata": {**book["metadata"], METADATA: mark}}


def dumps(book: Notebook) -> str:
    """Return the notebook as text."""
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"
