"""Commands that check: validate, results, bench."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from simulation.bench import bench
from simulation.commands.options import add_json, add_workers, must_be_picture, positive
from simulation.commands.output import print_json, print_table, progress
from simulation.compiled.entry import folder
from simulation.engine_cost import cost_by_contacts
from simulation.engine_draws import drawing
from simulation.engine_speed import engine_speed
from simulation.engine_weeks import weeks
from simulation.engines import make_ready, missing
from simulation.errors import InputError
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
    parser.add_argument("--rounds", type=positive, default=5, metavar="N", help="interleaved rounds (default 5)")
    instead = parser.add_mutually_exclusive_group()
    text = "instead: a sweep of so many points (default 20) on two processes, beside the same in one"
    instead.add_argument("--sweep", type=positive, nargs="?", const=20, metavar="POINTS", help=text)
    text = "instead: what runs of 10^4 up to so many contacts cost on both engines (default a million)"
    instead.add_argument("--contacts", type=positive, nargs="?", const=1_000_000, metavar="N", help=text)
    text = "instead: what drawing costs in a compiled run, and what looking draws up would"
    instead.add_argument("--draws", action="store_true", help=text)
    text = "instead: a hundred replications of a week on two processes, and what a run of them is made of"
    instead.add_argument("--weeks", action="store_true", help=text)
    text = "with --contacts: also draw it, .png or .svg"
    parser.add_argument("--picture", type=Path, metavar="FILE", help=text)
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
    "draws_per_contact": "reference company, compiled: draws for a contact",
    "draw_ns": "a draw: nanoseconds",
    "lookup_ns": "a draw read from a table of all draws of 200 days: nanoseconds",
    "lookup_short_ns": "a draw read from a table of all draws of five days: nanoseconds",
    "contact_ns": "a contact: nanoseconds",
    "share": "share of drawing in a run",
    "table_bytes": "the table of 200 days: bytes",
    "table_short_bytes": "the table of five days: bytes",
    "weeks_s": "100 replications of a week of the reference company, two processes: seconds",
    "needs_ms": "drawing the needs of a week: milliseconds",
    "simulated_ms": "a run whose needs are drawn: milliseconds",
    "measures_ms": "its measures: milliseconds",
    "digest_ms": "its digest: milliseconds",
}


def _bench(options: argparse.Namespace) -> int:
    if options.picture is not None and options.contacts is None:
        raise InputError("--picture: there is a picture of long runs alone, expected --contacts N with it")
    if options.contacts is not None:
        return _costs(options)
    if options.draws or options.weeks or (options.sweep is None and missing() is None):
        make_ready(lambda words: print(words, file=sys.stderr, flush=True))
    speeds: dict[str, Any] = {}
    with progress("benchmark") as bar:
        if options.sweep is not None:
            figures = speed_up(of_reference_company(options.sweep), options.rounds, bar)
        elif options.draws:
            figures = drawing(options.rounds, bar)
        elif options.weeks:
            figures = weeks(options.rounds, bar)
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
        titles |= {"contacts_per_wall_s": "contacts / s", "events_per_cpu_s": "events / CPU s"}
        print_table(rows, titles | {"contacts": "contacts", "peak_bytes": "peak bytes"})
    return 0


_FEWEST = 10_000


def _costs(options: argparse.Namespace) -> int:
    if options.contacts < _FEWEST:
        raise InputError(f"--contacts {options.contacts}: expected at least {_FEWEST:,}")
    if options.picture is not None:
        must_be_picture(options.picture)
    make_ready(lambda words: print(words, file=sys.stderr, flush=True))
    with progress("benchmark") as bar:
        costs = cost_by_contacts(options.contacts, bar)
    rows = [cost._asdict() | {"contacts_per_cpu_s": cost.contacts / cost.cpu_seconds} for cost in costs]
    drawn = {}
    if options.picture is not None:
        from simulation.plots import cost_chart

        picture = cost_chart(costs)
        drawn = {"file": str(picture.save(options.picture)), "alt": picture.alt}
    if options.json:
        print_json({"costs": rows} | drawn)
        return 0
    titles = {"engine": "engine", "contacts": "contacts", "cpu_seconds": "CPU s"}
    print_table(rows, titles | {"contacts_per_cpu_s": "contacts / CPU s", "peak_bytes": "peak bytes"})
    if drawn:
        print(f"\n{drawn['file']}\n    {drawn['alt']}")
    return 0
