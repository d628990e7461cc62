"""From scores to letters: weighted points, the institution's cut-offs, the distribution."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from . import files, frozen, gradebook, intake, rubric
from .course import Paper, candidate_order
from .errors import Refused
from .frozen import Frozen
from .gradebook import Score


@dataclass
class Result:
    """What a candidate got in a paper; whatever is not known is None, never 0."""

    candidate: str
    status: str  # "graded", "waits", "taken", "unreadable", "no notebook" or "missing"
    scores: dict[str, float | None] = field(default_factory=dict)
    total: float | None = None
    maximum: float = 0.0
    percent: float | None = None
    letter: str | None = None
    problems: list[str] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        """Return the result as a JSON-friendly row."""
        return asdict(self)


def cutoffs(letters: Mapping[str, float | str]) -> tuple[list[tuple[str, float]], str]:
    """Return letters with their lowest percentage, best first, and the letter below the last.

    Parameters
    ----------
    letters
        The course's table, such as ``{"A": 88, ..., "E": 40, "fail": "F"}``.
    """
    table = dict(letters)
    fail = str(table.pop("fail", "F"))
    pairs = []
    for letter, lowest in table.items():
        if isinstance(lowest, str) or not 0 <= lowest <= 100:
            raise Refused(f"course.toml, [letters]: {letter} needs a percentage from 0 to 100, not {lowest!r}.")
        pairs.append((letter, float(lowest)))
    if not pairs or any(a[1] <= b[1] for a, b in itertools.pairwise(pairs)):
        raise Refused("course.toml, [letters]: the cut-offs must fall from the best letter to the last.")
    return pairs, fail


def letter_of(percent: float, letters: Mapping[str, float | str]) -> str:
    """Return the letter of a percentage; a cut-off belongs to the better letter."""
    pairs, fail = cutoffs(letters)
    return next((letter for letter, lowest in pairs if round(percent, 6) >= lowest), fail)


def results(
    paper: Paper, table: Frozen | None = None, rescored: Mapping[str, Mapping[str, float]] | None = None
) -> list[Result]:
    """Return everybody's result, by candidate.

    Parameters
    ----------
    paper
        The graded paper.
    table
        A key table to try instead of the frozen one.
    rescored
        Automatic scores to try instead of the gradebook's, by item and candidate.
    """
    table = table or frozen.read(paper)
    tried = rescored or {}
    essays = rubric.scheme(paper)
    taken = intake.report(paper)["candidates"]
    by_candidate: dict[str, dict[str, Score]] = {}
    for score in gradebook.scores(paper.course, paper.name):
        new = tried.get(score.item, {}).get(score.candidate, score.auto_score)
        by_candidate.setdefault(score.candidate, {})[score.item] = replace(score, auto_score=new)
    found = []
    for candidate in sorted(table.candidates, key=candidate_order):
        if candidate in by_candidate:
            found.append(result(paper, table, by_candidate[candidate], essays))
        else:
            found.append(Result(candidate, taken.get(candidate, {"status": "missing"})["status"]))
    return found


def result(
    paper: Paper,
    table: Frozen,
    scores: dict[str, Score],
    essays: dict[str, rubric.Essay],
) -> Result:
    """Return one candidate's result; the letter waits until every essay cell is marked rightly."""
    candidate = next(iter(scores.values())).candidate
    weights = paper.settings.weights
    states = {name: key.state for name, key in table.keys(candidate).items()}
    made = Result(candidate, "graded")
    total = 0.0
    for name, points in table.points().items():
        if states.get(name) == "drop":
            continue
        weight = weights.essays if name in table.essays else weights.items
        score = scores[name].score if name in scores else None
        made.scores[name] = score
        made.maximum += weight * points
        total += weight * (score or 0.0)
        if name in table.essays and name in essays:
            made.problems += [f"{name}: {problem}" for problem in essay_problems(scores.get(name), essays[name])]
        elif score is None:
            made.problems.append(f"{name}: not scored")
    made.maximum = round(made.maximum, 6)
    if made.problems:
        made.status = "waits"
        return made
    made.total = round(total, 6)
    made.percent = round(100 * total / made.maximum, 6) if made.maximum else 0.0
    made.letter = letter_of(made.percent, paper.course.settings.letters)
    return made


def essay_problems(score: Score | None, essay: rubric.Essay) -> tuple[str, ...]:
    """Return what keeps an essay cell from counting; an untouched one needs no examiner."""
    if score is not None and score.manual_score is None and score.auto_score is not None:
        return ()
    return rubric.check(score.score if score else None, score.manual_comment if score else None, essay)


def distribution(found: list[Result], letters: Mapping[str, float | str]) -> dict[str, int]:
    """Return how many have each letter, all letters named, best first."""
    pairs, fail = cutoffs(letters)
    counts = Counter(result.letter for result in found if result.letter)
    return {letter: counts[letter] for letter in [*(name for name, _ in pairs), fail]}


def grades(paper: Paper, *, dry_run: bool = False) -> dict[str, Any]:
    """Compute and write the letters of a class.

    Returns
    -------
    dict
        ``results`` (a row each), ``distribution``, ``waiting`` (candidate: problems), ``mean_percent``.
    """
    found = results(paper)
    percents = [result.percent for result in found if result.percent is not None]
    summary = {
        "paper": paper.name,
        "results": [result.as_row() for result in found],
        "distribution": distribution(found, paper.course.settings.letters),
        "waiting": {result.candidate: result.problems for result in found if result.problems},
        "status": dict(Counter(result.status for result in found)),
        "mean_percent": round(sum(percents) / len(percents), 2) if percents else None,
    }
    if not dry_run:
        files.write_json(paper.results / "grades.json", summary)
        paper.course.log(
            "grades",
            paper=paper.name,
            distribution=summary["distribution"],
            status=summary["status"],
        )
    return summary


def bars(counts: Mapping[str, int]) -> str:
    """Return a distribution as lines of text."""
    most = max([*counts.values(), 1])
    return "\n".join(f"  {letter:>2} {count:4d} {'#' * round(40 * count / most)}" for letter, count in counts.items())
