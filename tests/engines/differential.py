"""Both engines beside each other: equal logs, or the first event that differs, with what came before it.

``python -m tests.engines.differential 10000`` tries so many random companies.
"""

from __future__ import annotations

import sys

import numpy as np

import simulation as sim
from simulation.log import EVENTS, Log, digest

_BEFORE = 5


def difference(scenario: sim.Scenario, seed: int = 1, replication: int = 0) -> str:
    """Return the first difference between the engines' logs in words; an empty text when there is none."""
    reference = sim.simulate(scenario, seed, replication, engine="simpy").log
    twin = sim.simulate(scenario, seed, replication, engine="compiled").log
    if digest(reference) == digest(twin):
        return ""
    shared = min(len(reference), len(twin))
    unlike = np.flatnonzero([reference[row].tobytes() != twin[row].tobytes() for row in range(shared)])
    at = int(unlike[0]) if len(unlike) else shared
    lines = [f"{scenario.name}, seed {seed}, replication {replication}: row {at} differs"]
    lines += [f"  both     {_told(reference, row)}" for row in range(max(0, at - _BEFORE), at)]
    lines += [f"  simpy    {_told(reference, at)}", f"  compiled {_told(twin, at)}"]
    return "\n".join(lines)


def _told(log: Log, row: int) -> str:
    if row >= len(log):
        return "(no more events)"
    values = dict(zip(log.dtype.names or (), log[row].item(), strict=True))
    return f"{EVENTS[values['event']].name:22} {values}"


def main(examples: int) -> None:
    """Try random companies until one differs."""
    from hypothesis import HealthCheck, given, settings

    from tests.model.worlds import worlds

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def agree(scenario: sim.Scenario) -> None:
        found = difference(scenario)
        assert not found, found + "\n\n" + scenario.to_toml()

    agree()
    print(f"{examples} random companies: both engines give the same logs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
