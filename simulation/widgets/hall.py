"""The lecture hall: two companies side by side, the audience's hands, then the result."""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import Any

from simulation.errors import InputError, nearest
from simulation.plots.words import measure as label_of
from simulation.strings import t
from simulation.widgets.asking import Asking, company_seen, company_spec
from simulation.widgets.found import Found
from simulation.widgets.page import script, style, words
from simulation.widgets.question import Question
from simulation.widgets.refining import Worlds
from simulation.widgets.sentences import changed
from simulation.widgets.settings import Setting

COMPANIES = ("A", "B")
ANSWERS = ("A", "B", "same")
"""What hands can be raised for: the measure is lower in A, lower in B, or there is no difference."""


class Hall(Asking):
    """Two companies in one question, on a projector; make one with `hall`.

    Parameters
    ----------
    question : Question
        What is asked; both companies begin as its scenario.
    """

    _esm = script("levers.js", "chart.js", "parts.js", "hall.js")
    _css = style("panel.css", "hall.css")

    def __init__(self, question: Question) -> None:
        self.settings = {name: Setting(question) for name in COMPANIES}
        self.hands: dict[str, int] = {}
        """How many hands were raised for each answer; empty if nobody was asked."""
        self._voted: Worlds | None = None
        measure = label_of(question.measures[0]).title
        spec = company_spec(question)
        spec |= {"hall": words("hall"), "ask": t("hall.ask", measure=measure), "answers": list(ANSWERS)}
        super().__init__(question, spec, COMPANIES)
        self._show()

    @property
    def sentence(self) -> str:
        """How the companies differ in the first measure; empty while nothing may be seen."""
        return changed(self.found, self.question.measures[0], "hall") if self.found else ""

    def move(self, company: str, changes: dict[str, Any]) -> None:
        """Turn levers of company A or B, by scenario key.

        Raises
        ------
        InputError
            When there is no such company or lever, or it cannot take such a value.
        """
        self._of(company).turn(changes)
        self._ask()

    def preset(self, company: str, name: str) -> None:
        """Give company A or B a named policy, and nothing besides; an empty name: as it is.

        Raises
        ------
        InputError
            When there is no such company or preset.
        """
        self._of(company).take(name)
        self._ask()

    def vote(self, hands: dict[str, int]) -> None:
        """Count the hands for ``"A"`` (lower there), ``"B"`` and ``"same"``, and see.

        Raises
        ------
        InputError
            When an answer is unknown, or a count is no whole number from 0.
        """
        for answer, count in hands.items():
            if answer not in ANSWERS:
                raise InputError(f"hands: no answer '{answer}', {nearest(answer, ANSWERS)}")
            if not hasattr(count, "__index__") or index(count) < 0:
                raise InputError(f"hands.{answer} = {count!r}: expected a whole number, at least 0")
        self.hands = {answer: hands.get(answer, 0) for answer in ANSWERS}
        self.asked, self._voted = True, self._worlds()
        self._ask()

    def skip(self) -> None:
        """See without asking the audience."""
        self.hands, self.asked, self._voted = {}, True, None
        self._ask()

    def reset(self) -> None:
        """Begin anew, with the hands."""
        for setting in self.settings.values():
            setting.reset()
        self.hands = {}
        self._forget()

    def _of(self, company: str) -> Setting:
        if company not in self.settings:
            raise InputError(f"no company '{company}', {nearest(company, self.settings)}")
        return self.settings[company]

    def _worlds(self) -> Worlds:
        return self.settings["A"].scenario, self.settings["B"].scenario

    def _shown(self) -> dict[str, Any]:
        return {
            "companies": {name: company_seen(setting) for name, setting in self.settings.items()},
            "hands": self.hands,
        }

    def _told(self, found: Found) -> dict[str, Any]:
        right = self._right(found) if found.worlds == self._voted else ""
        told: dict[str, Any] = {"sentence": changed(found, found.measures[0], "hall"), "right": right, "counted": ""}
        everybody = sum(self.hands.values())
        if right and everybody:
            told["counted"] = t("hall.counted", right=self.hands[right], everybody=everybody)
        return told

    @staticmethod
    def _right(found: Found) -> str:
        """Return the answer that the replications support so far; none while there is one alone."""
        change = found.change(found.measures[0])
        if change.replications < 2:
            return ""
        if not change.excludes_zero:
            return "same"
        return "B" if change.mean < 0 else "A"

    def _acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        return {
            "move": lambda said: self.move(said["company"], said["value"]),
            "preset": lambda said: self.preset(said["company"], said["value"]),
            "vote": lambda said: self.vote(said["value"]),
            "skip": lambda _: self.skip(),
            "reset": lambda _: self.reset(),
        }


def hall(question: Question) -> Hall:
    """Return two companies side by side, in big type; nothing of the result is seen before the hands are counted."""
    return Hall(question)
