"""Measures of what an organised company does: escalations, updates, calls back, causes fixed; and a vanity measure."""

from __future__ import annotations

import numpy as np

from simulation import log as ev
from simulation.cases import CaseIndex, Measures, Table, mean, ratio
from simulation.errors import InputError
from simulation.indexed import Floats, IndexedLog, first_times, indexed
from simulation.log import Log
from simulation.scenario import Scenario
from simulation.units import MINUTES_PER_DAY, MINUTES_PER_WEEK


def service_measures(table: Table, log: IndexedLog, kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return the measures of the rules that are on; see the function of each.

    Parameters
    ----------
    table : dict of ndarray
        The cases, see `simulation.cases.cases`.
    log, kept : IndexedLog
        All rows, and those of the cases in the table.
    scenario : Scenario
        Which rules are on.
    """
    found: Measures = {}
    if any(team.escalates_to is not None for team in scenario.teams.values()):
        found |= escalations(table, kept, scenario)
    if scenario.transparency.callbacks:
        found |= calls_back(kept, scenario)
    if any(team.report_every > 0 and team.report_loses > 0 for team in scenario.teams.values()):
        lost = kept.rows(ev.LOST_IN_REPORT)
        found["lost_in_report"] = ratio(int((lost["contact"] > 0).sum()), len(kept.rows(ev.CONTACT)))
    if scenario.improvement is not None:
        found |= _fixes(log, scenario)
    if scenario.improvement is not None or scenario.transparency.archive:
        found |= causes_ranked(table, kept, scenario)
    return found | _growth(log, scenario)


def escalations(table: Table, kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return ``escalated``, ``recovery_gap`` and ``chasing``, and ``updates`` where a team sends any.

    - ``escalated``: cases that were passed on to a team with more authority, of cases with a contact.
    - ``recovery_gap``: mean satisfaction of cases that were solved after an escalation, less that of cases with a
      contact that were solved without one. Above 0, a rescue would please more than never having been in trouble.
    - ``chasing``: contacts that their customers made from the (first) escalation to the answer that followed it, per
      escalated case.
    - ``updates``: updates sent, per escalated case.
    """
    by = CaseIndex(kept, table["case"])
    since = by.first(kept.rows(ev.ESCALATED))
    escalated = ~np.isnan(since)
    answers, made = kept.rows(ev.SOLVED, ev.NOT_SOLVED), kept.rows(ev.CONTACT)
    until = by.first(answers.only(answers["time"] >= since[by.place(answers)]))
    place = by.place(made)
    meanwhile = (made["time"] > since[place]) & ~(made["time"] > until[place])
    score, served = table["satisfaction"], table["solved"] & (table["contacts"] > 0)
    rescued, plain = score[served & escalated], score[served & ~escalated]
    found = {
        "escalated": ratio(int(escalated.sum()), int((table["contacts"] > 0).sum())),
        "recovery_gap": mean(rescued) - mean(plain),
        "chasing": ratio(int(meanwhile.sum()), int(escalated.sum())),
    }
    if any(team.updates_every > 0 for team in scenario.teams.values()):
        found["updates"] = ratio(len(kept.rows(ev.UPDATE_SENT)), int(escalated.sum()))
    return found


def calls_back(kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return ``callbacks`` and ``callbacks_kept``.

    - ``callbacks``: calls that were promised a call back, of all calls.
    - ``callbacks_kept``: those called back within the promised minutes, of the promised whose time is over.
    """
    spoken = [part.synchronous and not part.written for part in scenario.channels.values()]
    promised = kept.rows(ev.CALLBACK_PROMISED).in_channels(spoken)
    since = first_times(promised, kept.rows(ev.SERVICE_START).in_channels(spoken)) - promised["time"]
    kept_word = since <= promised["detail"]
    due = promised["time"] + promised["detail"] < scenario.days * MINUTES_PER_DAY
    return {
        "callbacks": ratio(len(promised), len(kept.rows(ev.CONTACT).in_channels(spoken))),
        "callbacks_kept": ratio(int(kept_word.sum()), int((kept_word | due).sum())),
    }


def _fixes(log: IndexedLog, scenario: Scenario) -> Measures:
    """Return ``causes_fixed`` in the whole run, and ``prevented``: needs that did not arise, a day."""
    prevented = log.rows(ev.PREVENTED)
    days = scenario.days - scenario.warm_up_days
    late = prevented["time"] >= scenario.warm_up_days * MINUTES_PER_DAY
    return {"causes_fixed": float(len(log.rows(ev.CAUSE_FIXED))), "prevented": int(late.sum()) / days}


def cause_totals(table: Table, kept: Log | IndexedLog, scenario: Scenario) -> tuple[Floats, Floats]:
    """Return what each cause brings in truth: cases with a contact, and their customers' minutes of effort.

    Returns
    -------
    tuple of two ndarrays of shape (causes,)
        By the number of the cause among those of all needs, in the scenario's order, orders first.
    """
    counts = [*([1] if scenario.orders else []), *(need.causes for need in scenario.needs.values())]
    first = np.cumsum([0, *counts])
    kept = indexed(kept)
    within = CaseIndex(kept, table["case"]).first(kept.rows(ev.CAUSE), "detail")
    touched = table["contacts"] > 0
    number = first[table["need"][touched]] + within[touched].astype(np.int64)
    minutes = np.bincount(number, table["effort_min"][touched], minlength=first[-1])
    return np.bincount(number, minlength=first[-1]).astype(float), minutes.astype(float)


CAUSES = ("top_cause_by_count", "top_cause_by_customer_minutes")
"""Measures that say which cause, by its number: of several runs the most frequent is told, never a mean."""


def must_be_an_amount(measure: str) -> None:
    """Refuse a measure that has neither mean nor difference.

    Raises
    ------
    InputError
        When it is the number of a cause.
    """
    if measure in CAUSES:
        raise InputError(f"{measure}: is the number of a cause, which has no mean; expected a measure of an amount")


def causes_ranked(table: Table, kept: IndexedLog, scenario: Scenario) -> Measures:
    """Return which cause is the top one, ranked two ways, and how far the two rankings agree.

    - ``top_cause_by_count``, ``top_cause_by_customer_minutes``: the number of the cause among those of all needs.
    - ``cause_rank_agreement``: Kendall's tau of the two rankings, 1 where they are the same.
    """
    from scipy.stats import kendalltau

    count, minutes = cause_totals(table, kept, scenario)
    if not count.any():
        return {}
    agree = kendalltau(count, minutes).statistic if len(count) > 1 else 1.0
    return {
        "top_cause_by_count": float(count.argmax()),
        "top_cause_by_customer_minutes": float(minutes.argmax()),
        "cause_rank_agreement": float(agree),
    }


def contacts_by_week(log: Log | IndexedLog, scenario: Scenario) -> Floats:
    """Return the number of contacts in each full week of the run: the curve that many reports consist of.

    It says how much the customers had to ask, and nothing of what they got.
    """
    weeks = int(scenario.days // 7)
    made = indexed(log).rows(ev.CONTACT)["time"]
    return np.bincount((made // MINUTES_PER_WEEK).astype(np.int64), minlength=weeks)[:weeks].astype(float)


def _growth(log: IndexedLog, scenario: Scenario) -> Measures:
    """Return ``inquiries_growth``: contacts in the last full week over those in the first after the warm-up, less 1."""
    weeks = contacts_by_week(log, scenario)[int(np.ceil(scenario.warm_up_days / 7)) :]
    return {"inquiries_growth": ratio(weeks[-1], weeks[0]) - 1} if len(weeks) > 1 else {}
