"""How much faster a sweep is on several processes than on one, side by side in one run."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

from simulation.experiment import processes
from simulation.sweeps.experiment import Experiment, parse_experiment
from simulation.sweeps.running import sweep

WORKERS = 2
_REPLICATIONS = 10


def of_reference_company(points: int, days: float = 40) -> Experiment:
    """Return a Latin hypercube of so many points on the reference company, ten replications each."""
    factors = [
        {"key": "behaviour.redial", "low": 0.2, "high": 0.9},
        {"key": "integration.shared_history", "low": 0.0, "high": 1.0},
    ]
    raw = {"scenario": "reference-company", "changes": {"days": days}, "design": "latin-hypercube", "points": points}
    return parse_experiment(raw | {"factors": factors, "replications": _REPLICATIONS})


def speed_up(
    experiment: Experiment, rounds: int = 3, progress: Callable[[float], None] | None = None
) -> dict[str, float]:
    """Measure a sweep in one process and on two, in turn, and return medians.

    Returns
    -------
    dict of str to float
        ``sweep_speed_up``: time in one process over time on two, the start of both included (median of the rounds'
        ratios); ``serial_s``, ``processes_s``: wall-clock seconds; ``extra_work``: processor time of the two over that
        of the one, which tells the price of the processes also where others use the machine; ``runs``; ``workers``.
    """
    ratios, prices, alone, together, runs = [], [], [], [], 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:

            def timed(executor: Executor | None, name: str, place: Path = Path(folder)) -> float:
                nonlocal runs
                begin = time.perf_counter()
                runs = len(sweep(experiment, place / name, executor, ahead=4 * WORKERS).runs)
                return time.perf_counter() - begin

            before = _processor_seconds()
            alone.append(timed(None, "serial"))
            between = _processor_seconds()
            with processes(WORKERS) as executor:
                together.append(timed(executor, "processes"))
        ratios.append(alone[-1] / together[-1])
        prices.append((_processor_seconds() - between) / (between - before))
        if progress is not None:
            progress((number + 1) / rounds)
    return {
        "sweep_speed_up": statistics.median(ratios),
        "serial_s": statistics.median(alone),
        "processes_s": statistics.median(together),
        "extra_work": statistics.median(prices),
        "runs": runs,
        "workers": WORKERS,
    }


def _processor_seconds() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
