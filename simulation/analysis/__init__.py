"""What replications say, and how sure they are: pure functions of numbers, nothing here runs a model.

One module for each question: how large is it (`intervals`), what differs (`comparisons`), how many replications
(`precision`), from when on (`warm_up`), which factor does it (`effects`), which
share of the spread is a factor's (`sobol`), how does it bend (`surface`), what can be had at once (`trade_offs`).
"""

from simulation.analysis.comparisons import Compared, compared, compared_in_all, holm, simultaneous_level
from simulation.analysis.effects import Effect, effects
from simulation.analysis.intervals import (
    Frequent,
    Interval,
    PairedDifference,
    mean_interval,
    most_frequent,
    paired_difference,
    standard_error,
)
from simulation.analysis.precision import Precision, replications_needed
from simulation.analysis.sobol import SobolIndex, sobol
from simulation.analysis.surface import Surface, surface
from simulation.analysis.trade_offs import pareto_front
from simulation.analysis.warm_up import Cut, moving_average, moving_band, mser5

__all__ = [
    "Compared",
    "Cut",
    "Effect",
    "Frequent",
    "Interval",
    "PairedDifference",
    "Precision",
    "SobolIndex",
    "Surface",
    "compared",
    "compared_in_all",
    "effects",
    "holm",
    "mean_interval",
    "most_frequent",
    "moving_average",
    "moving_band",
    "mser5",
    "paired_difference",
    "pareto_front",
    "replications_needed",
    "simultaneous_level",
    "sobol",
    "standard_error",
    "surface",
]
