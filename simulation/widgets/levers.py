"""Levers: scenario keys that can be turned, each as one native input with its label, unit and range."""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Iterable
from typing import Any, NamedTuple

from pydantic import BaseModel

from simulation.errors import InputError, nearest
from simulation.overrides import places, value_at
from simulation.parameters import Parameter, catalogue
from simulation.plots.words import called
from simulation.scenario import Scenario
from simulation.strings import t
from simulation.strings import table as words

GROUPS = ("staffing", "integration", "transparency", "handling", "channels", "customers", "assumptions")
"""Where a lever stands, in this order."""

_GROUP_OF = {
    "teams": "staffing",
    "integration": "integration",
    "transparency": "transparency",
    "handling": "handling",
    "channels": "channels",
    "needs": "customers",
    "orders": "customers",
    "population": "customers",
    "behaviour": "customers",
}

_OF_PARTS = ("channels", "teams", "needs")
"""Tables in which a part of the company has a table of its own, and names its keys."""


class Lever(NamedTuple):
    """A scenario key that can be turned.

    Attributes
    ----------
    key : str
        Such as ``"teams.phone.agents"``; a number, on/off, or a choice.
    low, high, step : float, optional
        Ends and step of a number, in the key's own unit. What is not given comes from the catalogue's range, or from
        the scenario's bounds and the value that the key has.
    """

    key: str
    low: float | None = None
    high: float | None = None
    step: float | None = None


class Control(NamedTuple):
    """A lever as it is shown.

    Attributes
    ----------
    key, kind, group, label, unit : str
        `kind` is ``number``, ``switch`` or ``choice``.
    low, high, step : float
        Of a number, in the key's own unit.
    scale, digits : float, int
        How a number is shown: multiplied, and with so many decimals.
    options : tuple of (str, str)
        Of a choice: values, and the words for them.
    whole : bool
        Whether the key takes whole numbers only.
    """

    key: str
    kind: str
    group: str
    label: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    scale: float = 1.0
    digits: int = 0
    options: tuple[tuple[str, str], ...] = ()
    whole: bool = False

    def accepted(self, value: Any) -> Any:
        """Return a value as the scenario takes it.

        Raises
        ------
        InputError
            When it is of another kind, or not among the options.
        """
        if self.kind == "switch" and not isinstance(value, bool):
            raise InputError(f"{self.key} = {value!r}: expected true or false")
        if self.kind == "choice" and value not in dict(self.options):
            raise InputError(f"{self.key} = {value!r}: {nearest(str(value), dict(self.options))}")
        if self.kind == "number":
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
                raise InputError(f"{self.key} = {value!r}: expected a number")
            return int(value) if self.whole and float(value).is_integer() else value
        return value


def control(lever: Lever | str, scenario: Scenario, others: Iterable[Scenario] = ()) -> Control:
    """Return how a lever is shown for a scenario.

    Parameters
    ----------
    lever : Lever or str
        What to turn.
    scenario : Scenario
        The world as it is.
    others : iterable of Scenario
        Worlds whose values must be within reach as well.

    Raises
    ------
    InputError
        When the scenario has no such key, or it cannot be turned.
    """
    lever = Lever(lever) if isinstance(lever, str) else lever
    values = scenario.model_dump()
    annotation, metadata = _field(lever.key, scenario, values)
    value = value_at(values, lever.key)
    group = _GROUP_OF.get(lever.key.split(".")[0], "assumptions")
    label = name_of(lever.key, scenario)
    kind, options = _kind(annotation)
    if kind == "switch":
        return Control(lever.key, kind, group, label)
    if kind == "choice":
        return Control(
            lever.key, kind, group, label, options=tuple((each, _option(lever.key, each)) for each in options)
        )
    if kind != "number" or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(f"{lever.key}: is no lever, expected the key of a number, of on/off, or of a choice")
    reached = [value_at(other.model_dump(), lever.key) for other in others]
    known = [each for each in (value, *reached) if isinstance(each, (int, float)) and math.isfinite(each)]
    whole = kind == "number" and _is_whole(annotation)
    parameter = parameter_of(lever.key, scenario)
    low, high = _range(lever, known, parameter, metadata, whole)
    step = lever.step if lever.step is not None else (1.0 if whole else _step(low, high, float(value)))
    unit, scale = _unit(lever.key, parameter, metadata)
    digits = max(0, -math.floor(math.log10(step * scale) + 1e-9))
    return Control(lever.key, kind, group, label, unit, low, high, step, scale, digits, (), whole)


def _field(key: str, scenario: Scenario, values: dict[str, Any]) -> tuple[Any, list[Any]]:
    """Return the type and the bounds of a key."""
    annotation: Any = Scenario
    metadata: list[Any] = []
    place: Any = values
    for part in key.split("."):
        names = list(place) if isinstance(place, dict) else []
        model = _model(annotation)
        if model is not None:
            if part not in model.model_fields:
                raise InputError(f"lever '{key}': no '{part}' here, {nearest(part, model.model_fields)}")
            field = model.model_fields[part]
            annotation, metadata = field.annotation, list(field.metadata)
        elif typing.get_origin(annotation) is dict and part in names:
            annotation, metadata = typing.get_args(annotation)[1], []
            if typing.get_origin(annotation) is typing.Annotated:
                annotation, *metadata = typing.get_args(annotation)
        else:
            raise InputError(f"lever '{key}': {scenario.name} has no '{part}' there, {nearest(part, names)}")
        place = place.get(part) if isinstance(place, dict) else None
    return annotation, metadata


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    options = typing.get_args(annotation) if typing.get_origin(annotation) in (typing.Union, types.UnionType) else ()
    return next((found for option in options if (found := _model(option))), None)


