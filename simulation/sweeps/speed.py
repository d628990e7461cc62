"""How much faster a sweep is on several processes than on one, side by side in one run."""

from __future__ import annotations

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
        ratios); ``serial_s``, ``processes_s``: wall-clock seconds; ``runs``; ``workers``.
    """
    ratios, alone, together, runs = [], [], [], 0
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as folder:

            def timed(executor: Executor | None, name: str, place: Path = Path(folder)) -> float:
                nonlocal runs
                begin = time.perf_counter()
                runs = len(sweep(experiment, place / name, executor, ahead=4 * WORKERS).runs)
                return time.perf_counter() - begin

            alone.append(timed(None, "serial"))
            with processes(WORKERS) as executor:
                together.append(timed(executor, "processes"))
        ratios.append(alone[-1] / together[-1])
        if progress is not None:
            progress((number + 1) / rounds)
    return {
        "sweep_speed_up": statistics.median(ratios),
        "serial_s": statistics.median(alone),
        "processes_s": statistics.median(together),
        "runs": runs,
        "workers": WORKERS,
    }
