"""One customer's day in two worlds, as a table: what happens in both, and what only in one."""

from __future__ import annotations

from itertools import chain

from simulation.labs.texts import Text
from simulation.plots.style import number
from simulation.run import Run
from simulation.strings import t
from simulation.trace import Line, trace


def side_by_side(first: Run, second: Run, titles: tuple[str, str], customer: int = -1) -> Text:
    """Return the same customer's story in two worlds, event by event in the order of time.

    Parameters
    ----------
    first, second : Run
        The worlds, with the same luck.
    titles : tuple of str
        What the worlds are called.
    customer : int
        Her number, see `simulation.trace.customer_number`.
    """
    worlds = [trace(run, customer) for run in (first, second)]
    moments = sorted({line.t_min for line in chain(*worlds)})
    rows = [[t("labs.minute"), *titles], ["---:", "---", "---"]]
    for moment in moments:
        here = [[_told(line) for line in world if line.t_min == moment] for world in worlds]
        rows.append([number(moment), *("<br>".join(lines) for lines in here)])
    return Text("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _told(line: Line) -> str:
    """Say an event in words: who, what, and more."""
    more = f" ({line.detail})" if line.detail else ""
    return f"{line.actor}: {line.event.replace('_', ' ')}{more}".replace("|", "/")
