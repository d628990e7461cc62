"""One customer's story, read out of a run."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.cases import cases
from simulation.errors import InputError
from simulation.plots import words
from simulation.plots.bars import bars
from simulation.plots.steps import steps
from simulation.plots.story import (
    CUSTOMER,
    OTHERS,
    PARTNER,
    SHOP,
    Bar,
    CaseRows,
    Outcome,
    Step,
    Story,
    lane_of,
)
from simulation.run import Run
from simulation.strings import t
from simulation.units import MINUTES_PER_DAY

_MOST_LANES = 4
"""Teams that a customer never meets have a lane too while there are no more teams than this."""


def story_of(run: Run, customer: int) -> Story:
    """Read a customer's story out of a run: of several cases, the first with the most contacts.

    Cases from the warm-up are told only of customers who have no other.

    Parameters
    ----------
    run : Run
        What happened.
    customer : int
        Her number: 0 and up for drawn customers, -1 and down for the cast.

    Raises
    ------
    InputError
        When the customer has no case in the run.
    """
    mine = run.log[(run.log["customer"] == customer) & (run.log["case"] != ev.NOBODY)]
    warm = run.scenario.warm_up_days * MINUTES_PER_DAY
    needs = mine[mine["event"] == ev.CASE_OPENED]
    later = needs["time"] >= warm
    opened = needs["case"][later if later.any() else np.ones_like(later)]
    if not len(opened):
        raise InputError(f"customer {customer}: has no case in this run of {run.scenario.name}, expected one who has")
    contacts = [((mine["case"] == case) & (mine["event"] == ev.CONTACT)).sum() for case in opened]
    case = CaseRows(run, mine[mine["case"] == opened[int(np.argmax(contacts))]])
    zero, counts_from = _zero(case)
    told, lasting = steps(case), bars(case)
    name = run.scenario.cast[-customer - 1].name if customer < 0 else t("names.numbered", number=customer)
    return Story(name, zero, counts_from, _lanes(case, name, told, lasting), told, lasting, _outcome(case))


def _zero(case: CaseRows) -> tuple[float, str]:
    """Return the moment from which minutes count, and what the axis says of it."""
    for event, name in ((ev.CONTACT, "first_contact"), (ev.ORDER_PLACED, "order")):
        rows = case.of(event)
        if len(rows):
            return float(rows["time"][0]), t(f"axis.from_{name}")
    return float(case.of(ev.CASE_OPENED)["time"][0]), t("axis.from_need")


def _outcome(case: CaseRows) -> Outcome:
    table = cases(case.run.log, case.scenario.with_({"warm_up_days": 0}))  # her case counts whenever it opens
    row = int(np.flatnonzero(table["case"] == case.rows["case"][0])[0])
    counts = [int(table[name][row]) for name in ("contacts", "asks", "hand_offs", "agents_touched")]
    values = [
        float(table[name][row]) for name in ("first_reply_min", "info_min", "solved_min", "effort_min", "satisfaction")
    ]
    return Outcome(*counts, *values)


def _lanes(case: CaseRows, name: str, told: list[Step], lasting: list[Bar]) -> dict[str, str]:
    """Return the lanes from top to bottom: shop, other customers, customer, teams as she meets them, partner."""
    met = [lane for step in told for lane in (step.target, step.source)] + [bar.lane for bar in lasting]
    every = [lane_of(index) for index in range(len(case.scenario.teams))]
    teams = [lane for lane in dict.fromkeys(met) if lane in every]
    if len(every) <= _MOST_LANES:
        teams += [lane for lane in every if lane not in teams]
    lanes = {SHOP: t("lane.shop")} if SHOP in met else {}
    if OTHERS in met:
        lanes[OTHERS] = t("lane.others")
    lanes[CUSTOMER] = name.replace(" ", "\n", 1)
    lanes |= {lane: words.team_title(case.scenario, every.index(lane)).replace(", ", ",\n") for lane in teams}
    if PARTNER in met:
        lanes[PARTNER] = t("lane.partner", partner=case.scenario.integration.partner)
    return lanes
