"""What a run costs as it gets longer: processor time and memory, on both engines, each run in a process of its own."""

from __future__ import annotations

import math
import multiprocessing
import statistics
from collections.abc import Callable
from typing import NamedTuple

from simulation.bench import contacts_in, timed
from simulation.engines import expected_needs
from simulation.memory import with_peak
from simulation.run import simulate
from simulation.scenario import load
from simulation.workload import Workload

SIMPY_UP_TO = 1e6
"""Contacts; ten million would take the SimPy model minutes, and gigabytes for its log."""

_REPEATED = 100_000.0
_TIMES = 5


class Cost(NamedTuple):
    """What a run costs.

    Attributes
    ----------
    engine : str
        "simpy" or "compiled".
    contacts : int
        What it had.
    cpu_seconds : float
        What it took; up to 10^5 contacts the median of five runs.
    peak_bytes : int or None
        The most that the process held at once beyond what it held before; None where the system does not tell.
    """

    engine: str
    contacts: int
    cpu_seconds: float
    peak_bytes: int | None


def cost_by_contacts(most: float = 1e6, progress: Callable[[float], None] | None = None) -> list[Cost]:
    """Return what 10^4, 10^5 ... contacts of Erlang-A cost, their log made and handed out.

    Parameters
    ----------
    most : float
        Contacts of the longest run; SimPy's ends at `SIMPY_UP_TO`.
    progress : callable, optional
        Called with the share that is done.
    """
    sizes = [10.0**power for power in range(4, math.floor(math.log10(most)) + 1)]
    jobs = [("compiled", size) for size in sizes] + [("simpy", size) for size in sizes if size <= SIMPY_UP_TO]
    found = []
    for place, job in enumerate(jobs):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(_cost, job))
        if progress is not None:
            progress((place + 1) / len(jobs))
    return found


def _cost(engine: str, size: float) -> Cost:
    _contacts(engine, 2.0)  # loads what the run needs
    usual = load("erlang-a")
    days = size / expected_needs(usual) * usual.days
    contacts, peak = with_peak(lambda: _contacts(engine, days))
    seconds = [timed(_contacts, engine, days)[0] for _ in range(_TIMES if size <= _REPEATED else 1)]
    return Cost(engine, contacts, statistics.median(seconds), peak)


def _contacts(engine: str, days: float) -> int:
    """Run so many days, and count the contacts in the log; the compiled engine's comes block by block."""
    scenario = load("erlang-a").with_({"days": days})
    if engine == "simpy":
        logs = iter([simulate(scenario, 1, 0, engine="simpy").log])
    else:
        from simulation.compiled.engine import blocks

        logs = blocks(Workload(scenario, 1, 0))
    return sum(contacts_in(log) for log in logs)
