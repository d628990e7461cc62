"""Experiment: a base scenario, what varies in it, how often, and with which luck. TOML in, TOML out."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import tomli_w
from pydantic import Field, PrivateAttr, model_validator

from simulation.analysis import Precision
from simulation.complaints import valid
from simulation.errors import InputError, nearest
from simulation.scenario import Scenario, load
from simulation.shelf import Shelf, is_own
from simulation.sweeps.designs import SAMPLED, factorial, sampled
from simulation.sweeps.factors import Factor
from simulation.values import Part, Positive

POLICY = "policy"
"""The factor that says under which of the scenario's policies a point runs."""

MOST = 1 << 16
"""Points, and replications of each, that an experiment can have: their product numbers the luck of a run."""

BASE_FILE = "scenario.toml"
"""What an experiment calls its base scenario in the folder of its results."""


class Until(Part):
    """Replicate until a measure, or a difference in it, is known well enough; see `simulation.analysis.Precision`."""

    measure: str
    against: Annotated[int, Field(ge=0)] | str | None = None
    """What is known well enough is the paired difference from a point (its number), or from the point under a policy
    (its name) with the same factors; none: the measure itself."""
    half_width: Positive
    relative: bool = False
    minimum: Annotated[int, Field(ge=2, le=MOST)] = 20
    maximum: Annotated[int, Field(ge=2, le=MOST)] = 1000
    level: Annotated[float, Field(gt=0, lt=1)] = 0.95

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Until:
        if self.minimum > self.maximum:
            raise ValueError(f"minimum = {self.minimum} is above maximum = {self.maximum}")
        if self.against is not None and self.relative:
            raise ValueError("relative: a difference can be 0, expected a half_width in the measure's own unit")
        return self

    def rule(self) -> Precision:
        """Return the sequential rule."""
        return Precision(self.half_width, self.relative, self.minimum, self.maximum, self.level)


class Point(NamedTuple):
    """One combination of factors.

    Attributes
    ----------
    number : int
        From 0, in the order of the design.
    values : dict of str to Any
        The value of each factor by its key; the policy's name under ``policy``.
    scenario_hash : str
        Of its scenario; empty where none can be made.
    problem : str
        Why its scenario cannot be made; empty where it can.
    """

    number: int
    values: dict[str, Any]
    scenario_hash: str
    problem: str


