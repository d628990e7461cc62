"""Notebooks from their sources: ``python -m simulation.labs.build``, and with ``--check`` what differs.

A source is a text in jupytext's percent format in which every cell has a name, which is its id in the notebook.
Notebooks have no outputs, and the same source gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulation.errors import InputError
from simulation.files import written_text
from simulation.labs.extra import needed_for

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
"""Where the notebooks are; their sources are in the folder `sources` within."""

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def sources(folder: Path = FOLDER) -> list[Path]:
    """Return the sources of a folder of notebooks, sorted by name.

    Raises
    ------
    InputError
        When there are none.
    """
    found = sorted((folder / "sources").glob("*.py"))
    if not found:
        raise InputError(f"{folder / 'sources'}: has no sources of notebooks, expected files such as start-here.py")
    return found


def built(source: Path) -> str:
    """Return the notebook of a source, as the text of an .ipynb file.

    Raises
    ------
    InputError
        When jupytext is not installed, or a cell has no name, a name that is no id, or that of another cell.
    """
    with needed_for("building notebooks"):
        import jupytext
        import nbformat
    try:
        notebook: dict[str, Any] = jupytext.reads(source.read_text("utf-8"), fmt="py:percent")
    except (OSError, ValueError) as problem:
        raise InputError(f"{source.name}: cannot be read as a notebook ({problem})") from None
    cells = [_cell(cell, source.name) for cell in notebook["cells"]]
    names = [cell["id"] for cell in cells]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{source.name}: two cells are called '{name}', expected a name of its own for each")
    metadata = {"kernelspec": _KERNEL, "language_info": {"name": "python"}}
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    nbformat.validate(whole)
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _cell(cell: dict[str, Any], where: str) -> dict[str, Any]:
    """Return a cell as it stands in the notebook: its name is its id, and what else its first line says is kept."""
    metadata = dict(cell["metadata"])
    name = metadata.pop("name", None)
    if name is None:
        begin = cell["source"].strip().partition("\n")[0][:40]
        hint = 'expected name="..." on its first line'
        raise InputError(f"{where}: the cell that begins '{begin}' has no name, {hint}")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise InputError(f"{where}: '{name}' is no name of a cell, expected lower-case letters, digits and hyphens")
    kept = {"cell_type": cell["cell_type"], "id": name, "metadata": metadata}
    kept["source"] = cell["source"].splitlines(keepends=True)
    return kept | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {})


def differences(folder: Path = FOLDER) -> Iterator[str]:
    """Say in a sentence each what differs between the notebooks of a folder and what their sources give."""
    made = {source.stem: built(source) for source in sources(folder)}
    for name, text in made.items():
        path = folder / f"{name}.ipynb"
        if not path.exists():
            yield f"{path.name} is missing."
        elif path.read_text("utf-8") != text:
            yield f"{path.name} differs from its source{_where(path.read_text('utf-8'), text)}."
    for path in sorted(folder.glob("*.ipynb")):
        if path.stem not in made:
            yield f"{path.name} has no source."


def _where(found: str, expected: str) -> str:
    """Say which cell differs first, if the file is a notebook and one does."""
    try:
        cells = json.loads(found)["cells"]
    except (ValueError, KeyError, TypeError):
        return ", and is no notebook"
    for cell in json.loads(expected)["cells"]:
        if cell not in cells:
            return f", first in the cell '{cell['id']}'"
    return ""


def main(arguments: list[str]) -> int:
    """Build all notebooks, or say what differs; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m simulation.labs.build", description="build notebooks from sources")
    parser.add_argument("--check", action="store_true", help="write nothing, say what differs")
    parser.add_argument("--folder", type=Path, default=FOLDER, metavar="DIR", help="where the notebooks are")
    options = parser.parse_args(arguments)
    try:
        if options.check:
            sentences = list(differences(options.folder))
            print("\n".join(sentences) or "Every notebook is what its source gives.")
            return 1 if sentences else 0
        for source in sources(options.folder):
            print(written_text(options.folder / f"{source.stem}.ipynb", built(source)).name)
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
