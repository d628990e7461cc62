"""The settings of a course and of a paper: what may stand in ``course.toml`` and ``paper.toml``."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from .errors import Refused, nearest

Share = Annotated[float, Field(gt=0, lt=1)]
Count = Annotated[int, Field(gt=0)]


class Settings(BaseModel):
    """A table of settings: frozen, and without unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Marking(Settings):
    """Tolerances and rules of marking; shares of the expected answer."""

    formula: Share = 0.01
    simulated_least: Share = 0.01
    simulated_most: Share = 0.05
    standard_errors: Annotated[float, Field(gt=0)] = 3
    decimal_comma: Literal["flag", "accept"] = "flag"
    void: Literal["full", "drop"] = "full"


class Limits(Settings):
    """How big a hand-in may be."""

    file_megabytes: Count = 32
    total_megabytes: Count = 4096
    files: Count = 20_000
    answer_characters: Count = 200
    essay_characters: Count = 40_000


class Feedback(Settings):
    """What the feedback page tells."""

    show_expected: bool = True


class CourseSettings(Settings):
    """``course.toml``."""

    course: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$")]
    kind: Literal["exam", "open"] = "exam"
    institution: str = ""
    letters: dict[str, float | str] = {
        "A": 88,
        "B": 76,
        "C": 64,
        "D": 52,
        "E": 40,
        "fail": "F",
    }
    marking: Marking = Marking()
    limits: Limits = Limits()
    feedback: Feedback = Feedback()


class Weights(Settings):
    """What a point of an item and of an essay cell counts in the paper."""

    items: Annotated[float, Field(gt=0)] = 1.0
    essays: Annotated[float, Field(gt=0)] = 1.0


class PaperSettings(Settings):
    """``paper.toml``."""

    title: str
    closes: AwareDatetime | None = None
    minutes: Count | None = None
    weights: Weights = Weights()

    def closing(self, extra_minutes: int = 0) -> datetime | None:
        """Return when the paper closes for a candidate with extra time."""
        from datetime import timedelta

        return self.closes + timedelta(minutes=extra_minutes) if self.closes else None


Table = TypeVar("Table", bound=Settings)


def read(path: Path, model: type[Table]) -> Table:
    """Read a table of settings; refuse it with one sentence that says where and what was expected."""
    return validated(toml(path), model, str(path))


def read_tables(path: Path, model: type[Table]) -> dict[str, Table]:
    """Read a file whose every top-level table has the same form."""
    return {name: validated(values, model, f"{path}, [{name}]") for name, values in toml(path).items()}


def toml(path: Path) -> dict[str, Any]:
    """Read TOML."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise Refused(f"There is no file {path}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Refused(f"{path} is not valid TOML: {problem}.") from None


def validated(values: Any, model: type[Table], where: str) -> Table:
    """Return the settings, or refuse the first that is wrong."""
    try:
        return model.model_validate(values)
    except ValidationError as problems:
        first = min(problems.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
        raise Refused(f"{where}: {sentence(first, model)}") from None


def sentence(problem: Any, model: type[BaseModel]) -> str:
    """Say in one sentence what is wrong with a setting."""
    name = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        names = known_names(model, [part for part in problem["loc"] if isinstance(part, str)])
        return f"there is no setting '{name}'; {nearest(str(problem['loc'][-1]), names)}."
    if problem["type"] == "timezone_aware":
        return f"'{name}' needs its offset, such as 2026-12-10T13:00:00+01:00."
    said = problem["msg"][0].lower() + problem["msg"][1:]
    return f"'{name}': {said}." if problem["type"] == "missing" else f"'{name}': {said}, not {problem['input']!r}."


def known_names(model: type[BaseModel], path: list[str]) -> list[str]:
    """Return the settings that a table at a path may have."""
    table: Any = model
    for part in path[:-1]:
        annotation = table.model_fields[part].annotation
        inner = [kind for kind in getattr(annotation, "__args__", ()) if isinstance(kind, type)]
        table = inner[0] if inner else annotation
        if not hasattr(table, "model_fields"):
            return []
    return list(table.model_fields)
