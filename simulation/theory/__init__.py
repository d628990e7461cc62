"""Exact queues: what theory says, to hold the simulation against.

Pure functions of plain numbers. Times are minutes, rates are per minute, load is in erlangs, shares run from 0 to 1.
An impossible input raises ValueError with one sentence.

Pooling needs no function of its own: compare `erlang_c` for each small team with `erlang_c` for one team of all
agents and all arrivals.
"""

from .branching import Borel, borel, final_size, mean_field, survival
from .calendar_waits import MINUTES_PER_DAY, MINUTES_PER_WEEK, wait_for_report, wait_until_open
from .erlang import ErlangA, ErlangC, FiniteQueue, erlang_a, erlang_b, erlang_c, finite_queue
from .priorities import PriorityLine, cobham, cobham_general
from .returning import Returning, redial_reconnect
from .single_server import DistractedAgent, SingleServer, distracted_agent, pollaczek_khinchine
from .staffing import halfin_whitt, square_root_staffing, staff_for_abandonment, staff_for_service_level

__all__ = [
    "erlang_b",
    "erlang_c",
    "erlang_a",
    "finite_queue",
    "pollaczek_khinchine",
    "distracted_agent",
    "cobham",
    "cobham_general",
    "redial_reconnect",
    "staff_for_service_level",
    "staff_for_abandonment",
    "halfin_whitt",
    "borel",
    "survival",
    "final_size",
    "mean_field",
    "square_root_staffing",
    "wait_until_open",
    "wait_for_report",
    "ErlangC",
    "ErlangA",
    "FiniteQueue",
    "SingleServer",
    "DistractedAgent",
    "PriorityLine",
    "Returning",
    "Borel",
    "MINUTES_PER_DAY",
    "MINUTES_PER_WEEK",
]
