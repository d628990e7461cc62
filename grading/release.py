"""From the lecturer's paper to what each candidate gets, and to the frozen key table."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from . import common as common_paper
from . import files, frozen, items, notebook, rubric, sheet, variants
from .course import Paper, keyed
from .errors import Refused
from .frozen import Frozen
from .items import Item

ZIP_TIME = (2000, 1, 1, 0, 0, 0)  # the same kit gives the same bytes


def release(paper: Paper, *, common: bool = False, sheets: bool = False, dry_run: bool = False) -> dict[str, Any]:
    """Freeze the keys and write what the candidates get.

    Parameters
    ----------
    paper
        The paper to release. A second release adds candidates who are new, and changes nobody's numbers.
    common
        One paper for all, with a table candidate -> parameters, for exam systems that hand everybody one file. A paper
        that is released stays what it was.
    sheets
        Also a printable page per candidate, which needs no computer run.
    dry_run
        Only say what would be written.

    Returns
    -------
    dict
        ``candidates``, ``new``, ``kits`` and ``points``.
    """
    loaded = items.load(paper)
    table, added = frozen_table(paper, loaded, common=common)
    made = Frozen(table)
    if table["common"]:
        common_paper.fill(made.skeleton)  # refuses what a common paper cannot show, before anything is written
    summary = {
        "paper": paper.name,
        "candidates": len(made.candidates),
        "new": len(added),
        "points": sum(made.points().values()),
        "kits": str(paper.kits),
        "common": table["common"],
        "sheets": sheets,
        "dry_run": dry_run,
    }
    if dry_run:
        return summary
    tell_nbgrader(paper, made)
    frozen.write(paper, table)
    write_kits(paper, made, loaded, sheets=sheets)
    paper.course.log(
        "release",
        paper=paper.name,
        candidates=len(made.candidates),
        new=added,
        common=table["common"],
    )
    return summary


def frozen_table(paper: Paper, loaded: dict[str, Item], *, common: bool) -> tuple[dict[str, Any], list[str]]:
    """Return the table with everybody's rows, and the candidates who are new in it."""
    essays = {name: essay.points for name, essay in rubric.scheme(paper).items()}
    points = {name: item.points for name, item in loaded.items()}
    if clash := sorted(set(points) & set(essays)):
        raise Refused(f"'{clash[0]}' is both an item and an essay of paper {paper.name}.")
    before = files.read_json(paper.frozen) if paper.frozen.exists() else None
    if before and common and not before["common"]:
        raise Refused(f"{paper.name} is released with a paper for each candidate, and cannot become one paper for all.")
    common = before["common"] if before else common
    skeleton = notebook.build(paper, {**points, **essays})
    if common:
        skeleton = common_paper.with_number_cell(skeleton)
    order = [cell["id"] for cell in skeleton["cells"] if "nbgrader" in cell["metadata"]]
    fresh = {
        "paper": paper.name,
        "title": paper.settings.title,
        "exam": keyed(paper.course.key, "exam", paper.name)[:12],
        "common": common,
        "skeleton": skeleton,
        "order": order,
        "items": [name for name in order if name in points],
        "points": points,
        "essays": {name: essays[name] for name in order if name in essays},
        "modules": {name: item.digest for name, item in loaded.items()},
    }
    if before:
        table = before
        for part, what in (
            ("modules", "an item"),
            ("skeleton", "the paper"),
            ("points", "the points"),
            ("essays", "the scheme"),
        ):
            if table[part] != fresh[part]:
                raise Refused(
                    f"{paper.name} is released, and {what} has changed since; candidates keep what they got. "
                    "`rekey` and `void` mend a wrong item; a new paper needs a new folder."
                )
    else:
        refuse_weak(loaded)
        table = {
            **fresh,
            "frozen_at": files.now(),
            "versions": frozen.versions(),
            "candidates": {},
            "history": [],
        }
    added = [candidate for candidate in paper.course.candidates if candidate not in table["candidates"]]
    rows = dict(table["candidates"])
    for candidate in added:
        rows[candidate] = candidate_rows(paper, loaded, candidate)
        notebook.fill(skeleton, notebook.own_value(rows[candidate]))
    return {**table, "candidates": rows}, added


def refuse_weak(loaded: dict[str, Item]) -> None:
    """Refuse to freeze an item that fails the stress test."""
    for item in loaded.values():
        found = variants.stress(item)
        if found.problems:
            raise Refused(
                f"Item {item.name} fails the stress test of {found.seeds} seeds: {found.problems[0].rstrip('.')}."
            )


