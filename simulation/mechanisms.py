"""What five texts say about customer service, row by row, and where this project shows it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from simulation.errors import InputError, nearest

KINDS = ("simulated", "measured", "taught")
"""A lever, an event or a state shows it; a measure counts it; a page or a paper teaches what no simulation can show."""

SORTS = ("lever", "event", "measure", "policy", "attribute")
"""What the names in `Mechanism.shown_by` are names of; they stand before the colon."""


class Mechanism(NamedTuple):
    """One thing that a text says, and how to see it here.

    Attributes
    ----------
    id : str
        The text's number and the row's, such as ``"0.8"``.
    text : str
        The text.
    says : str
        What it says.
    kind : str
        One of `KINDS`.
    shown_by : tuple of str
        Names as ``"sort:name"``: keys of the scenario, events of the log, measures of a run, policies of the scenario,
        attributes of customers and cases. Empty for what is taught.
    how : str
        How the model shows it.
    scenario : str
        Where to see it, as ``"name"`` or ``"name:policy"``.
    test : str
        What proves it, as ``"file::function"``.
    place : str
        Where it is taught, as ``"file#heading"``.
    why : str
        Why no simulation can show it.
    """

    id: str
    text: str
    says: str
    kind: str
    shown_by: tuple[str, ...] = ()
    how: str = ""
    scenario: str = ""
    test: str = ""
    place: str = ""
    why: str = ""

    @property
    def where(self) -> str:
        """Where it can be seen: a scenario, or a place."""
        return self.scenario or self.place


@cache
def mechanisms() -> tuple[Mechanism, ...]:
    """Return all rows in the order of the texts."""
    raw = tomllib.loads(resources.files("simulation").joinpath("mechanisms.toml").read_text(encoding="utf-8"))
    texts = raw.pop("texts")
    return tuple(
        Mechanism(f"{text}.{number}", texts[text], **row | {"shown_by": tuple(row.get("shown_by", ()))})
        for text, rows in raw.items()
        for number, row in rows.items()
    )


def mechanism(identity: str) -> Mechanism:
    """Return one row.

    Raises
    ------
    InputError
        When there is none of that number.
    """
    rows = {row.id: row for row in mechanisms()}
    if identity not in rows:
        counts = {text: sum(row.startswith(f"{text}.") for row in rows) for text in dict.fromkeys(i[0] for i in rows)}
        known = ", ".join(f"{text}.1 to {text}.{count}" for text, count in counts.items())
        raise InputError(f"no row '{identity}', expected one of {known}")
    return rows[identity]


def of_kind(kind: str) -> list[Mechanism]:
    """Return the rows of a kind.

    Raises
    ------
    InputError
        When there is no such kind.
    """
    if kind not in KINDS:
        raise InputError(f"no kind '{kind}', {nearest(kind, KINDS)}")
    return [row for row in mechanisms() if row.kind == kind]
