"""Figures in one style, each with words that say what it shows.

Every function takes values (a run, a comparison, a table) and returns a `Picture`; nothing here runs a model.
"""

from simulation.plots.before_after import before_after
from simulation.plots.counterfactuals import counterfactual_bars
from simulation.plots.day import day_profile
from simulation.plots.differences import paired_differences
from simulation.plots.patience import patience_curve
from simulation.plots.profile import profiles
from simulation.plots.storm import storm_curve
from simulation.plots.style import Picture
from simulation.plots.timelines import case_timeline, two_worlds

__all__ = [
    "Picture",
    "before_after",
    "case_timeline",
    "counterfactual_bars",
    "day_profile",
    "paired_differences",
    "patience_curve",
    "profiles",
    "storm_curve",
    "two_worlds",
]
