"""Texts of a notebook: words from the table, numbers from what was computed or published, never typed into prose."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from simulation.errors import InputError, nearest
from simulation.labs.extra import needed_for
from simulation.mechanisms import mechanism
from simulation.parameters import STATUS_MEANING, Parameter, catalogue
from simulation.strings import t

_BARE = ("0-1", "probability", "-", "util")
"""Units that are not written after a number."""


class Text(str):
    """Words in Markdown that a notebook shows as such, and everything else as plain text."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return str(self)


class Citation(NamedTuple):
    """A published figure.

    Attributes
    ----------
    figure : str
        The figure as it was published, with its unit; empty: the value that stands in the catalogue.
    words : str
        The key of the words that say what the figure is about, with a place ``{figure}``.
    source : str
        Who published it, where and when; empty: the source that stands in the catalogue.
    parameter : str
        The key in the catalogue; empty where the model has no such parameter.
    """

    figure: str = ""
    words: str = ""
    source: str = ""
    parameter: str = ""


def show(thing: object) -> None:
    """Show something where a notebook shows its results; outside a notebook it is printed.

    Raises
    ------
    InputError
        When IPython is not installed.
    """
    with needed_for("a notebook"):
        from IPython.display import display
    display(thing)  # type: ignore[no-untyped-call]


def say(key: str, **values: object) -> None:
    """Show a text of the table as Markdown.

    Parameters
    ----------
    key : str
        As in `simulation/strings`.
    **values
        What the notebook computed, for the places in the text; a format such as ``{minutes:.0f}`` belongs to the text.

    Raises
    ------
    InputError
        When the key is unknown, or a place has no value.
    """
    show(Text(t(key, **values)))


def cite(name: str) -> Text:
    """Return a published figure with its source; it shows itself at the end of a cell, and can be a value of `say`.

    Parameters
    ----------
    name : str
        As in `simulation/labs/citations.toml`.

    Raises
    ------
    InputError
        When there is no such citation.

    >>> cite("online-support")
    46 % of customers expected support online (a column of January 2012)
    """
    citations = published()
    if name not in citations:
        raise InputError(f"cite: no citation '{name}', {nearest(name, citations)}")
    citation = citations[name]
    figure, source = citation.figure, citation.source
    if citation.parameter:
        parameter = catalogue()[citation.parameter]
        figure, source = figure or _valued(parameter), source or parameter.source
    return Text(f"{t(citation.words, figure=figure)} ({source})")


@cache
def published() -> Mapping[str, Citation]:
    """Return every published figure that the labs quote, by its name."""
    text = resources.files(__package__).joinpath("citations.toml").read_text("utf-8")
    return {name: Citation(**fields) for name, fields in tomllib.loads(text).items()}


def texts_say(*rows: str) -> None:
    """Show what the texts behind the cases say, each sentence with its text.

    Parameters
    ----------
    *rows : str
        Numbers of rows, as ``python -m simulation mechanisms`` lists them.

    Raises
    ------
    InputError
        When there is no such row.
    """
    found = [mechanism(row) for row in rows]
    show(Text("\n".join(f"- *{row.text[:1].upper() + row.text[1:]}:* {row.says}" for row in found)))


def follows() -> None:
    """Mark a result: it follows from the queues, whatever is assumed about people's minds."""
    say("labs.follows")


def assumed(key: str) -> None:
    """Mark a result: it hangs on a parameter of the catalogue, whose value and range stand beside the mark.

    Raises
    ------
    InputError
        When the catalogue has no such parameter.
    """
    if key not in catalogue():
        raise InputError(f"assumed: no parameter '{key}', {nearest(key, catalogue())}")
    parameter = catalogue()[key]
    unit = "" if parameter.unit in _BARE else f" {parameter.unit}"
    values = {"parameter": key, "meaning": parameter.meaning, "value": _written(parameter.value) + unit}
    status = parameter.source or STATUS_MEANING[parameter.status]
    if parameter.low is None or parameter.high is None:
        say("labs.assumed", **values, status=status)
        return
    span = {"low": _written(parameter.low), "high": _written(parameter.high)}
    say("labs.assumed-within", **values, **span, status=status)


def _written(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _valued(parameter: Parameter) -> str:
    """Write a parameter's value: shares in per cent, everything else with its unit.

    >>> _valued(catalogue()["population.expects_day"])
    '47 %'
    """
    if parameter.unit == "probability":
        return f"{100 * parameter.value:g} %"
    return f"{parameter.value:g} {parameter.unit}"
