"""Every candidate's own numbers, and the stress test that they must pass."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .course import Paper, keyed
from .items import Draw, Item, load

MOST_COMMON = {"formula": 0.05, "simulated": 0.05, "integer": 0.40, "choice": 0.45}
SEEDS = 200


@dataclass
class Stress:
    """What the stress test of one item found."""

    item: str
    seeds: int
    distinct: int = 0
    smallest: float | None = None
    largest: float | None = None
    problems: list[str] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        """Return the finding as a JSON-friendly row."""
        return dict(self.__dict__)


def draw(paper: Paper, item: Item, candidate: str) -> Draw:
    """Return a candidate's item."""
    return item.draw(paper.seed(item.seed_of, candidate))


def draw_all(paper: Paper, items: dict[str, Item], candidate: str) -> dict[str, Draw]:
    """Return all items of a candidate."""
    return {name: draw(paper, item, candidate) for name, item in items.items()}


def stress(item: Item, seeds: int = SEEDS) -> Stress:
    """Draw an item for many seeds: finite, in range, repeatable, different, and the same number of steps for all."""
    found = Stress(item.name, seeds)
    answers: list[float | str] = []
    shown, steps = set(), set()
    for number in range(seeds):
        seed = int(keyed(b"stress", item.name, str(number))[:16], 16)
        try:
            drawn = item.draw(seed)
        except Exception as problem:
            found.problems.append(str(problem))
            return found
        if number < 5 and item.draw(seed) != drawn:
            found.problems.append(f"seed {seed} gives another variant the second time")
        answers.append(drawn.key.expected)
        shown.add(repr(sorted(drawn.parameters.items())) + repr(sorted(drawn.files.items())))
        steps.add(drawn.steps)
    found.distinct = len(shown)
    found.problems += numbers_problems(item, answers, found) if item.kind != "choice" else []
    if len(shown) < seeds * 0.98:
        found.problems.append(f"only {len(shown)} different variants for {seeds} seeds")
    if len(steps) > 1:
        found.problems.append(f"the number of steps differs between candidates: {sorted(map(str, steps))}")
    answer, count = Counter(answers).most_common(1)[0]
    if count / seeds > MOST_COMMON[item.kind]:
        found.problems.append(f"{count} of {seeds} seeds have the same answer {answer}")
    return found


def numbers_problems(item: Item, answers: list[float | str], found: Stress) -> list[str]:
    """Return the problems of numeric answers: outside the range, or zero without an absolute tolerance."""
    numbers = [float(answer) for answer in answers]
    found.smallest, found.largest = min(numbers), max(numbers)
    low, high = item.module.RANGE
    problems = [
        f"the answer {value:g} lies outside RANGE"
        for value in (found.smallest, found.largest)
        if not low <= value <= high
    ]
    if (
        item.kind in {"formula", "simulated"}
        and not hasattr(item.module, "ABSOLUTE")
        and any(math.isclose(v, 0) for v in numbers)
    ):
        problems.append("an expected answer is 0; such an item needs ABSOLUTE")
    return problems


def shared_keys(paper: Paper, candidates: list[str]) -> list[tuple[str, str]]:
    """Return pairs of candidates whose expected answers are the same in every item."""
    items = load(paper)
    seen: dict[tuple[Any, ...], str] = {}
    pairs = []
    for candidate in candidates:
        key = tuple(drawn.key.expected for drawn in draw_all(paper, items, candidate).values())
        if key in seen:
            pairs.append((seen[key], candidate))
        seen.setdefault(key, candidate)
    return pairs
