"""A wrong item: mend its key or declare it void, rescore the stored answers, list every score and letter that moves."""

from __future__ import annotations

import copy
import json
from typing import Any

from . import files, frozen, items, marks, run, scale, variants
from .course import Paper
from .errors import Refused
from .frozen import Frozen
from .items import Key
from .scale import Result

_VOID = {"full", "drop"}
"""States of an item that is void."""


def rekey(
    paper: Paper,
    item: str,
    reason: str,
    *,
    tolerance: float | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Rescore an item with the corrected module, or with another tolerance.

    Parameters
    ----------
    paper
        The released paper.
    item
        Whose module in ``items/`` has been corrected. It must draw the same parameters as before: what the candidates
        saw cannot change, only what is right.
    reason
        Goes into the log.
    tolerance
        A relative tolerance instead of the module's.
    dry_run
        Only list what would change.

    Returns
    -------
    dict
        ``changes`` with candidate, score and letter before and after.
    """
    table = frozen.read(paper)
    table.item(item)
    if tolerance is not None and not 0 <= tolerance < 1:
        raise Refused(f"--tolerance is a share from 0 to below 1, such as 0.02, not {tolerance}.")
    module = items.load(paper).get(item)
    if module is None:
        raise Refused(f"The module items/{item}.py is gone; the frozen table keeps its old key.")
    fresh = copy.deepcopy(table.table)
    for candidate, rows in fresh["candidates"].items():
        drawn = variants.draw(paper, module, candidate)
        if json.loads(json.dumps(drawn.parameters)) != rows[item]["parameters"]:
            raise Refused(
                f"{item} now draws other numbers than candidate {candidate} saw; correct only what is expected."
            )
        key = drawn.key.as_row()
        if tolerance is not None:
            key["tolerance"] = tolerance
        rows[item].update(json.loads(json.dumps(key)), state=rows[item]["state"])
    fresh["modules"][item] = module.digest
    return change(
        paper,
        fresh,
        item,
        {"event": "rekey", "reason": reason, "tolerance": tolerance},
        dry_run=dry_run,
    )


def void(
    paper: Paper,
    item: str,
    reason: str,
    *,
    rule: str | None = None,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Declare an item void: full points for all who handed in, or left out of the sum, as the course's rule says.

    An item that is void already stays what it is unless another rule is given.
    """
    table = frozen.read(paper)
    table.item(item)
    states = {rows[item]["state"] for rows in table.candidates.values()}
    rule = rule or next(iter(states & _VOID), paper.course.settings.marking.void)
    if rule not in _VOID:
        raise Refused(f"A void item earns everybody its points ('full') or does not count ('drop'), not '{rule}'.")
    fresh = copy.deepcopy(table.table)
    for rows in fresh["candidates"].values():
        rows[item]["state"] = rule
    return change(
        paper,
        fresh,
        item,
        {"event": "void", "reason": reason, "rule": rule},
        dry_run=dry_run,
    )


def change(
    paper: Paper,
    fresh: dict[str, Any],
    item: str,
    why: dict[str, Any],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    """Write the new table and scores, and return what changed."""
    if not why["reason"].strip():
        raise Refused("Give the reason with --reason; it goes into the log and into every appeal.")
    old, rescored = frozen.read(paper), rescore(paper, Frozen(fresh), item)
    before = {result.candidate: result for result in scale.results(paper)}
    after = {result.candidate: result for result in scale.results(paper, Frozen(fresh), {item: rescored})}
    changes = [row for candidate in rescored if (row := difference(before[candidate], after[candidate], item))]
    summary = {"paper": paper.name, "item": item, "reason": why["reason"], "changes": changes, "dry_run": dry_run}
    if dry_run:
        return summary
    keys = {candidate: rows[item] for candidate, rows in old.candidates.items()}
    fresh["history"] = [*fresh["history"], {"when": files.now(), **why, "item": item, "before": keys}]
    with run.only_one(paper.course):
        graded = [candidate for candidate in rescored if run.done(paper, old, candidate)]
        frozen.write(paper, fresh)
        save(paper, item, rescored, fresh)
        for candidate in graded:
            run.mark_done(paper, candidate)
    paper.course.log(
        why["event"], paper=paper.name, item=item, reason=why["reason"], rule=why.get("rule"), changes=changes
    )
    return summary


def difference(before: Result, after: Result, item: str) -> dict[str, Any] | None:
    """Return what moved for a candidate: her score of the item, her total, her letter; None if nothing did."""
    row = {
        "candidate": before.candidate,
        "score": [before.scores.get(item), after.scores.get(item)],
        "total": [before.total, after.total],
        "letter": [before.letter, after.letter],
    }
    return row if row["score"][0] != row["score"][1] or row["letter"][0] != row["letter"][1] else None


def rescore(paper: Paper, table: Frozen, item: str) -> dict[str, float]:
    """Return the new points of an item for everybody who handed in, from the stored answers."""
    return {
        candidate: marks.mark_item(paper.course, table.keys(candidate)[item], item, paper.handin(candidate)).points
        for candidate in paper.handed_in()
        if candidate in table.candidates
    }


def save(paper: Paper, item: str, rescored: dict[str, float], fresh: dict[str, Any]) -> None:
    """Write new automatic scores through nbgrader's Gradebook; scores set by hand stay."""
    from nbgrader.api import Gradebook, MissingEntry

    table = Frozen(fresh)
    with Gradebook(paper.course.gradebook, paper.course.settings.course) as book:
        for candidate in rescored:
            key: Key = table.keys(candidate)[item]
            marked = marks.mark_item(paper.course, key, item, paper.handin(candidate))
            try:
                grade = book.find_grade(item, paper.name, paper.name, candidate)
                comment = book.find_comment(item, paper.name, paper.name, candidate)
            except MissingEntry:
                continue
            grade.auto_score, comment.auto_comment = marked.points, marked.comment
        book.db.commit()
