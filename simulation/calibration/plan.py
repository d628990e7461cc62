"""A calibration as its file states it: the scenario, the published figures, what is free, and how long to look."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from simulation.complaints import valid
from simulation.errors import InputError, nearest
from simulation.parameters import catalogue
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.shelf import read_toml
from simulation.values import Number, Part, Positive

NORMAL_97_5 = 1.959963984540054
"""The standard normal's 97.5 % point: so many standard errors make a tolerance."""

Floats = NDArray[np.float64]


class Target(Part):
    """A published figure, and how near to it is near enough."""

    measure: str
    value: Number
    tolerance: Positive | None = None
    """A simulated mean may be so far off."""
    standard_error: Positive | None = None
    """Of the published figure; the tolerance is then 1.96 of them."""

    @model_validator(mode="after")
    def _one_width(self) -> Target:
        if (self.tolerance is None) == (self.standard_error is None):
            raise ValueError("expected either 'tolerance' or 'standard_error'")
        return self

    @property
    def width(self) -> float:
        """The distance that counts as 1."""
        if self.tolerance is not None:
            return self.tolerance
        return NORMAL_97_5 * (self.standard_error or 0.0)


class FreeParameter(Part):
    """A key of the scenario that may take any value of a range."""

    key: str
    low: Number | None = None
    """None: the low end of the catalogue's range."""
    high: Number | None = None


class PlanFile(Part):
    """What stands in a calibration file."""

    scenario: str
    title: str = ""
    changes: dict[str, Any] = Field(default_factory=dict)
    """Keys of the scenario and the values that they have throughout."""
    replications: Annotated[int, Field(ge=1, le=1000)] = 3
    seed: Annotated[int, Field(ge=0)] = 1
    evaluations: Annotated[int, Field(ge=10, le=100_000)] = 200
    """Points that the search for the best fit may look at."""
    grid: Annotated[int, Field(ge=3, le=101)] = 11
    """Values of each parameter in its profile."""
    refit: Annotated[int, Field(ge=2, le=10_000)] = 20
    """Points that each re-fit of a profile may look at."""
    targets: Annotated[list[Target], Field(min_length=1)]
    free: Annotated[list[FreeParameter], Field(min_length=1, max_length=8)]


class Range(NamedTuple):
    """A free parameter with its range.

    Attributes
    ----------
    key : str
        The scenario key.
    low, high : float
        Ends of the range.
    whole : bool
        Whether it takes whole numbers only.
    unit : str
        Its unit where the catalogue knows it, else empty.
    """

    key: str
    low: float
    high: float
    whole: bool
    unit: str

    def at(self, share: float) -> float:
        """Return the value that lies a share of the way from low to high."""
        value = self.low + share * (self.high - self.low)
        return float(round(value)) if self.whole else value

    def grid(self, count: int) -> list[float]:
        """Return so many values from low to high, evenly; fewer where there are not so many whole numbers."""
        shares = np.linspace(0, 1, count)
        return list(dict.fromkeys(self.at(float(share)) for share in shares))

    def share(self, value: float) -> float:
        """Return how far a value lies from low to high, as a share."""
        return (value - self.low) / (self.high - self.low)


class Plan(NamedTuple):
    """A calibration that can be done.

    Attributes
    ----------
    name : str
        The file, as errors call it.
    title : str
        What the pictures say above.
    base : Scenario
        With the changes that hold throughout.
    targets : tuple of Target
        The published figures.
    free : tuple of Range
        What is free.
    settings : PlanFile
        Replications, seed, and how long to look.
    """

    name: str
    title: str
    base: Scenario
    targets: tuple[Target, ...]
    free: tuple[Range, ...]
    settings: PlanFile

    def scenario(self, values: Floats) -> Scenario:
        """Return the base scenario with values for what is free, in the order of `free`."""
        return self.base.with_(self.changes(values))

    def changes(self, values: Floats) -> dict[str, float]:
        """Return values by scenario key; whole numbers as such."""
        return {
            each.key: round(float(value)) if each.whole else float(value)
            for each, value in zip(self.free, values, strict=True)
        }


