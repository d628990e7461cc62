"""How far a course is: one row a paper."""

from __future__ import annotations

from typing import Any

from . import frozen, intake, log, run, scale
from .course import Course, Paper


def status(course: Course, name: str | None = None) -> dict[str, Any]:
    """Return for every paper how many are released, taken in, scored, marked and graded, and the last thing done."""
    names = [course.paper(name).name] if name else course.paper_names()
    events = log.read(course.root)
    last = {"event": events[-1]["event"], "when": events[-1]["when"]} if events else None
    return {
        "course": course.settings.course,
        "root": str(course.root),
        "papers": [row(course.paper(n)) for n in names],
        "last": last,
    }


def row(paper: Paper) -> dict[str, Any]:
    """Return how far a paper is."""
    found: dict[str, Any] = {"paper": paper.name, "title": paper.settings.title, "released": paper.frozen.exists()}
    if not paper.frozen.exists():
        return {**found, "next": f"python -m grading release {paper.name}"}
    table = frozen.read(paper)
    taken = [candidate for candidate in paper.handed_in() if candidate in table.candidates]
    scored = [candidate for candidate in taken if run.done(paper, table, candidate)]
    results = scale.results(paper)
    waiting = {result.candidate: result.problems for result in results if result.problems}
    graded = sum(result.letter is not None for result in results)
    report = intake.report(paper)
    found |= {
        "candidates": len(table.candidates),
        "handed_in": len(taken),
        "unreadable": report["counts"].get("unreadable", 0),
        "scored": len(scored),
        "letters": graded,
        "waiting": waiting,
        "flagged": sum(bool(given["flags"]) for given in report["candidates"].values()),
    }
    return {**found, "next": following(paper, (len(taken), len(scored), len(waiting)))}


def whole(paper: Paper) -> bool:
    """Tell whether every kit is there; a release that was stopped leaves some out."""
    table = frozen.read(paper)
    names = ["common"] if table.table["common"] else list(table.candidates)
    return all((paper.kits / f"{name}.zip").exists() for name in names)


def following(paper: Paper, counts: tuple[int, int, int]) -> str:
    """Return the command that comes next."""
    taken, scored, waiting = counts
    if not taken and not whole(paper):
        return f"python -m grading release {paper.name} (not all kits are written)"
    if not taken:
        return f"python -m grading intake DOWNLOAD {paper.name}"
    if scored < taken:
        return f"python -m grading autograde {paper.name}"
    return f"python -m grading {'formgrader' if waiting else 'grades'} {paper.name}"
