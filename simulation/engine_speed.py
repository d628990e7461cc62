"""How fast the engines are: SimPy, its compiled twin, and a minimal loop in C, interleaved in one run."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
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
from simulation.bench import contacts_in
from simulation.engines import expected_needs, missing
from simulation.memory import with_peak
from simulation.run import simulate
from simulation.scenario import Scenario, load

_SOURCE = Path(__file__).with_name("erlang_a.c")
_RATIOS = {
    "ratio": ("compiled", "simpy"),
    "c_ratio": ("c", "compiled"),
    "c_logged_ratio": ("c_logged", "compiled"),
}
"""By name: which engine's contacts in a second over which."""


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


class Job(NamedTuple):
    """A run on one of the engines; in C there is Erlang-A alone, with as many calls.

    Attributes
    ----------
    engine : str
        "simpy", "compiled", "c", or "c_logged", which writes rows as the engines do.
    scenario : Scenario
        What is run.
    library : Path, optional
        The loop in C.
    """

    engine: str
    scenario: Scenario
    library: Path | None = None

    def run(self, replication: int) -> tuple[int, int]:
        """Run it, and return how many contacts and events it had; the loop in C counts no events."""
        if self.library is not None:
            calls = round(expected_needs(self.scenario))
            log = np.empty(7 * calls, ev.ROW) if self.engine == "c_logged" else None
            rows = None if log is None else log.ctypes.data
            if _loaded(self.library).erlang_a(0.3, 3.0, 3.0, 10, calls, replication, rows) < 0:
                raise MemoryError("the loop in C found no memory")
            return calls, 0
        log = simulate(self.scenario, 1, replication, engine=self.engine).log
        return contacts_in(log), len(log)

    def peak(self) -> int | None:
        """Return by how many bytes a process grows that does this and nothing else; see `simulation.memory`."""
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(self._own_peak)

    def _own_peak(self) -> int | None:
        self._replace(scenario=load("erlang-a").with_({"days": 2})).run(0)  # loads what the run needs
        return with_peak(lambda: self.run(0))[1]


def _paced(job: Job, replication: int) -> Pace:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    contacts, events = job.run(replication)
    return Pace(contacts, events, time.process_time() - cpu, time.perf_counter() - wall)


def c_library(folder: Path) -> Path | None:
    """Compile the loop in C with the system's compiler; None where there is none, or it fails."""
    compiler = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    if compiler is None:
        return None
    made = folder / "erlang_a.so"
    command = [compiler, "-O2", "-shared", "-fPIC", str(_SOURCE), "-o", str(made), "-lm"]
    done = subprocess.run(command, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def _loaded(library: Path) -> Any:
    found = ctypes.CDLL(str(library))
    found.erlang_a.restype = ctypes.c_int64
    found.erlang_a.argtypes = [ctypes.c_double] * 3 + [ctypes.c_int64] * 2 + [ctypes.c_uint64, ctypes.c_void_p]
    return found


def _worlds() -> dict[str, tuple[Scenario, Scenario]]:
    """Return what is run, by name: for SimPy, and for the others, which need more of it to be measured."""
    reference = load("reference-company")
    return {
        "erlang-a": (load("erlang-a").with_({"days": 5}), load("erlang-a").with_({"days": 100})),
        "reference-company": (reference.with_({"days": 15}), reference.with_({"days": 600})),
        "every-rule": (reference.policy("every-rule").with_({"days": 15}),
                       reference.policy("every-rule").with_({"days": 300})),
    }  # fmt: skip


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
        By world (``erlang-a``, ``reference-company``, ``every-rule``) and engine (``simpy``, ``compiled``, ``c``,
        ``c_logged``): ``contacts_per_cpu_s``, ``contacts_per_wall_s``, ``events_per_cpu_s``; ``contacts`` of a run, and
        ``peak_bytes`` that it takes in a process of its own, ``peak_bytes_per_contact``; beside the engines ``ratio``,
        compiled over SimPy, and for Erlang-A ``c_ratio`` and ``c_logged_ratio``, C over compiled, medians of the
        rounds' ratios. An engine that is not there
        (no numba, no compiler) is left out, and so is memory where the system does not tell.
    """
    pairs = _worlds()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        library = c_library(Path(folder))
        for place, (name, (short, long)) in enumerate(pairs.items()):
            jobs = [Job("simpy", short)]
            if missing() is None:
                jobs.append(Job("compiled", long))
            if library is not None and name == "erlang-a":
                jobs += [Job("c", long, library), Job("c_logged", long, library)]
            paces: dict[str, list[Pace]] = {job.engine: [] for job in jobs}
            for number in range(rounds):
                for job in jobs:
                    paces[job.engine].append(_paced(job, number))
                if progress is not None:
                    progress((place * rounds + number + 1) / (len(pairs) * rounds))
            found[name] = _medians(paces)
            for job in jobs:
                found[name][job.engine] |= _memory(job, paces[job.engine][0].contacts)
    return found


def _memory(job: Job, contacts: int) -> dict[str, float]:
    peak = job.peak()
    if peak is None:
        return {"contacts": contacts}
    return {"contacts": contacts, "peak_bytes": peak, "peak_bytes_per_contact": peak / contacts}


def _medians(paces: dict[str, list[Pace]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for engine, rounds in paces.items():
        found[engine] = {
            "contacts_per_cpu_s": statistics.median(pace.contacts / pace.cpu_seconds for pace in rounds),
            "contacts_per_wall_s": statistics.median(pace.contacts / pace.wall_seconds for pace in rounds),
        }
        if rounds[0].events:
            found[engine]["events_per_cpu_s"] = statistics.median(pace.events / pace.cpu_seconds for pace in rounds)
    for name, (fast, slow) in _RATIOS.items():
        if fast in paces and slow in paces:
            pairs = zip(paces[fast], paces[slow], strict=True)
            found[name] = statistics.median(
                (a.contacts / a.cpu_seconds) / (b.contacts / b.cpu_seconds) for a, b in pairs
            )
    return found
