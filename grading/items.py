"""Items: plain Python modules that draw a candidate's numbers and say what is right."""

from __future__ import annotations

import difflib
import hashlib
import importlib
import importlib.util
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from .course import Paper
from .errors import Refused, nearest
from .settings import Marking

KINDS = ("formula", "integer", "choice", "simulated")
KNOWN = {
    "TITLE",
    "KIND",
    "POINTS",
    "RANGE",
    "CHOICES",
    "TOLERANCE",
    "ABSOLUTE",
    "REPLICATIONS",
    "WRONG_UNIT",
    "SEED_OF",
}


@dataclass(frozen=True)
class Key:
    """What is right for one candidate, and how nearly."""

    kind: str
    points: float
    expected: float | str
    tolerance: float = 0.0
    absolute: float = 0.0
    wrong_unit: tuple[tuple[float, float], ...] = ()
    state: str = "live"  # or "full", "drop": declared void

    def as_row(self) -> dict[str, Any]:
        """Return the key as it stands in the frozen table."""
        return {**self.__dict__, "wrong_unit": [list(pair) for pair in self.wrong_unit]}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Key:
        """Read a key from a row of the frozen table."""
        fields = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        return cls(
            **{
                **fields,
                "wrong_unit": tuple((factor, share) for factor, share in row.get("wrong_unit", ())),
            }
        )


@dataclass(frozen=True)
class Draw:
    """One candidate's item: what her paper shows, her files, and the key."""

    parameters: dict[str, Any]
    files: dict[str, str]
    key: Key
    steps: int | None = None


@dataclass(frozen=True)
class Item:
    """One item module of a paper."""

    name: str
    module: ModuleType
    marking: Marking

    @property
    def title(self) -> str:
        """What the item asks, in a few words."""
        return str(self.module.TITLE)

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return str(self.module.KIND)

    @property
    def points(self) -> float:
        """Points of a right answer."""
        return float(self.module.POINTS)

    @property
    def seed_of(self) -> str:
        """The item whose seed this one shares; its own name if none."""
        return str(getattr(self.module, "SEED_OF", self.name))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the module's text."""
        return hashlib.sha256(Path(str(self.module.__file__)).read_bytes()).hexdigest()

    def draw(self, seed: int) -> Draw:
        """Return what the item is for a seed; refuse a key that is no finite number or no known label."""
        try:
            parameters, expected = self.module.variant(seed)
            texts = self.module.files(parameters) if hasattr(self.module, "files") else {}
            steps = self.module.steps(parameters) if hasattr(self.module, "steps") else None
        except Exception as problem:  # the lecturer's module; whatever it raises is told in a sentence
            raise Refused(f"Item {self.name} fails for seed {seed}: {type(problem).__name__}: {problem}.") from problem
        if not isinstance(parameters, Mapping):
            raise Refused(f"Item {self.name}: the parameters must be a table of names and values, not {parameters!r}.")
        error = 0.0
        if self.kind == "simulated":
            if not isinstance(expected, Mapping) or set(expected) != {
                "value",
                "standard_error",
            }:
                raise Refused(
                    f"Item {self.name} is simulated: expected must be {{'value': ..., 'standard_error': ...}}."
                )
            error, expected = (
                float(expected["standard_error"]),
                float(expected["value"]),
            )
        return Draw(dict(parameters), dict(texts), self.key(expected, error), steps)

    def key(self, expected: Any, standard_error: float = 0.0) -> Key:
        """Return the key for an expected answer, with the item's own tolerance."""
        units = tuple((float(factor), float(share)) for factor, share in getattr(self.module, "WRONG_UNIT", {}).items())
        if self.kind == "choice":
            if expected not in self.module.CHOICES:
                raise Refused(
                    f"Item {self.name}: '{expected}' is no choice; {nearest(str(expected), self.module.CHOICES)}."
                )
            return Key(self.kind, self.points, str(expected))
        try:
            value = math.nan if isinstance(expected, bool | str) else float(expected)
        except (TypeError, ValueError):
            value = math.nan
        if not math.isfinite(value):
            raise Refused(f"Item {self.name}: the expected answer must be a finite number, not {expected!r}.")
        if self.kind == "integer":
            if value != int(value):
                raise Refused(f"Item {self.name} is an integer, and its expected answer is {expected!r}.")
            return Key(self.kind, self.points, int(value), wrong_unit=units)
        tolerance = float(getattr(self.module, "TOLERANCE", self.marking.formula))
        if self.kind == "simulated":
            tolerance = simulated_tolerance(value, standard_error, self.marking)
        return Key(
            self.kind,
            self.points,
            value,
            tolerance,
            float(getattr(self.module, "ABSOLUTE", 0.0)),
            units,
        )


