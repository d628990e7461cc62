"""A comparison as Python that runs outside the panel, and gives its numbers."""

from __future__ import annotations

from functools import cached_property

from simulation.scenario import load, packaged
from simulation.widgets.found import difference
from simulation.widgets.question import Question
from simulation.widgets.settings import Setting


class Code:
    """A company in Python, and what is turned in it.

    Parameters
    ----------
    question : Question
        What is asked; its scenario is written once.
    """

    def __init__(self, question: Question) -> None:
        self._question = question
        self._known = load(question.scenario.name) if question.scenario.name in packaged() else None

    def of(self, setting: Setting, replications: int) -> str:
        """Return, after the import, three lines that make a comparison, and one that prints its first difference.

        Parameters
        ----------
        setting : Setting
            How the levers stand.
        replications : int
            How many pairs of runs.
        """
        question = self._question
        luck = f", seed={question.seed}" if question.seed != 1 else ""
        lines = [
            "import simulation as sim",
            f"before = {self._before}",
            f"after = {self._after(setting)}",
            f'comparison = sim.compare({{"before": before, "after": after}}, replications={replications}{luck})',
            f'print(comparison.difference("before", "after", "{question.measures[0]}").interval)',
        ]
        return "\n".join(lines)

    def _after(self, setting: Setting) -> str:
        """Write what was changed: by the policy's name where a packaged scenario has it, else key by key."""
        changes, text, name = setting.changes(), "before", setting.policy
        if name and self._known and self._known.policies.get(name) == self._question.scenario.policies[name]:
            changes, text = setting.turned, f'before.policy("{name}")'
        return f"{text}.with_({changes!r})" if changes else text

    @cached_property
    def _before(self) -> str:
        """How the scenario is made: from a packaged one where that is possible, else from its whole table."""
        scenario, known = self._question.scenario, self._known
        if known is not None:
            changes = difference(known, scenario)
            if known.with_(changes).hash() == scenario.hash():
                return f'sim.load("{known.name}")' + (f".with_({changes!r})" if changes else "")
        return f'sim.parse({scenario.given()!r}, "{scenario.name}")'
