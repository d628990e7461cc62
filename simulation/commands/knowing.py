"""The command that says what the cases are about: mechanisms."""

from __future__ import annotations

import argparse
import textwrap
from collections import Counter
from typing import Any

from simulation.commands.options import add_json
from simulation.commands.output import print_json, print_table
from simulation.mechanisms import KINDS, Mechanism, mechanism, mechanisms, of_kind


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("mechanisms", help="what the sources say, row by row, and where to see it")
    parser.add_argument("--id", metavar="ROW", help="only this row, such as 0.8, with all that there is to say of it")
    parser.add_argument("--kind", metavar="K", help=f"only rows of this kind: {', '.join(KINDS)}")
    add_json(parser)
    parser.set_defaults(do=_mechanisms)


def _mechanisms(options: argparse.Namespace) -> int:
    rows = list(mechanisms()) if options.kind is None else of_kind(options.kind)
    if options.id is not None:
        rows = [row for row in rows if row == mechanism(options.id)]
    if options.json:
        print_json([row._asdict() for row in rows])
    elif options.id is not None:
        for row in rows:
            _print_one(row)
    else:
        table = [{"id": row.id, "kind": row.kind, "says": _short(row.says), "where": row.where} for row in rows]
        print_table(table, {"id": "row", "kind": "kind", "says": "what it says", "where": "where to see it"})
        counts = Counter(row.kind for row in rows)
        print("\n" + ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]))
        for number, text in enumerate(dict.fromkeys(row.text for row in mechanisms())):
            print(f"{number}: {text}")
    return 0


def _short(text: str) -> str:
    return textwrap.shorten(text, 80, placeholder=" ...")


def _print_one(row: Mechanism) -> None:
    print(f"{row.id}, {row.text}\n")
    lines = row._asdict() | {"shown_by": ", ".join(row.shown_by)}
    for name in ("says", "kind", "how", "shown_by", "scenario", "test", "place", "why"):
        if lines[name]:
            print(textwrap.fill(f"{name.replace('_', ' '):10}{lines[name]}", 110, subsequent_indent=" " * 10))
    if row.scenario:
        print(f"\npython -m simulation run {row.scenario}")
