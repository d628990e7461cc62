"""nbgrader's exchange, absent: hand-ins come from the school's system."""

from __future__ import annotations

from typing import NoReturn

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeList


class NoExchange(ExchangeList):  # type: ignore[misc]
    """An exchange that says quietly that it is not there; nbgrader's own tells the lecturer to ask her instructor."""

    def start(self) -> NoReturn:
        """Say so."""
        raise ExchangeError("There is no exchange.")
