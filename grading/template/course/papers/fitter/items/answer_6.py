"""Question 6: from informed to solved."""

from __future__ import annotations

from ._log import CASES, draw_log, moments

TITLE = "From informed to solved"
KIND = "formula"
POINTS = 5
RANGE = (3, 100)
WRONG_UNIT = {60: 0.5, 1 / 24: 0.5}
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the log's seed and the mean hours between ``information_given`` and ``case_end``."""
    events = draw_log(seed)
    informed, solved = moments(events, "information_given"), moments(events, "case_end")
    return {"_log": seed}, sum(solved[case] - informed[case] for case in informed) / CASES / 60
