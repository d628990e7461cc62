"""One clear sentence out of a validation error: the place, what stood there, what was expected."""

from __future__ import annotations

import datetime as dt
import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from simulation.errors import InputError, nearest

Model = TypeVar("Model", bound=BaseModel)

_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "a text",
    "dict_type": "a table",
    "model_type": "a table",
    "list_type": "a list",
    "finite_number": "a finite number",
}
_LONGEST = 80
_SHAPES = ("float_type", "list_type")
_BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
    "greater_than": ("gt", "more than"),
    "less_than": ("lt", "less than"),
}


def _model_of(annotation: Any, part: str | int) -> Any:
    """Follow one step of a place into a type: a field's type, a dictionary's values, a list's items."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return field.annotation if field else None
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        for option in arguments:
            found = _model_of(option, part)
            if found is not None:
                return found
        return None
    if origin is dict:
        return arguments[1]
    if origin is list and isinstance(part, int):
        return arguments[0]
    if origin is typing.Annotated:
        return _model_of(arguments[0], part)
    return None


def _fields(annotation: Any) -> list[str]:
    """Return the names of the fields that a type has, looking through options and annotations."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return list(annotation.model_fields)
    return [name for option in typing.get_args(annotation) for name in _fields(option)]


def _written(value: Any) -> str:
    """Return a value as its author may have written it, long ones cut."""
    if isinstance(value, bool):
        return str(value).lower()
    shown = str(value) if isinstance(value, dt.date | dt.time) else repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]} ..."


def complain(problem: ValidationError, model: type[BaseModel]) -> str:
    """Return one sentence about the first thing that is wrong.

    Parameters
    ----------
    problem : ValidationError
        What pydantic found.
    model : type of BaseModel
        The model that was validated; its fields are the valid names.
    """
    # A misspelt key explains a missing one: speak of it first. Speak last of the option that was not meant.
    found = sorted(problem.errors(), key=lambda error: (error["type"] != "extra_forbidden", error["type"] in _SHAPES))
    error = found[0]
    place: list[str] = []
    annotation: Any = model
    for part in error["loc"]:
        inside = _model_of(annotation, part)
        if inside is None and error["type"] != "extra_forbidden":
            continue  # a tag of pydantic's own, such as the option of a union
        place.append(str(part + 1) if isinstance(part, int) else part)
        if inside is not None:
            annotation = inside
    where = ".".join(place)
    kind = error["type"]
    if kind == "extra_forbidden":
        table = ".".join(place[:-1])
        inside = f" in [{table}]" if table else ""
        return f"{where}: there is no key '{place[-1]}'{inside}, {nearest(place[-1], _fields(annotation))}"
    if kind == "missing":
        return f"{where}: is missing, and has no default"
    if kind == "value_error":
        message = str(error["ctx"]["error"])
        if not where:
            return message
        shown = f" = {_written(error['input'])}" if not isinstance(error["input"], dict) else ""
        return f"{where}{shown}: {message}"
    shown = f"{where} = {_written(error['input'])}"
    if kind == "literal_error":
        options = [option for option in typing.get_args(annotation) if isinstance(option, str)]
        return f"{shown}: {nearest(str(error['input']), options)}"
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"{shown}: out of range, expected {words} {error['ctx'][key]:g}"
    if kind == "too_short":
        return f"{shown}: expected at least {error['ctx']['min_length']} of them"
    if kind in _EXPECTED:
        return f"{shown}: expected {_EXPECTED[kind]}"
    return f"{shown}: {error['msg'][0].lower()}{error['msg'][1:]}"


def valid(model: type[Model], raw: object, where: str = "") -> Model:
    """Make a model of what was read.

    Parameters
    ----------
    model : type of BaseModel
        What to make.
    raw : object
        A nested table.
    where : str
        What an error sentence begins with, if anything.

    Raises
    ------
    InputError
        One sentence about the first thing that is wrong.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as problem:
        said = complain(problem, model)
        raise InputError(f"{where}: {said}" if where else said) from None
