"""Commands that run: run, trace, counterfactuals, compare."""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import Any

from simulation.analysis import Interval, compared_in_all, mean_interval, most_frequent
from simulation.commands.options import (
    SCENARIO_HELP,
    add_changes,
    add_customer,
    add_json,
    add_luck,
    add_seed,
    add_workers,
    chosen,
    named,
)
from simulation.commands.output import print_json, print_table, progress
from simulation.counterfactuals import counterfactuals
from simulation.errors import InputError
from simulation.experiment import Comparison, Summary, compare, processes
from simulation.files import folder_for, written_text
from simulation.run import Run, simulate
from simulation.scenario import Scenario
from simulation.service_measures import CAUSES
from simulation.trace import customer_number, trace
from simulation.units import MINUTES_PER_WEEK
from simulation.version import VERSION


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("run", help="run a scenario and print its measures")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    add_luck(parser, 1)
    parser.add_argument("--out", type=Path, metavar="DIR", help="also write log, cases and scenario as files")
    add_json(parser)
    parser.set_defaults(do=_run)
    parser = commands.add_parser("trace", help="one customer's story, event by event")
    _add_one_customer(parser)
    parser.add_argument("--all", action="store_true", help="also what agents do unseen, and the books")
    add_json(parser)
    parser.set_defaults(do=_trace)
    parser = commands.add_parser("counterfactuals", help="the same customer, with the same luck, under each policy")
    _add_one_customer(parser)
    add_json(parser)
    parser.set_defaults(do=_counterfactuals)
    parser = commands.add_parser(
        "compare", help="two scenarios on the same customers: paired differences, with intervals"
    )
    parser.add_argument("a", metavar="A", help=SCENARIO_HELP)
    parser.add_argument("b", metavar="B", help=SCENARIO_HELP)
    add_luck(parser, 10)
    parser.add_argument(
        "--measure", action="append", default=[], metavar="M", help="only this measure; may be repeated"
    )
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_compare)


def _add_one_customer(parser: argparse.ArgumentParser) -> None:
    """Add what says which customer of which scenario, and with which luck."""
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    add_customer(parser)
    add_seed(parser)


