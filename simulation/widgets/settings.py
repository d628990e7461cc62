"""How the levers of a company stand: a named policy, and what was turned after it."""

from __future__ import annotations

from typing import Any

from simulation.dormant import why_dormant
from simulation.errors import InputError, nearest
from simulation.overrides import value_at
from simulation.widgets.levers import name_of
from simulation.widgets.question import Question


class Setting:
    """One company whose levers are turned.

    Parameters
    ----------
    question : Question
        Where it begins, and what may be turned.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.controls = {control.key: control for control in question.controls()}
        self.policy = ""
        self.turned: dict[str, Any] = {}
        self.scenario = question.scenario

    def reset(self) -> None:
        """Let every lever stand as in the beginning."""
        self.policy, self.turned, self.scenario = "", {}, self.question.scenario

    def take(self, policy: str) -> None:
        """Take a named policy, and nothing besides; an empty name: the company as it is.

        Raises
        ------
        InputError
            When the question has no such preset.
        """
        if policy and policy not in self.question.presets:
            raise InputError(f"no preset '{policy}', {nearest(policy, self.question.presets)}")
        scenario = self.question.scenario.policy(policy) if policy else self.question.scenario
        self.policy, self.turned, self.scenario = policy, {}, scenario

    def turn(self, changes: dict[str, Any]) -> None:
        """Turn some levers; all or none.

        Raises
        ------
        InputError
            When there is no such lever, or it cannot take such a value.
        """
        for key in changes:
            if key not in self.controls:
                raise InputError(f"no lever '{key}', {nearest(key, self.controls)}")
        begin = self.question.scenario.policy(self.policy) if self.policy else self.question.scenario
        values = begin.model_dump()
        turned = self.turned | {key: self.controls[key].accepted(value) for key, value in changes.items()}
        turned = {key: value for key, value in turned.items() if value_at(values, key) != value}
        self.scenario = begin.with_(turned) if turned else begin
        self.turned = turned

    def changes(self) -> dict[str, Any]:
        """Return everything that differs from the beginning, by scenario key."""
        policy = self.question.scenario.policies[self.policy].changes if self.policy else {}
        return dict(policy) | self.turned

    def values(self) -> dict[str, Any]:
        """Return how each lever stands; None where this company has no such place any longer."""
        values = self.scenario.model_dump()
        return {key: value_at(values, key) for key in self.controls}

    def hidden(self) -> list[str]:
        """Return the names of what the policy sets and no lever shows."""
        if not self.policy:
            return []
        begin = self.question.scenario
        return [name_of(key, begin) for key in begin.policies[self.policy].changes if key not in self.controls]

    def idle(self) -> list[str]:
        """Return the names of the levers that were turned and can do nothing in this company as it stands."""
        return [self.controls[key].label for key in self.turned if why_dormant(self.scenario, key) is not None]
