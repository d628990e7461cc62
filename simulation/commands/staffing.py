"""Commands about how many agents: staff, explain."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from simulation.commands.options import (
    SCENARIO_HELP,
    add_changes,
    add_json,
    add_luck,
    add_seed,
    add_workers,
    chosen,
    minutes,
    must_be_picture,
)
from simulation.commands.output import print_json, print_table, progress
from simulation.errors import InputError
from simulation.experiment import processes
from simulation.explanation import MEASURES, Explanation, Step, explain
from simulation.files import written_text
from simulation.staffing import Staffing, Terms, read_target, read_targets, staff
from simulation.staffing.targets import spoken


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("staff", help="the fewest agent hours that keep stated service levels")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    text = "such as phone:80%%/20s, email:90%%/4h@Mon-Fri 08:00-16:00, phone:5%%/lost (at most); may be repeated"
    parser.add_argument("--target", action="append", default=[], metavar="T", help=text)
    parser.add_argument("--targets", type=Path, metavar="FILE", help="a TOML file with tables [[targets]]")
    text = "how sure each target must be met (default .95)"
    parser.add_argument("--confidence", type=float, default=Terms.confidence, metavar="C", help=text)
    parser.add_argument("--most-agents", type=int, metavar="N", help="most agents of a team at any time")
    text = "length of a rota's block, such as '2 h' (default: as rota and targets cut the week)"
    parser.add_argument("--every", type=minutes, metavar="TIME", help=text)
    text = f"most runs for one staffing (default {Terms.most})"
    parser.add_argument("--replications", type=int, default=Terms.most, metavar="R", help=text)
    add_seed(parser)
    text = "write the scenario with its new rota, ready to run"
    parser.add_argument("--out", type=Path, metavar="FILE.toml", help=text)
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_staff)
    parser = commands.add_parser("explain", help="why the formula misses, ingredient by ingredient")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    parser.add_argument("--channel", required=True, metavar="NAME", help="the channel to explain")
    text = "the T of the service level, such as '20 s' (default: the scenario's)"
    parser.add_argument("--within", type=minutes, metavar="TIME", help=text)
    add_luck(parser, 10)
    text = "draw the steps of the service level, .png or .svg"
    parser.add_argument("--out", type=Path, metavar="FILE", help=text)
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_explain)


def _staff(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    targets = [read_target(text) for text in options.target]
    if options.targets is not None:
        targets += read_targets(options.targets)
    if options.out is not None and options.out.suffix != ".toml":
        raise InputError(f"{options.out}: expected a name that ends in .toml")
    terms = Terms(
        confidence=options.confidence,
        first=min(Terms.first, options.replications),
        most=options.replications,
        seed=options.seed,
        most_agents=options.most_agents,
        every=options.every,
    )
    with progress("staffing") as bar, processes(options.workers) as executor:
        found = staff(scenario, targets, terms, executor, bar)
    if options.out is not None:
        written_text(options.out, found.scenario.to_toml(named=False))
    rows, levels = _blocks(found), _levels(found)
    if options.json:
        print_json(
            {
                "scenario": scenario.name,
                "seed": terms.seed,
                "confidence": terms.confidence,
                "runs": found.runs,
                "hours": found.hours,
                "formula_hours": found.formula_hours,
                "holds": found.holds,
                "blocks": rows,
                "targets": levels,
                "file": None if options.out is None else str(options.out),
            }
        )
        return 0 if found.holds else 1
    _print_staffing(found, rows, levels, terms)
    if options.out is not None:
        print(f"written to {options.out}")
    return 0 if found.holds else 1


def _blocks(found: Staffing) -> list[dict[str, Any]]:
    return [
        {
            "team": block.team,
            "hours": block.hours,
            "week_hours": block.week_hours,
            "now": block.agents,
            "formula": formula,
            "agents": agents,
            "contacts_per_hour": 60 * demand.arrival_rate,
            "minutes_per_contact": demand.service_mean,
            "erlangs": demand.load,
            "safety": (agents - demand.load) / demand.load**0.5 if demand.load > 0 else None,
        }
        for block, formula, agents, demand in zip(found.blocks, found.formula, found.agents, found.demand, strict=True)
    ]


def _levels(found: Staffing) -> list[dict[str, Any]]:
    rows = []
    for number, (mine, formula) in enumerate(zip(found.evidence, found.formula_evidence, strict=True)):
        row = {"target": mine.target.title, "promised": mine.target.promised}
        for name, each in (("", mine), ("formula_", formula), ("check_", found.check[number])):
            row |= {f"{name}{key}": getattr(each, key) for key in ("level", "low", "high", "sure", "replications")}
        rows.append(row)
    return rows


def _print_staffing(found: Staffing, rows: list[dict[str, Any]], levels: list[dict[str, Any]], terms: Terms) -> None:
    titles = {"team": "team", "hours": "hours", "now": "now", "formula": "formula", "agents": "agents",
              "contacts_per_hour": "contacts/h", "minutes_per_contact": "min each", "safety": "safety"}  # fmt: skip
    print_table(rows, titles)
    print()
    shown = [row | {key: 100 * row[key] for key in row if key.endswith(("level", "low", "high"))} for row in levels]
    titles = {"target": "target", "level": "reached %", "low": "from", "high": "to", "sure": "sure",
              "formula_level": "formula alone %", "formula_low": "from", "formula_high": "to",
              "check_level": "on other luck %"}  # fmt: skip
    print_table(shown, titles)
    more = found.hours - found.formula_hours
    than = "as many as" if more == 0 else f"{abs(more):g} {'more' if more > 0 else 'fewer'} than"
    print(f"\n{found.hours:g} agent hours a week, {than} the formula asks for;", end=" ")
    missed = [each.target.title for each in found.formula_evidence if each.verdict is not True]
    print(f"with the formula's staff this is not shown: {'; '.join(missed)}" if missed else "it keeps every target too")
    print(f"each target is met with {100 * terms.confidence:g} % confidence; seed {terms.seed}, {found.runs} runs;")
    print("safety: agents beyond the load, in square roots of the load")
    if not found.holds:
        print("ON OTHER LUCK A TARGET LOOKS MISSED: ask for more confidence, or allow more replications")


def _explain(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    if options.out is not None:
        must_be_picture(options.out)
    if options.within is not None:
        scenario = scenario.with_({"service_level_minutes": options.within})
    luck = (options.seed, options.replications)
    with progress("explaining") as bar, processes(options.workers) as executor:
        found = explain(scenario, options.channel, luck, executor, bar)
    picture = None
    if options.out is not None:
        from simulation.plots import formula_gap

        picture = formula_gap(found)
        picture.save(options.out)
    if options.json:
        print_json(
            found._asdict()
            | {
                "scenario": scenario.name,
                "fed": found.fed._asdict() | {"formula": found.fed.name},
                "measured": found.measured._asdict(),
                "steps": [_step(step) for step in found.steps],
                "simulated": _plain(found.simulated),
                "whole": _plain(found.whole),
                "file": None if options.out is None else str(options.out),
                "alt": None if picture is None else picture.alt,
            }
        )
        return 0
    _print_explanation(found)
    if picture is not None:
        print(f"{options.out}\n    {picture.alt}")
    return 0


def _plain(intervals: dict[str, Any]) -> dict[str, Any]:
    return {name: {"mean": each.mean, "low": each.low, "high": each.high} for name, each in intervals.items()}


def _step(step: Step) -> dict[str, Any]:
    return {"name": step.name, "meaning": step.meaning} | {"change": _plain(step.change), "alone": _plain(step.alone)}


def _print_explanation(found: Explanation) -> None:
    fed = found.fed
    patience = "" if fed.name == "Erlang C" else f", patience {fed.patience_mean:g} min"
    rate = f"{60 * fed.arrival_rate:.1f} contacts/h of {fed.service_mean:.2f} min"
    print(f"{fed.name}: {rate}, {fed.agents} agents{patience}")
    shown = MEASURES[:2] if fed.name == "Erlang C" else MEASURES
    scale = {"service_level": 100.0, "wait_min": 60.0, "abandonment": 100.0}
    titles = {"service_level": f"within {spoken(found.within)} %", "wait_min": "wait s", "abandonment": "hang up %"}

    def row(name: str, meaning: str, change: Any, alone: Any = None) -> dict[str, Any]:
        cells: dict[str, Any] = {"name": name, "meaning": meaning}
        for key in shown:
            each = change[key]
            cells[key] = scale[key] * (each if isinstance(each, float) else each.mean)
            if not isinstance(each, float):
                cells[f"{key}.low"], cells[f"{key}.high"] = scale[key] * each.low, scale[key] * each.high
            if alone is not None:
                cells[f"{key}.alone"] = scale[key] * alone[key].mean
        return cells

    rows = [row(fed.name, "the formula", found.formula)]
    rows += [row(f"+ {step.name}", step.meaning, step.change, step.alone) for step in found.steps]
    rows += [row("simulation", "the scenario itself", found.simulated)]
    for key in shown:
        heads = {"name": "step", key: titles[key], f"{key}.low": "95 % from", f"{key}.high": "to",
                 f"{key}.alone": "alone", "meaning": "what it is"}  # fmt: skip
        print()
        print_table(rows, heads)
    if found.informed:
        told = ", ".join(f"{titles[key]} {scale[key] * found.informed[key]:.1f}" for key in shown)
        print(f"\nfed with all contacts as measured ({60 * found.measured.arrival_rate:.1f}/h of "
              f"{found.measured.service_mean:.2f} min) the formula says: {told}")  # fmt: skip
    else:
        print("\nfed with all contacts as measured the formula has no answer: more work than agents")
    print("cannot be turned off: " + "; ".join(found.staying))
