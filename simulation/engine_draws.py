"""What drawing costs in a compiled run, and what it would cost to keep draws and look them up instead.

Companies that meet the same customers draw the same numbers, each anew. To weigh that, the draws of a run are written
down in order, by the engine run as plain Python; the compiled functions then make all of them again, and read as many
from a table with a number for each customer's stream, in the same order.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.bench import contacts_in, timed
from simulation.run import simulate
from simulation.scenario import Scenario, load
from simulation.workload import Workload

_DAYS = 5
_TILES = 40
_KEY, _INDEX, _BLOCK, _ATTEMPT = range(4)

Draws = NDArray[np.uint64]


class _Order(NamedTuple):
    """Draws in the order of a run: number of the law, row, attempt; and the place in a table of all of them."""

    laws: NDArray[np.int64]
    rows: NDArray[np.int64]
    attempts: NDArray[np.int64]
    places: NDArray[np.int64]


def drawing(rounds: int = 5, progress: Callable[[float], None] | None = None) -> dict[str, float]:
    """Measure, interleaved, and return medians.

    Returns
    -------
    dict of str to float
        Of the reference company: ``draws_per_contact``; ``draw_ns``: processor time of a draw; ``lookup_ns``: of
        reading one from the table of 200 days (``table_bytes``), ``lookup_short_ns``: from that of five days
        (``table_short_bytes``); ``contact_ns``: of a contact in a whole run; ``share``: of drawing in that.
    """
    scenario = load("reference-company").with_({"days": _DAYS, "warm_up_days": 0})
    traced, contacts = _traced(_DAYS)
    again, looked_up, world = _compiled(scenario)
    short, long = (_ordered(world, traced, tiles) for tiles in (1, _TILES))
    tables = [np.random.default_rng(1).random(int(order.places.max()) + 1) for order in (short, long)]
    longer = scenario.with_({"days": _DAYS * _TILES})
    found: dict[str, list[float]] = {"draw_ns": [], "lookup_ns": [], "lookup_short_ns": [], "contact_ns": []}
    for number in range(-1, rounds):  # the first time is not counted: it compiles
        seconds, contacts_made = timed(partial(_lived, longer, number + 1))
        spent = {
            "contact_ns": seconds / contacts_made,
            "draw_ns": timed(lambda: again(world.record, world.tables["laws"], *long[:3]))[0] / len(long.laws),
            "lookup_ns": timed(lambda: looked_up(tables[1], long.places))[0] / len(long.laws),
            "lookup_short_ns": timed(lambda: [looked_up(tables[0], short.places) for _ in range(_TILES)])[0]
            / (_TILES * len(short.laws)),
        }
        for name, value in spent.items() if number >= 0 else ():
            found[name].append(1e9 * float(value))
        if progress is not None:
            progress((number + 2) / (rounds + 1))
    medians = {name: statistics.median(values) for name, values in found.items()}
    each = len(traced) / contacts
    share = each * medians["draw_ns"] / medians["contact_ns"]
    sizes = {"table_short_bytes": tables[0].nbytes, "table_bytes": tables[1].nbytes}
    return {"draws_per_contact": each, **medians, "share": share, **sizes}


def _lived(scenario: Scenario, replication: int) -> int:
    """Run, and return how many contacts there were."""
    return contacts_in(simulate(scenario, 1, replication, engine="compiled").log)


def _compiled(scenario: Scenario) -> tuple[Any, Any, Any]:
    """Return what makes draws again, what looks them up, and the world whose laws they follow."""
    import numba

    from simulation.compiled.draws import drawn, uniform
    from simulation.compiled.lower import lower

    @numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
    def again(world: Any, laws: Any, numbers: Any, rows: Any, attempts: Any) -> float:
        w, total = world[0], 0.0
        for place in range(len(numbers)):
            law, row = laws[numbers[place]], rows[place]
            total += drawn(w, law, uniform(w.seed, law.key, row & 1023, row >> 10, attempts[place]))
        return total

    @numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
    def looked_up(table: Any, places: Any) -> float:
        total = 0.0
        for place in places:
            total += table[place]
        return total

    return again, looked_up, lower(Workload(scenario, 1, 0))


def _ordered(world: Any, traced: Draws, tiles: int) -> _Order:
    """Return the draws that follow a law, one stretch of customers after the other; the cast's and series are few."""
    numbers = {int(key): number for number, key in enumerate(world.tables["laws"]["key"])}
    streams = int(world.record["streams"][0])
    kept = traced[np.array([int(key) in numbers for key in traced[:, _KEY]])].astype(np.int64)
    laws = np.array([numbers[int(key)] for key in kept[:, _KEY]])
    rows = kept[:, _BLOCK] << 10 | kept[:, _INDEX]
    count = int(rows.max()) + 1
    everybody = np.concatenate([rows + tile * count for tile in range(tiles)])
    laws, attempts = np.tile(laws, tiles), np.tile(kept[:, _ATTEMPT], tiles)
    places = (laws // streams * count * tiles + everybody) * streams + laws % streams
    return _Order(laws, everybody, attempts, places)


def _traced(days: int) -> tuple[Draws, int]:
    """Return all draws of a run in order, and how many contacts it had; a process of its own runs it in Python."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draws.npz"
        command = [sys.executable, "-m", "simulation.engine_draws", str(days), str(file)]
        subprocess.run(command, env=os.environ | {"NUMBA_DISABLE_JIT": "1"}, check=True)
        with np.load(file) as found:
            return found["draws"], int(found["contacts"])


def _trace(days: int, file: Path) -> None:
    """Run the reference company with the engine as plain Python, and write its draws down."""
    from simulation.compiled import agents, draws, engine, public

    told: list[tuple[int, int, int, int]] = []
    uniform = draws.uniform

    def noted(seed: int, key: int, index: int, block: int, attempt: int) -> float:
        told.append((key, index, block, max(attempt, 0)))
        return float(uniform(seed, key, index, block, attempt))

    for module in (draws, agents, public):
        module.uniform = noted  # type: ignore[attr-defined]
    with np.errstate(over="ignore"):  # Philox lets its words of 64 bits run over
        log = engine.run(Workload(load("reference-company").with_({"days": days, "warm_up_days": 0}), 1, 0))
    np.savez(file, draws=np.array(told, dtype=np.uint64), contacts=contacts_in(log))


if __name__ == "__main__":
    _trace(int(sys.argv[1]), Path(sys.argv[2]))