def read_plan(path: Path) -> Plan:
    """Read a calibration file, and make sure that it can be done.

    Parameters
    ----------
    path : Path
        A TOML file; a scenario that it names by a file is looked for beside it.

    Raises
    ------
    InputError
        One sentence: where, what, what was expected, the nearest valid name.
    """
    raw = read_toml(path)
    return plan(raw, str(path), path.parent)


def plan(raw: dict[str, Any], where: str, folder: Path = Path()) -> Plan:
    """Make a plan from a nested table.

    Parameters
    ----------
    raw : dict
        The table, as read from TOML.
    where : str
        What an error sentence begins with.
    folder : Path
        Where a scenario file of one's own is looked for.
    """
    settings = valid(PlanFile, raw, where)
    try:
        base = _base(settings, folder)
        free = tuple(_range(base, each) for each in settings.free)
        _differ("free", [each.key for each in free])
        _differ("targets", [each.measure for each in settings.targets])
        known = simulate(base, settings.seed).measures()
        for target in settings.targets:
            if target.measure not in known:
                raise InputError(f"targets: no measure '{target.measure}', {nearest(target.measure, known)}")
    except InputError as problem:
        raise InputError(f"{where}: {problem}") from None
    title = settings.title or base.title or base.name
    return Plan(where, title, base, tuple(settings.targets), free, settings)


def _base(settings: PlanFile, folder: Path) -> Scenario:
    """Return the scenario that a file names, under its policy if it names one, with the changes."""
    name, colon, policy = settings.scenario.rpartition(":")
    if not colon or not name:
        name, policy = settings.scenario, ""
    if name.endswith(".toml") and not Path(name).is_absolute():
        name = str(folder / name)
    scenario = load(name)
    if policy:
        scenario = scenario.policy(policy)
    return scenario.with_(dict(settings.changes)) if settings.changes else scenario


def _differ(table: str, names: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise InputError(f"{table}.{index + 1}: '{name}' is there already, expected each once")


def _range(base: Scenario, asked: FreeParameter) -> Range:
    """Return the range of a free parameter: its own, or the catalogue's, tried at both ends."""
    unit, usual = _catalogued(base, asked.key)
    low = usual[0] if asked.low is None else asked.low
    high = usual[1] if asked.high is None else asked.high
    if low is None or high is None:
        raise InputError(f"free: {asked.key} has no range in the catalogue, expected 'low' and 'high'")
    if not low < high:
        raise InputError(f"free: {asked.key} goes from {low:g} to {high:g}, expected 'low' below 'high'")
    whole = _is_whole(base, asked.key)
    if whole and (low % 1 or high % 1):
        raise InputError(f"free: {asked.key} goes from {low:g} to {high:g}, expected whole numbers")
    for value in (low, high):
        base.with_({asked.key: int(value) if whole else float(value)})
    return Range(asked.key, float(low), float(high), whole, unit)


def _is_whole(base: Scenario, key: str) -> bool:
    """Return whether a key holds a whole number; refuse one that holds no number at all."""
    value: Any = base.model_dump()
    for part in key.split("."):
        if isinstance(value, list) and part.isdigit() and 1 <= int(part) <= len(value):
            value = value[int(part) - 1]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, dict):
            raise InputError(f"free: {key}: no '{part}' in the scenario, {nearest(part, value)}")
        else:
            raise InputError(f"free: {key}: expected the key of a number")
    if isinstance(value, bool) or not isinstance(value, (int, float, type(None))):
        raise InputError(f"free: {key}: holds {value!r}, expected the key of a number")
    return isinstance(value, int)


def _catalogued(base: Scenario, key: str) -> tuple[str, tuple[float | None, float | None]]:
    """Return the unit and the range that the catalogue has for a key of a scenario; teams share theirs."""
    first, *rest = key.split(".")
    known = key
    if first == "teams" and len(rest) > 1:
        known = ".".join([first, *rest[1:]])
    elif first == "channels" and len(rest) > 1:
        like = base.given().get("channels", {}).get(rest[0], {}).get("like", rest[0])
        known = ".".join([first, like, *rest[1:]])
    elif first == "needs" and len(rest) > 2 and rest[1] == "incident":
        known = ".".join(["incidents", *rest[2:]])
    parameter = catalogue().get(known)
    if parameter is None:
        return "", (None, None)
    return parameter.unit, (parameter.low, parameter.high)
