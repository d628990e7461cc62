"""The lecture hall: two companies side by side, the audience's hands, then the result."""

from __future__ import annotations

from simulation.widgets.panel import Panel
from simulation.widgets.question import Question


def hall(question: Question) -> Panel:
    """Return two companies side by side, in big type."""
    return Panel(question)
