"""Solveig in a candidate's version: her story, and what became of her under four policies."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import simulation as sim
from simulation.trace import trace

POLICIES = {"instant partner": "L1c", "honest labels": "L2", "look-up by name": "L3", "attentive agent": "L4c"}
SOLVEIG = -1


@lru_cache(maxsize=1)
def told() -> dict[str, sim.Scenario]:
    """Return the case as told and under the four policies, each without the policies that it does not need."""
    case = sim.load("tablet-order")
    named = {"as told": case} | {title: case.policy(name) for title, name in POLICIES.items()}
    return {title: scenario.with_({"policies": None}) for title, scenario in named.items()}


@lru_cache(maxsize=64)
def run(seed: int, policy: str = "as told") -> sim.Run:
    """Return her day; the Twitter agent is back after she wrote on Facebook, and informs her before he goes home."""
    draw = Random(seed)
    changes = {
        "cast.1.luck.patience": draw.randint(160, 320) / 100,
        "cast.1.luck.reply": draw.randint(5, 19),
        "teams.twitter.attention_told": ["34 h", f"{draw.randint(145, 220)} min", "never"],
        "handling.own_lookup": draw.randint(8, 22),
        "integration.partner_minutes": 0 if policy == "instant partner" else draw.randint(35, 75),
    }
    return sim.simulate(told()[policy].with_(changes))


def waits(seed: int, policy: str = "as told") -> dict[str, float]:
    """Return what the case table says of her."""
    row = run(seed, policy).cases().iloc[0]
    names = ("contacts", "asks", "acknowledged_min", "first_reply_min", "info_min")
    return {name: round(float(row[name]), 1) for name in names}


def story(seed: int) -> str:
    """Return her story as CSV: minutes from the tweet, to a tenth."""
    lines = trace(run(seed), SOLVEIG)
    return "minute,actor,event,detail\n" + "".join(
        f'{line.t_min:.1f},{line.actor},{line.event},"{line.detail}"\n' for line in lines
    )
