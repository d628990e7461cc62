"""A printable page per candidate: the paper, her logs, lines to write on."""

from __future__ import annotations

import csv
import html
from collections.abc import Mapping

from . import pages
from .notebook import EXPLANATION_CELL, Notebook, named, text

ROWS = 500  # a dozen pages; a longer log is no work for paper
STYLE = """
body { font: 11pt/1.45 Georgia, serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #000 }
h1, h2, h3 { font-family: Verdana, sans-serif; line-height: 1.2 }
table { border-collapse: collapse; margin: 1em 0 }
td, th { border: 1px solid #555; padding: .15em .6em; font-size: 9.5pt; text-align: left }
thead { background: #eee }
.answer { border-bottom: 1px solid #000; height: 2em; margin: .5em 0 1.5em; font-family: monospace }
.essay { border: 1px solid #000; height: 16em; margin: .5em 0 1.5em } .number { float: right; font-weight: bold }
@media print {
  body { margin: 0 } h2 { break-after: avoid } .answer, .essay, tr { break-inside: avoid }
}
"""


def page(title: str, candidate: str, book: Notebook, logs: Mapping[str, str]) -> str:
    """Return a candidate's paper as one HTML page.

    Parameters
    ----------
    title
        The paper's title.
    candidate
        Her number.
    book
        Her notebook, with her numbers filled in.
    logs
        Her files by name; the first ROWS rows of each are printed.
    """
    parts = [f"<p class='number'>Candidate {html.escape(candidate)}</p>"]
    for cell in book["cells"]:
        role = named(cell)
        if role and role[0] == "item":
            parts.append(f"<div class='answer'>{html.escape(role[1])} =</div>")
        elif role:
            parts.append("<div class='essay'></div>")
        elif cell["cell_type"] == "markdown" and cell["id"] != EXPLANATION_CELL:  # here her numbers are filled in
            parts.append(pages.markdown(text(cell)))
    for name, content in sorted(logs.items()):
        parts += [f"<h2>{html.escape(name)}</h2>", excerpt(content)]
    head = f"<meta charset='utf-8'><title>{html.escape(title)} {html.escape(candidate)}</title><style>{STYLE}</style>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{''.join(parts)}</body></html>\n"


def excerpt(content: str) -> str:
    """Return the first rows of a CSV file as a table."""
    rows = list(csv.reader(content.splitlines()))
    if not rows:
        return "<p>(empty)</p>"
    head = "".join(f"<th>{html.escape(name)}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(value)}</td>" for value in row) + "</tr>" for row in rows[1 : ROWS + 1]
    )
    left = len(rows) - 1 - ROWS
    more = f"<p><b>{left} more rows stand in the file alone; they cannot be read on paper.</b></p>" if left > 0 else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