class Experiment(Part):
    """What to run, as frozen values. Make one with `load_experiment` or `parse_experiment`."""

    title: str = ""
    scenario: str
    """The base: a packaged scenario or a TOML file (beside the experiment's), ``NAME:POLICY`` for a policy of it."""
    changes: dict[str, Any] = Field(default_factory=dict)
    """What is changed in the base at every point."""
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] = 1
    luck: Literal["common", "paired", "independent"] = "common"
    """``common``: replication r has the same customers with the same luck at every point; ``paired``: under every
    policy of a combination of factors, and each combination has luck of its own."""
    design: Literal["factorial", "latin-hypercube", "sobol", "saltelli"] = "factorial"
    points: Annotated[int, Field(ge=1, le=MOST)] | None = None
    """How many points a design other than a factorial has."""
    policies: list[str] = Field(default_factory=list)
    """Named policies of the base; every combination of factors is run under each."""
    factors: list[Factor] = Field(default_factory=list)
    replications: Annotated[int, Field(ge=1, le=MOST)] = 10
    until: Until | None = None
    """Instead of a number of replications."""
    logs: bool = False
    """Whether to keep the event log of every run."""

    _given: dict[str, Any] = PrivateAttr(default_factory=dict)
    _grounds: dict[str | None, Scenario] = PrivateAttr(default_factory=dict)
    _base: Scenario | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _fits_together(self) -> Experiment:
        if not (self.factors or self.policies):
            raise ValueError("factors: expected at least one factor, or policies")
        keys = [factor.key for factor in self.factors]
        for place, key in enumerate(keys):
            if key in keys[:place]:
                raise ValueError(f"factors.{place + 1}: '{key}' is a factor already, expected each key once")
            if key in self.changes:
                raise ValueError(f"factors.{place + 1}: '{key}' is in [changes] as well, expected it in one of them")
        if POLICY in keys:
            raise ValueError("factors: 'policy' is no scenario key, expected policies = [...] beside the factors")
        for place, name in enumerate(self.policies):
            if name in self.policies[:place]:
                raise ValueError(f"policies: '{name}' is there twice")
        if self.until is not None and "replications" in self.model_fields_set:
            raise ValueError("replications: is given beside [until], expected one of them")
        self._has_points()
        self._has_something_to_compare_with()
        return self

    def _has_something_to_compare_with(self) -> None:
        against = self.until.against if self.until is not None else None
        if against is None:
            return
        if self.luck == "independent":
            raise ValueError("until.against: points with luck of their own have no pairs, expected another 'luck'")
        if isinstance(against, str):
            if against not in self.policies:
                raise ValueError(f"until.against: no policy '{against}', {nearest(against, self.policies)}")
            return
        if self.luck == "paired":
            raise ValueError(f"until.against = {against}: only policies share their luck, expected the name of one")
        count = self._combinations() * max(1, len(self.policies))
        if against >= count:
            raise ValueError(f"until.against = {against}: expected a point from 0 to {count - 1}, or a policy's name")

    def _has_points(self) -> None:
        count = max(1, len(self.policies))
        if self.design in SAMPLED:
            if self.points is None:
                raise ValueError(f"points: is missing, expected how many points the design '{self.design}' has")
            if not self.factors:
                raise ValueError(f"factors: expected at least one for the design '{self.design}'")
            if self.design == "sobol" and self.points & (self.points - 1):
                low = 1 << (self.points.bit_length() - 1)
                raise ValueError(
                    f"points = {self.points}: a Sobol design is balanced at powers of two, expected {low} or {2 * low}"
                )
            if self.design == "saltelli":
                self._fits_saltelli(self.points)
            count *= self.points
        else:
            if self.points is not None:
                raise ValueError("points: a factorial design has all combinations, expected no number of points")
            for factor in self.factors:
                count *= len(factor.ends())
        if count > MOST:
            raise ValueError(f"factors: make {count:,} points, expected at most {MOST:,}")

    def _fits_saltelli(self, points: int) -> None:
        if len(self.factors) < 2:
            raise ValueError("factors: a Saltelli design shares the spread out among factors, expected at least two")
        if self.policies:
            raise ValueError("policies: a Saltelli design has factors alone, expected 'scenario = \"NAME:POLICY\"'")
        each = len(self.factors) + 2
        size = points // each
        if size < 2 or size * each != points or size & (size - 1):
            low = max(2, 1 << (size.bit_length() - 1)) if size else 2
            raise ValueError(
                f"points = {points}: a Saltelli design of {each - 2} factors has n ({each - 2} + 2) points "
                f"with n a power of two from 2 on, expected {low * each} or {2 * low * each}"
            )

    @property
    def base(self) -> Scenario:
        """The base scenario, before any change."""
        assert self._base is not None
        return self._base

    def to_toml(self) -> str:
        """Return the experiment as the text of a TOML file that names its base ``scenario.toml``."""
        return tomli_w.dumps(self._given | {"scenario": BASE_FILE}, multiline_strings=True)

    def with_(self, changes: dict[str, Any]) -> Experiment:
        """Return the experiment with other values of some of its keys, each as in its file; None takes a key away.

        Raises
        ------
        InputError
            See `parse_experiment`.
        """
        return parse_experiment(self._given | {"scenario": self.base} | changes)

    def most_replications(self) -> int:
        """Return how many replications a point has at most."""
        return self.until.maximum if self.until is not None else self.replications

    def luck_of(self, point: int, replication: int) -> int:
        """Return the number of the luck with which a replication of a point runs, for `simulation.simulate`."""
        if self.luck == "paired":
            point %= self._combinations()
        return replication if self.luck == "common" else point * MOST + replication

    def _combinations(self) -> int:
        """Return how many combinations of factors there are, each of which is run under every policy."""
        if self.design in SAMPLED:
            assert self.points is not None
            return self.points
        return math.prod(len(factor.ends()) for factor in self.factors)

    def compared_with(self, point: int) -> int | None:
        """Return the number of the point from which the difference must be known; None for that point, or without."""
        against = self.until.against if self.until is not None else None
        if isinstance(against, str):
            combinations = self._combinations()
            against = self.policies.index(against) * combinations + point % combinations
        return None if against == point else against

    def ground(self, values: dict[str, Any]) -> Scenario:
        """Return what a point's changes are made in: the changed base, under the point's policy, without policies."""
        name = values.get(POLICY)
        if name not in self._grounds:
            scenario = self.base.with_(self.changes)
            scenario = scenario if name is None else scenario.policy(name)
            self._grounds[name] = scenario.with_({"policies": None})
        return self._grounds[name]

    def scenario_at(self, values: dict[str, Any]) -> Scenario:
        """Return the scenario of a point.

        Raises
        ------
        InputError
            When its values do not go together.
        """
        return changed(self.ground(values), values)

    def combinations(self) -> Iterator[dict[str, Any]]:
        """Yield the values of each point: every combination of the design, under each policy in turn."""
        if self.design in SAMPLED:
            assert self.points is not None
            rows = sampled(self.design, self.factors, self.points, self.seed)
        else:
            rows = factorial(self.factors)
        if not self.policies:
            yield from rows
        for policy in self.policies:
            yield from ({POLICY: policy, **row} for row in rows)

    def plan(self) -> list[Point]:
        """Return all points; one whose values do not go together says why.

        Raises
        ------
        InputError
            When a level can be made at no point: then it is the level that is wrong.
        """
        points = []
        for number, values in enumerate(self.combinations()):
            try:
                points.append(Point(number, values, self.scenario_at(values).hash(), ""))
            except InputError as problem:
                points.append(Point(number, values, "", str(problem)))
        for place, factor in enumerate(self.factors, start=1):
            levels = factor.ends() if self.design not in SAMPLED else factor.levels or []
            for level in levels:
                having = [point for point in points if point.values[factor.key] == level]
                if having and all(point.problem for point in having):
                    raise InputError(f"factors.{place}: {self._without_name(having[0].problem)}")
        if all(point.problem for point in points):
            raise InputError(points[0].problem)
        return points

    def _without_name(self, sentence: str) -> str:
        return sentence.removeprefix(f"{self.base.name}: ")


