"""Robustness: how often a result keeps its sign over the ranges of what is assumed, and which assumption turns it."""

from simulation.robustness.assumptions import assumptions
from simulation.robustness.questions import HEADLINES, Question, all_claims, claimed, ordered
from simulation.robustness.study import Plan, Robustness, robustness

__all__ = [
    "HEADLINES",
    "Plan",
    "Question",
    "Robustness",
    "all_claims",
    "assumptions",
    "claimed",
    "ordered",
    "robustness",
]
