"""Kundelab's model of customer service: scenarios, runs, measures and comparisons.

>>> import simulation as sim
>>> run = sim.simulate(sim.load("tablet-order"))
>>> run.cases()["asks"].tolist()
[2.0]
"""

from simulation.analysis import Interval, mean_interval, paired_difference
from simulation.errors import InputError
from simulation.experiment import Comparison, compare, processes
from simulation.parameters import catalogue
from simulation.run import Run, simulate
from simulation.scenario import Scenario, load, packaged, parse
from simulation.version import VERSION as __version__

__all__ = [
    "Comparison",
    "InputError",
    "Interval",
    "Run",
    "Scenario",
    "__version__",
    "catalogue",
    "compare",
    "load",
    "mean_interval",
    "packaged",
    "paired_difference",
    "parse",
    "processes",
    "simulate",
]
