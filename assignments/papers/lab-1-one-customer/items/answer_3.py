"""Question 3: know a policy by what it changes."""

from __future__ import annotations

from random import Random

from ._case import POLICIES, waits

TITLE = "Which row is the honest label?"
KIND = "choice"
POINTS = 4
CHOICES = ("a", "b", "c", "d")
SEED_OF = "answer_1"


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return today's row, the four policies' rows without their names, and the label of the honest labels."""
    names = Random(seed).sample(list(POLICIES), 4)
    rows = [row(label, waits(seed, name)) for label, name in zip(CHOICES, names, strict=True)]
    shown: dict[str, object] = {"today": row("as told", waits(seed)), "rows": "\n".join(rows)}
    return shown, CHOICES[names.index("honest labels")]


def row(name: str, found: dict[str, float]) -> str:
    """Return a row of the table."""
    return (
        f"| {name} | "
        + " | ".join(f"{found[column]:.0f}" for column in ("contacts", "asks", "first_reply_min", "info_min"))
        + " |"
    )
