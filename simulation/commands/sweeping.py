"""Commands about experiments: sweep, analyse."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simulation.commands.options import add_json, add_workers, tell
from simulation.commands.output import print_json, print_table, progress
from simulation.errors import InputError
from simulation.experiment import processes
from simulation.sweeps import Results, Stopped, load_experiment, read_results, report, reuse, sweep
from simulation.sweeps.cluster import cluster
from simulation.sweeps.idle import idle
from simulation.units import as_minutes

_AHEAD = 4
"""Blocks under way for each worker."""

_FAILED = 1


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("sweep", help="run an experiment into a folder, or go on with it where it stopped")
    parser.add_argument("experiment", metavar="NAME|FILE", help="a packaged experiment, or a TOML file")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the results go")
    text = "a finished sweep of a smaller experiment, whose runs are not made again"
    parser.add_argument("--extend", type=Path, metavar="DIR", help=text)
    where = parser.add_mutually_exclusive_group()
    add_workers(where)
    where.add_argument("--cluster", metavar="ADDRESS", help="of a Dask scheduler, such as tcp://127.0.0.1:8786")
    add_json(parser)
    parser.set_defaults(do=_sweep)
    parser = commands.add_parser("analyse", help="what an experiment found: means, differences, effects, trade-offs")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that sweep has written")
    parser.add_argument("--measure", action="append", default=[], metavar="M", help="may be repeated")
    parser.add_argument("--base", default="0", metavar="P", help="point to compare with: its number, or its policy")
    parser.add_argument("--level", type=float, default=0.95, metavar="L", help="confidence level (default 0.95)")
    text = "relative half-width for which to say how many replications it needs (default 0.05)"
    parser.add_argument("--precision", type=float, default=0.05, metavar="H", help=text)
    text = "a measure and what is better, for the Pareto front; repeat it for each goal"
    parser.add_argument("--goal", action="append", default=[], metavar="M=high|low", help=text)
    text = "what differences are corrected for: all that is shown (the usual), or the points of each measure alone"
    parser.add_argument("--family", choices=("all", "measure"), default="all", help=text)
    text = "a series of the base point to look for the end of the warm-up in (it needs logs)"
    parser.add_argument("--warm-up", metavar="SERIES", help=text)
    text = "length of its stretches (default '1 day')"
    parser.add_argument("--every", default="1 day", metavar="TIME", help=text)
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="also draw it into a folder")
    add_json(parser)
    parser.set_defaults(do=_analyse)


@contextmanager
def _workers(options: argparse.Namespace) -> Iterator[tuple[Executor, int]]:
    if options.cluster:
        with cluster(options.cluster) as found:
            yield found
    else:
        with processes(options.workers) as executor:
            yield executor, options.workers or os.cpu_count() or 1


def _sweep(options: argparse.Namespace) -> int:
    experiment = load_experiment(options.experiment)
    reused = reuse(read_results(options.extend), experiment, options.out) if options.extend is not None else 0
    notes = idle(experiment)
    tell(notes)
    try:
        with progress("sweep") as bar, _workers(options) as (executor, workers):
            results = sweep(experiment, options.out, executor, bar, _AHEAD * workers)
    except Stopped as problem:
        print(f"error: {problem}", file=sys.stderr)
        return _FAILED
    problems, undecided = results.problems(), results.undecided()
    if options.json:
        found = {"folder": str(options.out), "points": len(results.design), "runs": len(results.runs)}
        print_json(found | {"reused": reused, "undecided": undecided, "without_effect": notes, "problems": problems})
    else:
        print(f"{len(results.design)} points, {len(results.runs)} runs in {options.out}")
        if options.extend is not None:
            print(f"{reused} of the runs were there in {options.extend}")
        if undecided:
            numbers = ", ".join(str(point) for point in undecided)
            print(f"at {len(undecided)} points the maximum came before the half-width that was asked for: {numbers}")
        print(f"next: python -m simulation analyse {options.out}")
    for said in problems:
        print(f"problem: {said}", file=sys.stderr)
    return _FAILED if problems else 0


def _analyse(options: argparse.Namespace) -> int:
    if not 0 < options.level < 1:
        raise InputError(f"--level {options.level:g}: expected a number between 0 and 1")
    if not options.precision > 0:
        raise InputError(f"--precision {options.precision:g}: expected more than 0")
    results = read_results(options.folder)
    asked = report.Asked(
        measures=options.measure or report.usual_measures(results),
        base=results.point(options.base),
        goals=_goals(options.goal),
        level=options.level,
        precision=options.precision,
        warm_up=options.warm_up,
        every=_minutes(options.every),
        family=options.family,
    )
    found = report.report(results, asked)
    drawn = {}
    if options.pictures is not None:
        from simulation.plots.experiment import pictures

        drawn = {str(picture.save(options.pictures / f"{name}.png")): picture.alt
                 for name, picture in pictures(results, asked)}  # fmt: skip
    if options.json:
        print_json(found | {"pictures": drawn})
        return 0
    _print(results, found, asked)
    for path, alt in drawn.items():
        print(f"\n{path}\n    {alt}")
    return 0


def _minutes(text: str) -> float:
    try:
        minutes = as_minutes(float(text) if text.replace(".", "", 1).isdecimal() else text)
    except ValueError as problem:
        raise InputError(f"--every {text}: {problem}") from None
    assert isinstance(minutes, float)
    return minutes


def _goals(texts: list[str]) -> dict[str, str]:
    goals = {}
    for text in texts:
        measure, equals, wish = text.rpartition("=")
        if not equals or wish not in ("high", "low"):
            raise InputError(f"--goal {text}: expected MEASURE=high or MEASURE=low")
        goals[measure] = wish
    return goals


def _print(results: Results, found: dict[str, Any], asked: report.Asked) -> None:
    print(f"{found['title'] or found['scenario']}: {len(results.design)} points, {len(results.runs)} runs, "
          f"seed {found['seed']}, {found['luck']} luck")  # fmt: skip
    percent = f"{100 * asked.level:g} %"
    for measure, rows in found["measures"].items():
        print(f"\n{measure}")
        titles = {"point": "point", "label": "values", "mean": "mean", "low": f"{percent} from", "high": "to",
                  "replications": "n", "needed": f"n for {100 * asked.precision:g} %",
                  "difference": f"less {asked.base}", "together_low": "all from", "together_high": "to",
                  "p_holm": "p (Holm)"}  # fmt: skip
        print_table(rows["points"], titles)
        if rows["effects"]:
            print()
            print_table(rows["effects"], {"effect": "effect", "mean": "change", "low": f"{percent} from", "high": "to"})
        elif rows["why_no_effects"]:
            print(f"\nno effects: {rows['why_no_effects']}")
        _print_surface(rows, percent)
        _print_sobol(rows, percent)
    print(f"\n{found['correction']}")
    if found["front"] is not None:
        goals = ", ".join(f"{measure} ({wish})" for measure, wish in asked.goals.items())
        print(f"\nby their means, beaten by none in {goals}:")
        for point in found["front"]:
            print(f"  {point}: {results.label(point)}")
    if found["warm_up"] is not None:
        cut = found["warm_up"]
        said = f"day {cut['cut_days']:g}" if cut["settled"] else "none in the first half, the run is too short to tell"
        print(f"\nwarm-up of {cut['series']} at point {asked.base}, cut by MSER-5: {said}")
    for note in found["without_effect"]:
        print(f"note: {note}")
    for problem in found["problems"]:
        print(f"problem: {problem}")


def _print_surface(rows: dict[str, Any], percent: str) -> None:
    found = rows["surface"]
    if found is None:
        print(f"\nno {rows['why_no_surface']}")
        return
    print("\nresponse surface, on factors coded from -1 (lowest) to 1 (highest)")
    print_table(found["terms"], {"term": "term", "mean": "coefficient", "low": f"{percent} from", "high": "to"})
    if found["r2_adjusted"] is not None and not math.isnan(found["r2_adjusted"]):
        print(f"adjusted R2 {found['r2_adjusted']:.3f}")
    if (lack := found["lack_of_fit"]) is not None:
        print(f"lack of fit: F({lack['lack_df']}, {lack['error_df']}) = {lack['f']:.3g}, p = {lack['p']:.3g}")
    if (place := found["stationary"]) is None:
        print("no stationary point: in some direction it does not bend")
    else:
        where = "within the ranges" if place["inside"] else "outside the ranges"
        print(f"stationary point, a {found['nature']} {where}: {_place(place)}")
    for name in ("lowest", "highest"):
        print(f"{name} within the ranges: {_place(found[name])}")


def _place(place: dict[str, Any]) -> str:
    values = ", ".join(f"{name} {value:.4g}" for name, value in place["values"].items())
    return f"{place['predicted']:.4g} at {values}"


def _print_sobol(rows: dict[str, Any], percent: str) -> None:
    if rows["sobol"]:
        print("\nSobol indices: the share of the spread that a factor makes, alone and with the others")
        titles = {"factor": "factor", "first": "alone", "first_low": f"{percent} from", "first_high": "to",
                  "total": "in all", "total_low": f"{percent} from", "total_high": "to"}  # fmt: skip
        print_table(rows["sobol"], titles)
    elif rows["why_no_sobol"]:
        print(f"\nno {rows['why_no_sobol']}")
