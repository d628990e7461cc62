"""Check a course before anybody sees it: formats, points, variants, secrets."""

from __future__ import annotations

import ast
import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from . import items, notebook, release, rubric, scale, variants
from .course import Course, Paper, work_tree
from .errors import Refused
from .items import Item

BANK = Path(__file__).parent.parent / "assignments"
NO_CANDIDATES = [str(number) for number in range(1, 31)]


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where, and what."""

    where: str
    what: str


def lint(course: Course, paper: str | None = None, *, seeds: int = variants.SEEDS, bank: Path = BANK) -> dict[str, Any]:
    """Check a course.

    Parameters
    ----------
    course
        The course.
    paper
        Only this paper.
    seeds
        How many seeds the stress test of each item takes.
    bank
        The open bank, whose key functions and case values an exam must not share.

    Returns
    -------
    dict
        ``papers``, ``findings`` (a row each) and ``stress`` (a row an item).
    """
    findings = list(secrets(course, bank))
    stressed: list[dict[str, Any]] = []
    names = [course.paper(paper).name] if paper else course.paper_names()
    if not names:
        findings.append(Finding("papers", "there is no paper"))
    for name in names:
        found, rows = check_paper(course.paper(name), seeds)
        findings += found
        stressed += rows
    return {"papers": names, "findings": [asdict(finding) for finding in findings], "stress": stressed}


def secrets(course: Course, bank: Path) -> Iterator[Finding]:
    """Yield what makes an exam no secret: a work tree, a key function or case values of the open bank."""
    try:
        scale.cutoffs(course.settings.letters)
    except Refused as problem:
        yield Finding("course.toml", str(problem))
    if course.settings.kind == "open":
        return
    if not (course.root / "candidates.csv").exists():
        yield Finding("candidates.csv", "is missing; it has one column `candidate`, numbers only")
    if tree := work_tree(course.root):
        yield Finding(str(course.root), f"an exam must not lie in a git work tree, and this one lies in {tree}")
    if not bank.is_dir() or bank.resolve() in (course.root, *course.root.parents):
        return
    known = {key_function(path): path for path in sorted(bank.glob("papers/*/items/[!_]*.py"))}
    for path in sorted(course.root.glob("papers/*/items/[!_]*.py")):
        if twin := known.get(key_function(path)):
            yield Finding(
                path.relative_to(course.root).as_posix(),
                f"shares its key function with the open {twin.parent.parent.name}/{twin.name}",
            )
    open_cases = {
        case_values(path): path
        for folder in (bank, bank.parent / "simulation" / "scenarios")
        for path in sorted(folder.rglob("*.toml"))
        if is_case(path)
    }
    for path in sorted(course.root.glob("papers/**/*.toml")):
        if is_case(path) and (case := open_cases.get(case_values(path))):
            yield Finding(path.relative_to(course.root).as_posix(), f"has the same case values as the open {case.name}")


def key_function(path: Path) -> str:
    """Return the shape of a module's ``variant`` without names, texts and docstrings: renaming does not hide a copy."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        return f"none in {path}"  # the paper's own check says what is wrong with the module
    function = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "variant"), None)
    if function is None:
        return f"none in {path}"
    names: dict[str, str] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            node.id = names.setdefault(node.id, f"n{len(names)}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return "".join(ast.dump(node) for node in body)


def is_case(path: Path) -> bool:
    """Tell whether a TOML file is a case, not settings of the course."""
    return path.name not in {"course.toml", "paper.toml", "scheme.toml"}


def case_values(path: Path) -> tuple[tuple[str, float], ...]:
    """Return all numbers of a case with their places; names and texts do not count."""

    def numbers(value: Any, where: str) -> Iterator[tuple[str, float]]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from numbers(inner, f"{where}.{name}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from numbers(inner, f"{where}.{index}")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield where, float(value)

    try:
        return tuple(sorted(numbers(tomllib.loads(path.read_text("utf-8")), ""))) or (("empty", hash(path.as_posix())),)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return (("unreadable", hash(path.as_posix())),)


def check_paper(paper: Paper, seeds: int) -> tuple[list[Finding], list[dict[str, Any]]]:
    """Return what is wrong with a paper, and its items' stress test."""
    findings: list[Finding] = []
    try:
        loaded, essays = items.load(paper), rubric.scheme(paper)
        points = {**{n: i.points for n, i in loaded.items()}, **{n: e.points for n, e in essays.items()}}
        paper.settings.closing()
        book = notebook.build(paper, points)
    except Refused as problem:
        return [Finding(paper.name, str(problem))], []
    findings += [Finding(f"{paper.name}/{where}", what) for where, what in texts(paper, essays)]
    stressed = [variants.stress(item, seeds) for item in loaded.values()]
    findings += [Finding(f"{paper.name}/{found.item}", problem) for found in stressed for problem in found.problems]
    if not any(found.problems for found in stressed):
        findings += [Finding(f"{paper.name}/{where}", what) for where, what in drawn(paper, loaded, book)]
    return findings, [found.as_row() for found in stressed]


def texts(paper: Paper, essays: dict[str, rubric.Essay]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with guide and scheme, and test cells that a hand-in could pass by doing nothing."""
    for path in (paper.folder / "guide.md", *sorted((paper.folder / "files").glob("*.md"))):
        if path.exists() and not_utf8(path):
            yield path.relative_to(paper.folder).as_posix(), "is no UTF-8 text; save it as UTF-8"
    guide = paper.folder / "guide.md"
    if not guide.exists() or len(guide.read_bytes().split()) < 30:
        yield "guide.md", "the examiners' guide is missing or nearly empty"
    for name, essay in essays.items():
        names = [row.row.casefold() for row in essay.rows]
        if len(set(names)) < len(names):
            yield f"scheme.toml [{name}]", "two rows have the same name"
    for cell in notebook.source(paper)["cells"]:
        graded = cell.get("metadata", {}).get("nbgrader", {})
        if graded.get("grade") and not graded.get("solution"):
            yield "paper", f"the test cell '{graded.get('grade_id')}' would earn full marks without output; use an item"


def not_utf8(path: Path) -> bool:
    """Tell whether a file is no text that everybody can read."""
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def drawn(paper: Paper, loaded: dict[str, Item], book: notebook.Notebook) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the candidates' papers: unknown places, answers that stand in the text, shared keys."""
    csv = paper.course.root / "candidates.csv"
    candidates = list(paper.course.candidates) if csv.exists() else NO_CANDIDATES
    rows = {candidate: release.candidate_rows(paper, loaded, candidate) for candidate in candidates[:10]}
    try:
        papers = {who: notebook.fill(book, notebook.own_value(rows[who])) for who in rows}
    except Refused as problem:
        yield "paper", str(problem)
        return
    for name in sorted({name for who in rows for name in told(rows[who], papers[who])}):
        yield name, "its expected answer stands in the paper's text"
    used = {item for item, _, _ in notebook.places(book)}
    for name, item in loaded.items():
        if name not in used and item.seed_of == name and rows[candidates[0]][name]["parameters"]:
            yield name, "the paper shows none of its parameters"
    for one, other in variants.shared_keys(paper, candidates):
        yield "variants", f"candidates {one} and {other} have the same answers in every item"


def told(rows: dict[str, Any], book: notebook.Notebook) -> Iterator[str]:
    """Yield the items whose expected answer stands in a candidate's paper, with two decimals or more."""
    text = " ".join(notebook.text(cell) for cell in book["cells"])
    shown = [float(number) for number in re.findall(r"\d+\.\d{2,}", text)]
    for name, row in rows.items():
        real = row["kind"] in {"formula", "simulated"}
        if real and any(math.isclose(number, row["expected"], rel_tol=1e-4) for number in shown):
            yield name
