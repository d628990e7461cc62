"""What is assumed: the numbers that scenarios take from the catalogue, and over which ranges they may vary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulation.overrides import places, value_at
from simulation.parameters import catalogue
from simulation.scenario import Scenario
from simulation.sweeps.factors import Factor

ASSUMED = ("A", "R", "F")
"""Statuses of what nobody has published: assumed, recalled, fitted."""

_MONEY = ("cost_", "revenue_")
_WHOLE = ("persons", "contacts", "reactions")


def assumptions(scenarios: Sequence[Scenario], measure: str) -> list[Factor]:
    """Return what varies when a result about a measure of some scenarios is tried: a factor for each assumed number.

    A number of the catalogue varies over its range there if its status is A, R or F and all the scenarios use it and
    leave it as it is. What a scenario's file states itself is the case, and does not vary; nor does what one of the
    scenarios turns, because that is what the result is about. How long distracted agents stay away varies where some
    are distracted. Prices move no customer and no agent, so they vary for measures of money alone.
    """
    money = measure.startswith(_MONEY)
    values = [scenario.model_dump() for scenario in scenarios]
    stated = [scenario.given() for scenario in scenarios]
    found = []
    for parameter in catalogue().values():
        if parameter.key.startswith("costs.") and not money:
            continue
        if parameter.status not in ASSUMED or parameter.low is None or parameter.high is None:
            continue
        for place in places(parameter.key, scenarios[0]):
            if not all(value_at(each, place) == parameter.value for each in values):
                continue
            if any(value_at(each, place) is not None for each in stated):
                continue
            if parameter.key.startswith("teams.") and not _somebody_is_distracted(values, place):
                continue
            whole = parameter.unit in _WHOLE
            ends = (int(parameter.low), int(parameter.high)) if whole else (parameter.low, parameter.high)
            found.append(Factor(key=place, low=ends[0], high=ends[1], whole=whole))
    return found


def _somebody_is_distracted(values: list[dict[str, Any]], place: str) -> bool:
    team = place.split(".")[1]
    return any(value_at(each, f"teams.{team}.attention") == "distracted" for each in values)
