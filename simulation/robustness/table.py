"""The table of robustness: a row a result, as a CSV file with a stamp, and the points behind it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulation.errors import InputError
from simulation.files import written_text
from simulation.robustness.study import Plan, Robustness
from simulation.version import VERSION

SHOWN = 3
"""How many assumptions a row names at most."""

TABLE, POINTS, FIGURE = "robustness.csv", "robustness-points.csv", "robustness.png"
_WORDS = ("claim", "result", "compared", "measure")


def rows(found: Sequence[Robustness]) -> list[dict[str, Any]]:
    """Return a row a result.

    Returns
    -------
    list of dict
        ``claim``, ``result``, ``compared``, ``measure``; ``days`` and ``replications`` of each run; ``points`` with
        something to measure, ``drawn`` (how many it took to have so many that go together), ``kept`` and its ``share``
        with the Wilson interval ``low`` to ``high``; ``luck_runs`` and ``luck_share`` (the model's own values, with
        other luck each time); and for up to three assumptions, the strongest first, ``assumption_1`` (its key),
        ``correlation_1`` (Spearman, with by how much the result is borne out), ``lower_1`` and ``upper_1`` (share kept
        in the lower and the upper half of its range); None where no further one is more than chance.
    """
    table = []
    for each in found:
        question = each.question
        row: dict[str, Any] = {"claim": question.id, "result": question.text, "compared": question.compared()}
        row |= {"measure": question.measure}
        row |= {"days": each.days, "replications": each.replications, "drawn": each.drawn, "points": each.kept.of}
        row |= {"kept": each.kept.kept, "share": each.kept.share, "low": each.kept.low, "high": each.kept.high}
        row |= {"luck_runs": each.by_luck.of, "luck_share": each.by_luck.share}
        top = each.top(SHOWN)
        for place in range(SHOWN):
            mine = top[place] if place < len(top) else None
            row |= {
                f"assumption_{place + 1}": mine and mine.name,
                f"correlation_{place + 1}": mine and mine.correlation,
                f"lower_{place + 1}": mine and mine.kept_low,
                f"upper_{place + 1}": mine and mine.kept_high,
            }
        table.append(row)
    return table


def write_table(path: Path, table: Sequence[dict[str, Any]], plan: Plan) -> Path:
    """Write the table as CSV; points asked for, seed and version in its first line."""
    return _write(path, [*table[0]], [[*row.values()] for row in table], plan)


def write_points(path: Path, found: Sequence[Robustness], plan: Plan) -> Path:
    """Write by how much each result is borne out at each point: a row a point, a column a claim."""
    most = max(len(each.slacks) for each in found)
    columns = [each.slacks + [None] * (most - len(each.slacks)) for each in found]
    lines = [[number, *values] for number, values in enumerate(zip(*columns, strict=True))]
    return _write(path, ["point", *(each.question.id for each in found)], lines, plan)


def _write(path: Path, titles: list[str], lines: list[list[Any]], plan: Plan) -> Path:
    text = io.StringIO()
    text.write(f"# points={plan.points} seed={plan.seed} version={VERSION}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows([[_cell(value) for value in line] for line in lines])
    return written_text(path, text.getvalue())


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:.6g}"
    return "" if value is None else value


def read_table(path: Path) -> list[dict[str, Any]]:
    """Read a table that `write_table` or `write_points` has written; numbers as numbers, empty cells as None."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as problem:
        raise InputError(f"{path}: cannot be read as text ({type(problem).__name__})") from None
    if not lines or not lines[0].startswith("# points="):
        raise InputError(f"{path}: is no table of robustness, expected one that 'robust --out' has written")
    return [{key: _value(key, text) for key, text in row.items()} for row in csv.DictReader(lines[1:])]


def _value(key: str, text: str) -> Any:
    if key in _WORDS or key.startswith("assumption"):
        return text or None
    if not text:
        return None
    return int(text) if text.lstrip("-").isdecimal() else float(text)
