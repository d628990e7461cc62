"""The append-only log of a course: what was done, when, from what to what, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .files import now, write

NAME = "log.jsonl"
OF_CANDIDATES = ("new", "failed", "changes")  # facts that name candidates, and what they got


def append(course: Path, event: str, **facts: Any) -> None:
    """Add one line to the log; no line is ever removed, and none changed but by ``forget``."""
    line = json.dumps({"when": now(), "event": event, **facts}, ensure_ascii=False, sort_keys=False)
    with (course / NAME).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def forget(course: Path, paper: str) -> None:
    """Put numbers of candidates in the place of the lists that name a paper's candidates and their results."""
    lines = []
    for event in read(course):
        named = [name for name in OF_CANDIDATES if isinstance(event.get(name), list | dict)]
        counts = {name: len(event[name]) for name in named} if event.get("paper") == paper else {}
        lines.append(json.dumps({**event, **counts}, ensure_ascii=False) + "\n")
    write(course / NAME, "".join(lines))


def read(course: Path) -> list[dict[str, Any]]:
    """Return all events, oldest first; a line broken off by a power cut is left out."""
    path = course / NAME
    events = []
    for line in path.read_text("utf-8").splitlines() if path.exists() else []:
        try:
            events.append(json.loads(line))
        except ValueError:
            continue
    return events
