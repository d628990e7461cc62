"""What an experiment turns that can do nothing at any of its points."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.dormant import without_effect
from simulation.errors import InputError
from simulation.scenario import Scenario
from simulation.sweeps.experiment import Experiment


def idle(experiment: Experiment) -> list[str]:
    """Return a sentence for each factor, and each of the changes, that can do nothing at any point.

    See `simulation.dormant`; most factors are seen to work at the first point.
    """
    keys = [*experiment.changes, *(factor.key for factor in experiment.factors)]
    return without_effect(keys, _scenarios(experiment))


def _scenarios(experiment: Experiment) -> Iterator[Scenario]:
    for values in experiment.combinations():
        try:
            yield experiment.scenario_at(values)
        except InputError:
            continue  # the plan says why this point cannot be made
