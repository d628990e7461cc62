"""What commands print: one JSON document, or a table for people; and progress, on standard error."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm


def print_json(value: Any) -> None:
    """Print one JSON document: absent numbers are null, no number is rounded."""
    print(json.dumps(_plain(value), indent=2, ensure_ascii=False, allow_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(inside) for key, inside in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inside) for inside in value]
    return value


def print_table(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> None:
    """Print rows as a table: numbers to the right with four significant digits, words to the left.

    Parameters
    ----------
    rows : sequence of mapping
        Cells by key; None and not-a-number are shown as a dash.
    titles : mapping of str to str
        The keys to show, in order, with the columns' titles.
    """
    body = [[_cell(row.get(key)) for key in titles] for row in rows]
    heads = list(titles.values())
    right = [all(_is_number(row.get(key)) for row in rows) for key in titles]
    widths = [max(len(line[column]) for line in [heads, *body]) for column in range(len(heads))]
    for line in [heads, ["-" * width for width in widths], *body]:
        cells = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        print("  ".join(cells).rstrip())


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    if isinstance(value, float):
        if math.isinf(value):
            return str(value)
        return f"{value:.0f}" if value == round(value) or abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


@contextmanager
def progress(title: str) -> Iterator[Callable[[float], None]]:
    """Show a progress bar on standard error while work is done; yields what takes the share that is done."""
    layout = "{l_bar}{bar}| {elapsed}<{remaining}"
    with tqdm(total=1.0, desc=title, bar_format=layout, leave=False, file=sys.stderr, delay=0.5) as bar:

        def done(share: float) -> None:
            bar.update(max(0.0, share - bar.n))

        yield done
