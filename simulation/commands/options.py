"""Options that several commands share."""

from __future__ import annotations

import argparse
import math
import sys
import tomllib
from collections.abc import Iterable
from typing import Any

from simulation.dormant import without_effect
from simulation.errors import InputError
from simulation.scenario import Scenario, load
from simulation.units import as_minutes

SCENARIO_HELP = "a packaged scenario (see list), or a TOML file; NAME:POLICY for one of its policies"


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of a table")


def add_changes(parser: argparse.ArgumentParser) -> None:
    """Add ``--set`` and ``--policy``."""
    add_sets(parser)
    parser.add_argument("--policy", metavar="P", help="one of the scenario's named policies")


def add_sets(parser: argparse.ArgumentParser) -> None:
    """Add ``--set``."""
    text = "change a value; may be repeated"
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help=text)


def add_luck(parser: argparse.ArgumentParser, replications: int) -> None:
    """Add ``--seed`` and ``--replications``."""
    add_seed(parser)
    text = f"how many runs (default {replications})"
    parser.add_argument("--replications", type=positive, default=replications, metavar="R", help=text)


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add ``--seed``."""
    parser.add_argument("--seed", type=_whole, default=1, metavar="N", help="the luck (default 1)")


def add_customer(parser: argparse.ArgumentParser) -> None:
    """Add ``--customer``."""
    text = "her name in the cast, or her number (default: the first of the cast)"
    parser.add_argument("--customer", metavar="C", help=text)


def add_workers(parser: argparse.ArgumentParser) -> None:
    """Add ``--workers``."""
    parser.add_argument("--workers", type=positive, metavar="W", help="processes (default: one a core)")


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0 up")
    return int(text)


def positive(text: str) -> int:
    """Read a whole number from 1 up."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)


def minutes(text: str) -> float:
    """Read a duration: minutes, or a number with its unit."""
    try:
        found = float(text) if text.replace(".", "", 1).isdecimal() else as_minutes(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"'{text}': {problem}") from None
    if not isinstance(found, float) or not 0 < found < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is no length of time, expected one such as '20 s' or '4 h'")
    return found


def named(text: str) -> Scenario:
    """Return the scenario that ``NAME``, ``FILE.toml``, ``NAME:POLICY`` or ``FILE.toml:POLICY`` names."""
    name, colon, policy = text.rpartition(":")
    if colon and len(name) > 1:  # a colon after one letter is a Windows drive
        return load(name).policy(policy)
    return load(text)


def chosen(options: argparse.Namespace, each_policy: bool = False) -> Scenario:
    """Return the scenario that a command's arguments name, with its policy and changes.

    A change that can do nothing there, or under none of its policies where the command runs each, is told on standard
    error.
    """
    scenario = named(options.scenario)
    if options.policy:
        scenario = scenario.policy(options.policy)
    scenario = changed_by(scenario, options.set)
    where = [scenario.policy(name) for name in scenario.policies] if each_policy else [scenario]
    tell(without_effect([change(text)[0] for text in options.set], where))
    return scenario


def tell(notes: Iterable[str]) -> None:
    """Print sentences that are no errors on standard error."""
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def changed_by(scenario: Scenario, sets: list[str]) -> Scenario:
    """Return a scenario with what ``--set`` changes."""
    changes = dict(change(text) for text in sets)
    return scenario.with_(changes) if changes else scenario


def change(text: str) -> tuple[str, Any]:
    """Read ``KEY=VALUE``; the value as TOML would read it, or else as a text."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise InputError(f"--set {text}: expected KEY=VALUE, for example integration.order_status=1")
    try:
        return key.strip(), tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), value.strip()
