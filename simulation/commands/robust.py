"""The command robust: how often a result keeps its sign over all that is assumed, and what turns it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.commands.options import add_json, add_seed, add_workers, named, positive
from simulation.commands.output import print_json, print_table, progress
from simulation.errors import InputError
from simulation.experiment import processes
from simulation.robustness import HEADLINES, Plan, Question, all_claims, claimed, ordered, robustness
from simulation.robustness.questions import Effort
from simulation.robustness.table import FIGURE, POINTS, SHOWN, TABLE, rows, write_points, write_table
from simulation.version import VERSION


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    text = "how often a result keeps its sign over the ranges of all that is assumed, and what turns it"
    parser = commands.add_parser("robust", help=text)
    parser.add_argument("claims", metavar="CLAIM", nargs="*", help="ids of claims; see --list")
    parser.add_argument("--all", action="store_true", help="the claims of docs/robustness.md")
    parser.add_argument("--list", action="store_true", help="the claims that there are")
    parser.add_argument(
        "--order", metavar="P,P,...", help="instead of claims: policies of --scenario, from low to high"
    )
    parser.add_argument("--scenario", metavar="NAME|FILE", help="whose policies --order names")
    parser.add_argument("--measure", metavar="M", help="by which --order orders them")
    text = "points at which each is tried, at least (default 200)"
    parser.add_argument("--points", type=positive, default=200, metavar="N", help=text)
    text = "longest run (default: for the claims of --all what docs/robustness.md says, else the scenario's own)"
    parser.add_argument("--days", type=_days, metavar="D", help=text)
    parser.add_argument(
        "--replications", type=positive, metavar="R", help="runs of each scenario at a point (mostly 1)"
    )
    add_seed(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="keep runs, tables and figure; a stopped one goes on")
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_robust)


def _days(text: str) -> float:
    try:
        days = float(text)
    except ValueError:
        days = 0.0
    if not 0 < days < float("inf"):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of days above 0")
    return days


def _robust(options: argparse.Namespace) -> int:
    if options.list:
        return _list(options)
    questions = _questions(options)
    plan = Plan(options.points, options.seed)
    if options.days is not None or options.replications is not None:
        questions = [_with_effort(question, options) for question in questions]
    with _folder(options.out) as folder, progress("robust") as bar, processes(options.workers) as executor:
        found = robustness(questions, folder, plan, executor, bar)
    table = rows(found)
    files: list[str] = []
    if options.out is not None:
        from simulation.plots import robustness_chart

        files += [str(write_table(options.out / TABLE, table, plan))]
        files += [str(write_points(options.out / POINTS, found, plan))]
        files += [str(robustness_chart(table).save(options.out / FIGURE))]
    if options.json:
        print_json({"points": plan.points, "seed": plan.seed, "version": VERSION, "rows": table, "files": files})
    else:
        _print(table)
        for file in files:
            print(file)
    return 0


def _questions(options: argparse.Namespace) -> list[Question]:
    asked = [bool(options.claims), options.all, options.order is not None]
    if sum(asked) != 1:
        raise InputError("robust: expected ids of claims, --all, or --order (see robust --list)")
    if options.order is None:
        return claimed(list(HEADLINES) if options.all else list(dict.fromkeys(options.claims)))
    if options.scenario is None or options.measure is None:
        raise InputError("robust --order: expected --scenario and --measure beside it")
    return [ordered(named(options.scenario), options.order.split(","), options.measure)]


def _with_effort(question: Question, options: argparse.Namespace) -> Question:
    days = options.days if options.days is not None else question.effort.days
    return question._replace(effort=Effort(days, options.replications or question.effort.replications))


@contextmanager
def _folder(out: Path | None) -> Iterator[Path]:
    if out is not None:
        yield out / "runs"
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _list(options: argparse.Namespace) -> int:
    table = [
        {"claim": name, "result": claim.result, "expected": claim.expected(), "in_all": name in HEADLINES}
        for name, (claim, _) in all_claims().items()
        if claim.sign
    ]
    if options.json:
        print_json(table)
    else:
        shown = [row | {"in_all": "yes" if row["in_all"] else None} for row in table]
        print_table(shown, {"claim": "claim", "in_all": "--all", "expected": "expected", "result": "result"})
    return 0


def _print(table: list[dict[str, Any]]) -> None:
    titles = {"claim": "claim", "days": "days", "points": "points", "kept": "kept", "share": "share",
              "low": "95 % from",
              "high": "to", "luck_share": "by luck"}  # fmt: skip
    print_table(table, titles)
    print("\n'by luck': share kept at the model's own values, in runs of the same length. What each hangs on most:\n")
    influences = [
        {"claim": row["claim"]}
        | {key: row[f"{key}_{place}"] for key in ("assumption", "correlation", "lower", "upper")}
        for row in table
        for place in range(1, SHOWN + 1)
        if row[f"assumption_{place}"] is not None
    ]
    if not influences:
        print("no assumption does more than chance would")
        return
    titles = {"claim": "claim", "assumption": "assumption", "correlation": "correlation", "lower": "kept, lower half",
              "upper": "upper half"}  # fmt: skip
    print_table(influences, titles)
