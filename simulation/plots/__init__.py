"""Figures in one style, each with words that say what it shows.

Every function takes values (a run, a comparison, a table) and returns a `Picture`; nothing here runs a model.
"""

from simulation.plots.before_after import before_after
from simulation.plots.causes import causes
from simulation.plots.commitments import commitments
from simulation.plots.costs import cost_chart
from simulation.plots.counterfactuals import counterfactual_bars
from simulation.plots.day import day_profile, two_days
from simulation.plots.differences import paired_differences
from simulation.plots.factor_effects import factor_effects
from simulation.plots.gap import formula_gap
from simulation.plots.patience import patience_curve
from simulation.plots.points import point_differences
from simulation.plots.profile import profiles
from simulation.plots.response_surface import response_surface
from simulation.plots.robustness import robustness_chart
from simulation.plots.sobol_shares import sobol_shares
from simulation.plots.storm import storm_curve
from simulation.plots.style import Picture
from simulation.plots.timelines import case_timeline, two_worlds
from simulation.plots.trade_offs import trade_offs
from simulation.plots.wait_curve import wait_curve
from simulation.plots.warm_up import welch_plot

__all__ = [
    "Picture",
    "before_after",
    "case_timeline",
    "cost_chart",
    "causes",
    "commitments",
    "counterfactual_bars",
    "day_profile",
    "factor_effects",
    "formula_gap",
    "paired_differences",
    "point_differences",
    "patience_curve",
    "profiles",
    "response_surface",
    "robustness_chart",
    "sobol_shares",
    "storm_curve",
    "trade_offs",
    "two_days",
    "two_worlds",
    "wait_curve",
    "welch_plot",
]
