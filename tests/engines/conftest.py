"""The compiled engine, ready before anything is tested; without it there is nothing to test here."""

from __future__ import annotations

import os

import pytest

from simulation import engines


@pytest.fixture(scope="session", autouse=True)
def _engine() -> None:
    """Skip where the extra `fast` is not installed; compile once where it is."""
    obstacle = engines.missing()
    if obstacle is not None:
        assert os.environ.get("CI") != "true", f"{obstacle}, and the locks should install it"
        pytest.skip(f"no compiled engine: {obstacle}")
    engines.make_ready(print)
