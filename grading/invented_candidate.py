"""An invented candidate at work: her own paper from her kit, filled in as told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from . import files
from .course import Paper
from .frozen import Frozen
from .items import Key

ESSAY = "The customer repeats herself because nobody owns her case. *Failure demand*: a promise not kept comes back."
Notebook = dict[str, Any]


class Writer:
    """A candidate at work: her own paper, filled in as told."""

    def __init__(self, paper: Paper, table: Frozen, candidate: str) -> None:
        self.paper, self.table, self.candidate = paper, table, candidate
        self.keys: Mapping[str, Key] = table.keys(candidate)
        self.points = {name: key.points for name, key in self.keys.items()}

    def book(self, answers: Mapping[str, str] | None = None, *, essays: bool = True) -> Notebook:
        """Return her notebook: right answers, except for those given as text of the cell's right-hand side."""
        book: Notebook = files.read_json(self.paper.kits / self.candidate / f"{self.paper.name}.ipynb")
        told = answers or {}
        for cell in book["cells"]:
            name = cell["id"]
            if name in self.keys:
                cell["source"] = f"{name} = {told.get(name, repr(self.keys[name].expected))}"
            elif name in self.table.essays and essays:
                cell["source"] = f"{ESSAY} ({self.candidate}, {name})"
        return book

    def times(self, factor: float) -> dict[str, str]:
        """Return her numbers times a factor: real numbers only."""
        return {name: repr(key.expected * factor) for name, key in self.keys.items() if isinstance(key.expected, float)}

    def wrong(self) -> dict[str, str]:
        """Return a wrong answer to every item."""
        return {name: other(key) for name, key in self.keys.items()}

    def scores(self, **changed: float) -> dict[str, float]:
        """Return full points except for those given."""
        return {**self.points, **changed}


def other(key: Key) -> str:
    """Return an answer that is certainly wrong."""
    if isinstance(key.expected, str):
        return repr("d" if key.expected != "d" else "a")
    return repr(key.expected + 1 if key.kind == "integer" else key.expected * 1.37)


def cell_of(book: Notebook, name: str) -> dict[str, Any]:
    """Return a named cell."""
    return next(cell for cell in book["cells"] if cell["id"] == name)


def as_file(book: Notebook, name: str = "fitter.ipynb") -> list[tuple[str, bytes]]:
    """Return a notebook as one uploaded file."""
    return [(name, json.dumps(book).encode())]
