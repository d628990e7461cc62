"""The frozen key table: written at release, read by grading, rekeying and appeal."""

from __future__ import annotations

import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from . import files
from .course import Paper
from .errors import Refused, nearest
from .items import Key


class Frozen:
    """The table of one paper.

    Parameters
    ----------
    table
        As it stands in ``frozen/PAPER.json``.
    """

    def __init__(self, table: dict[str, Any]) -> None:
        self.table: dict[str, Any] = table

    @property
    def exam(self) -> str:
        """The exam id that every notebook of this paper carries."""
        return str(self.table["exam"])

    @property
    def skeleton(self) -> dict[str, Any]:
        """The paper as a notebook, with places for the candidates' numbers."""
        skeleton: dict[str, Any] = self.table["skeleton"]
        return skeleton

    @property
    def items(self) -> list[str]:
        """Names of the items, in the paper's order."""
        items: list[str] = self.table["items"]
        return items

    @property
    def essays(self) -> dict[str, float]:
        """Points of the essay cells, in the paper's order."""
        essays: dict[str, float] = self.table["essays"]
        return essays

    @property
    def candidates(self) -> dict[str, dict[str, Any]]:
        """For each candidate her rows, by item."""
        candidates: dict[str, dict[str, Any]] = self.table["candidates"]
        return candidates

    def rows(self, candidate: str) -> dict[str, Any]:
        """Return a candidate's rows."""
        if candidate not in self.table["candidates"]:
            raise Refused(
                f"Candidate {candidate} has no frozen numbers; {nearest(candidate, self.table['candidates'])}."
            )
        return self.candidates[candidate]

    def keys(self, candidate: str) -> dict[str, Key]:
        """Return a candidate's keys, by item."""
        return {name: Key.from_row(row) for name, row in self.rows(candidate).items()}

    def item(self, name: str) -> str:
        """Return the item's name if there is such an item."""
        if name not in self.table["items"]:
            raise Refused(f"There is no item '{name}'; {nearest(name, self.table['items'])}.")
        return name

    def points(self) -> dict[str, float]:
        """Return the points of every item and essay cell, in the paper's order."""
        points = {**self.table["points"], **self.table["essays"]}
        return {name: points[name] for name in self.table["order"]}


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> Frozen:
    return Frozen(files.read_json(path))


def read(paper: Paper) -> Frozen:
    """Read the frozen table of a paper; the same file is read once."""
    try:
        state = paper.frozen.stat()
    except FileNotFoundError:
        raise Refused(
            f"Paper {paper.name} has no frozen keys yet; `python -m grading release {paper.name}` makes them."
        ) from None
    return _read(paper.frozen, state.st_mtime_ns, state.st_size)


def write(paper: Paper, table: dict[str, Any]) -> None:
    """Write the table."""
    files.write_json(paper.frozen, table)


def versions() -> dict[str, str]:
    """Return the version of Python and of every installed package."""
    packages = {
        str(found.metadata["Name"]): found.version for found in metadata.distributions() if found.metadata["Name"]
    }
    return {"python": platform.python_version(), **dict(sorted(packages.items()))}
