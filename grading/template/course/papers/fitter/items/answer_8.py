"""Question 8: calls of customers who call until they are answered."""

from __future__ import annotations

from math import sqrt
from random import Random

TITLE = "Calls until answered"
KIND = "simulated"
POINTS = 5
RANGE = (30, 300)
REPLICATIONS = 200


def variant(seed: int) -> tuple[dict[str, object], dict[str, float]]:
    """Return customers and the share answered; calls n / p, with their standard error at 200 replications."""
    draw = Random(seed)
    customers, answered = draw.randint(40, 120), draw.randint(450, 900) / 1000
    error = sqrt(customers * (1 - answered)) / answered / sqrt(REPLICATIONS)
    shown: dict[str, object] = {
        "customers": customers,
        "answered": answered,
        "replications": REPLICATIONS,
    }
    return shown, {"value": customers / answered, "standard_error": error}
