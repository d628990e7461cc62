"""Answers that stay folded until a student opens them, so that Run All tells nothing before the guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from simulation.errors import InputError
from simulation.labs.extra import needed_for
from simulation.labs.texts import Text, show
from simulation.strings import t

_KINDS = ("text/markdown", "text/html", "text/plain")
"""What can stand inside a fold, the best first."""


def details(title: str, inside: str) -> Text:
    """Return Markdown or HTML under a title that opens and closes it, by mouse or keyboard."""
    return Text(f"<details>\n<summary>{title}</summary>\n\n{inside}\n\n</details>")


@contextmanager
def folded(title: str = "labs.look") -> Iterator[None]:
    """Fold everything that is shown inside under a title; a student opens it when she has made up her mind.

    Parameters
    ----------
    title : str
        A key of the table.

    Notes
    -----
    Texts, tables and pictures can be folded. A panel or a replay cannot: it needs no fold.

    Raises
    ------
    InputError
        When IPython is not installed, or when something is shown that cannot be folded.
    """
    with needed_for("a notebook"):
        from IPython.utils.capture import capture_output
    with capture_output() as caught:
        yield
    parts = [f"```\n{caught.stdout.rstrip()}\n```"] if caught.stdout.strip() else []
    parts += [_inside(output.data) for output in caught.outputs]
    show(details(t(title), "\n\n".join(parts)))


def _inside(data: Mapping[str, Any]) -> str:
    """Return one output as Markdown or HTML."""
    if any("widget" in kind for kind in data):
        raise InputError("folded: found a panel or a replay inside, expected texts, tables and pictures")
    kind = next(kind for kind in _KINDS if kind in data)
    text = str(data[kind])
    if kind == "text/html":
        return "\n".join(line for line in text.splitlines() if line.strip())  # an empty line would end the HTML
    return f"```\n{text}\n```" if kind == "text/plain" else text
