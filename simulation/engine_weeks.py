"""A hundred weeks at once: what a slider or a sweep waits for, and what it is made of."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from simulation.bench import timed
from simulation.experiment import compare, processes
from simulation.run import simulate
from simulation.scenario import load
from simulation.workload import Workload

_WEEKS = 100
_WORKERS = 2
_SOME = 40


def weeks(rounds: int = 5, progress: Callable[[float], None] | None = None) -> dict[str, float]:
    """Measure a hundred replications of a week of the reference company, with measures and their intervals.

    Parameters
    ----------
    rounds : int
        How often.
    progress : callable, optional
        Called with the share that is done.

    Returns
    -------
    dict of str to float
        ``weeks_s``: seconds of the clock on two processes that are ready, median of the rounds. Milliseconds of
        processor time, medians of 40 runs in this process: ``needs_ms``: drawing a week's needs, which all companies
        share that meet them; ``simulated_ms``: a run whose needs are drawn; ``measures_ms`` and ``digest_ms``: of it.
    """
    week = load("reference-company").with_({"days": 7, "warm_up_days": 0})
    seconds = []
    with processes(_WORKERS) as executor:
        for seed in range(rounds + 1):  # the first time is not counted: it loads the engine
            begin = time.perf_counter()
            found = compare({"week": week}, _WEEKS, seed, executor, engine="compiled")
            for measure in found.measures():
                found.interval("week", measure)
            seconds.append(time.perf_counter() - begin)
            if progress is not None:
                progress((seed + 1) / (rounds + 2))
    simulate(week, 1, _SOME, engine="compiled")
    runs = [simulate(week, 1, number, engine="compiled") for number in range(_SOME)]
    parts: dict[str, Callable[[int], Any]] = {
        "needs_ms": lambda number: Workload(week, 2, number, remembers=True).needs_in_order,
        "simulated_ms": lambda number: simulate(week, 2, number, engine="compiled"),
        "measures_ms": lambda number: runs[number].measures(),
        "digest_ms": lambda number: runs[number].digest,
    }
    spent = {name: [timed(part, number)[0] for number in range(_SOME)] for name, part in parts.items()}
    medians = {name: 1000 * statistics.median(each) for name, each in spent.items()}
    return {"weeks_s": statistics.median(seconds[1:]), **medians}
