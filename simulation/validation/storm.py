"""The storm of one complaint: how often, how large, and what an answer would have changed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np

from simulation import log as ev
from simulation import theory
from simulation.analysis import mean_interval, standard_error
from simulation.experiment import replicated
from simulation.model.threads import COMMENTS
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.validation.checks import LARGEST_Z, Check, close_to, printed, targets

STORM = 1000
"""Reactions that make a storm."""

HOURS = {"15 min": 0.25, "1 h": 1.0, "2 h": 2.0, "4 h": 4.0, "8 h": 8.0, "15 h": 15.0, "24 h": 24.0}
"""Answer times, by the end of their policies' names."""

REPLICATIONS = 100
MANY = 1500
"""Runs that tell only whether there is a storm."""

SMALL = {"publicity.audience": 5000, "days": 4}
"""A storm shows in its first hundred reactions, where an audience of thousands is like one without limits."""


class Course(NamedTuple):
    """How one complaint went.

    Attributes
    ----------
    after_16_h, after_72_h, after_336_h : int
        Reactions by then.
    comments : int
        Comments among the reactions by 72 hours.
    """

    after_16_h: int
    after_72_h: int
    after_336_h: int
    comments: int


class Row(NamedTuple):
    """What an answer time makes of a complaint.

    Attributes
    ----------
    hours : float
        Until the answer; infinite for none.
    median, mean : float
        Reactions in the end.
    storms : float
        Share of the runs with a storm.
    mean_field : float
        What the mean field says.
    z : float
        Standard errors between the mean and the mean field.
    """

    hours: float
    median: float
    mean: float
    storms: float
    mean_field: float
    z: float


def course(scenario: Scenario, replication: int) -> Course:
    """Run a storm scenario once and count the reactions."""
    log = simulate(scenario, 1, replication).log
    reactions = log[log["event"] == ev.REACTION]
    early, late, last = (int(np.searchsorted(reactions["time"], hours * 60, side="right")) for hours in (16, 72, 336))
    return Course(early, late, last, int((reactions["detail"][:late] == COMMENTS).sum()))


def checks(executor: Executor | None, progress: Callable[[float], None] | None = None) -> Iterator[Check]:
    """Yield the checks of the storm: its size, its probability, and that a later answer is worse."""
    base = load("storm")
    scenarios = {f"answer-{name.replace(' ', '-')}": hours for name, hours in HOURS.items()}
    jobs = [(base.policy("unanswered"), REPLICATIONS), *((base.policy(name), REPLICATIONS) for name in scenarios)]
    unanswered, *answered, small = replicated(course, [*jobs, (base.with_(SMALL), MANY)], executor, progress)
    assert base.publicity is not None
    yield from _unanswered(base.publicity.branching, unanswered, small)
    rows = [row(base, hours, courses) for hours, courses in zip(scenarios.values(), answered, strict=True)]
    yield from _answered([*rows, row(base, float("inf"), unanswered)])


def _unanswered(ratio: float, courses: list[Course], small: list[Course]) -> Iterator[Check]:
    group = targets()["storm"]
    source = group["source"]
    storms = [one for one in courses if one.after_336_h >= STORM]
    for hours, counts in (("72", [one.after_72_h for one in storms]), ("336", [one.after_336_h for one in storms])):
        expected = group[hours]
        yield close_to(
            f"storm: median reactions after {hours} h", source, expected, float(np.median(counts)), expected / 10
        )
    low, high = group["at_16_hours"]
    early = float(np.median([one.after_16_h for one in storms]))
    yield close_to("storm: median reactions after 16 h", source, (low + high) / 2, early, (high - low) / 2)
    share = sum(one.comments for one in storms) / sum(one.after_72_h for one in storms)
    yield close_to("storm: share of comments", source, group["comments"], share, 0.01)
    probability = sum(one.after_336_h >= STORM for one in small) / len(small)
    yield close_to("storm: probability", source, group["probability"], probability, 0.03)
    survives = theory.survival(ratio)
    z = (probability - survives) / (survives * (1 - survives) / len(small)) ** 0.5
    yield Check(
        "storm: probability that it survives", "branching process", survives, probability, z, abs(z) < LARGEST_Z
    )


def row(scenario: Scenario, hours: float, courses: list[Course]) -> Row:
    """Return what an answer after some hours makes of a complaint."""
    public = scenario.publicity
    assert public is not None
    end = scenario.days * 24
    answer = (hours, public.answer_cut)
    (field,) = theory.mean_field(public.branching, public.generation_minutes / 60, public.audience, [end], answer)
    sizes = [float(one.after_336_h) for one in courses]
    interval = mean_interval(sizes)
    storms = sum(size >= STORM for size in sizes) / len(sizes)
    return Row(
        hours, float(np.median(sizes)), interval.mean, storms, field, (interval.mean - field) / standard_error(sizes)
    )


def _answered(rows: list[Row]) -> Iterator[Check]:
    """Yield the checks of the answer times: the later the worse, and as in the mean field while few have reacted."""
    group = targets()["answered_storm"]
    for one in rows:
        name = f"storm answered after {one.hours:g} h"
        if f"{one.hours:g}" in group:
            yield printed(f"{name}: mean field", group["source"], group[f"{one.hours:g}"], round(one.mean_field, 1))
        if one.mean_field < STORM:
            yield Check(
                f"{name}: mean reactions", group["source"], one.mean_field, one.mean, one.z, abs(one.z) < LARGEST_Z
            )
    for what in ("median", "mean", "storms"):
        values = [getattr(one, what) for one in rows]
        steps = sum(first <= second for first, second in itertools.pairwise(values))
        wanted = len(rows) - 1
        yield Check(f"storm: later answers, never a smaller {what}", "steps", wanted, steps, None, steps == wanted)
