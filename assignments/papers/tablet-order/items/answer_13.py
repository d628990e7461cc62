"""Question 13: a share needs its denominator."""

from __future__ import annotations

from random import Random

TITLE = "The denominator"
KIND = "formula"
POINTS = 2
RANGE = (1, 30)
WRONG_UNIT = {0.01: 0.5}
PUBLISHED = (36, 11)  # per cent of the answered conversations, two of the study's three banks


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return a published share and invented counts; the share of all complaints, in per cent."""
    draw = Random(seed)
    share, complaints = draw.choice(PUBLISHED), draw.randint(1200, 4800)
    answered = round(draw.uniform(0.25, 0.75) * complaints)
    return {"share": share, "complaints": complaints, "answered": answered}, share * answered / complaints
