"""Your numbers, out of numbers.csv. Keep this file, numbers.csv and the notebook in one folder.

The notebook asks for your candidate number once. Then ``mine.answer_3.calls`` is the number that the questions call
[answer_3.calls].
"""

import ast
import csv
from pathlib import Path
from types import SimpleNamespace

TABLE = Path(__file__).with_name("numbers.csv")


class NotYours(Exception):
    """There are no numbers to give; a notebook shows the sentence alone."""

    def _render_traceback_(self):
        return [str(self)]


class Mine:
    """One candidate's numbers, by question."""

    def __init__(self):
        self._candidate, self._items = "", {}

    def of(self, candidate):
        """Take the row of a candidate, and show it."""
        self.__init__()
        wanted = "" if candidate is ... else str(candidate).strip()
        if not wanted:
            raise NotYours("Put your candidate number in place of the three dots, and run this cell again.")
        row = find(wanted)
        for column, value in row.items():
            item, _, name = column.partition(".")
            setattr(self._items.setdefault(item, SimpleNamespace()), name, literal(value))
        self._candidate = wanted
        return self

    def __getattr__(self, item):
        if item.startswith("_"):
            raise AttributeError(item)
        if not self._candidate:
            raise NotYours("Write your candidate number into the cell that asks for it, and run that cell first.")
        if item not in self._items:
            raise NotYours(f"numbers.csv has nothing for '{item}'; it has {', '.join(self._items)}.")
        return self._items[item]

    def _repr_markdown_(self):
        lines = [f"The numbers of candidate **{self._candidate}**", ""]
        for item, values in self._items.items():
            for name, value in vars(values).items():
                several = "\n" in str(value)
                lines.append(f"[{item}.{name}]" + (f"\n\n{block(value)}" if several else f" **{value}**") + "\n")
        return "\n".join(lines)


def find(candidate):
    """Return the candidate's row of numbers.csv."""
    try:
        with TABLE.open(encoding="utf-8-sig", newline="") as file:
            rows = {row.pop("candidate"): row for row in csv.DictReader(file)}
    except FileNotFoundError:
        raise NotYours("There is no numbers.csv beside own_numbers.py; unpack the whole zip into one folder.") from None
    if candidate not in rows:
        raise NotYours(f"numbers.csv has no candidate {candidate}; write the number that you were given for this exam.")
    return rows[candidate]


def literal(text):
    """Return what a text says as a Python literal; the text itself if it is none."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def block(text):
    """Return a text of several lines for Markdown; rows of a table without their head stay as they are."""
    return f"```\n{text}\n```" if text.startswith("|") and "|--" not in text else text


mine = Mine()
