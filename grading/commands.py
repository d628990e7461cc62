"""The command line: thin, one function a command, a sentence for bad input."""

from __future__ import annotations

import argparse
import errno
import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from . import course as courses
from . import say
from .course import Course, Paper
from .errors import Refused, nearest

Outcome = tuple[dict[str, Any], Callable[[Any], str], int]


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence, with the nearest valid name."""

    def error(self, message: str) -> NoReturn:
        """Refuse."""
        choice = re.search(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", message)
        if choice:
            names = re.findall(r"[\w-]+", choice[2])
            raise Refused(f"There is no '{choice[1]}' here; {nearest(choice[1], names)}.")
        unknown = re.search(r"unrecognized arguments: (\S+)", message)
        if unknown:
            options = [name for action in self._actions for name in action.option_strings]
            for action in self._actions:
                if isinstance(action, argparse._SubParsersAction):
                    options += [o for p in action.choices.values() for a in p._actions for o in a.option_strings]
            raise Refused(f"There is no '{unknown[1]}' here; {nearest(unknown[1], set(options))}.")
        raise Refused(f"{self.prog}: {message}; `{self.prog} --help` shows how.")


def parser() -> Parser:
    """Return the parser of all commands."""
    top = Parser(
        prog="python -m grading", description="From a private course to published letters.", allow_abbrev=False
    )
    commands = top.add_subparsers(dest="command", required=True, parser_class=Parser, metavar="COMMAND")

    def add(name: str, purpose: str, *, writes: bool = True, paper: bool = True) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        made.add_argument("--course", type=Path, default=Path(), metavar="DIR", help="the course folder (this one)")
        made.add_argument("--json", action="store_true", help="print JSON")
        if writes:
            made.add_argument("--dry-run", action="store_true", help="only say what would be done")
        if paper:
            made.add_argument("paper", nargs="?", help="the paper; the only one needs no name")
        return made

    new = add("new", "make a private course from the template", paper=False)
    new.add_argument("folder", type=Path)
    new.add_argument("--candidates", type=int, default=24, help="how many invented numbers (24)")
    check = add("variants", "stress-test the items over many seeds", writes=False)
    check.add_argument("--seeds", type=int, default=200)
    release = add("release", "freeze the keys and write what the candidates get")
    release.add_argument("--common", action="store_true", help="one paper for all, with a table of numbers")
    release.add_argument("--sheet", action="store_true", help="also a printable page per candidate")
    intake = commands.add_parser(
        "intake", help="take in a download", description="take in a download", allow_abbrev=False
    )
    intake.add_argument("source", type=Path, help="a zip, folder, notebook, or with --csv a table")
    for option in ("--json", "--dry-run", "--csv"):
        intake.add_argument(option, action="store_true")
    intake.add_argument("paper", nargs="?")
    intake.add_argument("--course", type=Path, default=Path(), metavar="DIR")
    intake.add_argument("--system", default="auto", help="auto, canvas, moodle, inspera or folder")
    intake.add_argument("--list", type=Path, dest="people", help="the institution's list id,candidate[,time]; not kept")
    grade = add("autograde", "score the hand-ins; go on where it stopped")
    grade.add_argument("--workers", type=int)
    grade.add_argument("--force", action="store_true", help="also what is done already")
    grade.add_argument("--candidate", action="append", default=[])
    status = add("status", "say how far the course is", writes=False)
    status.add_argument("--dump", action="store_true", help="print the gradebook without its random ids, as JSON")
    former = add("formgrader", "mark essays in the browser, on this machine alone", writes=False)
    former.add_argument("--port", type=int)
    former.add_argument("--no-browser", action="store_true")
    add("grades", "compute letters and their distribution")
    feedback = add("feedback", "write a page for each candidate")
    feedback.add_argument("--candidate", action="append", default=[])
    feedback.add_argument("--for", type=Path, dest="download", help="also a zip under the names of this download")
    feedback.add_argument("--system", default="auto")
    feedback.add_argument("--list", type=Path, dest="people")
    export = add("export", "write a table of results")
    export.add_argument("--format", default="items", help="items, canvas or inspera")
    export.add_argument("--list", type=Path, dest="people")
    export.add_argument("--out", type=Path)
    for name, purpose in (("rekey", "rescore an item with its corrected module"), ("void", "declare an item void")):
        made = add(name, purpose, paper=False)
        made.add_argument("item")
        made.add_argument("--paper")
        made.add_argument("--reason", required=True)
        if name == "rekey":
            made.add_argument("--tolerance", type=float)
        else:
            made.add_argument("--rule", help="full or drop; the course's rule if not given")
    purge = add("purge", "forget the candidates of a paper")
    purge.add_argument("--yes", action="store_true")
    lint = add("lint", "check the course before anybody sees it", writes=False)
    lint.add_argument("--seeds", type=int, default=200)
    return top


def main(arguments: list[str]) -> int:
    """Run a command and return its exit code."""
    try:
        options = parser().parse_args(arguments)
        if options.command == "new":
            made = courses.new(options.folder, candidates=options.candidates, dry_run=options.dry_run)
            result: Outcome = (
                {"course": str(options.folder.resolve()), "files": made, "dry_run": options.dry_run},
                say.new,
                0,
            )
        else:
            found = Course.at(options.course)
            if options.command == "formgrader":
                return formgrader(found.paper(options.paper), options)
            result = COMMANDS[options.command](found, options)
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 2
    except OSError as problem:
        print(sentence(problem), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return 130
    values, words, code = result
    try:
        print(json.dumps(values, indent=1, ensure_ascii=False) if options.json else words(values), flush=True)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def sentence(problem: OSError) -> str:
    """Return what the system would not do, where, and what helps."""
    where = f"{Path(str(problem.filename)).parent}: " if str(problem.filename).endswith(".part") else ""
    where = where or (f"{problem.filename}: " if problem.filename else "")
    help_ = {errno.ENOSPC: "; make room, and run the same command again", errno.EROFS: "; nothing can be written there"}
    return f"{where}{problem.strerror or problem}{help_.get(problem.errno or 0, '')}."


def formgrader(paper: Paper, options: argparse.Namespace) -> int:
    """Start formgrader and wait for its end."""
    from .formgrader import start

    return start(paper, port=options.port, browser=not options.no_browser)


def variants(course: Course, options: argparse.Namespace) -> Outcome:
    """Stress-test the items of a paper."""
    from . import items
    from .variants import stress

    if not 2 <= options.seeds <= 100_000:
        raise Refused(f"--seeds is a number from 2 to 100000, not {options.seeds}.")
    paper = course.paper(options.paper)
    rows = [stress(item, options.seeds).as_row() for item in items.load(paper).values()]
    return {"paper": paper.name, "items": rows}, say.variants, int(any(row["problems"] for row in rows))


def release(course: Course, options: argparse.Namespace) -> Outcome:
    """Release a paper."""
    from .release import release as go

    paper = course.paper(options.paper)
    return go(paper, common=options.common, sheets=options.sheet, dry_run=options.dry_run), say.release, 0


def intake(course: Course, options: argparse.Namespace) -> Outcome:
    """Take in a download or a table of answers."""
    from .intake import take_in, take_in_csv

    paper = course.paper(options.paper)
    if options.csv:
        return take_in_csv(paper, options.source, dry_run=options.dry_run), say.intake, 0
    report = take_in(paper, options.source, system=options.system, people=options.people, dry_run=options.dry_run)
    return report, say.intake, int(bool(report["unplaced"]))


def autograde(course: Course, options: argparse.Namespace) -> Outcome:
    """Score a class."""
    from .run import autograde as go

    paper = course.paper(options.paper)
    summary = go(
        paper, workers=options.workers, candidates=options.candidate, force=options.force, dry_run=options.dry_run
    )
    return summary, say.autograde, int(bool(summary["failed"]))


def status(course: Course, options: argparse.Namespace) -> Outcome:
    """Say how far a course is."""
    from .gradebook import dump
    from .status import status as go

    if options.dump:
        return {"rows": dump(course)}, lambda values: json.dumps(values["rows"], indent=1, ensure_ascii=False), 0
    return go(course, options.paper), say.status, 0


def grades(course: Course, options: argparse.Namespace) -> Outcome:
    """Compute letters."""
    from .scale import grades as go

    return go(course.paper(options.paper), dry_run=options.dry_run), say.grades, 0


def feedback(course: Course, options: argparse.Namespace) -> Outcome:
    """Write feedback pages."""
    from .feedback import feedback as go
    from .feedback import give_back

    paper = course.paper(options.paper)
    made = go(paper, candidates=options.candidate or None, dry_run=options.dry_run)
    if options.download and not options.dry_run:
        made["for_system"] = give_back(paper, options.download, people=options.people, system=options.system)
    return made, say.feedback, 0


def export(course: Course, options: argparse.Namespace) -> Outcome:
    """Write a table."""
    from .export import export as go

    paper = course.paper(options.paper)
    return go(paper, options.format, people=options.people, out=options.out, dry_run=options.dry_run), say.export, 0


def rekey(course: Course, options: argparse.Namespace) -> Outcome:
    """Rescore an item."""
    from .rekey import rekey as go

    paper = course.paper(options.paper)
    return go(paper, options.item, options.reason, tolerance=options.tolerance, dry_run=options.dry_run), say.changes, 0


def void(course: Course, options: argparse.Namespace) -> Outcome:
    """Declare an item void."""
    from .rekey import void as go

    paper = course.paper(options.paper)
    return go(paper, options.item, options.reason, rule=options.rule, dry_run=options.dry_run), say.changes, 0


def purge(course: Course, options: argparse.Namespace) -> Outcome:
    """Forget candidates."""
    from .purge import purge as go

    return go(course.paper(options.paper), yes=options.yes, dry_run=options.dry_run), say.purge, 0


def lint(course: Course, options: argparse.Namespace) -> Outcome:
    """Check a course."""
    from .lint import lint as go

    found = go(course, options.paper, seeds=options.seeds)
    return found, say.lint, int(bool(found["findings"]))


COMMANDS: dict[str, Callable[[Course, argparse.Namespace], Outcome]] = {
    "variants": variants,
    "release": release,
    "intake": intake,
    "autograde": autograde,
    "status": status,
    "grades": grades,
    "feedback": feedback,
    "export": export,
    "rekey": rekey,
    "void": void,
    "purge": purge,
    "lint": lint,
}
