"""Question 7: which claim the table supports."""

from __future__ import annotations

from random import Random

TITLE = "What the intervals support"
KIND = "choice"
POINTS = 5
CHOICES = ("a", "b", "c", "d")


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return a table in which one of two differences is not significant, four shuffled claims, and the right label."""
    draw = Random(seed)
    clear, unclear = draw.sample(["Shared calendar", "Longer chat hours"], 2)
    drop, noise = draw.uniform(0.30, 0.90), draw.uniform(0.05, 0.25)
    half_clear, half_unclear = (
        drop * draw.uniform(0.2, 0.6),
        noise * draw.uniform(1.3, 3.0),
    )
    rows = {clear: (-drop, half_clear), unclear: (-noise, half_unclear)}
    lines = ["| policy | contacts a case | 95 % interval |", "|---|---|---|"]
    for name in sorted(rows):
        mean, half = rows[name]
        lines.append(f"| {name} | {mean:+.2f} | {mean - half:+.2f} to {mean + half:+.2f} |")
    claims = [
        f"*{clear}* lowers the contacts a case; for *{unclear}* the table cannot tell.",
        f"Both policies lower the contacts a case, *{clear}* more.",
        f"*{unclear}* has no effect on the contacts a case.",
        f"*{unclear}* lowers the contacts a case; for *{clear}* the table cannot tell.",
    ]
    order = draw.sample(range(4), 4)
    shown = "\n".join(f"- **{label}**: {claims[index]}" for label, index in zip(CHOICES, order, strict=True))
    return {"table": "\n".join(lines), "claims": shown}, CHOICES[order.index(0)]
