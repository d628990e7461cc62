"""Commands for data of one's own: calibrate, estimate, export-contacts."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomli_w

from simulation.calibration import Calibration, calibrate, read_plan, verdict
from simulation.calibration.contacts import Contacts, MalformedRows, read_contacts, zone_of
from simulation.commands.options import SCENARIO_HELP, add_changes, add_json, add_seed, add_workers, chosen
from simulation.commands.output import print_json, print_table, progress
from simulation.errors import InputError
from simulation.experiment import processes
from simulation.files import folder_for, written_text
from simulation.run import simulate
from simulation.scenario import Scenario, parse

if TYPE_CHECKING:
    from simulation.calibration.draft import Answers
    from simulation.calibration.report import Estimates

_BAD_INPUT = 2


def add_to(commands: Any) -> None:
    """Add the commands to the command line."""
    parser = commands.add_parser("calibrate", help="fit a scenario to published figures, and see what they leave open")
    parser.add_argument("plan", type=Path, metavar="FILE", help="a TOML file: scenario, targets, what is free")
    text = "also write journal, profiles, picture and the fitted scenario; a calibration broken off goes on there"
    parser.add_argument("--out", type=Path, metavar="DIR", help=text)
    add_workers(parser)
    add_json(parser)
    parser.set_defaults(do=_calibrate)
    parser = commands.add_parser("estimate", help="estimate arrivals, handling, patience from a contact log")
    parser.add_argument("contacts", type=Path, metavar="CONTACTS", help="a CSV file, one row a contact")
    _add_answers(parser)
    parser.add_argument("--time-zone", metavar="ZONE", help="the place's time zone, such as Europe/Oslo")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a scenario, .toml, that runs")
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="draw how long customers wait, by channel")
    add_json(parser)
    parser.set_defaults(do=_estimate)
    parser = commands.add_parser("export-contacts", help="run a scenario and write its contacts as estimate reads them")
    parser.add_argument("scenario", metavar="NAME|FILE", help=SCENARIO_HELP)
    add_changes(parser)
    add_seed(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="where the log goes, .csv")
    add_json(parser)
    parser.set_defaults(do=_export)


def _add_answers(parser: argparse.ArgumentParser) -> None:
    """Add what a log cannot say."""
    for name, example, text in (
        ("--agents", "CHANNEL=N", "agents of a channel (default: the most seen at work at once)"),
        ("--hours", "CHANNEL=HOURS", "their hours, such as phone='Mon-Fri 08:00-16:00' (default: as seen)"),
        ("--like", "CHANNEL=KNOWN", "the known channel that one of your own is like, such as hotline=phone"),
    ):
        parser.add_argument(name, nargs="+", action="extend", default=[], metavar=example, help=text)


def _calibrate(options: argparse.Namespace) -> int:
    plan = read_plan(options.plan)
    journal = None if options.out is None else folder_for(options.out) / "journal.jsonl"
    with progress("calibrating") as bar, processes(options.workers) as executor:
        found = calibrate(plan, executor, journal, bar)
    files = {} if options.out is None else _saved(found, options.out)
    if options.json:
        print_json(_document(found) | {"files": files})
        return 0
    titles = {"target": "target", "value": "published", "tolerance": "within", "got": "fitted", "fresh": "fresh luck"}
    print_table(_met(found), titles)
    print(
        f"\nbest fit, at {_far(found.distance)}, with luck that the search has not seen {_far(found.fresh_distance)}:"
    )
    print_table(_parameters(found), {"key": "parameter", "best": "best", "unit": "unit"})
    print("\nwhat the figures say of each:")
    for profile in found.profiles:
        print(f"- {verdict(profile, found)}")
    runs = plan.settings.replications
    print(f"\n{found.points} points, {runs} replication{'s' * (runs > 1)} each, seed {plan.settings.seed}")
    for file in files.values():
        print(f"written to {file}")
    return 0


def _far(distance: float) -> str:
    return f"{distance:.2f} tolerances"


def _met(found: Calibration) -> list[dict[str, Any]]:
    return [
        {"target": each.target.measure, "value": each.target.value, "tolerance": each.target.width}
        | {"got": each.got.mean, "fresh": each.fresh.mean}
        for each in found.met
    ]


def _parameters(found: Calibration) -> list[dict[str, Any]]:
    return [
        {"key": each.range.key, "unit": each.range.unit, "low": each.range.low, "high": each.range.high, "best": best}
        | {"fits": each.fits, "fits_held": each.fits_held, "share": each.share(each.fits), "tied": each.tied}
        | {"verdict": verdict(each, found)}
        for each, best in zip(found.profiles, found.best, strict=True)
    ]


def _document(found: Calibration) -> dict[str, Any]:
    """Return the one JSON document of a calibration."""
    settings = found.plan.settings
    return {
        "title": found.plan.title,
        "scenario": found.plan.base.name,
        "scenario_hash": found.plan.base.hash(),
        "seed": settings.seed,
        "replications": settings.replications,
        "points": found.points,
        "distance": found.distance,
        "fresh_distance": found.fresh_distance,
        "targets": _met(found),
        "parameters": _parameters(found),
        "profiles": found.rows(),
    }


def _saved(found: Calibration, folder: Path) -> dict[str, str]:
    """Write profiles, picture and fitted scenario; return where each is."""
    import pandas as pd

    from simulation.plots import profiles

    table = pd.DataFrame(found.rows()).to_csv(index=False)
    return {
        "profiles": str(written_text(folder / "profiles.csv", table)),
        "picture": str(profiles(found).save(folder / "profiles.png")),
        "fitted": str(written_text(folder / "fitted.toml", found.fitted().to_toml(named=False))),
    }


def _estimate(options: argparse.Namespace) -> int:
    from simulation.calibration.draft import Answers, known_channels
    from simulation.calibration.report import estimate

    answers = Answers(
        {channel: _agents(channel, number) for channel, number in _pairs("--agents", options.agents).items()},
        _pairs("--hours", options.hours),
        _pairs("--like", options.like),
    )
    if options.out is not None and options.out.suffix != ".toml":
        raise InputError(f"{options.out}: expected a name that ends in .toml")
    try:
        contacts = read_contacts(options.contacts, zone_of(options.time_zone))
    except MalformedRows as problem:
        for sentence in problem.sentences:
            print(f"error: {sentence}", file=sys.stderr)
        return _BAD_INPUT
    if any(answers):
        known_channels(contacts, answers)
    found = estimate(contacts)
    scenario = None if options.out is None else _drafted(contacts, answers, options)
    pictures = [] if options.pictures is None else _pictures(found, options.pictures)
    if options.json:
        print_json(
            {"days": found.days, "contacts": len(contacts.rows), "ignored": contacts.ignored, "estimates": found.rows()}
            | {"by_hour": found.by_hour(), "pictures": pictures}
            | {"scenario": None if scenario is None else str(options.out)}
        )
        return 0
    titles = {"estimate": "estimate", "channel": "channel", "value": "value", "low": "95 % from", "high": "to"}
    print_table(found.rows(), titles | {"unit": "unit", "observations": "of", "note": "note"})
    print(f"\n{len(contacts.rows)} contacts in {found.days:.0f} days")
    if contacts.ignored:
        print(f"not read: {', '.join(contacts.ignored)}")
    if scenario is not None:
        for name, team in scenario.teams.items():
            seen = (
                ""
                if name in answers.agents
                else " (the most seen at work at once; say --agents if it is another number)"
            )
            print(f"team {name}: {team.agents} agents{seen}, {team.hours}")
        print(f"written to {options.out}")
    for picture in pictures:
        print(f"{picture['file']}\n    {picture['alt']}")
    return 0


def _pairs(option: str, texts: list[str]) -> dict[str, str]:
    """Read ``CHANNEL=VALUE`` several times."""
    found: dict[str, str] = {}
    for text in texts:
        channel, equals, value = text.partition("=")
        if not equals or not channel.strip() or not value.strip():
            raise InputError(f"{option} {text}: expected CHANNEL=VALUE, for example {option} phone=...")
        if channel.strip() in found:
            raise InputError(f"{option} {text}: '{channel.strip()}' is there already, expected each channel once")
        found[channel.strip()] = value.strip()
    return found


def _agents(channel: str, number: str) -> int:
    if not number.isdecimal() or int(number) < 1:
        raise InputError(f"--agents {channel}={number}: expected a whole number from 1 up")
    return int(number)


def _drafted(contacts: Contacts, answers: Answers, options: argparse.Namespace) -> Scenario:
    """Write the scenario that the log makes, once it has been read as one."""
    from simulation.calibration.draft import draft

    raw = draft(contacts, answers, f"Estimated from {options.contacts.name}")
    scenario = parse(raw | {"name": options.out.stem}, str(options.contacts))
    written_text(options.out, tomli_w.dumps(raw))
    return scenario


def _pictures(found: Estimates, folder: Path) -> list[dict[str, str]]:
    """Draw the patience of every channel in which somebody gave up."""
    from simulation.calibration.draft import plain
    from simulation.plots import patience_curve

    drawn = []
    for each in found.channels:
        if each.patience is not None and each.patience.abandoned:
            picture = patience_curve(each.patience, each.name)
            path = picture.save(folder / f"patience-{plain(each.name)}.png")
            drawn.append({"file": str(path), "alt": picture.alt})
    return drawn


def _export(options: argparse.Namespace) -> int:
    from simulation.calibration.export import contact_log

    if options.out.suffix != ".csv":
        raise InputError(f"{options.out}: expected a name that ends in .csv")
    scenario = chosen(options)
    with progress(scenario.name) as bar:
        run = simulate(scenario, options.seed, 0, bar)
    table = contact_log(run)
    written_text(options.out, table.to_csv(index=False))
    if options.json:
        print_json({"file": str(options.out), "contacts": len(table), "digest": run.digest})
    else:
        print(f"{len(table)} contacts written to {options.out}")
    return 0
