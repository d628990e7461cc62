"""How a report writes things: tables, questions to the author, durations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

QUESTION = "> **For the author:** "
"""How what only the author can know is asked for."""


def question(text: str) -> str:
    """Return a question to the author, marked as one."""
    return QUESTION + text


def table(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table in Markdown; bars in cells are escaped."""
    lines = ["| " + " | ".join(titles) + " |", "| " + " | ".join("---" for _ in titles) + " |"]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: Any) -> str:
    """Write a value: numbers to six digits, infinite durations as never, absent ones as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "never" if value == math.inf else f"{value:.6g}"
    return " ".join(str(value).split()).replace("|", "\\|")


def moment(minutes: float) -> str:
    """Write a moment as the day from 0 and the time of the day.

    >>> moment(7800.0)
    'day 5, 10:00'
    """
    day, rest = divmod(minutes, 1440)
    return f"day {day:.0f}, {int(rest // 60):02d}:{int(rest % 60):02d}"
