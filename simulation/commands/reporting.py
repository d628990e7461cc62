"""The command report: a scenario's STRESS-DES report."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from simulation.commands.options import SCENARIO_HELP, add_changes, chosen
from simulation.errors import InputError
from simulation.files import written_text
from simulation.stress import stress_report


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    text = "a scenario after the field's reporting checklist (STRESS-DES), with questions to its author"
    parser = commands.add_parser("report", help=text)
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    parser.add_argument("--out", type=Path, metavar="FILE.md", help="where it goes (default: standard output)")
    parser.set_defaults(do=_report)


def _report(options: argparse.Namespace) -> int:
    if options.out is not None and options.out.suffix != ".md":
        raise InputError(f"{options.out}: expected a name that ends in .md")
    text = stress_report(chosen(options))
    if options.out is None:
        print(text, end="")
    else:
        print(written_text(options.out, text))
    return 0
