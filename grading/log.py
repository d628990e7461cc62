"""The append-only log of a course: what was done, when, from what to what, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .files import now

NAME = "log.jsonl"


def append(course: Path, event: str, **facts: Any) -> None:
    """Add one line to the log; a line is never changed or removed."""
    line = json.dumps({"when": now(), "event": event, **facts}, ensure_ascii=False, sort_keys=False)
    with (course / NAME).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


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
