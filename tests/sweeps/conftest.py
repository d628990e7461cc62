"""A small experiment on a queue, and a look at every byte of a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation as sim

Bytes = Callable[[Path], dict[str, bytes]]

SMALL: dict[str, Any] = {
    "title": "a small queue",
    "scenario": "single-agent",
    "changes": {"days": 2, "warm_up_days": 0.5},
    "factors": [
        {"key": "needs.call.per_day", "low": 100, "high": 240},
        {"key": "channels.phone.solve", "levels": [0.5, 1.0]},
    ],
    "replications": 5,
}


@pytest.fixture(scope="session")
def small() -> sim.Experiment:
    """Four points of five replications, a few milliseconds each."""
    return sim.parse_experiment(SMALL)


@pytest.fixture(scope="session")
def small_results(small: sim.Experiment, tmp_path_factory: pytest.TempPathFactory) -> sim.Results:
    """The small experiment, run in this process."""
    return sim.sweep(small, tmp_path_factory.mktemp("small") / "results")


@pytest.fixture(scope="session")
def bytes_of() -> Bytes:
    """What every file of a folder holds, by its path within."""

    def read(folder: Path) -> dict[str, bytes]:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    return read
