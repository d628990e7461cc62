"""The inputs of a scenario as a report lists them: numbers of the catalogue, and what the scenario states itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simulation.overrides import places, value_at
from simulation.parameters import Parameter, catalogue
from simulation.scenario import Scenario

_TEXTS = ("name", "title", "story", "policies", "cast")


class Input(NamedTuple):
    """One number of the catalogue in a scenario.

    Attributes
    ----------
    key : str
        The scenario key.
    value : float
        Its value here.
    parameter : Parameter
        Its row in the catalogue.
    """

    key: str
    value: float
    parameter: Parameter

    @property
    def stated(self) -> bool:
        """Whether the scenario has another value than the catalogue."""
        return self.value != self.parameter.value


def inputs(scenario: Scenario) -> list[Input]:
    """Return every number of the catalogue that a scenario has a place for, in the catalogue's order."""
    values = scenario.model_dump()
    found = []
    for parameter in catalogue().values():
        for place in places(parameter.key, scenario):
            value = value_at(values, place)
            if value is not None:
                found.append(Input(place, value, parameter))
    return found


def further(scenario: Scenario) -> list[tuple[str, Any]]:
    """Return what a scenario states beyond the catalogue: key and value as written, texts and named customers apart."""
    known = {each.key for each in inputs(scenario)}
    written = {key: value for key, value in scenario.given().items() if key not in _TEXTS}
    return [(key, value) for key, value in _leaves(written, "") if key not in known]


def _leaves(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value
