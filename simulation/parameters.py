"""The catalogue: value, unit, range, status and source of every default.

Nobody should mistake an assumption for a fact.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from pydantic import Field

Status = Literal["T", "S", "F", "R", "A"]

STATUS_MEANING = MappingProxyType(
    {
        "T": "taken from one of the case texts",
        "S": "published figure",
        "F": "fitted to a published figure",
        "R": "recalled from the literature, not checked",
        "A": "assumed",
    }
)


class Parameter(NamedTuple):
    """One default of the model.

    Attributes
    ----------
    key : str
        The scenario key that it is the default of.
    symbol : str
        The symbol used in papers and formulas; empty where there is none.
    meaning : str
        What it is, in words.
    value : float
        The default, in `unit`.
    low, high : float or None
        Range for sensitivity studies (not the range of valid values).
    unit : str
        Unit of `value`, `low` and `high`.
    status : str
        T, S, F, R or A: see `STATUS_MEANING`.
    source : str
        Where the value comes from; empty for a bare assumption.
    """

    key: str
    symbol: str
    meaning: str
    value: float
    low: float | None
    high: float | None
    unit: str
    status: Status
    source: str


@cache
def catalogue() -> MappingProxyType[str, Parameter]:
    """Return every parameter by its scenario key, in the order of the table."""
    text = resources.files("simulation").joinpath("parameters.csv").read_text(encoding="utf-8")
    rows: dict[str, Parameter] = {}
    for row in csv.DictReader(text.splitlines()):
        bounds = {name: float(row[name]) if row[name] else None for name in ("low", "high")}
        fixed: dict[str, Any] = {**row, **bounds, "value": float(row["value"])}
        rows[row["key"]] = Parameter(**fixed)
    return MappingProxyType(rows)


def default(key: str) -> Any:
    """Return the pydantic field whose default, description and unit stand in the catalogue under `key`."""
    parameter = catalogue()[key]
    value: float | int = parameter.value
    if parameter.unit in ("persons", "contacts", "reactions"):
        value = int(value)
    extra: dict[str, Any] = {"unit": parameter.unit, "status": parameter.status}
    return Field(default=value, description=parameter.meaning, json_schema_extra=extra)


@cache
def _below(prefix: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the defaults below `prefix`, each with the parts of its key that come after it."""
    rows = catalogue().items()
    inside = [(key.removeprefix(prefix + "."), each.value) for key, each in rows if key.startswith(prefix + ".")]
    return tuple((tuple(key.split(".")), value) for key, value in inside)


def table(prefix: str) -> dict[str, Any]:
    """Return the defaults below `prefix` as a nested table, for example those of ``"channels.phone"``."""
    nested: dict[str, Any] = {}
    for (*path, last), value in _below(prefix):
        place = nested
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return nested
