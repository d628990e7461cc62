"""A page for each candidate: scores, the rubric's rows with their descriptors, the examiner's words."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat.notebooknode import NotebookNode
from traitlets import Bool, Unicode

from . import files, frozen, marks, pages, rubric, scale
from .course import Course, Paper
from .errors import Refused
from .items import Key
from .scale import Result

CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

# nbgrader's heading sums raw points; the result that counts is weighted and stands right below.
HIDE_RAW_SUM = "<style>body > .container > .panel > .panel-heading { display: none }</style>"


class RubricRows(Preprocessor):  # type: ignore[misc]
    """nbgrader preprocessor, after GetGrades: turn comments into rubric tables and put the result on top."""

    enabled = Bool(True).tag(config=True)
    course_root = Unicode(help="The course folder.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Return the notebook as the candidate may see it: her answers and texts, none of her own code cells."""
        here = resources["nbgrader"]
        paper = Course(Path(self.course_root)).paper(here["assignment"])
        essays = rubric.scheme(paper)
        own = next((row for row in cached_results(paper) if row.candidate == here["student"]), None)
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if name in essays:
                cell.metadata.nbgrader["comment"] = rows_table(cell.metadata.nbgrader.get("comment"), essays[name])
            elif cell.cell_type == "code":
                cell.outputs = []
        if own is not None:
            nb.cells.insert(
                0, NotebookNode(cell_type="markdown", metadata=NotebookNode(), id="result", source=summary(paper, own))
            )
        return nb, resources


_results: dict[str, list[Result]] = {}


def cached_results(paper: Paper) -> list[Result]:
    """Return everybody's results, computed once for a run of ``feedback``."""
    if paper.name not in _results:
        _results[paper.name] = scale.results(paper)
    return _results[paper.name]


def rows_table(comment: str | None, essay: rubric.Essay) -> str:
    """Return an examiner's comment as a Markdown table of rows, with the free words below."""
    if not comment or comment == essay.form():
        return "Not marked yet."
    marked = rubric.parse(comment, essay)
    lines = [f"**{cell(essay.title)}**", "", "| row | points | what that means |", "|---|---|---|"]
    for name, (score, row) in rubric.table(marked, essay).items():
        said = cell(rubric.descriptor(score, row)) if score is not None else ""
        lines.append(f"| {cell(name)} | {'' if score is None else format(score, 'g')} / {row.points:g} | {said} |")
    return "\n".join([*lines, "", marked.free]) if len(marked.rows) else comment


