"""Panels for notebooks: levers that answer at once, a guess before the result, and what changed in one sentence."""

from simulation.widgets import views
from simulation.widgets.found import Found
from simulation.widgets.hall import hall
from simulation.widgets.levers import Lever
from simulation.widgets.panel import panel
from simulation.widgets.question import Question

__all__ = ["Found", "Lever", "Question", "hall", "panel", "views"]
