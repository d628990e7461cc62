"""Question 16: two sets of parameters fit one published figure; what would tell them apart."""

from __future__ import annotations

from random import Random

from ._claims import LABELS, shuffled

TITLE = "Two sets fit"
KIND = "choice"
POINTS = 2
CHOICES = LABELS
PUBLISHED = 0.36  # share of the answered conversations that the first bank resolved


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return four sets (redirected, solved of the others), of which two give 36 %; the claims, and the right label."""
    draw = Random(seed)
    redirected = [draw.randint(20, 28) / 100, draw.randint(36, 48) / 100]
    missing = [draw.randint(5, 19) / 100, draw.randint(29, 35) / 100]
    sets = [(share, PUBLISHED / (1 - share)) for share in redirected]
    sets += [(missing[0], draw.uniform(0.25, 0.31) / (1 - missing[0]))]
    sets += [(missing[1], draw.uniform(0.42, 0.47) / (1 - missing[1]))]
    order = draw.sample(range(4), 4)
    rows = [f"| {name} | {sets[i][0]:.2f} | {sets[i][1]:.3f} |" for name, i in zip("WXYZ", order, strict=True)]
    fit, miss = ([name for name, i in zip("WXYZ", order, strict=True) if (i < 2) == good] for good in (True, False))
    claims, right = shuffled(
        draw,
        f"{fit[0]} and {fit[1]} fit; the share of conversations that end in a redirect would tell them apart.",
        f"{fit[0]} and {fit[1]} fit; the number of complaints left unanswered would tell them apart.",
        f"Only {fit[0]} fits; no further figure is needed.",
        f"{miss[0]} and {miss[1]} fit; the share of conversations that end in a redirect would tell them apart.",
    )
    return {"rows": "\n".join(rows), "claims": claims}, right
