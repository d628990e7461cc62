"""What customers expect without any statement: the model's answer times, simulated, beside the surveys."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulation import log as ev
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.validation.checks import Check, close_to, targets

TOLERANCE = 0.02
"""A lognormal with two parameters meets three shares of a survey so well."""


def crowd(channel: str) -> Scenario:
    """Return ten thousand customers who write in one channel, without any statement of how long answers take."""
    tables = {
        "channels": {channel: {"habit": 0}},
        "teams": {"social": {"channels": [channel], "agents": 0}},
        "needs": {"advice": {"per_day": 5000}},
        "orders": None,
        "policies": None,
        "behaviour": {"patience_ratio": 10**9},
    }
    changes = {"population.customers": 10**6, "population.considers_social": 1, "transparency.labels": "none"}
    return load("reference-company").with_(tables | changes | {"days": 2, "warm_up_days": 0})


def checks() -> Iterator[Check]:
    """Yield the checks of the expectations."""
    group = targets()["expectations"]
    for channel in ("twitter", "facebook"):
        log = simulate(crowd(channel)).log
        expected = log["detail"][log["event"] == ev.CONTACT]
        for minutes, share in group[channel]:
            got = float(np.mean(expected <= minutes))
            name = f"customers on {channel} who expect an answer within {minutes} min"
            yield close_to(name, group["source"], share, got, TOLERANCE)
        if channel == "twitter":
            got = float((log["event"] == ev.EXPECTS_DAY).sum() / len(expected))
            name = "customers who expect an answer online within a day"
            yield close_to(name, group["source"], group["within_a_day"], got, TOLERANCE)
