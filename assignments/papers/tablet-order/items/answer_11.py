"""Question 11: which claim two tables support."""

from __future__ import annotations

from random import Random

from ._claims import LABELS, shuffled

TITLE = "What two tables support"
KIND = "choice"
POINTS = 3
CHOICES = LABELS


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return two tables in which one of four differences is not significant, the claims, and the right label."""
    draw = Random(seed)
    one, other = draw.sample(["Look-up by name", "Shared history", "Confirmation e-mail"], 2)
    fewer = {one: draw.uniform(0.20, 0.45), other: draw.uniform(0.20, 0.45)}
    happier = {one: draw.uniform(0.030, 0.060), other: draw.uniform(0.010, 0.025)}
    halves = {one: draw.uniform(0.005, 0.020), other: draw.uniform(0.030, 0.045)}
    contacts = [row(name, -fewer[name], draw.uniform(0.05, 0.15), 2) for name in sorted(fewer)]
    satisfaction = [row(name, happier[name], halves[name], 3) for name in sorted(happier)]
    claims, right = shuffled(
        draw,
        f"Both policies lower the contacts per case; only for *{one}* do the tables show more satisfaction.",
        "Both policies lower the contacts per case, and both raise satisfaction.",
        f"*{one}* raises satisfaction, and *{other}* leaves it as it was.",
        f"*{other}* lowers the contacts per case; for *{one}* the tables cannot tell.",
    )
    return {"contacts": "\n".join(contacts), "satisfaction": "\n".join(satisfaction), "claims": claims}, right


def row(name: str, mean: float, half: float, digits: int) -> str:
    """Return one row of a table of differences."""
    low, high = mean - half, mean + half
    return f"| {name} | {mean:+.{digits}f} | {low:+.{digits}f} to {high:+.{digits}f} |"
