"""Kundelab's model of customer service: scenarios, runs, measures, comparisons and experiments.

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
from simulation.sweeps import Experiment, Results, load_experiment, parse_experiment, read_results, reuse, sweep
from simulation.version import VERSION as __version__

__all__ = [
    "Comparison",
    "Experiment",
    "InputError",
    "Interval",
    "Results",
    "Run",
    "Scenario",
    "__version__",
    "catalogue",
    "compare",
    "load",
    "load_experiment",
    "mean_interval",
    "packaged",
    "paired_difference",
    "parse",
    "parse_experiment",
    "processes",
    "read_results",
    "reuse",
    "simulate",
    "sweep",
]
