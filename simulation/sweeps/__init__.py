"""Experiments on scenarios: what to vary, running it anywhere, and tidy results."""

from simulation.sweeps import report
from simulation.sweeps.experiment import Experiment, load_experiment, packaged_experiments, parse_experiment
from simulation.sweeps.results import Results, read_results
from simulation.sweeps.reuse import reuse
from simulation.sweeps.running import sweep
from simulation.sweeps.store import Stopped

__all__ = [
    "Experiment",
    "Results",
    "Stopped",
    "load_experiment",
    "packaged_experiments",
    "parse_experiment",
    "read_results",
    "report",
    "reuse",
    "sweep",
]
