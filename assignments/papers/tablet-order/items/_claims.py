"""Four claims in a candidate's own order."""

from __future__ import annotations

from random import Random

LABELS = ("a", "b", "c", "d")


def shuffled(draw: Random, right: str, *wrong: str) -> tuple[str, str]:
    """Return the claims as a list with labels, and the label of the right one."""
    claims = [right, *wrong]
    draw.shuffle(claims)
    text = "\n".join(f"- **{label}**: {claim}" for label, claim in zip(LABELS, claims, strict=True))
    return text, LABELS[claims.index(right)]
