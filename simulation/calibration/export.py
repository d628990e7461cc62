"""The contacts of a run as a contact log: the same columns that `estimate` reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulation import log as ev
from simulation.cases import Floats, contact_key, rows_of
from simulation.log import Log
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
    log = run.log
    contact = rows_of(log, ev.CONTACT)
    blocked = contact_key(rows_of(log, ev.BLOCKED))
    contact = contact[~np.isin(contact_key(contact), blocked)]
    contact = contact[np.argsort(contact_key(contact), kind="stable")]
    answered = _first(log, contact, ev.SERVICE_START)
    lost = _first(log, contact, ev.ABANDONED, ev.BALKED)
    left, work = _served(log, contact)
    in_hand = ~np.isnan(answered) & np.isnan(left)
    abandoned = np.isnan(answered) & ~np.isnan(lost)
    outcome = np.where(abandoned, "abandoned", np.where(np.isnan(answered) | in_hand, "open", "answered"))
    opened = rows_of(log, ev.CASE_OPENED)
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


def _first(log: Log, contact: Log, *events: int) -> Floats:
    """Return the time of the first of some events of each contact; not-a-number for none."""
    rows = rows_of(log, *events)
    keys, at = np.unique(contact_key(rows), return_index=True)
    return _looked_up(contact_key(contact), keys, rows["time"][at])


def _served(log: Log, contact: Log) -> tuple[Floats, Floats]:
    """Return when agents last had each contact in hand, and the minutes that they booked on it."""
    rows = rows_of(log, ev.SERVICE_END)
    keys, back = np.unique(contact_key(rows), return_inverse=True)
    last = np.full(len(keys), -np.inf)
    np.maximum.at(last, back, rows["time"])
    booked = np.zeros(len(keys))
    np.add.at(booked, back, rows["detail"])
    mine = contact_key(contact)
    return _looked_up(mine, keys, last), _looked_up(mine, keys, booked)


def _looked_up(mine: NDArray[np.int64], keys: NDArray[Any], values: Floats) -> Floats:
    found = np.full(len(mine), np.nan)
    if len(keys):
        place = np.minimum(np.searchsorted(keys, mine), len(keys) - 1)
        hit = keys[place] == mine
        found[hit] = values[place[hit]]
    return found


def _moments(minutes: Floats) -> list[str]:
    """Write minutes as ISO 8601 moments to the microsecond; an empty text for none."""
    return [
        "" if np.isnan(each) else (START + pd.Timedelta(microseconds=round(each * 60e6))).isoformat()
        for each in minutes
    ]
