"""Question 3: failure demand in the log."""

from __future__ import annotations

from ._log import CASES, as_csv, draw_log

TITLE = "Failure demand"
KIND = "integer"
POINTS = 5
RANGE = (0, 40)


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return the log's seed and the contacts beyond each case's first."""
    contacts = sum(event.startswith("contact_") for _, _, _, event in draw_log(seed))
    return {"cases": CASES, "_log": seed}, contacts - CASES


def files(parameters: dict[str, object]) -> dict[str, str]:
    """Return the log, which questions 4 to 6 share."""
    return {"log.csv": as_csv(draw_log(int(str(parameters["_log"]))))}


def steps(parameters: dict[str, object]) -> int:
    """Return the cases to read."""
    return int(str(parameters["cases"]))
