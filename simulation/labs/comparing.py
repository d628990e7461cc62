"""A fair comparison for an own experiment: a guess, the same customers in both worlds, a sentence, a picture."""

from __future__ import annotations

import math
from numbers import Integral, Real

from simulation.errors import InputError
from simulation.experiment import compare
from simulation.labs.extra import needed_for
from simulation.labs.texts import say, show
from simulation.plots import paired_differences
from simulation.plots.words import measure as label_of
from simulation.scenario import Scenario

_NAMES = ("before", "after")


def fair_comparison(
    before: Scenario, after: Scenario, measure: str, guess: float | None = None, replications: int = 10
) -> None:
    """Show what a change does to a measure, once there is a guess.

    Parameters
    ----------
    before, after : Scenario
        The worlds; both meet the same customers with the same luck.
    measure : str
        Its name.
    guess : float, optional
        What it will be after the change, in the unit in which it is shown; None: nothing is run yet.
    replications : int
        How many pairs of runs; at least 2, for one pair has no interval.

    Raises
    ------
    InputError
        When a world is none, the measure is not known in both, the guess is no number, or there are too few
        replications.
    """
    with needed_for("an experiment of one's own"):
        from tqdm.auto import tqdm

        from simulation.widgets.found import Found
        from simulation.widgets.question import Question
        from simulation.widgets.sentences import changed, guessed

    worlds = (before, after)
    _check(worlds, guess, replications)
    for world in worlds:
        Question(world, (), (measure,))  # refuses a measure that the world does not have
    label = label_of(measure)
    if guess is None:
        say("labs.guess-first", measure=label.title, unit=label.unit)
        return
    with tqdm(total=1.0, desc=label.title, bar_format="{l_bar}{bar}| {elapsed}<{remaining}", leave=False) as bar:

        def done(share: float) -> None:
            bar.update(share - bar.n)

        comparison = compare(dict(zip(_NAMES, worlds, strict=True)), replications, progress=done)
    found = Found(worlds, _NAMES, (measure,), comparison, guess=guess)
    show(paired_differences(comparison, *_NAMES, measures=[measure]))
    say("labs.fair", changed=changed(found, measure), guessed=guessed(found, measure), replications=replications)
    interval = comparison.difference(*_NAMES, measure).interval
    if not math.isnan(interval.mean) and not found.unmoved(measure):  # else there is nothing to be unsure of
        say("labs.fair-clear" if interval.excludes_zero else "labs.fair-open")


def _check(worlds: tuple[object, ...], guess: object, replications: object) -> None:
    """Refuse what somebody may have typed into a cell by mistake."""
    for world in worlds:
        if not isinstance(world, Scenario):
            raise InputError(f"{world!r} is no company, expected one such as company.with_(...)")
    if guess is not None and (isinstance(guess, bool) or not isinstance(guess, Real) or not math.isfinite(guess)):
        raise InputError(f"guess = {guess!r}: expected a number such as 2.5")
    if not isinstance(replications, Integral) or replications < 2:
        raise InputError(
            f"replications = {replications!r}: expected at least 2, a whole number, for one pair has no interval"
        )
