"""The command that draws a customer's case: picture."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from simulation.commands.options import SCENARIO_HELP, add_customer, add_json, add_seed, add_sets, changed_by, named
from simulation.commands.output import print_json
from simulation.errors import InputError
from simulation.run import simulate
from simulation.scenario import Scenario
from simulation.trace import customer_number


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("picture", help="draw one customer's case, or the same customer in two worlds")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_sets(parser)
    text = "one of the scenario's policies; two for the same customer in two worlds"
    parser.add_argument("--policy", action="append", default=[], metavar="P", help=text)
    add_customer(parser)
    text = "where the picture goes, .png or .svg (default: results/NAME.png)"
    parser.add_argument("--out", type=Path, metavar="FILE", help=text)
    add_seed(parser)
    add_json(parser)
    parser.set_defaults(do=_picture)


def _picture(options: argparse.Namespace) -> int:
    if len(options.policy) > 2:
        raise InputError(f"picture: {len(options.policy)} policies, expected one, or two to compare")
    scenario = named(options.scenario)
    customer = customer_number(scenario, options.customer)
    from simulation.plots import case_timeline, two_worlds

    worlds = [scenario.policy(name) for name in options.policy] or [scenario]
    runs = [simulate(changed_by(world, options.set), options.seed) for world in worlds]
    if len(runs) == 1:
        picture = case_timeline(runs[0], customer)
    else:
        first, second = (_titled(scenario, name) for name in options.policy)
        picture = two_worlds(runs[0], runs[1], customer, (first, second))
    path = picture.save(options.out or Path("results") / f"{scenario.name}.png")
    if options.json:
        print_json({"file": str(path), "alt": picture.alt})
    else:
        print(f"{path}\n    {picture.alt}")
    return 0


def _titled(scenario: Scenario, policy: str) -> str:
    title = scenario.policies[policy].title
    return f"{policy}: {title}" if title else policy
