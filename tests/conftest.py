"""The longest tests begin first, so that no worker is left alone with one at the end."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put slow tests first; the order is otherwise kept."""
    items.sort(key=lambda item: "slow" not in item.keywords)
