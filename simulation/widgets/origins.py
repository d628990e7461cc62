"""Whether a result follows from who waits for whom, or from numbers that somebody assumed: then from which."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources

from simulation.parameters import Parameter, catalogue
from simulation.scenario import Scenario
from simulation.strings import t
from simulation.widgets.found import Found
from simulation.widgets.levers import parameter_of

_ITSELF = ("behaviour", "satisfaction", "channels", "handling", "orders", "costs")
"""Tables whose keys are such numbers themselves."""
_DEMAND = ("per_thousand", "per_day")


@cache
def origins() -> Mapping[str, Mapping[str, list[str]]]:
    """Return, for levers, rules and measures, through which numbers of the catalogue they work."""
    text = resources.files(__package__).joinpath("origins.toml").read_text("utf-8")
    return tomllib.loads(text)


def rests_on(changes: Iterable[str], measure: str, scenario: Scenario) -> list[Parameter]:
    """Return the numbers on which a change of a measure rests; none: it follows from who waits for whom.

    Parameters
    ----------
    changes : iterable of str
        The scenario keys that were changed.
    measure : str
        What was measured.
    scenario : Scenario
        The world after the change.
    """
    names: list[str] = []
    for key in changes:
        names += _of_lever(key, scenario)
    for rule, numbers in origins()["rules"].items():
        if getattr(scenario, rule) is not None:
            names += numbers
    names += origins()["measures"].get(measure, origins()["measures"].get(measure.split(".", maxsplit=1)[0], []))
    return [
        catalogue()[name]._replace(key=name) if name in catalogue() else _like(name) for name in dict.fromkeys(names)
    ]


def _of_lever(key: str, scenario: Scenario) -> list[str]:
    first, *rest = key.split(".")
    if first == "teams" and rest[1:] == ["attention"] and _told(scenario, rest[0]):
        return []
    known = origins()["levers"]
    for name in (key, ".".join([first, *rest[1:]]), ".".join([first, *rest[:1]])):
        if name in known:
            return known[name]
    parameter = parameter_of(key, scenario)
    if parameter is not None and first in _ITSELF and rest[-1] not in _DEMAND:
        return [parameter.key]
    return []


def _told(scenario: Scenario, team: str) -> bool:
    """Return whether a case tells for good when a team's agents are away, so that none of it is drawn."""
    return team in scenario.teams and scenario.teams[team].attention_told[-1:] == [math.inf]


def _like(pattern: str) -> Parameter:
    """Return one row for all that a pattern names: assumed, if any of them is."""
    rows = [row for name, row in catalogue().items() if fnmatchcase(name, pattern)]
    return next((row for row in rows if row.status == "A"), rows[0])._replace(key=pattern)


def mark(found: Found, measure: str) -> str:
    """Say whether a change of a measure follows from the queues, or on which assumptions it rests."""
    if found.unmoved(measure):
        return t("mark.untouched") if found.changes() else ""
    rows = rests_on(found.changes(), measure, found.worlds[1])
    if not rows:
        return t("mark.queues")
    said = []
    for kind, statuses in _KINDS.items():
        names = [row.key for row in rows if row.status in statuses]
        if names:
            shown = ", ".join(names[:_NAMED])
            rest = len(names) - _NAMED
            said.append(t(f"mark.{kind}", names=t("mark.more", names=shown, rest=rest) if rest > 0 else shown))
    return " ".join(said)


_NAMED = 4
"""Names in a sentence; of the others their number is told."""
_KINDS = {"assumed": "AR", "fitted": "F", "published": "TS"}
"""How to speak of the catalogue's statuses: what is recalled and unchecked counts as assumed."""
