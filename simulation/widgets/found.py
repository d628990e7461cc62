"""What a panel has found: two worlds that met the same customers, as far as they have been run."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from simulation.analysis import Interval, mean_interval, paired_difference
from simulation.experiment import Comparison
from simulation.run import Run
from simulation.scenario import Scenario


@dataclass(frozen=True)
class Found:
    """Two worlds, replication by replication, as views draw them.

    Attributes
    ----------
    worlds : tuple of Scenario
        The first as it was, the second as it was made.
    names : tuple of str
        What the two are called in the comparison.
    measures : tuple of str
        What is asked about, first of all the one that was guessed.
    comparison : Comparison
        One summary a replication of each.
    first_runs : tuple of Run
        Replication 0 of both, with their logs, for views that draw them; none where nothing does.
    guess : float or None
        In the unit in which the measure is shown.
    alone : bool
        Whether one pair of runs is all that was asked for, and none will follow.
    """

    worlds: tuple[Scenario, Scenario]
    names: tuple[str, str]
    measures: tuple[str, ...]
    comparison: Comparison
    first_runs: tuple[Run, ...] = ()
    guess: float | None = None
    alone: bool = False

    @property
    def replications(self) -> int:
        """How many replications of both are there."""
        return len(self.comparison.runs[self.names[0]])

    def values(self, world: int, measure: str) -> list[float]:
        """Return a measure in every replication of a world; not-a-number where that world does not have it."""
        runs = self.comparison.runs[self.names[world]]
        return [run.measures.get(measure, math.nan) for run in runs]

    def interval(self, world: int, measure: str) -> Interval:
        """Return the mean and interval of a measure in a world."""
        return mean_interval(self.values(world, measure))

    def change(self, measure: str) -> Interval:
        """Return the paired interval of the second world minus the first."""
        return paired_difference(self.values(0, measure), self.values(1, measure)).interval

    def unmoved(self, measure: str) -> bool:
        """Return whether a measure is the same to the last digit in every replication."""
        return self.values(0, measure) == self.values(1, measure)

    def changes(self) -> list[str]:
        """Return the scenario keys in which the worlds differ."""
        return list(difference(*self.worlds))


_WORDS = ("name", "title", "story", "policies")
"""Keys on which no run depends."""
_BY_NAME = ("channels", "teams", "needs", "commitments")
"""Tables whose entries have names that a scenario gives."""


def difference(first: Scenario, second: Scenario) -> dict[str, Any]:
    """Return the changes, by dotted key, that make the second scenario of the first; None: taken out."""
    before, after = ({key: value for key, value in world.given().items() if key not in _WORDS}
                     for world in (first, second))  # fmt: skip
    return _difference(before, after, "")


def _difference(before: dict[str, Any], after: dict[str, Any], prefix: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old is None and not prefix and key not in _BY_NAME and new:
            old = {}
        if isinstance(old, dict) and isinstance(new, dict) and (old or new):
            found |= _difference(old, new, f"{prefix}{key}.")
        elif old != new:
            found[f"{prefix}{key}"] = new
    return found