def _run(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    runs: list[Summary] = []
    if options.out is not None:
        _is_free(folder_for(options.out), options.replications)
    with progress(scenario.name) as bar:
        for replication in range(options.replications):
            share = 1 / options.replications

            def of_all(done: float, before: float = replication * share, share: float = share) -> None:
                bar(before + done * share)

            run = simulate(scenario, options.seed, replication, of_all)
            runs.append(Summary(run.measures(), run.digest))
            if options.out is not None:
                _save(run, options.out, options.replications)
    single = len(runs) == 1
    values = {name: [run.measures.get(name, math.nan) for run in runs] for each in runs for name in each.measures}
    frequent = {name: most_frequent(values[name]) for name in CAUSES if name in values and not single}
    intervals = {name: mean_interval(each) for name, each in values.items()}
    intervals |= {name: Interval(each.value, math.nan, math.nan, each.replications) for name, each in frequent.items()}
    if options.json:
        first = runs[0]
        print_json(
            {
                "scenario": scenario.name,
                "scenario_hash": scenario.hash(),
                "version": VERSION,
                "seed": options.seed,
                "replications": len(runs),
                "digest": first.digest if single else [run.digest for run in runs],
                "measures": {name: interval.mean for name, interval in intervals.items()},
                "intervals": None if single else {name: [each.low, each.high] for name, each in intervals.items()},
                "most_frequent": None if single else {name: each.share for name, each in frequent.items()},
            }
        )
        return 0
    rows = [
        {"measure": name, "mean": each.mean, "low": each.low, "high": each.high} for name, each in intervals.items()
    ]
    titles = {"measure": "measure", "mean": "value" if single else "mean"}
    print_table(rows, titles if single else titles | {"low": "95 % from", "high": "to"})
    for name, each in frequent.items():
        print(
            f"\n{name}: no mean but the most frequent, cause {each.value:.0f} in {100 * each.share:.0f} % of the runs"
        )
    print(f"\nseed {options.seed}, {len(runs)} replication{'s' * (not single)}, digest {runs[0].digest[:16]}")
    if options.out is not None:
        print(f"written to {options.out}")
    return 0


def _is_free(folder: Path, replications: int) -> None:
    """Make sure that no file of an earlier run stays beside those of this one."""
    mine = {"log.parquet"} if replications == 1 else {f"replication-{number}" for number in range(replications)}
    for path in sorted(folder.iterdir()):
        if path.name not in mine and (path.name == "log.parquet" or path.name.startswith("replication-")):
            raise InputError(f"{folder}: holds '{path.name}' of a run of another shape, expected an empty folder")


def _save(run: Run, folder: Path, replications: int) -> None:
    place = folder if replications == 1 else folder / f"replication-{run.replication}"
    run.save(place / "log.parquet")
    run.save(place / "events.csv")
    written_text(place / "cases.csv", run.cases().to_csv(index=False))
    written_text(place / "process-mining.csv", run.process_mining().to_csv(index=False))
    written_text(place / "scenario.toml", run.scenario.to_toml())


def _trace(options: argparse.Namespace) -> int:
    scenario = chosen(options)
    customer = customer_number(scenario, options.customer)
    lines = trace(simulate(scenario, options.seed), customer, options.all)
    rows = [line._asdict() for line in lines]
    if options.json:
        print_json(rows)
    elif not rows:
        print(f"customer {options.customer} has nothing to tell in this run")
    else:
        titles = {"t_min": "minutes", "actor": "who", "event": "what", "detail": "more"}
        if lines[-1].t_min > MINUTES_PER_WEEK:
            rows = [row | {"after": _days_and_time(row["t_min"])} for row in rows]
            titles = {"t_min": "minutes", "after": "days h:min"} | titles
        print_table(rows, titles)
    return 0


def _days_and_time(minutes: float) -> str:
    """Write minutes that are too many to be read: days, hours and minutes."""
    days, left = divmod(round(minutes), 1440)
    return f"{days:4} {left // 60:2}:{left % 60:02}"


def _counterfactuals(options: argparse.Namespace) -> int:
    scenario = chosen(options, each_policy=True)
    customer = customer_number(scenario, options.customer)
    with progress(scenario.name) as bar:
        rows = [row._asdict() for row in counterfactuals(scenario, customer, options.seed, bar)]
    if options.json:
        print_json(rows)
        return 0
    print_counterfactuals(scenario, rows)
    return 0


def print_counterfactuals(scenario: Scenario, rows: list[dict[str, Any]]) -> None:
    """Print the table of counterfactuals for people."""
    shown = [row | {"title": scenario.policies[row["scenario"]].title} for row in rows]
    titles = {
        "scenario": "policy",
        "title": "what it does",
        "contacts": "contacts",
        "asked_number": "asked",
        "handoffs": "hand-offs",
        "agents_touched": "agents",
        "first_reply_min": "reply min",
        "info_min": "informed min",
        **({"solved_min": "solved min"} if _escalates(scenario) else {}),
        "agent_min": "agent min",
        "customer_effort_min": "effort min",
        "S": "satisfaction",
    }
    print_table(shown, titles)


def _escalates(scenario: Scenario) -> bool:
    """Return whether a team can escalate under any policy: then the solution comes later than the information."""
    under = (scenario.policy(name) for name in scenario.policies)
    return any(team.escalates_to is not None for each in under for team in each.teams.values())


def _compare(options: argparse.Namespace) -> int:
    if options.a == options.b:
        raise InputError(f"compare: '{options.a}' and '{options.b}' are the same, expected two scenarios")
    scenarios = {options.a: named(options.a), options.b: named(options.b)}
    with progress("comparing") as bar, processes(options.workers) as executor:
        comparison = compare(scenarios, options.replications, options.seed, executor, bar)
    rows = differences(comparison, options.a, options.b, options.measure or comparison.measures())
    if options.json:
        print_json(
            {"a": options.a, "b": options.b, "seed": options.seed, "replications": options.replications, "rows": rows}
        )
    else:
        print_differences(rows, options.a, options.b)
        print(f"\nseed {options.seed}, {options.replications} paired replications; 'gain' is how many times fewer the")
        print("pairing needs than independent luck would. A difference whose interval holds 0 is none that was shown;")
        print(f"each interval is 95 % for itself alone, p is corrected by Holm (1979) for all {len(rows)} rows.")
    return 0


def differences(comparison: Comparison, first: str, second: str, measures: list[str]) -> list[dict[str, Any]]:
    """Return one row a measure: both means, the paired difference with its interval, and the variance reduction.

    ``p_holm`` is the p-value of no difference, corrected by Holm for all the measures of the table.
    """
    rows = []
    values = {measure: (comparison.values(first, measure), comparison.values(second, measure)) for measure in measures}
    family = compared_in_all([a for a, _ in values.values()], [[b] for _, b in values.values()])
    for measure, (compared,) in zip(values, family, strict=True):
        interval, gain = comparison.difference(first, second, measure)
        means = comparison.interval(first, measure).mean, comparison.interval(second, measure).mean
        row = {"measure": measure, "a": means[0], "b": means[1], "difference": interval.mean}
        rows.append(
            row | {"low": interval.low, "high": interval.high, "p_holm": compared.p_holm} | {"variance_reduction": gain}
        )
    return rows


def print_differences(rows: list[dict[str, Any]], first: str, second: str) -> None:
    """Print paired differences for people."""
    titles = {"measure": "measure", "a": first, "b": second, "difference": "difference"}
    print_table(rows, titles | {"low": "95 % from", "high": "to", "p_holm": "p (Holm)", "variance_reduction": "gain"})