def cell(text: str) -> str:
    """Return a text that keeps inside a table's cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def summary(paper: Paper, own: Result) -> str:
    """Return the result as Markdown: letter, points, and a row an item."""
    table = frozen.read(paper)
    keys, points = table.keys(own.candidate), table.points()
    written = marks.stored(paper.handin(own.candidate))
    lines = [f"# Your result: {paper.settings.title}", "", f"Candidate {own.candidate}", ""]
    if own.letter:
        lines.append(f"**{own.letter}** - {own.total:g} of {own.maximum:g} points, {own.percent:.1f} per cent.")
    else:
        lines.append("The letter waits until everything is marked.")
    shows = paper.course.settings.feedback.show_expected
    lines += [
        "",
        "| question | points |" + (" your answer | expected |" if shows else ""),
        "|---|---|" + ("---|---|" if shows else ""),
    ]
    for name, most in points.items():
        score = own.scores.get(name)
        got = "not counted" if name not in own.scores else "not marked" if score is None else format(score, "g")
        row = f"| {name.replace('_', ' ')} | {got} / {most:g} |"
        if shows:
            row += f" {answered(written.get(name), name in keys)} | {expected(keys[name]) if name in keys else ''} |"
        lines.append(row)
    weights = paper.settings.weights
    if weights.items != weights.essays:
        lines += [
            "",
            f"In the sum, points of items count x {weights.items:g} and points of essays x {weights.essays:g}.",
        ]
    return "\n".join(lines)


def answered(source: str | None, item: bool) -> str:
    """Return what the candidate wrote, short enough for a table."""
    if not item or not source:
        return ""
    text = source.partition("=")[2].strip().splitlines()[0] if source.partition("=")[2].strip() else ""
    return "`" + cell(text[:40]).replace("`", "'") + "`" if text else ""


def expected(key: Key) -> str:
    """Return the expected answer with its tolerance."""
    if isinstance(key.expected, str):
        return f"`{key.expected}`"
    return f"{key.expected:.6g}" + (f" ± {100 * key.tolerance:.2g} %" if key.tolerance else "")


def feedback(paper: Paper, *, candidates: list[str] | None = None, dry_run: bool = False) -> dict[str, Any]:
    """Write a page for each candidate and a zip of all.

    Parameters
    ----------
    paper
        The graded paper.
    candidates
        Only these; everybody with a scored hand-in if not given.
    dry_run
        Only say who would get one.
    """
    from tqdm import tqdm

    from . import run
    from .release import last_line, zipped

    table = frozen.read(paper)
    ready = [name for name in paper.handed_in() if name in table.candidates and run.done(paper, table, name)]
    for candidate in candidates or []:
        if candidate not in ready:
            raise Refused(f"Candidate '{candidate}' has no scored hand-in for {paper.name}.")
    wanted = candidates or ready
    waiting = [row.candidate for row in scale.results(paper) if row.problems and row.candidate in wanted]
    made: dict[str, Any] = {"paper": paper.name, "pages": len(wanted), "waiting": waiting, "dry_run": dry_run}
    if dry_run or not wanted:
        return made
    from .nbgrader_setup import api

    _results.clear()
    nbgrader = api(paper.course.root)
    for candidate in tqdm(wanted, desc="feedback", unit="page", disable=None):
        result = nbgrader.generate_feedback(paper.name, candidate, force=True)
        if not result["success"]:
            raise Refused(f"nbgrader could not make the page of candidate {candidate}: {last_line(result)}.")
        path = page(paper, candidate)
        files.write(path, harmless(path.read_text("utf-8")))
    everybody = [name for name in ready if page(paper, name).exists()]
    content = [(f"{name}/{paper.name}.html", page(paper, name).read_bytes()) for name in everybody]
    files.write(paper.results / "feedback.zip", zipped(content))
    paper.course.log("feedback", paper=paper.name, pages=len(wanted))
    return {**made, "zip": str(paper.results / "feedback.zip")}


def page(paper: Paper, candidate: str) -> Path:
    """Return a candidate's page."""
    return paper.course.root / "feedback" / candidate / paper.name / f"{paper.name}.html"


def harmless(text: str) -> str:
    """Return a page that a browser may open: a content policy forbids scripts and every fetch."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(CSP)}">'
    return pages.without_scripts(text).replace("<head>", f"<head>{policy}{HIDE_RAW_SUM}", 1)


def beside(path: str) -> str:
    """Return the name of the page for a file of a download; one for the whole zip if the file lay in a zip."""
    whole = re.match(r"(.*?)\.zip/", path, re.IGNORECASE)
    return (whole[1] if whole else path.removesuffix(".ipynb")) + ".html"


def give_back(paper: Paper, download: Path, *, people: Path | None = None, system: str = "auto") -> dict[str, Any]:
    """Write a zip with the pages under the names of a download, so that the same system takes it back.

    The names are read from the download and go nowhere but into the zip.
    """
    from . import intake, systems
    from .release import zipped

    table = frozen.read(paper)
    known = systems.read_people(people)
    entries = list(intake.read_all(paper, table, download))
    names = [entry.path for entry in entries if entry.path.endswith(".ipynb")]
    pattern = systems.pattern_of(systems.guess(names) if system == "auto" else system)
    content: dict[str, bytes] = {}
    for entry in entries:
        intake.claim(paper, table, entry, (pattern, known))
        if entry.owner and entry.path.endswith(".ipynb") and page(paper, entry.owner).exists():
            content[beside(entry.path)] = page(paper, entry.owner).read_bytes()
    path = paper.results / "feedback-for-system.zip"
    files.write(path, zipped(sorted(content.items())))
    return {"zip": str(path), "pages": len(content)}
