"""Questions whose answer may hang on what is assumed: a claim's sign, or the order of policies by a measure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from simulation.errors import InputError, nearest
from simulation.scenario import Scenario
from simulation.validation.claims import Claim
from simulation.validation.results import GROUPS


class Effort(NamedTuple):
    """How much a claim is run at each point: days (at most its scenarios' own) and replications."""

    days: float | None
    replications: int


HEADLINES = MappingProxyType(
    {
        "pooled-vs-before-asked-twice": Effort(8, 1),
        "before-vs-no-social-contacts-per-day": Effort(8, 1),
        "honest-vs-before-abandonment-phone": Effort(8, 1),
        "integrated-five-vs-before-satisfaction": Effort(8, 1),
        "integrated-five-vs-before-contacts-per-day": Effort(8, 1),
        "five-not-integrated-vs-before-satisfaction": Effort(8, 1),
        "answer-15-h-vs-answer-4-h-largest-thread": Effort(7, 20),
        "payers-first-vs-first-come-first-reply-min-gold": Effort(8, 1),
        "payers-first-vs-first-come-first-reply-min-none": Effort(8, 1),
        "distracted-vs-before-contacts-per-day": Effort(8, 1),
        "distracted-honest-vs-distracted-satisfaction": Effort(8, 1),
        "ten-agents-90-busy-vs-ten-agents-80-busy-wait-min-phone": Effort(15, 1),
        "broadcast-vs-six-agents-contacts-per-day": Effort(14, 1),
        "two-agents-vs-broadcast-abandonment-phone": Effort(14, 1),
    }
)
"""The claims of ``robust --all``, in order, and how much each is run at a point."""


class Question(NamedTuple):
    """What is tried.

    Attributes
    ----------
    id : str
        Its short name.
    text : str
        In words.
    scenarios : dict of str to Scenario
        What is compared, in order.
    measure : str
        By what.
    sign : int
        For a claim: +1 or -1, see `simulation.validation.claims.Claim`. For an order of policies +1: from low to high.
    margin : float
        By how much each must differ from the one before it.
    effort : Effort
        How much it is run at each point unless something else is asked for.
    """

    id: str
    text: str
    scenarios: dict[str, Scenario]
    measure: str
    sign: int
    margin: float
    effort: Effort

    def compared(self) -> str:
        """Return what is compared with what, in words."""
        first, *others = self.scenarios
        if len(others) > 1:
            return f"{self.measure}: {' < '.join(self.scenarios)}"
        return f"{self.measure}: {others[0]} {'>' if self.sign > 0 else '<'} {first}"

    def slack(self, values: Sequence[float]) -> float:
        """Return by how much the scenarios' values bear the result out: positive where it is kept.

        For a claim the difference less the margin, times the sign; for an order the least step of it; not-a-number
        where one of them has nothing to measure.
        """
        steps = [self.sign * (second - first - self.margin) for first, second in pairwise(values)]
        return math.nan if any(math.isnan(step) for step in steps) else min(steps)


def all_claims() -> dict[str, tuple[Claim, int]]:
    """Return every claim of the validation by its id, with the number of its group."""
    return {claim.id: (claim, number) for number, group in enumerate(GROUPS) for claim in group.claims}


def claimed(names: Sequence[str]) -> list[Question]:
    """Return the questions of some claims.

    Raises
    ------
    InputError
        When there is no such claim, or it claims no sign.
    """
    known = all_claims()
    groups: dict[int, dict[str, Scenario]] = {}
    questions = []
    for name in names:
        if name not in known:
            raise InputError(f"no claim '{name}', {nearest(name, known)}")
        claim, group = known[name]
        if not claim.sign:
            raise InputError(f"{name}: claims no sign ({claim.expected()}), expected a claim that one is more or less")
        if group not in groups:
            groups[group] = GROUPS[group].scenarios()
        scenarios = {each: groups[group][each] for each in (claim.first, claim.second)}
        effort = HEADLINES.get(name, Effort(None, 1))
        questions.append(Question(name, claim.result, scenarios, claim.measure, claim.sign, claim.margin, effort))
    return questions


def ordered(scenario: Scenario, policies: Sequence[str], measure: str) -> Question:
    """Return the question whether a measure grows from policy to policy of a scenario, in the order given."""
    if len(policies) < 2 or len(set(policies)) < len(policies):
        raise InputError(f"order {','.join(policies)}: expected at least two policies, each once")
    scenarios = {name: scenario.policy(name) for name in policies}
    text = f"{measure} grows in the order {', '.join(policies)}"
    return Question(f"{scenario.name}-order", text, scenarios, measure, +1, 0.0, Effort(None, 1))
