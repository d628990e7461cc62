"""Commands that check: validate, results, bench."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulation.bench import bench
from simulation.commands.options import add_json, add_workers, positive
from simulation.commands.output import print_json, print_table, progress
from simulation.compiled.entry import folder
from simulation.engines import make_ready
from simulation.experiment import processes
from simulation.sweeps.speed import of_reference_company, speed_up
from simulation.validation import validate
from simulation.validation.results import results


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser(
        "validate", help="check formulas and simulator against exact theory and published figures"
    )
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_validate)
    parser = commands.add_parser("results", help="what the cases teach, each with the lever that makes it vanish")
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_results)
    parser = commands.add_parser("bench", help="the model's speed beside a textbook SimPy model, in one run")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="interleaved rounds (default 5)")
    text = "instead: a sweep of so many points (default 20) on two processes, beside the same in one"
    parser.add_argument("--sweep", type=positive, nargs="?", const=20, metavar="POINTS", help=text)
    add_json(parser)
    parser.set_defaults(do=_bench)
    parser = commands.add_parser("compile", help="make the compiled engine ready: half a minute, once a machine")
    add_json(parser)
    parser.set_defaults(do=_compile)


def _compile(options: argparse.Namespace) -> int:
    seconds = make_ready(lambda words: None if options.json else print(words, file=sys.stderr, flush=True))
    if options.json:
        print_json({"folder": str(folder()), "seconds": seconds})
    else:
        print(f"the compiled engine is ready, kept in {folder()}")
    return 0


def _validate(options: argparse.Namespace) -> int:
    with progress("validating") as bar, processes(options.workers) as executor:
        rows = [check._asdict() for check in validate(executor, bar)]
    if options.json:
        print_json(rows)
    else:
        titles = {"check": "check", "source": "source", "expected": "expected", "got": "got", "z": "z", "ok": "ok"}
        print_table(rows, titles)
        print(f"\n{sum(row['ok'] for row in rows)} of {len(rows)} checks hold")
    return 0 if all(row["ok"] for row in rows) else 1


def _results(options: argparse.Namespace) -> int:
    with progress("running") as bar, processes(options.workers) as executor:
        rows = [result._asdict() for result in results(executor, bar)]
    if options.json:
        print_json(rows)
    else:
        titles = {
            "result": "result",
            "expected": "expected",
            "difference": "difference",
            "low": "95 % from",
            "high": "to",
            "ok": "ok",
        }
        print_table(rows, titles)
    return 0 if all(row["ok"] for row in rows) else 1


_BENCH_WORDS = {
    "ratio": "full model over textbook model, customers per CPU second",
    "full_customers_per_s": "full model on Erlang-A, every event logged: customers/s",
    "textbook_customers_per_s": "textbook model on the same queue: customers/s",
    "events_per_s": "full model: events/s",
    "reference_contacts_per_s": "reference company: contacts/s",
    "bytes_per_100k_contacts": "reference company: peak bytes per 100,000 contacts",
    "backlog_ratio": "time with up to 24,000 e-mails waiting, over the same e-mails with hardly any waiting",
    "rules_ratio": "reference company: time of a run with every rule on, over the time without",
    "sweep_speed_up": "sweep of the reference company: time in one process over time on two",
    "serial_s": "in one process: seconds",
    "processes_s": "on two: seconds",
    "extra_work": "processor time of the two processes over that of the one",
    "runs": "runs of the sweep",
    "workers": "processes",
}


def _bench(options: argparse.Namespace) -> int:
    with progress("benchmark") as bar:
        if options.sweep is not None:
            figures = speed_up(of_reference_company(options.sweep), options.rounds, bar)
        else:
            figures = bench(options.rounds, bar)
    if options.json:
        print_json(figures)
    else:
        print_table(
            [{"figure": _BENCH_WORDS[name], "value": value} for name, value in figures.items()],
            {"figure": "median of the rounds", "value": "value"},
        )
    return 0
