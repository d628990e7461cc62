"""A candidate at her computer: the notebook of a kit, run in its folder by a kernel of its own."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError


class Stopped(Exception):
    """A cell stopped the notebook; ``lines`` is what it shows."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(*lines)
        self.lines = lines


def run_kit(folder: Path, candidate: str) -> dict[str, str]:
    """Write a candidate's number into the common paper, run all its cells, and return what each shows as plain text."""
    (path,) = folder.glob("*.ipynb")
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.id == "candidate_number":
            cell.source = cell.source.replace("...", candidate, 1)
    try:
        NotebookClient(book, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    except CellExecutionError:
        (error,) = [out for cell in book.cells for out in cell.get("outputs", ()) if out.output_type == "error"]
        raise Stopped(list(error.traceback)) from None
    return {cell.id: "".join(map(plain, cell.get("outputs", ()))) for cell in book.cells}


def plain(output: nbformat.NotebookNode) -> str:
    """Return an output as plain text."""
    return str(output.get("text") or output.get("data", {}).get("text/plain", ""))