def candidate_rows(paper: Paper, loaded: dict[str, Item], candidate: str) -> dict[str, Any]:
    """Return a candidate's rows of the frozen table."""
    rows = {}
    for name, drawn in variants.draw_all(paper, loaded, candidate).items():
        names = [file_name(name, candidate, suffix) for suffix in drawn.files]
        rows[name] = {
            **drawn.key.as_row(),
            "parameters": drawn.parameters,
            "files": names,
        }
    return rows


def file_name(item: str, candidate: str, suffix: str) -> str:
    """Return the name of a candidate's file; no two candidates share one."""
    return f"{item}-{candidate}-{suffix}"


def tell_nbgrader(paper: Paper, table: Frozen) -> None:
    """Write nbgrader's source notebook and let nbgrader make its release version and its gradebook rows."""
    from .nbgrader_setup import api

    course = paper.course
    book = notebook.marked(table.skeleton, table.exam, paper.name)
    files.write(
        course.root / "source" / paper.name / f"{paper.name}.ipynb",
        notebook.dumps(book),
    )
    nbgrader = api(course.root)
    result = nbgrader.generate_assignment(paper.name)
    if not result["success"]:
        raise Refused(f"nbgrader could not take the paper {paper.name}: {last_line(result)}.")
    with nbgrader.gradebook as gradebook:
        closes = paper.settings.closes
        gradebook.update_or_create_assignment(paper.name, duedate=closes.isoformat() if closes else None)


def last_line(result: dict[str, Any]) -> str:
    """Return the last line of what nbgrader said of an error."""
    lines = str(result.get("error") or result.get("log") or "").strip().splitlines() or ["no reason given"]
    if "Please see the the above traceback" in lines[-1]:  # which nbgrader keeps to itself
        return "look whether there is room on the disk, and whether the course folder may be written"
    return lines[-1]


def write_kits(paper: Paper, table: Frozen, loaded: dict[str, Item], *, sheets: bool) -> None:
    """Write one folder and one zip per candidate, or the common paper with its table."""
    released = files.read_json(paper.course.root / "release" / paper.name / f"{paper.name}.ipynb")
    shared = {path.name: path.read_bytes() for path in sorted((paper.folder / "files").glob("*")) if path.is_file()}
    if table.table["common"]:
        book = notebook.marked(common_paper.fill(released), table.exam, paper.name)
        content = {
            f"{paper.name}.ipynb": notebook.dumps(book).encode(),
            **common_paper.helpers(table),
            **shared,
        }
        for candidate in table.candidates:
            content |= own_files(paper, table, loaded, candidate)
        write_kit(paper.kits / "common", content)
    for candidate in tqdm(table.candidates, desc="kits", unit="candidate", disable=None):
        book = own_notebook(paper, table, candidate, released)
        own = own_files(paper, table, loaded, candidate)
        if not table.table["common"]:
            write_kit(
                paper.kits / candidate,
                {f"{paper.name}.ipynb": notebook.dumps(book).encode(), **shared, **own},
            )
        if sheets:
            page = sheet.page(
                table.table["title"],
                candidate,
                book,
                {name: own[name].decode() for name in own},
            )
            files.write(paper.kits / "sheets" / f"{candidate}.html", page)


def own_notebook(paper: Paper, table: Frozen, candidate: str, released: notebook.Notebook) -> notebook.Notebook:
    """Return the paper with a candidate's numbers and her mark."""
    book = notebook.fill(released, notebook.own_value(table.rows(candidate)))
    return notebook.marked(book, table.exam, paper.name, candidate, paper.stamp(candidate))


def own_files(paper: Paper, table: Frozen, loaded: dict[str, Item], candidate: str) -> dict[str, bytes]:
    """Return a candidate's own files, drawn from the frozen parameters' seed."""
    found: dict[str, bytes] = {}
    for name, row in table.rows(candidate).items():
        if row["files"]:
            drawn = variants.draw(paper, loaded[name], candidate)
            found |= {file_name(name, candidate, suffix): content.encode() for suffix, content in drawn.files.items()}
    return found


def write_kit(folder: Path, content: dict[str, bytes]) -> None:
    """Write a kit as a folder and as a zip beside it."""
    if folder.exists():
        shutil.rmtree(folder)
    for name, data in content.items():
        files.write(folder / name, data)
    files.write(folder.parent / f"{folder.name}.zip", zipped(content.items()))


def zipped(content: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip of named contents; the same contents give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content:
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
