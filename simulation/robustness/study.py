"""Running the studies, and what they say: how often a result is kept, and which assumption turns it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import NamedTuple

from simulation.analysis.sensitivity import Influence, Share, influences, wilson
from simulation.robustness.design import Study, studies
from simulation.robustness.questions import Effort, Question
from simulation.sweeps.results import Results
from simulation.sweeps.running import sweep

SHOWN = 0.05
"""Largest p (after Bonferroni) of an assumption that is said to turn a result."""


class Plan(NamedTuple):
    """How much is run.

    Attributes
    ----------
    points : int
        At how many points at least.
    seed : int
        Of the points and of the luck.
    effort : Effort, optional
        Days and replications instead of what each question says itself.
    """

    points: int = 200
    seed: int = 1
    effort: Effort | None = None


class Robustness(NamedTuple):
    """How robust one result is.

    Attributes
    ----------
    question : Question
        The result.
    days, replications : float, int
        Length of a run, and runs of each scenario at a point.
    kept : Share
        Points at which the result is kept, of those where there is something to measure.
    by_luck : Share
        The same for the model's own values, run as long, with luck of their own each time.
    drawn : int
        How many points were drawn to have so many that go together.
    slacks : list of float
        At each point that goes together by how much the result is borne out, see `Question.slack`; not-a-number where
        there is nothing to measure.
    influences : list of Influence
        The assumptions, the most influential first.
    """

    question: Question
    days: float
    replications: int
    kept: Share
    by_luck: Share
    drawn: int
    slacks: list[float]
    influences: list[Influence]

    def top(self, count: int = 3) -> list[Influence]:
        """Return the most influential assumptions, of those whose influence is more than chance."""
        return [each for each in self.influences[:count] if each.p < SHOWN]


def robustness(
    questions: Sequence[Question],
    folder: Path,
    plan: Plan,
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[Robustness]:
    """Try results over the ranges of all that is assumed, and go on where an earlier call was stopped.

    Parameters
    ----------
    questions : sequence of Question
        The results.
    folder : Path
        Where the runs are kept, a folder a study; one that is there already is gone on with.
    plan : Plan
        How much is run.
    executor : Executor, optional
        Where to run; none: in this process. What comes out does not depend on it.
    progress : callable, optional
        Called with the share that is done.
    """
    work = studies(questions, plan.points, plan.seed, plan.effort)
    weights = [_weight(study) for study in work]
    found: dict[str, Robustness] = {}
    before = 0.0
    for study, weight in zip(work, weights, strict=True):
        share = weight / sum(weights)

        def of_all(done: float, before: float = before, share: float = share) -> None:
            if progress is not None:
                progress(before + done * share)

        varied = sweep(study.experiment, folder / study.folder / "points", executor, of_all)
        luck = sweep(study.luck, folder / study.folder / "luck", executor)
        found |= {question.id: _of(question, study, varied, luck) for question in study.questions}
        before += share
    return [found[question.id] for question in questions]


def _weight(study: Study) -> float:
    names = study.experiment.policies
    days = sum(study.experiment.base.policy(name).days for name in names)
    return days * len(study.rows) * study.experiment.replications


def _of(question: Question, study: Study, varied: Results, luck: Results) -> Robustness:
    experiment = study.experiment
    assert experiment.points is not None
    offsets = [experiment.policies.index(name) * experiment.points for name in question.scenarios]
    slacks = [
        question.slack([_mean(varied.values(offset + row, question.measure)) for offset in offsets])
        for row in study.rows
    ]
    heard = [place for place, slack in enumerate(slacks) if not math.isnan(slack)]
    design = varied.design.iloc[study.rows].iloc[heard]
    inputs = {factor.key: design[factor.key].tolist() for factor in study.factors}
    output = [slacks[place] for place in heard]
    base = experiment.base.policy(experiment.policies[0])
    return Robustness(
        question,
        base.days,
        experiment.replications,
        wilson(sum(slack > 0 for slack in output), len(output)),
        _by_luck(question, luck, experiment.replications),
        experiment.points,
        slacks,
        influences(inputs, output),
    )


def _by_luck(question: Question, luck: Results, replications: int) -> Share:
    """Return how often the result is kept without varying anything, in groups of as many runs as a point has."""
    values = [luck.values(luck.point(name), question.measure) for name in question.scenarios]
    slacks = [
        question.slack([_mean(each[begin : begin + replications]) for each in values])
        for begin in range(0, len(values[0]), replications)
    ]
    heard = [slack for slack in slacks if not math.isnan(slack)]
    return wilson(sum(slack > 0 for slack in heard), len(heard))


def _mean(values: Sequence[float]) -> float:
    kept = [value for value in values if not math.isnan(value)]
    return sum(kept) / len(kept) if kept else math.nan
