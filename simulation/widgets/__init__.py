"""Widgets for notebooks: panels with levers, a guess and what changed in one sentence; and the replay of a run."""

from simulation.replay.page import replay_page
from simulation.widgets import views
from simulation.widgets.found import Found
from simulation.widgets.hall import hall
from simulation.widgets.levers import Lever
from simulation.widgets.panel import panel
from simulation.widgets.question import Question
from simulation.widgets.replay import Replay, replay

__all__ = ["Found", "Lever", "Question", "Replay", "hall", "panel", "replay", "replay_page", "views"]
