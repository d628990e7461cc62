"""The command that draws pictures: a customer's case, a company's promises, the causes of its contacts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.commands.options import SCENARIO_HELP, add_customer, add_json, add_luck, add_sets, changed_by, named
from simulation.commands.output import print_json, progress
from simulation.errors import InputError
from simulation.experiment import compare
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.trace import customer_number

if TYPE_CHECKING:
    from simulation.plots import Picture

_MOST = {"case": 2, "commitments": 6, "causes": 1}
"""What can be shown, and of how many policies at once."""
_REPLICATIONS = 5


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("picture", help="draw a customer's case, a company's promises, or causes of contacts")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    text = "a customer's case (default), promises and what was kept of them, or causes of contacts, ranked twice"
    parser.add_argument("--shows", choices=list(_MOST), default="case", help=text)
    add_sets(parser)
    text = "one of the scenario's policies; two for the same customer in two worlds"
    parser.add_argument("--policy", action="append", default=[], metavar="P", help=text)
    add_customer(parser)
    text = "where the picture goes, .png or .svg (default: results/NAME.png, NAME-commitments.png ...)"
    parser.add_argument("--out", type=Path, metavar="FILE", help=text)
    add_luck(parser, _REPLICATIONS)
    add_json(parser)
    parser.set_defaults(do=_picture)


def _picture(options: argparse.Namespace) -> int:
    scenario = named(options.scenario)
    _check(options)
    worlds = {name: changed_by(scenario.policy(name), options.set) for name in options.policy}
    worlds = worlds or {scenario.name: changed_by(scenario, options.set)}
    picture = _of_case(options, scenario, worlds) if options.shows == "case" else _of_company(options, worlds)
    name = scenario.name if options.shows == "case" else f"{scenario.name}-{options.shows}"
    path = picture.save(options.out or Path("results") / f"{name}.png")
    if options.json:
        print_json({"file": str(path), "alt": picture.alt})
    else:
        print(f"{path}\n    {picture.alt}")
    return 0


def _check(options: argparse.Namespace) -> None:
    """See that the picture can show so many policies, and that a customer is asked for only in a case."""
    most, count = _MOST[options.shows], len(options.policy)
    if count > most:
        expected = "one, or two to compare" if options.shows == "case" else f"at most {most}"
        raise InputError(f"picture: {count} policies, expected {expected}")
    if options.shows != "case" and options.customer is not None:
        raise InputError(f"picture: --customer is for a case, expected none with --shows {options.shows}")


def _of_case(options: argparse.Namespace, scenario: Scenario, worlds: dict[str, Scenario]) -> Picture:
    from simulation.plots import case_timeline, two_worlds

    customer = customer_number(scenario, options.customer)
    runs = [simulate(world, options.seed) for world in worlds.values()]
    if len(options.policy) < 2:
        return case_timeline(runs[0], customer)
    first, second = (_titled(scenario, name) for name in options.policy)
    return two_worlds(runs[0], runs[-1], customer, (first, second))


def _of_company(options: argparse.Namespace, worlds: dict[str, Scenario]) -> Picture:
    from simulation.plots import causes, commitments

    draw = commitments if options.shows == "commitments" else causes
    with progress("running") as bar:
        comparison = compare(worlds, options.replications, options.seed, progress=bar)
    return draw(comparison, next(iter(worlds.values())))


def _titled(scenario: Scenario, policy: str) -> str:
    title = scenario.policies[policy].title
    return f"{policy}: {title}" if title else policy
