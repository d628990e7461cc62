"""Question 7: contacts in the log."""

from __future__ import annotations

from ._log import CASES, as_csv, count

TITLE = "Contacts in the log"
KIND = "integer"
POINTS = 2
RANGE = (10, 40)


def variant(seed: int) -> tuple[dict[str, object], int]:
    """Return the number of cases, and of contacts."""
    return {"cases": CASES, "_log": seed}, count(seed, "contact")


def files(parameters: dict[str, object]) -> dict[str, str]:
    """Return the log, which questions 8 to 10 share."""
    return {"log.csv": as_csv(int(str(parameters["_log"])))}


def steps(parameters: dict[str, object]) -> int:
    """Return the cases to read."""
    return int(str(parameters["cases"]))
