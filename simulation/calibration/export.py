"""The contacts of a run as a contact log: the same columns that `estimate` reads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulation import log as ev
from simulation.indexed import Floats, IndexedLog, Rows, first_times, last_times
from simulation.run import Run

START = pd.Timestamp("2024-01-01")
"""Monday 00:00 of a run, as in its log for process mining."""


def contact_log(run: Run) -> pd.DataFrame:
    """Return one row a contact, in the columns of a contact log.

    Parameters
    ----------
    run : Run
        What happened, its warm-up included.

    Returns
    -------
    DataFrame
        With the columns ``contact``, ``customer``, ``channel``, ``made``, ``answered``, ``ended``, ``outcome``,
        ``need`` and ``work_min``. Those who found no line are left out, as a telephone system leaves them out; those
        who hang up at an announcement are abandoned at once.
    """
    log = IndexedLog(run.log)
    contact = log.rows(ev.CONTACT)
    contact = contact.only(np.isnan(first_times(contact, log.rows(ev.BLOCKED))))
    contact = contact.only(np.lexsort((contact["contact"], contact["case"])))
    answered = first_times(contact, log.rows(ev.SERVICE_START))
    lost = first_times(contact, log.rows(ev.ABANDONED, ev.BALKED))
    left, work = _served(log, contact)
    in_hand = ~np.isnan(answered) & np.isnan(left)
    abandoned = np.isnan(answered) & ~np.isnan(lost)
    outcome = np.where(abandoned, "abandoned", np.where(np.isnan(answered) | in_hand, "open", "answered"))
    opened = log.rows(ev.CASE_OPENED)
    need = dict(zip(opened["case"].tolist(), opened["detail"].astype(int).tolist(), strict=True))
    table = pd.DataFrame(
        {
            "contact": [f"{case}-{number}" for case, number in zip(contact["case"], contact["contact"], strict=True)],
            "customer": contact["customer"],
            "channel": np.array(run.names.channels, dtype=object)[contact["channel"]],
            "made": _moments(contact["time"]),
            "answered": _moments(answered),
            "ended": _moments(np.where(abandoned, lost, np.where(in_hand, np.nan, left))),
            "outcome": outcome,
            "need": [run.names.needs[need[case]] for case in contact["case"].tolist()],
            "work_min": np.where(outcome == "answered", work, np.nan),
        }
    )
    return table.iloc[np.argsort(contact["time"], kind="stable")]


def _served(log: IndexedLog, contact: Rows) -> tuple[Floats, Floats]:
    """Return when agents last had each contact in hand, and the minutes that they booked on it."""
    ends = log.rows(ev.SERVICE_END)
    number, end = ends.numbers("contact")
    booked = np.bincount(number, ends["detail"], end)[contact.numbers("contact").of_rows]
    left = last_times(contact, ends)
    return left, np.where(np.isnan(left), np.nan, booked)


def _moments(minutes: Floats) -> list[str]:
    """Write minutes as ISO 8601 moments to the microsecond; an empty text for none."""
    return [
        "" if np.isnan(each) else (START + pd.Timedelta(microseconds=round(each * 60e6))).isoformat()
        for each in minutes
    ]