def changed(ground: Scenario, values: dict[str, Any]) -> Scenario:
    """Return a scenario with the values of a point; its policy is in the ground already."""
    changes = {key: value for key, value in values.items() if key != POLICY}
    return ground.with_(changes) if changes else ground


def parse_experiment(raw: dict[str, Any], where: str = "experiment", beside: Path | None = None) -> Experiment:
    """Make an experiment from a nested table, and make sure that its base, policies, keys and levels are there.

    Parameters
    ----------
    raw : dict
        The table, as read from TOML. Its ``scenario`` may also be a `Scenario`.
    where : str
        What an error sentence begins with.
    beside : Path, optional
        The folder in which a scenario file is looked for.

    Raises
    ------
    InputError
        One sentence: where, what, what was expected, the nearest valid name.
    """
    try:
        experiment = made(raw, beside)
        _check(experiment)
        experiment.plan()
    except InputError as problem:
        raise InputError(f"{where}: {problem}") from None
    return experiment


def made(raw: dict[str, Any], beside: Path | None) -> Experiment:
    """Make an experiment whose keys and levels have been tried before."""
    told = {key: value for key, value in raw.items() if value is not None}
    given = {key: value if key == "scenario" else copy.deepcopy(value) for key, value in told.items()}
    base = given.get("scenario")
    if isinstance(base, Scenario):
        given["scenario"] = base.name
    experiment = valid(Experiment, given)
    experiment._given.update(given)
    experiment._base = base if isinstance(base, Scenario) else _base(experiment.scenario, beside)
    return experiment


def _base(name: str, beside: Path | None) -> Scenario:
    """Read the base scenario: ``NAME``, ``FILE.toml``, either with ``:POLICY``."""
    file, colon, policy = name.rpartition(":")
    if not colon or len(file) < 2:  # a colon after one letter is a Windows drive
        file, policy = name, ""
    if beside is not None and file.endswith(".toml") and not Path(file).is_absolute():
        file = str(beside / file)
    scenario = load(file)
    return scenario.policy(policy) if policy else scenario


def _check(experiment: Experiment) -> None:
    """Try the changes, the policies, and the ends of every range alone."""
    for policy in experiment.policies:
        if policy not in experiment.base.policies:
            raise InputError(f"policies: no policy '{policy}', {nearest(policy, experiment.base.policies)}")
    first = {POLICY: experiment.policies[0]} if experiment.policies else {}
    experiment.ground(first)
    for place, factor in enumerate(experiment.factors, start=1):
        for end in factor.ends() if factor.levels is None else []:
            try:
                experiment.scenario_at(first | {factor.key: end})
            except InputError as problem:
                raise InputError(f"factors.{place}: {experiment._without_name(str(problem))}") from None


_SHELF = Shelf("experiments", "experiment")


def packaged_experiments() -> list[str]:
    """Return the names of the packaged experiments."""
    return _SHELF.names()


def load_experiment(name: str | Path) -> Experiment:
    """Read an experiment: a packaged one by its name, or a TOML file of your own.

    Raises
    ------
    InputError
        When there is no such experiment or file, or when its text is not a valid experiment.
    """
    beside = Path(name).parent if is_own(name) else None
    return parse_experiment(_SHELF.read(name), str(name), beside)
