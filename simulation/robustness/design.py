"""The experiments behind robustness: points over all that is assumed at once, run under every scenario of a study."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from simulation.errors import InputError
from simulation.robustness.assumptions import assumptions
from simulation.robustness.questions import Effort, Question
from simulation.scenario import Scenario
from simulation.sweeps.experiment import Experiment, made
from simulation.sweeps.factors import Factor

_DESIGN = "latin-hypercube"
_UNSAID = ("name", "title", "story", "policies")
_ROUNDS = 12


class Study(NamedTuple):
    """Questions that are answered by the same runs.

    Attributes
    ----------
    questions : list of Question
        What is asked.
    factors : list of Factor
        What varies: the same for all of them.
    experiment : Experiment
        Every point under every scenario, with the same luck under each.
    luck : Experiment
        The scenarios as they are, often: what luck alone does.
    rows : list of int
        The points of the experiment that can be made under every scenario.
    """

    questions: list[Question]
    factors: list[Factor]
    experiment: Experiment
    luck: Experiment
    rows: list[int]

    @property
    def folder(self) -> str:
        """The name of its folder: its first question's, and a fingerprint of all that it runs."""
        text = self.experiment.to_toml() + self.experiment.base.to_toml() + self.experiment.base.hash()
        return f"{self.questions[0].id}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def studies(questions: Sequence[Question], points: int, seed: int, effort: Effort | None = None) -> list[Study]:
    """Group questions that vary the same assumptions, with the same effort and the same names for the same scenarios.

    Parameters
    ----------
    questions : sequence of Question
        What is asked.
    points : int
        How many points each is tried at, at least.
    seed : int
        Of the points, and of the luck.
    effort : Effort, optional
        Instead of what the questions say themselves; days may be None there too.
    """
    groups: dict[str, tuple[list[Question], list[Factor], Effort, dict[str, Scenario]]] = {}
    for question in questions:
        chosen = effort or question.effort
        scenarios = {name: shortened(each, chosen.days) for name, each in question.scenarios.items()}
        factors = assumptions(list(scenarios.values()), question.measure)
        if not factors:
            raise InputError(f"{question.id}: its scenarios state every number themselves, nothing is assumed in them")
        key = repr(([factor.model_dump() for factor in factors], chosen))
        if key in groups and not _go_together(groups[key][3], scenarios):
            key += question.id
        group = groups.setdefault(key, ([], factors, chosen, {}))
        group[0].append(question)
        group[3].update(scenarios)
    return [_study(asked, factors, scenarios, _Size(points, chosen.replications, seed))
            for asked, factors, chosen, scenarios in groups.values()]  # fmt: skip


def _go_together(some: dict[str, Scenario], others: dict[str, Scenario]) -> bool:
    """Return whether scenarios can be run as one study: a name means one scenario, and one base makes them all."""
    if any(some[name].hash() != others[name].hash() for name in some.keys() & others.keys()):
        return False
    try:
        together(some | others)
    except InputError:
        return False
    return True


def shortened(scenario: Scenario, days: float | None) -> Scenario:
    """Return a scenario that runs for so many days at most, its warm-up cut in proportion.

    Named customers are left out where there are others: they are told to be who they are.
    """
    kept = scenario.days if days is None else min(days, scenario.days)
    changes: dict[str, Any] = {"days": kept, "warm_up_days": scenario.warm_up_days * kept / scenario.days}
    if scenario.cast and (scenario.orders or any(need.daily(1) or need.incident for need in scenario.needs.values())):
        changes["cast"] = []
    return scenario.with_(changes)


class _Size(NamedTuple):
    points: int
    replications: int
    seed: int


def _study(questions: list[Question], factors: list[Factor], scenarios: dict[str, Scenario], size: _Size) -> Study:
    base = together(scenarios)
    ranges = [{"key": factor.key, "low": factor.low, "high": factor.high, "whole": factor.whole} for factor in factors]
    common: dict[str, Any] = {"scenario": base, "seed": size.seed, "policies": list(scenarios)}
    count = size.points
    for trial in range(_ROUNDS):
        raw = common | {"title": "robustness", "luck": "paired", "design": _DESIGN, "points": count}
        raw |= {"factors": ranges, "replications": size.replications}
        rows = _valid(made(raw | {"policies": common["policies"][:1]}, None))  # the others seldom differ in this
        if len(rows) >= size.points:
            experiment = made(raw, None)
            rows = _valid(experiment)
        if len(rows) >= size.points:
            often = max(2, size.points // 8) * size.replications
            luck = made(common | {"title": "luck alone", "replications": often}, None)
            return Study(questions, factors, experiment, luck, rows)
        growth = size.points / len(rows) if rows else 2.0
        count = max(count + 1, math.ceil(count * growth * (1 if trial < _ROUNDS // 2 else 1.1)))
    raise InputError(f"{questions[0].id}: too few points of the assumptions' ranges go together")


def _valid(experiment: Experiment) -> list[int]:
    """Return the combinations that can be made under every policy."""
    bad = set()
    assert experiment.points is not None
    for point in experiment.plan():
        if point.problem:
            bad.add(point.number % experiment.points)
    return [row for row in range(experiment.points) if row not in bad]


def together(scenarios: dict[str, Scenario]) -> Scenario:
    """Return one scenario of which the given ones are the policies."""
    given = {name: {key: value for key, value in each.given().items() if key not in _UNSAID}
             for name, each in scenarios.items()}  # fmt: skip
    # What a scenario lacks cannot be taken away by a policy's text, so the base is the one that says least.
    base = min(given, key=lambda name: len(given[name]))
    policies: dict[str, Any] = {}
    for name, raw in given.items():
        changes = {key: value for key, value in raw.items() if given[base].get(key) != value}
        changes |= {key: {} for key in given[base] if key not in raw}
        policies[name] = {"title": name, "changes": changes}
    found = scenarios[base].with_({"policies": None}).with_({"policies": policies, "title": "", "story": ""})
    for name, scenario in scenarios.items():
        if found.policy(name).hash() != scenario.hash():
            raise InputError(f"{name}: cannot be made from {base} by setting values, so they cannot be run together")
    return found
