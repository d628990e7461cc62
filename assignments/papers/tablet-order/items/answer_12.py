"""Question 12: no difference seen is not the same as no difference."""

from __future__ import annotations

from random import Random

from ._claims import LABELS, shuffled

TITLE = "Cannot tell, or no difference to speak of"
KIND = "choice"
POINTS = 2
CHOICES = LABELS


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return a margin, a narrow and a wide interval around nearly nothing, the claims, and the right label."""
    draw = Random(seed)
    narrow, wide = draw.sample(["A better reason", "Honest labels"], 2)
    margin = draw.randint(4, 9)
    small, large = draw.uniform(0.2, 0.5) * margin, draw.uniform(2.0, 4.0) * margin
    middle = {narrow: draw.uniform(-0.3, 0.3) * small, wide: draw.uniform(-0.3, 0.3) * large}
    half = {narrow: small, wide: large}
    rows = [
        f"| {name} | {middle[name]:+.1f} | {middle[name] - half[name]:+.1f} to {middle[name] + half[name]:+.1f} |"
        for name in sorted(middle)
    ]
    claims, right = shuffled(
        draw,
        f"*{narrow}* changes the wait by less than the margin; for *{wide}* the table cannot tell.",
        "Neither policy changes the wait: both intervals contain 0.",
        f"*{wide}* changes the wait by less than the margin; for *{narrow}* the table cannot tell.",
        f"*{wide}* changes the wait by more than the margin, since its interval reaches beyond it.",
    )
    return {"margin": margin, "rows": "\n".join(rows), "claims": claims}, right
