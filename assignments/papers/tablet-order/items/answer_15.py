"""Question 15: what the dislikes were."""

from __future__ import annotations

from random import Random

from ._claims import LABELS, shuffled

TITLE = "The dislikes"
KIND = "choice"
POINTS = 2
CHOICES = LABELS


def variant(seed: int) -> tuple[dict[str, object], str]:
    """Return an invented number of followers and a student's share of them, the claims, and the right label."""
    draw = Random(seed)
    followers = draw.randint(70, 400) * 1000 + draw.randint(0, 999)
    claims, right = shuffled(
        draw,
        "The 31,000 were almost certainly likes on the complaint: agreement with the customer, also by people who do "
        "not follow the company. The share says little.",
        "The 31,000 disliked what the company answered to the complaint: each is an angry follower, with or without "
        "a comment. The share is right.",
        "The 31,000 were likes for the company, from followers who thought the complaint unfair. The share is "
        "one of content followers.",
        "The 31,000 were angry, and so were the 3,000 who wrote a comment, who are others. The share is right "
        "once they are added.",
    )
    return {"followers": followers, "share": f"{100 * 31000 / followers:.1f}", "claims": claims}, right
