"""What panels share: a question whose answer is not seen before the guess, worlds that are run, a page that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import partial
from threading import Event
from typing import Any

import anywidget
import traitlets

from simulation.errors import InputError, nearest
from simulation.plots import Picture
from simulation.plots.style import listed
from simulation.strings import t
from simulation.widgets import views
from simulation.widgets.found import Found
from simulation.widgets.origins import mark
from simulation.widgets.page import picture_of, words
from simulation.widgets.question import Question
from simulation.widgets.refining import Job, Memory, Refining, Worlds, get_ready
from simulation.widgets.settings import Setting


class Asking(anywidget.AnyWidget):
    """A question on a page.

    Parameters
    ----------
    question : Question
        What is asked.
    spec : dict
        What the page needs once and for all.
    names : tuple of str
        What the two worlds are called in the comparison.
    """

    spec = traitlets.Dict().tag(sync=True)
    seen = traitlets.Dict().tag(sync=True)
    picture = traitlets.Dict().tag(sync=True)

    def __init__(self, question: Question, spec: dict[str, Any], names: tuple[str, str]) -> None:
        self.question = question
        self.names = names
        self.found: Found | None = None
        """What came out so far; None before the guess, and until the first pair of runs is there."""
        self.asked = False
        """Whether the result may be seen."""
        self._guess: float | None = None
        self._memory = Memory(question.seed)
        self._refining = Refining(lambda problem: self._show(t("panel.failed", problem=problem)))
        self._serial = 0
        self._context = copy_context()
        self._drawn: dict[str, str] = {}
        self._marks: dict[bool, str] = {}  # of the worlds as they stand; it takes a while to find them
        get_ready()
        super().__init__(spec=spec)
        self.on_msg(self._heard)

    @property
    def replications(self) -> int:
        """How many pairs of runs are made: one alone where that says everything."""
        return 1 if self.question.view in views.EXACT else self.question.replications

    def finish(self) -> None:
        """Wait until all replications are done."""
        self._refining.finish()

    def _worlds(self) -> Worlds:
        raise NotImplementedError

    def _shown(self) -> dict[str, Any]:
        """Return what the page shows besides the result."""
        raise NotImplementedError

    def _told(self, found: Found) -> dict[str, Any]:
        """Return the result in words."""
        raise NotImplementedError

    def _acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """Return what can be done on the page, by name."""
        raise NotImplementedError

    def _ask(self) -> None:
        """Run the worlds as they stand now, if the result may be seen."""
        self.found = None
        self._marks = {}
        self._show()
        if self.asked:
            self._refining.begin(self._jobs)

    def _forget(self) -> None:
        """Begin anew: nothing is guessed, nothing seen."""
        self._refining.stop()
        self.asked, self._guess, self.found = False, None, None
        self.picture = {}
        self._show()

    def _jobs(self, stop: Event) -> Iterator[Job]:
        worlds, view = self._worlds(), self.question.view
        for replication in range(self.replications):
            for world in worlds:
                yield partial(self._memory.learn, world, replication, stop)
            self.found = self._found_now(worlds, replication + 1)
            self._show()
            if replication == 0 and view not in (None, views.measures):
                yield partial(self._draw, self.found)
                self.picture = self._drawn

    def _found_now(self, worlds: Worlds, replications: int) -> Found:
        comparison = self._memory.comparison(worlds, self.names, replications)
        runs = self._memory.first_runs(worlds)
        alone = self.replications == 1
        return Found(worlds, self.names, tuple(self.question.measures), comparison, runs, self._guess, alone)

    def _mark(self, found: Found) -> str:
        unmoved = found.unmoved(found.measures[0])
        if unmoved not in self._marks:
            self._marks[unmoved] = mark(found, found.measures[0])
        return self._marks[unmoved]

    def _draw(self, found: Found) -> None:
        assert self.question.view is not None
        drawn = self.question.view(found)
        self._drawn = picture_of(drawn) if isinstance(drawn, Picture) else {}

    def _heard(self, _: Any, message: dict[str, Any], __: Any) -> None:
        """Do what was done on the page, in the language of the panel."""
        self._serial = message.get("serial", self._serial)
        self._context.run(self._act, message)

    def _act(self, message: dict[str, Any]) -> None:
        acts, name = self._acts(), str(message.get("do"))
        try:
            if name not in acts:
                raise InputError(f"nothing here does '{name}', {nearest(name, acts)}")
            acts[name](message)
        except InputError as problem:
            self._show(str(problem))

    def _show(self, problem: str = "") -> None:
        found, many = self.found, self.replications
        seen: dict[str, Any] = {"serial": self._serial, "asked": self.asked, "problem": problem, "of": many}
        seen |= self._shown()
        if found:
            done = found.replications
            seen |= {"done": done, "rows": views.measures(found), "mark": self._mark(found)}
            seen["progress"] = t("panel.progress", done=done, of=many)
            seen |= self._told(found)
        self.seen = seen


def company_spec(question: Question) -> dict[str, Any]:
    """Return what the page needs to show the levers of a company, and the words of panels."""
    presets = [("", t("panel.as_it_is"))]
    presets += [(name, question.scenario.policies[name].title) for name in question.presets]
    return {
        "levers": [control._asdict() for control in question.controls()],
        "groups": words("group"),
        "words": words("panel"),
        "presets": presets if question.presets else [],
    }


def company_seen(setting: Setting) -> dict[str, Any]:
    """Return how the levers of a company stand, what its policy sets that no lever shows, and which levers are idle."""
    hidden = setting.hidden()
    notes = [t("panel.hidden", names=listed(hidden))] if hidden else []
    notes += [t("panel.idle", lever=label) for label in setting.idle()]
    return {
        "values": setting.values(),
        "preset": setting.policy,
        "note": " ".join(notes),
    }
