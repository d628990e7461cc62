"""Autograde a class: processes over nbgrader's API, resumable after any end."""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tqdm import tqdm

from . import copies, files, frozen, intake, marks
from .course import Course, Paper, candidate_order
from .errors import Refused, nearest
from .frozen import Frozen

FORMAT = 1  # raised when the same hand-in would be graded in another way
RETRIES = 5


def autograde(
    paper: Paper,
    *,
    workers: int | None = None,
    candidates: Iterable[str] = (),
    force: bool = False,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Score the hand-ins of a class; what is done already is left alone.

    Parameters
    ----------
    paper
        The released paper.
    workers
        Processes; at most four, one for each 30 hand-ins, if not given. One means: in this process.
    candidates
        Only these.
    force
        Score also what is done already.
    dry_run
        Only say what would be scored.

    Returns
    -------
    dict
        ``graded``, ``unchanged``, ``failed`` (candidate: reason), ``flags``, ``seconds``, ``workers``.
    """
    started = time.monotonic()
    if workers is not None and workers < 1:
        raise Refused(f"--workers is a number of processes from 1, not {workers}.")
    table = frozen.read(paper)
    waiting, unchanged = todo(paper, table, candidates, force=force)
    processes = min(workers or default_workers(len(waiting)), max(len(waiting), 1))
    summary: dict[str, Any] = {
        "paper": paper.name,
        "graded": [],
        "unchanged": unchanged,
        "failed": {},
        "workers": processes,
    }
    if dry_run:
        return {**summary, "graded": waiting, "dry_run": True}
    with only_one(paper.course):
        for candidate, problem in tqdm(
            graded(paper, waiting, processes),
            total=len(waiting),
            desc="autograde",
            unit="hand-in",
            disable=None,
        ):
            if problem:
                summary["failed"][candidate] = problem
            else:
                summary["graded"].append(candidate)
    summary["graded"].sort(key=candidate_order)
    summary["flags"] = all_flags(paper, table)
    summary["seconds"] = round(time.monotonic() - started, 2)
    files.write_json(paper.results / "autograde.json", summary)
    paper.course.log(
        "autograde",
        paper=paper.name,
        graded=len(summary["graded"]),
        failed=summary["failed"],
        seconds=summary["seconds"],
    )
    return summary


def default_workers(waiting: int) -> int:
    """Return how many processes are worth their start: each imports nbgrader first, as long as 30 hand-ins take."""
    return max(1, min(4, os.cpu_count() or 1, waiting // 30))


def todo(paper: Paper, table: Frozen, candidates: Iterable[str], *, force: bool) -> tuple[list[str], list[str]]:
    """Return the candidates whose hand-in waits to be scored, and those whose score stands."""
    handed_in = [candidate for candidate in paper.handed_in() if candidate in table.candidates]
    wanted = list(candidates) or handed_in
    for candidate in wanted:
        if candidate not in handed_in:
            raise Refused(
                f"Candidate '{candidate}' has handed in nothing for {paper.name}; {nearest(candidate, handed_in)}."
            )
    unchanged = [] if force else [candidate for candidate in wanted if done(paper, table, candidate)]
    return [candidate for candidate in wanted if candidate not in set(unchanged)], unchanged


def marker(paper: Paper, candidate: str) -> Path:
    """Return the file that says that a candidate's score stands."""
    return paper.course.root / "progress" / paper.name / f"{candidate}.json"


def state(paper: Paper, table: Frozen, candidate: str) -> str:
    """Return a digest of everything on which a candidate's automatic score depends."""
    book = paper.handin(candidate)
    stamp = book.parent / "timestamp.txt"
    parts = [
        book.read_bytes(),
        stamp.read_bytes() if stamp.exists() else b"",
        repr(sorted(table.rows(candidate).items())).encode(),
    ]
    rules = paper.course.settings.model_dump_json(include={"marking", "limits"}).encode()
    return hashlib.sha256(b"|".join([str(FORMAT).encode(), rules, *parts])).hexdigest()


def done(paper: Paper, table: Frozen, candidate: str) -> bool:
    """Tell whether a candidate's score stands: the marker is written last, after gradebook and notebook."""
    path = marker(paper, candidate)
    return (
        path.exists()
        and paper.autograded(candidate).exists()
        and files.read_json(path).get("state") == state(paper, table, candidate)
    )


def mark_done(paper: Paper, candidate: str) -> None:
    """Say that a candidate's score stands."""
    files.write_json(marker(paper, candidate), {"state": state(paper, frozen.read(paper), candidate)})


@contextlib.contextmanager
def only_one(course: Course) -> Iterator[None]:
    """Let one run at a time work on a course; the system frees the lock even if the run is killed."""
    files.private_folder(course.root / "progress")
    with contextlib.closing(
        sqlite3.connect(course.root / "progress" / "run.lock", timeout=0.1, isolation_level=None)
    ) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Refused(f"Another run is working on {course.root}; wait for its end.") from None
        yield


def graded(paper: Paper, candidates: list[str], workers: int) -> Iterator[tuple[str, str]]:
    """Yield (candidate, "" or why it failed) as hand-ins are scored."""
    if workers <= 1:
        grader = Grader(paper) if candidates else None
        for candidate in candidates:
            assert grader is not None
            yield candidate, grader.grade(candidate)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=start_worker, initargs=(paper.course.root, paper.name)) as pool:
        yield from pool.imap_unordered(grade_in_worker, candidates)


class Grader:
    """nbgrader in this process, ready to score one hand-in after another."""

    def __init__(self, paper: Paper) -> None:
        from .nbgrader_setup import api

        self.paper = paper
        self.api = api(paper.course.root)

    def grade(self, candidate: str) -> str:
        """Score one hand-in; return why it failed, empty if it did not."""
        for attempt in range(RETRIES):
            result = self.api.autograde(self.paper.name, candidate, force=True)
            if result["success"]:
                mark_done(self.paper, candidate)
                return ""
            if "database is locked" not in str(result.get("error")):
                break
            time.sleep(0.1 * 2**attempt)
        from .release import last_line

        return last_line(result)


_worker: Grader | None = None


def start_worker(root: Path, paper: str) -> None:
    """Get a process ready: import nbgrader once, and end with the process that started it."""
    global _worker  # noqa: PLW0603 - one grader a process, made by the pool's initializer
    threading.Thread(target=end_with_parent, daemon=True).start()
    _worker = Grader(Course(root).paper(paper))


def end_with_parent() -> None:
    """End this process at once when its parent is gone, however that ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def grade_in_worker(candidate: str) -> tuple[str, str]:
    """Score one hand-in in a process of the pool."""
    assert _worker is not None
    return candidate, _worker.grade(candidate)


def all_flags(paper: Paper, table: Frozen) -> dict[str, list[str]]:
    """Return everything odd about the hand-ins: from the intake, answers that do not count or fit another's key."""
    found = {
        candidate: list(row["flags"]) for candidate, row in intake.report(paper)["candidates"].items() if row["flags"]
    }
    for candidate in paper.handed_in():
        if candidate in table.candidates and (odd := marks.notes(paper.course, paper.name, candidate)):
            found.setdefault(candidate, []).extend(odd)
    for candidate, notes in copies.flags(paper, table).items():
        found.setdefault(candidate, []).extend(notes)
    return dict(sorted(found.items(), key=lambda pair: candidate_order(pair[0])))
