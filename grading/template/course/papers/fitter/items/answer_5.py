"""Question 5: the mean first reply."""

from __future__ import annotations

from ._log import CASES, draw_log, moments

TITLE = "Mean first reply"
KIND = "formula"
POINTS = 5
RANGE = (4, 240)
WRONG_UNIT = {1 / 60: 0.5}
SEED_OF = "answer_3"


def variant(seed: int) -> tuple[dict[str, object], float]:
    """Return the log's seed and the mean of first reply minus first contact."""
    events = draw_log(seed)
    asked, answered = moments(events, "contact_1"), moments(events, "first_reply")
    return {"_log": seed}, sum(answered[case] - asked[case] for case in asked) / CASES
