"""The longest tests begin first, so that no worker is left alone with one at the end; and commands are told here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulation.commands import main

Told = Callable[..., tuple[int, str, str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first; the order is otherwise kept."""
    items.sort(key=lambda item: "slow" not in item.keywords)


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Told:
    """Run a command in this process; return its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run
