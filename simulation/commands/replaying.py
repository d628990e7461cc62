"""The command that lets a run be played: replay."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from simulation.commands.options import SCENARIO_HELP, add_changes, add_json, add_seed, chosen
from simulation.commands.output import print_json, progress
from simulation.errors import InputError
from simulation.files import written_text
from simulation.run import simulate
from simulation.trace import customer_number


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("replay", help="play a run: an HTML file that stands alone, for a course page")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    text = "whose story is open at first: her name in the cast, or her number (default: nobody's)"
    parser.add_argument("--customer", metavar="C", help=text)
    text = "which days, such as 5 for the first five, or 4-8 (default: as many as a replay holds)"
    parser.add_argument("--days", type=_days, metavar="DAYS", help=text)
    text = "where the page goes, .html (default: results/NAME.html)"
    parser.add_argument("--out", type=Path, metavar="FILE", help=text)
    add_seed(parser)
    add_json(parser)
    parser.set_defaults(do=_replay)


def _days(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(?:([0-9]{1,5})-)?([0-9]{1,5})", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"'{text}' are no days, expected 5 for the first five, or 4-8")
    return int(match[1] or 1), int(match[2])


def _replay(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    path = options.out or Path("results") / f"{scenario.name}.html"
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{path}: expected a name that ends in .html")
    if options.customer is not None:
        customer_number(scenario, options.customer)  # whether there is one is known before the run
    with progress("running") as done:
        run = simulate(scenario, options.seed, progress=done)
    from simulation.replay.page import page_of
    from simulation.replay.record import record

    made = record(run, options.customer, options.days)
    written_text(path, page_of(made))
    if options.json:
        print_json({"file": str(path), "cases": made.cases, "contacts": made.contacts, "note": made.note})
    else:
        cases, contacts = _counted("case", made.cases), _counted("contact", made.contacts)
        print(f"{path}\n    {cases}, {contacts}. {made.note}".rstrip())
    return 0


def _counted(what: str, count: int) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
