"""Longer comparisons, each a command: ``python -m grading.bench speed | class | kill``.

``speed`` times nbgrader's own sequential autograde and ours side by side, start-up included. ``class`` times a big
class. ``kill`` ends autograde at random moments and compares the gradebook after the same command with that of an
undisturbed run.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from . import course, frozen, gradebook, intake, release
from .course import Course, Paper
from .invented_candidate import Writer, as_file

PLAIN = """\
c = get_config()
c.CourseDirectory.course_id = "service-exam"
c.CourseDirectory.db_url = "sqlite:///{}"
"""


def main(arguments: list[str]) -> int:
    """Run a comparison and print what was measured as JSON."""
    parser = argparse.ArgumentParser(prog="python -m grading.bench", description=__doc__)
    parser.add_argument("what", choices=sorted(COMPARISONS))
    parser.add_argument("--candidates", type=int, default=0, help="24 for speed and kill, 300 for class")
    parser.add_argument("--workers", type=int, help="as many as autograde takes by itself if not given")
    parser.add_argument("--times", type=int, default=20, help="how often kill kills")
    parser.add_argument("--seed", type=int, default=1, help="of the moments at which kill kills")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kundelab-bench-") as folder:
        found = COMPARISONS[options.what](Path(folder), options)
    print(json.dumps(found, indent=1))
    return int(not found.get("as promised", True))


def class_of(folder: Path, candidates: int) -> Paper:
    """Return a released paper whose candidates have all handed in honest notebooks."""
    course.new(folder / "course", candidates=candidates)
    paper = Course.at(folder / "course").paper()
    release.release(paper)
    table = frozen.read(paper)
    for candidate in table.candidates:
        for name, data in as_file(Writer(paper, table, candidate).book()):
            place = folder / "handed-in" / candidate
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
    intake.take_in(paper, folder / "handed-in")
    return paper


def ours(paper: Paper, workers: int | None) -> list[str]:
    """Return our command."""
    told = ["--workers", str(workers)] if workers else []
    return [sys.executable, "-m", "grading", "autograde", *told, "--course", str(paper.course.root)]


def seconds(command: list[str], folder: Path) -> float:
    """Return how long a command takes, its start included."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)
    return time.perf_counter() - started


def environment() -> dict[str, str]:
    """Return the variables under which the commands run: this project, and alembic on PATH for nbgrader."""
    paths = {"PATH": Path(sys.executable).parent, "PYTHONPATH": Path(__file__).parent.parent}
    return {
        **os.environ,
        **{n: os.pathsep.join([str(p), os.environ.get(n, "")]).rstrip(os.pathsep) for n, p in paths.items()},
    }


def speed(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Time nbgrader's own autograde and ours on the same hand-ins, one after the other, twice in turn."""
    paper = class_of(folder, options.candidates or 24)
    plain = folder / "plain"
    shutil.copytree(paper.course.root, plain)
    (plain / "nbgrader_config.py").write_text(PLAIN.format((plain / "gradebook.db").as_posix()), "utf-8")
    theirs = [sys.executable, "-m", "nbgrader", "autograde", paper.name, "--force"]
    times: dict[str, list[float]] = {"nbgrader": [], "ours": []}
    for _ in range(2):
        times["ours"].append(seconds([*ours(paper, options.workers), "--force"], folder))
        times["nbgrader"].append(seconds(theirs, plain))
    ratio = min(times["nbgrader"]) / max(times["ours"])
    return {
        "hand-ins": len(paper.handed_in()),
        "seconds": times,
        "least ratio": round(ratio, 2),
        "as promised": ratio >= 5,
    }


def big_class(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Time our autograde on a big class."""
    started = time.perf_counter()
    paper = class_of(folder, options.candidates or 300)
    prepared = time.perf_counter() - started
    took = seconds(ours(paper, options.workers), folder)
    rows = gradebook.scores(paper.course)
    full = sum(row.auto_score == row.points for row in rows if row.item.startswith("answer"))
    return {
        "hand-ins": len(paper.handed_in()),
        "release and intake, seconds": round(prepared, 1),
        "autograde, seconds": round(took, 1),
        "scores": full,
        "as promised": full == 8 * len(paper.handed_in()),
    }


def kill(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Kill autograde at random moments, run the same command again, and compare."""
    paper = class_of(folder, options.candidates or 24)
    undisturbed = folder / "undisturbed"
    shutil.copytree(paper.course.root, undisturbed)
    whole = seconds(ours(Course(undisturbed).paper(), options.workers or 2), folder)
    wanted = gradebook.dump(Course(undisturbed))
    moments = Random(options.seed)
    rounds = []
    for number in range(options.times):
        root = folder / f"killed-{number}"
        shutil.copytree(paper.course.root, root)
        trial = Course(root).paper()
        moment = (moments.randrange(len(paper.handed_in())), moments.uniform(0, 0.3))
        scored = killed(ours(trial, options.workers or 2), trial, moment, group=number % 2 == 0)
        again(ours(trial, options.workers or 2), folder)
        same, sound = gradebook.dump(Course(root)) == wanted, gradebook.whole(root / "gradebook.db")
        rounds.append({"done at the kill": scored, "same": same, "whole": sound})
        shutil.rmtree(root)
    good = sum(found["same"] and found["whole"] for found in rounds)
    return {
        "undisturbed, seconds": round(whole, 1),
        "rounds": rounds,
        "good": good,
        "as promised": good == options.times,
    }


def killed(command: list[str], paper: Paper, moment: tuple[int, float], *, group: bool) -> int:
    """Start a command, kill it without warning, and return how many hand-ins were done.

    Parameters
    ----------
    command, paper
        What to start, and what it works on.
    moment
        The kill comes this many seconds (second) after so many hand-ins (first) were done.
    group
        Whether all its processes are killed at once; otherwise the first alone, and its workers must see it.
    """
    with subprocess.Popen(
        command,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    ) as process:
        while done(paper) < moment[0] and process.poll() is None:
            time.sleep(0.005)
        time.sleep(moment[1])
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if group and os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    return done(paper)


def done(paper: Paper) -> int:
    """Return how many hand-ins are scored."""
    return len(list((paper.course.root / "progress" / paper.name).glob("[0-9]*.json")))


def again(command: list[str], folder: Path) -> None:
    """Run the command again; orphans that still hold the lock get a moment to notice that they are."""
    for _ in range(20):
        if subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.5)
    raise RuntimeError(f"{command} does not end well after a kill")


COMPARISONS: dict[str, Callable[[Path, argparse.Namespace], dict[str, Any]]] = {
    "speed": speed,
    "class": big_class,
    "kill": kill,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
