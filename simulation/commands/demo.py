"""The demo: the tablet order as told and under each policy, and the reference company before and after integration."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from simulation.commands.options import add_workers
from simulation.commands.output import print_table, progress
from simulation.commands.running import differences, print_counterfactuals, print_differences
from simulation.counterfactuals import counterfactuals
from simulation.experiment import Comparison, compare, processes
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.trace import customer_number, trace

_REPLICATIONS = 6
_SHOWN = (
    "contacts_per_day",
    "failure_demand",
    "first_contact_resolution",
    "asked_twice",
    "abandonment.phone",
    "reply_median_min.email",
    "satisfaction",
    "effort_min",
    "agent_minutes_per_day",
)


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("demo", help="the first case and the reference company, with pictures, in 20 seconds")
    parser.add_argument("--out", type=Path, default=Path("results/demo"), metavar="DIR", help="where the pictures go")
    add_workers(parser)
    parser.set_defaults(do=_demo)


def _demo(options: argparse.Namespace) -> int:
    tablet, company = load("tablet-order"), load("reference-company")
    _title(tablet.title)
    print(tablet.story.strip())
    customer = customer_number(tablet, None)
    told = simulate(tablet.policy("BASE"))
    _title("Her day, as it was told (minutes from the tweet)")
    lines = [line._asdict() for line in trace(told, customer)]
    print_table(lines, {"t_min": "minutes", "actor": "who", "event": "what", "detail": "more"})
    _title("The same customer, with the same luck, under each policy")
    rows = [row._asdict() for row in counterfactuals(tablet, customer)]
    print_counterfactuals(tablet, rows)
    print("\nSatisfaction adds up coefficients that are assumed; the minutes follow from who waits for whom.")
    _title(f"{company.title}: before and after integration, the same customers")
    names = ("before", "integrated")
    worlds = {name: company.policy(name) for name in names}
    with progress("two companies, forty days") as bar, processes(options.workers) as executor:
        comparison = compare(worlds, _REPLICATIONS, executor=executor, progress=bar)
    print_differences(differences(comparison, *names, list(_SHOWN)), *names)
    print(f"\n{_REPLICATIONS} paired replications; intervals hold the difference in 95 of 100 such experiments.")
    _title("Pictures")
    for path, alt in _pictures(tablet, comparison, rows, options.out):
        print(f"{path}\n    {alt}")
    return 0


def _title(text: str) -> None:
    print(f"\n{text}\n{'=' * len(text)}")


def _pictures(
    tablet: Scenario, comparison: Comparison, rows: list[dict[str, Any]], folder: Path
) -> list[tuple[Path, str]]:
    """Draw and save the demo's figures; return where they are, and what they show."""
    from simulation.plots import (
        before_after,
        case_timeline,
        counterfactual_bars,
        day_profile,
        paired_differences,
        two_worlds,
    )

    told, attentive = simulate(tablet.policy("BASE")), simulate(tablet.policy("L4c"))
    first, second = comparison.runs
    day = simulate(load("reference-company").with_({"days": 20}))
    figures = {
        "tablet-order": case_timeline(told),
        "two-worlds": two_worlds(told, attentive, titles=("as told", "an attentive agent")),
        "policies": counterfactual_bars(rows),
        "before-after": before_after(comparison, first, second),
        "differences": paired_differences(comparison, first, second, _SHOWN),
        "day": day_profile(day),
    }
    return [(picture.save(folder / f"{name}.png"), picture.alt) for name, picture in figures.items()]
