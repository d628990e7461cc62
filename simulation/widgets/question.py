"""A question to a company: which levers may be turned, and which measures shall answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulation.errors import InputError, nearest
from simulation.log import ROW
from simulation.measures import measures
from simulation.plots import Picture
from simulation.scenario import Scenario
from simulation.widgets.found import Found
from simulation.widgets.levers import Control, Lever, control
from simulation.widgets.views import Rows

View = Callable[[Found], Picture | Rows]


@dataclass(frozen=True)
class Question:
    """What a panel asks.

    Attributes
    ----------
    scenario : Scenario
        The world as it is, with the days that it shall run.
    levers : sequence of Lever or str
        What may be turned, by scenario key.
    measures : sequence of str
        What shall answer; the first is the one that is guessed.
    presets : sequence of str
        Names of policies of the scenario.
    view : callable, optional
        What to draw besides the measures, see `simulation.widgets.views`.
    replications : int
        How many pairs of runs.
    seed : int
        The luck.

    Raises
    ------
    InputError
        One sentence that names what is unknown, with the nearest name.
    """

    scenario: Scenario
    levers: Sequence[Lever | str]
    measures: Sequence[str]
    presets: Sequence[str] = ()
    view: View | None = None
    replications: int = 20
    seed: int = 1

    def __post_init__(self) -> None:
        if self.replications < 1:
            raise InputError(f"replications = {self.replications}: expected at least 1")
        if not self.measures:
            raise InputError("measures: none is given, expected at least one")
        for name in self.presets:
            if name not in self.scenario.policies:
                raise InputError(f"{self.scenario.name}: no policy '{name}', {nearest(name, self.scenario.policies)}")
        known = self._known_measures()
        for name in self.measures:
            if name not in known and not name.startswith("commitments."):
                raise InputError(f"{self.scenario.name}: no measure '{name}', {nearest(name, known)}")
        keys = [control.key for control in self.controls()]
        for key in keys:
            if keys.count(key) > 1:
                raise InputError(f"lever '{key}': is there twice")

    def _known_measures(self) -> set[str]:
        """Return the measures of the scenario, of its presets, and of its switches when they are on."""
        worlds = [
            self.scenario,
            *(self.scenario.policy(name) for name in self.presets),
        ]
        switches = [lever.key for lever in self.controls() if lever.kind == "switch"]
        for key in switches:
            try:
                worlds.append(self.scenario.with_({key: True}))
            except InputError:  # it needs a table that is not there
                continue
        return {name for world in worlds for name in measures(np.empty(0, dtype=ROW), world)}

    def controls(self) -> list[Control]:
        """Return the levers as they are shown."""
        worlds = [self.scenario.policy(name) for name in self.presets]
        return [control(lever, self.scenario, worlds) for lever in self.levers]