def simulated_tolerance(value: float, standard_error: float, marking: Marking) -> float:
    """Return max(1 %, 3 SE / value), at most 5 %, with the course's figures for all three."""
    if value == 0:
        return marking.simulated_most
    wanted = max(marking.simulated_least, marking.standard_errors * standard_error / abs(value))
    return min(wanted, marking.simulated_most)


def load(paper: Paper) -> dict[str, Item]:
    """Load the item modules of a paper, in the order of their names.

    Modules are the lecturer's own, trusted code. They are loaded as a package of their own, so that
    ``from ._log import draw`` works, and freshly each time, so that a corrected module counts.
    """
    folder = paper.folder / "items"
    paths = sorted(folder.glob("[!_]*.py"), key=lambda path: (len(path.stem), path.stem))
    if not paths:
        raise Refused(f"There is no item in {folder}; an item is a Python module there, such as answer_1.py.")
    package = f"_items_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    for name in [name for name in sys.modules if name == package or name.startswith(package + ".")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    root = ModuleType(package)
    root.__path__ = [str(folder)]
    sys.modules[package] = root
    return {path.stem: load_one(package, path, paper.course.settings.marking) for path in paths}


def load_one(package: str, path: Path, marking: Marking) -> Item:
    """Load one module and check that it says what an item must say."""
    if not path.stem.isidentifier():
        raise Refused(f"{path}: an item's name is also a variable in the paper, and '{path.stem}' cannot be one.")
    writing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        module = importlib.import_module(f"{package}.{path.stem}")
    except Exception as problem:  # the lecturer's module; whatever it raises is told in a sentence
        raise Refused(f"{path} cannot be loaded: {type(problem).__name__}: {problem}.") from problem
    finally:
        sys.dont_write_bytecode = writing
    complain = check(module)
    if complain:
        raise Refused(f"{path}: {complain}")
    return Item(path.stem, module, marking)


def check(module: ModuleType) -> str | None:
    """Return what is missing or unknown in an item module, None if it is whole."""
    names = vars(module)
    for name in ("TITLE", "KIND", "POINTS", "variant"):
        if name not in names:
            return f"{name} is missing."
    for name in names:
        if name.isupper() and name not in KNOWN and difflib.get_close_matches(name, KNOWN, cutoff=0.8):
            return f"there is no setting {name}; {nearest(name, KNOWN)}."
    if module.KIND not in KINDS:
        return f"KIND '{module.KIND}' is unknown; {nearest(str(module.KIND), KINDS)}."
    if not isinstance(module.POINTS, int | float) or isinstance(module.POINTS, bool) or not 0 < module.POINTS <= 1000:
        return f"POINTS must be a number above 0, not {module.POINTS!r}."
    needed = {"choice": "CHOICES", "simulated": "REPLICATIONS"}.get(module.KIND)
    if needed and needed not in names:
        return f"a {module.KIND} item needs {needed}."
    if module.KIND != "choice" and "RANGE" not in names:
        return "RANGE is missing: the smallest and the largest expected answer."
    return None
