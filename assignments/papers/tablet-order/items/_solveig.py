"""Solveig with a candidate's numbers: the day of questions 3 to 6, run in the model."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import simulation as sim

TWEET = "34 h"  # Tuesday at ten, when the Twitter agent turns away


def day(seed: int) -> dict[str, int]:
    """Return her numbers, in minutes; done on Facebook before he is back, informed before he goes home at 16."""
    draw = Random(seed)
    return {
        "patience": draw.randint(35, 75),
        "tweet_seen": draw.randint(2, 15),
        "post_seen": draw.randint(3, 19),
        "handling": draw.randint(3, 8),
        "back": draw.randint(140, 225),
        "number": draw.randint(6, 20),
        "lookup": draw.randint(8, 20),
        "partner": draw.randint(30, 80),
    }


def world(minutes: dict[str, int]) -> sim.Scenario:
    """Return the tablet order with these numbers."""
    told = tablet_order()
    look = told.teams["twitter"].poll_minutes
    believed = told.behaviour.equal_minutes * told.behaviour.patience_ratio  # her patience is a multiple of it
    return told.with_(
        {
            "cast.1.luck.patience": minutes["patience"] / believed,
            "cast.1.luck.poll": [minutes["tweet_seen"] / look, minutes["post_seen"] / look],
            "cast.1.luck.reply": minutes["number"],
            "channels.twitter.work.mean": minutes["handling"],
            "channels.facebook.work.mean": minutes["handling"],
            "teams.twitter.attention_told": [TWEET, f"{minutes['back']} min", "never"],
            "handling.own_lookup": minutes["lookup"],
            "integration.partner_minutes": minutes["partner"],
        }
    )


@lru_cache(maxsize=1)
def tablet_order() -> sim.Scenario:
    """Return the case as told, read once, without the policies that each change of it would check again."""
    return sim.load("tablet-order").with_({"policies": None})


def measured(scenario: sim.Scenario) -> dict[str, int]:
    """Return her waits in whole minutes, which is what constant durations must give."""
    row = sim.simulate(scenario).cases().iloc[0]
    waits = {name: float(row[name]) for name in ("acknowledged_min", "first_reply_min", "info_min")}
    for name, wait in waits.items():
        if abs(wait - round(wait)) > 1e-3:
            raise ValueError(f"{name} is {wait}, no whole number of minutes")
    return {name: round(wait) for name, wait in waits.items()}


@lru_cache(maxsize=64)
def as_told(seed: int) -> dict[str, int]:
    """Return her waits as told."""
    return measured(world(day(seed)))


@lru_cache(maxsize=64)
def with_policies(seed: int) -> dict[str, int]:
    """Return her waits where the Twitter agent stays and finds her number by her name."""
    changes = {"teams.twitter.attention": "always", "integration.identification": 1}
    return measured(world(day(seed)).with_(changes))
