"""Which defaults of the catalogue a scenario overrides."""

from __future__ import annotations

from typing import Any

from simulation.parameters import catalogue
from simulation.parts import Arrivals
from simulation.scenario import Scenario


def overrides(scenario: Scenario) -> list[dict[str, Any]]:
    """Return one row for each catalogue value that is another one in a scenario.

    Returns
    -------
    list of dict
        With ``key``, ``value`` (the scenario's), ``default``, ``unit`` and ``meaning``. Defaults of ``teams.*`` are
        those of every team, and are named with the team; those of ``incidents.*`` with the need; those of a known
        channel with every channel that is like it.
    """
    values = scenario.model_dump()
    rows = []
    for key, parameter in catalogue().items():
        for place in places(key, scenario):
            value = value_at(values, place)
            if value is not None and value != parameter.value:
                row = {"key": place, "value": value, "default": parameter.value}
                rows.append(row | {"unit": parameter.unit, "meaning": parameter.meaning})
    return rows + _rates_by_day(scenario)


def places(key: str, scenario: Scenario) -> list[str]:
    """Return the scenario keys that take their default from a key of the catalogue; they need not be there."""
    if key.startswith("teams."):
        return [f"teams.{team}.{key.removeprefix('teams.')}" for team in scenario.teams]
    if key.startswith("incidents."):
        return [f"needs.{need}.incident.{key.removeprefix('incidents.')}" for need in scenario.needs]
    if key.startswith("channels."):
        like = _known_channels(scenario)
        _, known, rest = key.split(".", 2)
        mine = [name for name in scenario.channels if like[name] == known]
        return [f"channels.{name}.{rest}" for name in mine if rest != "habit" or name == known]
    return [key]


def _known_channels(scenario: Scenario) -> dict[str, str]:
    """Return for each channel the known one that it has its defaults from."""
    written = scenario.given().get("channels", {})
    return {name: written.get(name, {}).get("like", name) for name in scenario.channels}


def _rates_by_day(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the rates that are given per day where the catalogue has them per thousand customers."""
    sources: dict[str, Arrivals] = {f"needs.{name}": need for name, need in scenario.needs.items()}
    if scenario.orders:
        sources["orders"] = scenario.orders
    rows: list[dict[str, Any]] = []
    for place, arrivals in sources.items():
        parameter = catalogue().get(f"{place}.per_thousand")
        if parameter is not None and arrivals.per_day is not None:
            usual = parameter.value * scenario.population.customers / 1000
            row = {"key": f"{place}.per_day", "value": arrivals.per_day, "default": usual}
            meaning = parameter.meaning.replace(
                "per 1000 customers per day", "per day, whatever the number of customers"
            )
            rows.append(row | {"unit": "1/day", "meaning": meaning})
    return rows


def value_at(values: Any, key: str) -> Any:
    """Return the value at a dotted key, None where the scenario has no such place."""
    for part in key.split("."):
        if not isinstance(values, dict) or part not in values:
            return None
        values = values[part]
    return values
