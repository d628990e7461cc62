"""Every notebook is what its source gives, runs from top to bottom, and tells no answer before the guess."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from simulation.labs.build import differences, sources
from simulation.labs.texts import published
from simulation.strings import t, table

ROOT = Path(__file__).resolve().parents[2]
NAMES = [source.stem for source in sources()]
NOT_PROSE = re.compile(r"(?ms)^```.*?^```|^#.*?$|`[^`\n]*`|\]\([^)]*\)|\bLab \d|<[^>]*>|\{[^}]*\}")
"""What may have digits: code, headings, addresses, names of labs, and places for numbers."""


def notebook(name: str) -> Any:
    """Return a notebook as it is committed."""
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)


def executed(name: str, place: Path) -> Any:
    """Return a notebook after Run All, from a kernel that knows nothing of its user's settings."""
    book = notebook(name)
    client = NotebookClient(book, timeout=300, allow_errors=True, resources={"metadata": {"path": str(place)}})
    own = {"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(place), "JUPYTER_CONFIG_DIR": str(place)}
    asyncio.run(client.async_execute(env=os.environ | own))
    return book


def numbers_in(prose: str) -> list[str]:
    """Return the lines of a prose that have digits where only computed or published numbers may stand."""
    return [line for line in NOT_PROSE.sub("", prose).splitlines() if re.search(r"\d", line)]


def test_notebooks_are_what_their_sources_give() -> None:
    assert list(differences()) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_tells_nothing_before_the_guess(name: str, tmp_path: Path) -> None:
    cells = [cell for cell in executed(name, tmp_path).cells if cell.cell_type == "code"]
    outputs = [(cell.id, output) for cell in cells for output in cell.outputs]
    assert [(where, one.ename, one.evalue) for where, one in outputs if one.output_type == "error"] == []
    assert [(where, one.text) for where, one in outputs if one.output_type == "stream" and one.name == "stderr"] == []
    shown = [(where, one.data) for where, one in outputs if "data" in one]
    places = [str(ROOT), str(tmp_path), str(Path.home()) + os.sep]
    assert [where for where, data in shown if any(place in str(data) for place in places)] == []
    panels = [cell.id for cell in cells if re.search(r"\b(panel|hall)\(", cell.source)]
    if panels:
        ids = [cell.id for cell in cells]
        below = [one for one in outputs if ids.index(one[0]) > ids.index(panels[0])]
        assert [where for where, one in below if not is_closed(one)] == []
    if name.startswith("lab-"):
        assert any(t("labs.holds") in str(data) for _, data in shown), "declares no test"


def is_closed(output: Any) -> bool:
    """Whether an output tells nothing by itself: it is folded, it asks for a guess, or it is a widget, which waits."""
    data = output.get("data", {})
    asks = t("labs.guess-first", measure="", unit="").partition("?")[0]
    return "widget" in str(list(data)) or data.get("text/markdown", "").startswith(("<details>", asks))


@pytest.mark.parametrize("name", NAMES)
def test_prose_has_no_number_of_its_own(name: str) -> None:
    cells = [cell for cell in notebook(name).cells if cell.cell_type == "markdown"]
    assert {cell.id: found for cell in cells if (found := numbers_in(cell.source))} == {}


def test_the_labs_words_have_no_number_of_their_own() -> None:
    words = {key: one for key, one in table().items() if re.match(r"labs?\b|start-here|cited\b|hall\b", key)}
    assert len(words) > 10
    assert {key: text for key, one in words.items() for text in one.values() if numbers_in(text)} == {}


@pytest.mark.parametrize("prose", ["she waits 210 minutes", "**5** agents", "in June 2014\n\n`days = 7`"])
def test_the_search_for_numbers_finds_them(prose: str) -> None:
    assert len(numbers_in(prose)) == 1


def test_every_published_figure_has_words_and_a_source() -> None:
    from simulation.labs import cite

    for name in published():
        assert re.fullmatch(r".*\d.* \(.+\)", cite(name)), name