def _kind(annotation: Any) -> tuple[str, tuple[str, ...]]:
    """Return whether a type is a switch, a choice (with its options), a number, or none of them."""
    if annotation is bool:
        return "switch", ()
    if typing.get_origin(annotation) is typing.Literal:
        return "choice", tuple(str(each) for each in typing.get_args(annotation))
    if annotation in (int, float):
        return "number", ()
    inner = [each for each in typing.get_args(annotation) if each is not type(None)]
    return _kind(inner[0]) if inner else ("", ())


def _is_whole(annotation: Any) -> bool:
    return annotation is int or int in typing.get_args(annotation)


def parameter_of(key: str, scenario: Scenario) -> Parameter | None:
    """Return the row of the catalogue from which a key has its default, None where it has none."""
    table = key.partition(".")[0]
    kind = "incidents" if ".incident." in key else table
    rows = ((name, row) for name, row in catalogue().items() if name.startswith(f"{kind}."))
    return next((row for name, row in rows if key in places(name, scenario)), None)


def _range(
    lever: Lever, known: list[float], parameter: Parameter | None, metadata: list[Any], whole: bool
) -> tuple[float, float]:
    """Return the ends of a number: as given, else of the catalogue, else of the schema; no known value is outside."""
    least = next((bound.ge for bound in metadata if getattr(bound, "ge", None) is not None), 0.0)
    most = next((bound.le for bound in metadata if getattr(bound, "le", None) is not None), None)
    if most is not None and most > 1000:  # a bound against mistakes, not a range
        most = None
    value = max(map(abs, known))
    low, high = float(least), float(most) if most is not None else max(2.0 * value, value + 4 if whole else 1.0)
    if parameter is not None and parameter.low is not None and parameter.high is not None:
        low, high = parameter.low, parameter.high
    low, high = min(low, *known), max(high, *known)
    low, high = lever.low if lever.low is not None else low, lever.high if lever.high is not None else high
    if not low < high:
        raise InputError(f"lever '{lever.key}': low = {low:g} is not below high = {high:g}")
    return low, high


def _step(low: float, high: float, value: float) -> float:
    """Return the coarsest round step of at most a fifteenth of the range on whose grid the value lies."""
    top = math.floor(math.log10((high - low) / 15))
    rounds = [factor * 10.0**power for power in (top, top - 1, top - 2) for factor in (5, 2, 1)]
    fit = [step for step in rounds if step <= (high - low) / 15 + 1e-12]
    return next((step for step in fit if abs((value - low) / step - round((value - low) / step)) < 1e-6), fit[0])


def _unit(key: str, parameter: Parameter | None, metadata: list[Any]) -> tuple[str, float]:
    """Return the unit of a number, and what it is multiplied by to be in it."""
    bounds = {name: getattr(bound, name) for bound in metadata for name in ("ge", "le") if hasattr(bound, name)}
    if bounds.get("le") == 1 and bounds.get("ge") == 0:
        return "%", 100.0
    named = _words_of("unit", key)
    if named is not None:
        return t(named[0]), 1.0
    if parameter is not None and f"unit.{parameter.unit}" in words():
        return t(f"unit.{parameter.unit}"), 1.0
    return (parameter.unit if parameter is not None else ""), 1.0


def _words_of(room: str, key: str) -> tuple[str, str] | None:
    """Return the entry of the string table for a key, and the part of the company that it leaves out."""
    first, *rest = key.split(".")
    candidates = [(rest, ""), (rest[1:], rest[0] if rest else ""), (rest[:-1], rest[-1] if rest else "")]
    for kept, part in candidates:
        entry = ".".join([room, first, *kept])
        if entry in words():
            return entry, part
    return None


def name_of(key: str, scenario: Scenario) -> str:
    """Return how to name a scenario key, such as "Phone: agents", whether or not it is a lever."""
    named = _words_of("lever", key)
    if named is not None:
        return t(named[0], part=part_name(named[1], scenario))
    parameter = parameter_of(key, scenario)
    if parameter is not None:
        return parameter.meaning[:1].upper() + parameter.meaning[1:]
    table, *parts = key.replace("_", " ").split(".")
    if table in _OF_PARTS and len(parts) > 1:
        table, *parts = part_name(key.split(".")[1], scenario), *parts[1:]
    return ": ".join([table[:1].upper() + table[1:], *parts])


def part_name(name: str, scenario: Scenario) -> str:
    """Return how to name a channel, team or need at the beginning of a label."""
    title = scenario.channels[name].title if name in scenario.channels else ""
    title = t(f"part.{name}") if f"part.{name}" in words() else title or called(name).replace("-", " ")
    return title[:1].upper() + title[1:]


def _option(key: str, value: str) -> str:
    entry = f"option.{key.rpartition('.')[2]}.{value}"
    return t(entry) if entry in words() else value.replace("_", " ")
