"""Commands that check: validate, results, bench."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from simulation.bench import bench
from simulation.commands.options import add_json, add_workers, positive
from simulation.commands.output import print_json, print_table, progress
from simulation.compiled.entry import folder
from simulation.engine_speed import cost_by_contacts, engine_speed
from simulation.engines import make_ready, missing
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
    text = "instead: what the compiled engine costs for 10^4 up to so many contacts (default a million)"
    parser.add_argument("--contacts", type=positive, nargs="?", const=1_000_000, metavar="N", help=text)
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
    if options.contacts is not None:
        return _costs(options)
    if options.sweep is None and missing() is None:
        make_ready(lambda words: print(words, file=sys.stderr, flush=True))
    speeds: dict[str, Any] = {}
    with progress("benchmark") as bar:
        if options.sweep is not None:
            figures = speed_up(of_reference_company(options.sweep), options.rounds, bar)
        else:
            figures = bench(options.rounds, lambda share: bar(share / 2))
            speeds = engine_speed(options.rounds, lambda share: bar(0.5 + share / 2))
    if options.json:
        print_json({**figures, **({"engines": speeds} if speeds else {})})
        return 0
    print_table(
        [{"figure": _BENCH_WORDS[name], "value": value} for name, value in figures.items()],
        {"figure": "median of the rounds", "value": "value"},
    )
    rows = [
        {"world": world, "engine": engine, **values}
        for world, engines in speeds.items()
        for engine, values in engines.items()
        if isinstance(values, dict)
    ]
    if rows:
        titles = {"world": "world", "engine": "engine", "contacts_per_cpu_s": "contacts / CPU s"}
        print()
        print_table(rows, titles | {"contacts_per_wall_s": "contacts / s", "events_per_cpu_s": "events / CPU s"})
    return 0


def _costs(options: argparse.Namespace) -> int:
    make_ready(lambda words: print(words, file=sys.stderr, flush=True))
    with progress("benchmark") as bar:
        costs = cost_by_contacts(options.contacts, bar)
    rows = [cost._asdict() | {"contacts_per_cpu_s": cost.contacts / cost.cpu_seconds} for cost in costs]
    if options.json:
        print_json(rows)
    else:
        titles = {"contacts": "contacts", "cpu_seconds": "CPU s", "contacts_per_cpu_s": "contacts / CPU s"}
        print_table(rows, titles | {"peak_bytes": "peak bytes"})
    return 0
