"""The replay in a notebook: a run's event log, played."""

from __future__ import annotations

import anywidget
import traitlets

from simulation.replay.page import player_words, script, style
from simulation.replay.record import record
from simulation.replay.window import Days
from simulation.run import Run


class Replay(anywidget.AnyWidget):
    """A run that can be played; make one with `replay`.

    Parameters
    ----------
    data : bytes
        The run, as `simulation.replay.record` packs it.
    """

    _esm = script()
    _css = style()
    data = traitlets.Bytes().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, data: bytes) -> None:
        super().__init__(data=data, words=player_words())


def replay(run: Run, customer: int | str | None = None, days: Days | None = None) -> Replay:
    """Return a widget that plays a run: customers as dots, on their way from channel to queue to agent to outcome.

    Parameters
    ----------
    run : Run
        What happened.
    customer : int or str, optional
        Whose story is open at first: her name in the cast, or her number (0 and up for drawn customers).
    days : (int, int), optional
        The first and the last day to play, from 1; by default as many from the first as a replay holds.

    Raises
    ------
    InputError
        When there are no such days, or the customer has no case in them.
    """
    return Replay(record(run, customer, days).data)
