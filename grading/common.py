"""One paper for all: each candidate writes her number into it, and finds her own numbers in a table beside it."""

from __future__ import annotations

import csv
import io
import keyword
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from . import notebook
from .errors import Refused
from .frozen import Frozen
from .notebook import PLACE, Notebook, text

HELPER = Path(__file__).parent / "template" / "kit" / "own_numbers.py"
NUMBERS = "numbers.csv"
NUMBER_CELL = f"""\
{notebook.CANDIDATE_CELL} = ...  # your number in place of the three dots; then run this cell first

from {HELPER.stem} import mine

mine.of({notebook.CANDIDATE_CELL})"""
EXPLANATION = f"""\
**Your numbers.** A name in brackets, such as [answer_1.calls], stands for a number, a text or a file of your own.
Put your candidate number into the cell below and run it: it shows them all. Without a computer, read them in your row
of `{NUMBERS}`."""
IMPORT = f"from {HELPER.stem} import mine\n"


def with_number_cell(book: Notebook) -> Notebook:
    """Return the paper with the cells that ask for the candidate's number, before the first question and any code."""
    cells = book["cells"]
    first = next((index - 1 for index, cell in enumerate(cells) if "nbgrader" in cell["metadata"]), len(cells))
    code = next((index for index, cell in enumerate(cells) if cell["cell_type"] == "code" and places(cell)), len(cells))
    place = max(min(first, code), 0)
    return {**book, "cells": [*cells[:place], explanation(), number_cell(), *cells[place:]]}


def places(cell: Mapping[str, Any]) -> list[re.Match[str]]:
    """Return the places of a cell."""
    return list(PLACE.finditer(text(cell)))


def explanation() -> dict[str, Any]:
    """Return the text that says where a candidate finds her numbers."""
    name = notebook.EXPLANATION_CELL
    metadata = {"deletable": False, "editable": False, notebook.METADATA: name}
    return {"id": name, "cell_type": "markdown", "metadata": metadata, "source": EXPLANATION}


def number_cell() -> dict[str, Any]:
    """Return the cell in which a candidate writes her number."""
    return {
        "id": notebook.CANDIDATE_CELL,
        "cell_type": "code",
        "metadata": {"deletable": False, notebook.METADATA: notebook.CANDIDATE_CELL},
        "source": NUMBER_CELL,
        "execution_count": None,
        "outputs": [],
    }


def fill(book: Notebook) -> Notebook:
    """Return the paper for all: its texts name the numbers, its code takes them from the candidate's row.

    Raises
    ------
    Refused
        If a place stands in code where no candidate's number could be read.
    """
    return {**book, "cells": [shown(cell) for cell in book["cells"]]}


def shown(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell in which every place names its number, or in code reads it."""
    if cell["cell_type"] == "code":
        return {**cell, "source": code(text(cell))}
    return {**cell, "source": PLACE.sub(lambda match: f"[{column(match)}]", text(cell))}


def column(place: re.Match[str]) -> str:
    """Return what the table calls a place: ``item.parameter`` or, of several files, ``item.file_log_csv``."""
    return f"{place[1]}.{place[2]}" + (re.sub(r"\W", "_", f"_{place[3]}") if place[3] else "")


def helpers(table: Frozen) -> dict[str, bytes]:
    """Return what lies beside the common paper: the table of numbers, and the module that reads it."""
    return {NUMBERS: numbers(table).encode(), HELPER.name: HELPER.read_bytes()}


def numbers(table: Frozen) -> str:
    """Return the table candidate -> numbers as CSV, with a column for each place of the paper and nothing else."""
    named = {column(match): match for cell in table.skeleton["cells"] for match in places(cell)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["candidate", *named])
    for candidate, row in table.candidates.items():
        value = notebook.own_value(row)
        writer.writerow([candidate, *(value(match[1], match[2], match[3]) for match in named.values())])
    return out.getvalue()


def code(source: str) -> str:
    """Return code in which every place ``{{item.parameter}}`` reads the candidate's row: ``mine.item.parameter``.

    Within a text in quotes the place becomes a field of an f-string, so that ``"{{answer_3.back}} min"`` works as well.
    """
    stand_ins: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        name = column(match)
        if any(keyword.iskeyword(part) or not part.isidentifier() for part in name.split(".")):
            raise Refused(f"The paper's code cannot read {name} from a table, because Python has no such name.")
        mark = f"_place_{len(stand_ins)}_"
        stand_ins[mark] = f"mine.{name}"
        return mark

    plain = PLACE.sub(stand_in, source)
    if not stand_ins:
        return source
    try:
        made = "".join(rewritten(plain, stand_ins))
    except (tokenize.TokenError, SyntaxError):
        made = plain
    if left := next((name for mark, name in stand_ins.items() if mark in made), None):
        raise Refused(
            f"A common paper cannot show {left.removeprefix('mine.')} where it stands in a cell with code; write the "
            "place as a value of its own or in a plain text in quotes, or release without --common."
        )
    head, _, rest = made.partition("\n")
    return f"{head}\n{IMPORT}{rest}" if made.startswith("%%") else IMPORT + made


def rewritten(source: str, stand_ins: Mapping[str, str]) -> Iterator[str]:
    """Yield the code piece by piece, with its stand-ins replaced where a value, a text or a comment can hold them."""
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    done = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if not any(mark in token.string for mark in stand_ins):
            continue
        begin, end = (starts[row - 1] + column for row, column in (token.start, token.end))
        yield source[done:begin]
        done = end
        if token.type == tokenize.NAME:
            yield stand_ins.get(token.string, token.string)
        elif token.type == tokenize.STRING:
            yield formatted(token.string, stand_ins)
        elif token.type == tokenize.COMMENT:
            yield swapped(token.string, stand_ins, "{}")
        else:
            yield token.string
    yield source[done:]


def formatted(literal: str, stand_ins: Mapping[str, str]) -> str:
    """Return a text in quotes as an f-string that shows the places; bytes and f-strings stay as they are."""
    prefix = literal[: re.search("[\"']", literal).start()].lower()  # type: ignore[union-attr]
    if set(prefix) & {"b", "f"} or ("\\N{" in literal and "r" not in prefix):
        return literal
    body = literal[len(prefix) :].replace("{", "{{").replace("}", "}}")
    return f"{prefix.replace('u', '')}f" + swapped(body, stand_ins, "{{{}}}")


def swapped(text: str, stand_ins: Mapping[str, str], form: str) -> str:
    """Return a text with each stand-in replaced."""
    for mark, name in stand_ins.items():
        text = text.replace(mark, form.format(name))
    return text
