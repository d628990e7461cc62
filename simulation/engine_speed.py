"""How fast the engines are: SimPy, its compiled twin, and a minimal loop in C, interleaved in one run."""

from __future__ import annotations

import ctypes
import gc
import math
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from simulation import log as ev
from simulation.engines import missing
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.workload import Workload

_SOURCE = Path(__file__).with_name("erlang_a.c")


class Pace(NamedTuple):
    """How fast one run was.

    Attributes
    ----------
    contacts, events : int
        What it had.
    cpu_seconds, wall_seconds : float
        What it took.
    """

    contacts: int
    events: int
    cpu_seconds: float
    wall_seconds: float


def _paced(work: Callable[[], tuple[int, int]]) -> Pace:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    contacts, events = work()
    return Pace(contacts, events, time.process_time() - cpu, time.perf_counter() - wall)


def _on(engine: str, scenario: Scenario, replication: int) -> Callable[[], tuple[int, int]]:
    def work() -> tuple[int, int]:
        log = simulate(scenario, 1, replication, engine=engine).log
        return int(np.count_nonzero(log["event"] == ev.CONTACT)), len(log)

    return work


def _in_c(library: Any, calls: int, seed: int) -> Callable[[], tuple[int, int]]:
    def work() -> tuple[int, int]:
        if library.erlang_a(0.3, 3.0, 3.0, 10, calls, seed) < 0:
            raise MemoryError("the loop in C found no memory")
        return calls, 0

    return work


def _c_library(folder: Path) -> Any:
    """Compile the loop in C with the system's compiler; None where there is none, or it fails."""
    compiler = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    if compiler is None:
        return None
    made = folder / "erlang_a.so"
    command = [compiler, "-O2", "-shared", "-fPIC", str(_SOURCE), "-o", str(made), "-lm"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return None
    library = ctypes.CDLL(str(made))
    library.erlang_a.restype = ctypes.c_int64
    kinds = [ctypes.c_double] * 3 + [ctypes.c_int64] * 2 + [ctypes.c_uint64]
    library.erlang_a.argtypes = kinds
    return library


def engine_speed(rounds: int = 5, progress: Callable[[float], None] | None = None) -> dict[str, Any]:
    """Measure the engines interleaved, and return medians.

    Parameters
    ----------
    rounds : int
        How often.
    progress : callable, optional
        Called with the share that is done.

    Returns
    -------
    dict
        By world (``erlang-a``, ``reference-company``, ``every-rule``) and engine (``simpy``, ``compiled``, ``c``):
        ``contacts_per_cpu_s``, ``contacts_per_wall_s``, ``events_per_cpu_s``; beside the engines ``ratio``, compiled
        over SimPy, and for Erlang-A ``c_ratio``, C over compiled, medians of the rounds' ratios. An engine that is not
        there (no numba, no compiler) is left out.
    """
    reference = load("reference-company")
    pairs = {
        "erlang-a": (load("erlang-a").with_({"days": 5}), load("erlang-a").with_({"days": 100})),
        "reference-company": (reference.with_({"days": 15}), reference.with_({"days": 600})),
        "every-rule": (reference.policy("every-rule").with_({"days": 15}),
                       reference.policy("every-rule").with_({"days": 300})),
    }  # fmt: skip
    twin, found = missing() is None, {}
    with tempfile.TemporaryDirectory() as folder:
        library = _c_library(Path(folder))
        for place, (name, (short, long)) in enumerate(pairs.items()):
            paces: dict[str, list[Pace]] = {}
            for number in range(rounds):
                jobs = {"simpy": _on("simpy", short, number)}
                if twin:
                    jobs["compiled"] = _on("compiled", long, number)
                if library is not None and name == "erlang-a":
                    jobs["c"] = _in_c(library, 480_000, number)
                for engine, work in jobs.items():
                    paces.setdefault(engine, []).append(_paced(work))
                if progress is not None:
                    progress((place * rounds + number + 1) / (len(pairs) * rounds))
            found[name] = _medians(paces)
    return found


def _medians(paces: dict[str, list[Pace]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for engine, rounds in paces.items():
        found[engine] = {
            "contacts_per_cpu_s": statistics.median(pace.contacts / pace.cpu_seconds for pace in rounds),
            "contacts_per_wall_s": statistics.median(pace.contacts / pace.wall_seconds for pace in rounds),
        }
        if rounds[0].events:
            found[engine]["events_per_cpu_s"] = statistics.median(pace.events / pace.cpu_seconds for pace in rounds)
    for name, fast, slow in (("ratio", "compiled", "simpy"), ("c_ratio", "c", "compiled")):
        if fast in paces and slow in paces:
            pairs = zip(paces[fast], paces[slow], strict=True)
            found[name] = statistics.median(
                (a.contacts / a.cpu_seconds) / (b.contacts / b.cpu_seconds) for a, b in pairs
            )
    return found


class Cost(NamedTuple):
    """What a long run costs.

    Attributes
    ----------
    contacts : int
        What it had.
    cpu_seconds : float
        What it took, its log handed out in blocks.
    peak_bytes : int
        The most that the process held at once beyond what it held before.
    """

    contacts: int
    cpu_seconds: float
    peak_bytes: int


def cost_by_contacts(most: float = 1e6, progress: Callable[[float], None] | None = None) -> list[Cost]:
    """Return what the compiled engine costs for 10^4, 10^5 ... contacts of Erlang-A, each in a process of its own."""
    import multiprocessing

    sizes = [10.0**power for power in range(4, math.floor(math.log10(most)) + 1)]
    found = []
    for place, size in enumerate(sizes):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            found.append(pool.apply(_cost, (size,)))
        if progress is not None:
            progress((place + 1) / len(sizes))
    return found


def _cost(size: float) -> Cost:
    import resource  # Unix only

    from simulation.compiled.engine import blocks

    scenario = load("erlang-a")
    for _ in blocks(Workload(scenario.with_({"days": 2}), 1, 0)):
        pass
    scenario = scenario.with_({"days": size / 4800})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, contacts = time.process_time(), 0
    for block in blocks(Workload(scenario, 1, 0)):
        contacts += int(np.count_nonzero(block["event"] == ev.CONTACT))
    seconds = time.process_time() - begin
    return Cost(contacts, seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
