"""The panel: levers, a guess, and the answer of the model drawn over it."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import copy_context
from functools import partial
from threading import Event
from typing import Any

import anywidget
import traitlets

from simulation.errors import InputError
from simulation.plots import Picture
from simulation.strings import t
from simulation.widgets import views
from simulation.widgets.code import as_python
from simulation.widgets.found import Found
from simulation.widgets.page import picture_of, script, style, words
from simulation.widgets.question import Question
from simulation.widgets.refining import Job, Memory, Refining
from simulation.widgets.sentences import changed, guessed
from simulation.widgets.settings import Setting

NAMES = ("before", "after")


class Panel(anywidget.AnyWidget):
    """A question on a page; make one with `panel`.

    Parameters
    ----------
    question : Question
        What is asked.
    """

    _esm = script("levers.js", "chart.js", "panel.js")
    _css = style("panel.css")
    spec = traitlets.Dict().tag(sync=True)
    seen = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)

    def __init__(self, question: Question) -> None:
        controls = question.controls()
        self.question = question
        self.setting = Setting(question, controls)
        self.found: Found | None = None
        self._asked = False
        self._guess: float | None = None
        self._picture: Picture | None = None
        self._memory = Memory(question.seed)
        self._refining = Refining()
        self._serial = 0
        self._context = copy_context()
        label = views.label_of(question.measures[0])
        presets = [("", t("panel.as_it_is"))]
        presets += [(name, question.scenario.policies[name].title) for name in question.presets]
        spec = {
            "levers": [control._asdict() for control in controls],
            "groups": words("group"),
            "words": words("panel"),
            "presets": presets if question.presets else [],
            "ask": t("guess.ask", measure=label.title, unit=label.unit),
            "unit": label.unit,
        }
        super().__init__(spec=spec, seen={}, picture={})
        self.on_msg(self._heard)
        self._show()

    @property
    def sentence(self) -> str:
        """What changed in the first measure; empty before the guess."""
        return changed(self.found, self.question.measures[0]) if self.found else ""

    @property
    def code(self) -> str:
        """The same comparison in Python."""
        return as_python(self.setting)

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
        """Take a named policy; an empty name: the company as it is."""
        self.setting.take(name)
        self._ask()

    def guess(self, value: float) -> None:
        """Guess the first measure, in the unit in which it is shown, and see."""
        self._guess, self._asked = float(value), True
        self._ask()

    def skip(self) -> None:
        """See without a guess."""
        self._guess, self._asked = None, True
        self._ask()

    def reset(self) -> None:
        """Begin anew, with the guess."""
        self._refining.stop()
        self.setting.reset()
        self._asked, self._guess, self.found = False, None, None
        self.picture = {}
        self._show()

    def finish(self) -> None:
        """Wait until all replications are done."""
        self._refining.finish()

    def _ask(self) -> None:
        """Run the worlds as they stand now, if the result may be seen."""
        self.found = None
        if self._asked:
            self._refining.begin(self._jobs)
        else:
            self._show()

    def _jobs(self, stop: Event) -> Iterator[Job]:
        worlds = (self.question.scenario, self.setting.scenario)
        many = self.question.replications
        for replication in range(many):
            for world in worlds:
                yield partial(self._memory.learn, world, replication, stop)
            comparison = self._memory.comparison(worlds, NAMES, replication + 1)
            runs = self._memory.first_runs(worlds)
            self.found = Found(worlds, NAMES, tuple(self.question.measures), comparison, runs, self._guess)
            self._show()
            if replication == 0 and self.question.view not in (None, views.measures):
                yield partial(self._draw, self.found)
                self.picture = picture_of(self._picture)

    def _draw(self, found: Found) -> None:
        assert self.question.view is not None
        self._picture = self.question.view(found)

    def _heard(self, _: Any, message: dict[str, Any], __: Any) -> None:
        """Do what was done on the page."""
        self._serial = message.get("serial", self._serial)
        self._context.run(self._act, message)

    def _act(self, message: dict[str, Any]) -> None:
        acts = {"move": self.move, "preset": self.preset, "guess": self.guess}
        try:
            if message["do"] in acts:
                acts[message["do"]](message["value"])
            elif message["do"] == "skip":
                self.skip()
            elif message["do"] == "reset":
                self.reset()
        except InputError as problem:
            self._show(str(problem))

    def _show(self, problem: str = "") -> None:
        found, hidden = self.found, self.setting.hidden()
        seen: dict[str, Any] = {
            "serial": self._serial,
            "asked": self._asked,
            "values": self.setting.values(),
            "preset": self.setting.policy,
            "note": t("panel.hidden", keys=", ".join(hidden)) if hidden else "",
            "problem": problem,
            "of": self.question.replications,
            "done": found.replications if found else 0,
            "code": self.code if self._asked else "",
        }
        if found:
            first = self.question.measures[0]
            seen |= {"rows": views.measures(found), "sentence": changed(found, first), "guessed": guessed(found, first)}
            seen["progress"] = t("panel.progress", done=found.replications, of=self.question.replications)
        self.seen = seen


def panel(question: Question) -> Panel:
    """Return a panel that asks a question; nothing of the result is seen before the guess is given or skipped."""
    return Panel(question)
