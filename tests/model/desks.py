"""Small companies in which one rule can be seen at work: every need is told, and so is the luck that matters."""

from __future__ import annotations

from typing import Any

import simulation as sim
from simulation.log import EVENTS

CALM = {
    "choice.email": 0,
    "choice.phone": 0,
    "choice.twitter": 0,
    "patience": "never",
    "chase": "never",
    "hold": "never",
    "reaction": 0,
    "identification": 0.5,
    "history": 0.5,
    "reply": 10,
    "hand_off": 0.5,
    "redirect": 0,
    "returns": 0,
    "return_delay": 0,
    "solve": 0.5,
    "partner": 0,
    "partner_delay": 1,
    "balk": 0.5,
    "redial": 0.5,
    "poll": 0.5,
}
"""Draws that let a rule go either way only where a test says so."""

Told = list[tuple[float, str]]


def customer(at: float, name: str = "Ada", **more: Any) -> dict[str, Any]:
    """Return a cast member whose luck is told; `luck` adds to it."""
    luck = CALM | more.pop("luck", {})
    return {"name": name, "need": "question", "at": at, "luck": luck, **more}


def desk(*cast: dict[str, Any], channel: str = "email", **changes: Any) -> sim.Scenario:
    """Return a company with one channel, one agent from 8 to 16, 4 minutes a contact; keys have '__' for dots."""
    known = {f"{purpose}.{channel}" for purpose in ("choice", "hold")} | set(CALM)
    told = []
    for one in cast:
        luck = {key: value for key, value in one["luck"].items() if not key.startswith("choice") and key != "hold"}
        luck |= {f"choice.{channel}": 0, f"hold.{channel}": one["luck"].get("hold", "never")}
        told.append(one | {"luck": {key: value for key, value in luck.items() if key in known}})
    scenario = sim.parse(
        {
            "name": "desk",
            "days": 2,
            "population": {"customers": 10},
            "channels": {channel: {"work": {"mean": 4, "distribution": "deterministic"}, "solve": 1, "hand_off": 0}},
            "teams": {"desk": {"channels": [channel]}},
            "needs": {"question": {"per_day": 0}},
            "handling": {"asks": False},
            "cast": told,
        },
        "desk",
    )
    return scenario.with_({key.replace("__", "."): value for key, value in changes.items()})


def told(scenario: sim.Scenario, case: int = -1, *events: str) -> Told:
    """Return a case's rows with these events (or all) as (time, event)."""
    log = sim.simulate(scenario).log
    rows = [(row["time"].item(), EVENTS[row["event"]].name) for row in log[log["case"] == case]]
    return [row for row in rows if not events or row[1] in events]


def times(scenario: sim.Scenario, event: str, case: int = -1) -> list[float]:
    """Return when an event happened in a case."""
    return [time for time, _ in told(scenario, case, event)]


def crowd(
    days: float = 10, per_day: float = 400, channels: tuple[str, ...] = ("email",), **changes: Any
) -> sim.Scenario:
    """Return a company with many customers, each of whom comes once, and agents enough for all."""
    scenario = sim.parse(
        {
            "name": "crowd",
            "days": days,
            "population": {"customers": 10**6, "young": 0, "considers_social": 1, "privacy_aware": 0, "real_name": 1},
            "channels": {name: {"habit": 0, "solve": 1, "hand_off": 0, "work": {"mean": 1}} for name in channels},
            "teams": {"desk": {"channels": list(channels), "agents": 20, "hours": "always"}},
            "needs": {"question": {"per_day": per_day}},
            "handling": {"asks": False},
        },
        "crowd",
    )
    return scenario.with_({key.replace("__", "."): value for key, value in changes.items()})


def happened(run: sim.Run, event: str) -> int:
    """Return how often an event happened."""
    return int((run.frame()["event"] == event).sum())


def z_of_share(hits: float, trials: int, probability: float) -> float:
    """Return how many standard errors a count lies from its mean."""
    spread = (trials * probability * (1 - probability)) ** 0.5
    return (hits - trials * probability) / spread if spread else float(hits - trials * probability)
