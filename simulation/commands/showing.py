"""Commands that show what there is: list, show, parameters, schema."""

from __future__ import annotations

import argparse
from typing import Any

from simulation.commands.options import SCENARIO_HELP, add_changes, add_json, chosen
from simulation.commands.output import print_json, print_table
from simulation.overrides import overrides
from simulation.parameters import STATUS_MEANING, catalogue
from simulation.scenario import Scenario, load, packaged


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("list", help="the packaged scenarios")
    add_json(parser)
    parser.set_defaults(do=_list)
    parser = commands.add_parser("show", help="a scenario: its story, its policies, and the defaults that it overrides")
    parser.add_argument("scenario", metavar="NAME", help=SCENARIO_HELP)
    add_changes(parser)
    parser.add_argument("--toml", action="store_true", help="print it as a TOML file to start one of your own from")
    add_json(parser)
    parser.set_defaults(do=_show)
    parser = commands.add_parser(
        "parameters", help="the catalogue: every default with its unit, range, status and source"
    )
    parser.add_argument("--status", choices=list(STATUS_MEANING), help="only those of one status")
    add_json(parser)
    parser.set_defaults(do=_parameters)
    parser = commands.add_parser("schema", help="the JSON Schema of scenario files, for editors")
    parser.set_defaults(do=_schema)


def _list(options: argparse.Namespace) -> int:
    scenarios = [load(name) for name in packaged()]
    rows: list[dict[str, Any]] = [
        {"name": each.name, "title": each.title, "days": each.days, "policies": list(each.policies)}
        for each in scenarios
    ]
    if options.json:
        print_json(rows)
    else:
        shown = [row | {"policies": len(row["policies"]) or None} for row in rows]
        print_table(shown, {"name": "scenario", "title": "title", "days": "days", "policies": "policies"})
    return 0


def _show(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    if options.toml:
        print(scenario.to_toml(named=False), end="")  # a file is named by its own name
        return 0
    rows = overrides(scenario)
    if options.json:
        print_json(
            {
                "name": scenario.name,
                "title": scenario.title,
                "story": scenario.story.strip(),
                "hash": scenario.hash(),
                "policies": {name: policy.model_dump() for name, policy in scenario.policies.items()},
                "overrides": rows,
                "values": scenario.model_dump(mode="json", exclude={"name", "title", "story", "policies"}),
            }
        )
        return 0
    print(f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name)
    if scenario.story:
        print(f"\n{scenario.story.strip()}")
    print()
    if scenario.policies:
        policies = [
            {"policy": name, "title": policy.title, "changes": ", ".join(policy.changes)}
            for name, policy in scenario.policies.items()
        ]
        print_table(policies, {"policy": "policy", "title": "what it does", "changes": "keys it changes"})
        print()
    print("Of the numbers in the catalogue it overrides:" if rows else "It overrides no number of the catalogue.")
    if rows:
        print_table(rows, {"key": "key", "value": "here", "default": "default", "unit": "unit", "meaning": "meaning"})
    return 0


def _parameters(options: argparse.Namespace) -> int:
    rows = [each._asdict() for each in catalogue().values() if options.status in (None, each.status)]
    if options.json:
        print_json(rows)
        return 0
    titles = ("key", "symbol", "value", "low", "high", "unit", "status", "meaning", "source")
    print_table(rows, {title: title for title in titles})
    print("\nstatus: " + "; ".join(f"{letter} {meaning}" for letter, meaning in STATUS_MEANING.items()))
    return 0


def _schema(_: argparse.Namespace) -> int:
    print_json(Scenario.model_json_schema())
    return 0
