"""The panel: levers, a guess, and the answer of the model drawn over it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from simulation.errors import InputError
from simulation.plots.words import measure as label_of
from simulation.strings import t
from simulation.widgets.asking import Asking, company_seen, company_spec
from simulation.widgets.code import Code
from simulation.widgets.found import Found
from simulation.widgets.page import script, style
from simulation.widgets.question import Question
from simulation.widgets.refining import Worlds
from simulation.widgets.sentences import changed, guessed
from simulation.widgets.settings import Setting


class Panel(Asking):
    """A question to one company, as it is and as its levers stand; make one with `panel`.

    Parameters
    ----------
    question : Question
        What is asked.
    """

    _esm = script("levers.js", "chart.js", "parts.js", "panel.js")
    _css = style("panel.css")

    def __init__(self, question: Question) -> None:
        self.setting = Setting(question)
        self._code = Code(question)
        label = label_of(question.measures[0])
        spec = company_spec(question)
        spec |= {"ask": t("guess.ask", measure=label.title, unit=label.unit), "unit": label.unit}
        super().__init__(question, spec, ("before", "after"))
        self._show()

    @property
    def sentence(self) -> str:
        """What changed in the first measure; empty while nothing may be seen."""
        return changed(self.found, self.question.measures[0]) if self.found else ""

    @property
    def code(self) -> str:
        """The same comparison in Python."""
        return self._code.of(self.setting, self.replications)

    def move(self, changes: dict[str, Any]) -> None:
        """Turn levers, by scenario key.

        Raises
        ------
        InputError
            When there is no such lever, or it cannot take such a value.
        """
        self.setting.turn(changes)
        self._ask()

    def preset(self, name: str) -> None:
        """Take a named policy, and nothing besides; an empty name: the company as it is.

        Raises
        ------
        InputError
            When the question has no such preset.
        """
        self.setting.take(name)
        self._ask()

    def guess(self, value: float) -> None:
        """Guess the first measure, in the unit in which it is shown, and see.

        Raises
        ------
        InputError
            When it is not a number.
        """
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not math.isfinite(number):
            raise InputError(f"guess = {value!r}: expected a number")
        self._guess, self.asked = number, True
        self._ask()

    def skip(self) -> None:
        """See without a guess."""
        self._guess, self.asked = None, True
        self._ask()

    def reset(self) -> None:
        """Begin anew, with the guess."""
        self.setting.reset()
        self._forget()

    def _worlds(self) -> Worlds:
        return self.question.scenario, self.setting.scenario

    def _shown(self) -> dict[str, Any]:
        return company_seen(self.setting) | {"code": self.code if self.asked else ""}

    def _told(self, found: Found) -> dict[str, Any]:
        return {"sentence": changed(found, found.measures[0]), "guessed": guessed(found, found.measures[0])}

    def _acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "move": lambda said: self.move(said["value"]),
            "preset": lambda said: self.preset(said["value"]),
            "guess": lambda said: self.guess(said["value"]),
            "skip": lambda _: self.skip(),
            "reset": lambda _: self.reset(),
        }


def panel(question: Question) -> Panel:
    """Return a panel that asks a question; nothing of the result is seen before the guess is given or skipped."""
    return Panel(question)
