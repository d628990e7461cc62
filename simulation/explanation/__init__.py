"""Why the formula misses: from the plain queue to the company, one ingredient at a time."""

from simulation.explanation.gap import MEASURES, Explanation, Fed, Step, explain
from simulation.explanation.ingredients import INGREDIENTS, Ingredient, present

__all__ = ["INGREDIENTS", "MEASURES", "Explanation", "Fed", "Ingredient", "Step", "explain", "present"]
