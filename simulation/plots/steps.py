"""The steps of a case, in words: every event of the log that somebody would tell of."""

from __future__ import annotations

from collections.abc import Callable

from simulation import log as ev
from simulation.plots import words
from simulation.plots.story import CUSTOMER, OTHERS, PARTNER, SHOP, CaseRows, Step, lane_of
from simulation.strings import t
from simulation.units import lasting

_FROM_TO = {
    ev.CONFIRMATION_SENT: (SHOP, ""),
    ev.CONFIRMATION_MISSING: (SHOP, ""),
    ev.DELIVERED: (SHOP, CUSTOMER),
    ev.SELFSERVICE_OK: (SHOP, ""),
    ev.SELFSERVICE_FAIL: (SHOP, ""),
    ev.DEFLECTED: (CUSTOMER, ""),
    ev.BALKED: (CUSTOMER, ""),
    ev.BLOCKED: (CUSTOMER, ""),
    ev.ABANDONED: (CUSTOMER, ""),
    ev.NOT_SOLVED: (CUSTOMER, ""),
    ev.GIVEN_UP: (CUSTOMER, ""),
    ev.SENDS_NUMBER: (CUSTOMER, "team"),
    ev.ACCEPTS_PHONE: (CUSTOMER, ""),
    ev.DECLINES_PHONE: (CUSTOMER, "team"),
    ev.RECOMMENDS_PHONE: ("team", CUSTOMER),
    ev.REDIRECTED: ("team", CUSTOMER),
    ev.INFORMATION_GIVEN: ("team", CUSTOMER),
    ev.FINDS_ANSWER: (CUSTOMER, ""),
    ev.TOLD_BY_BROADCAST: (CUSTOMER, ""),
    ev.COMMENTS: (CUSTOMER, ""),
    ev.FOUND_BY_LISTENING: ("team", ""),
    ev.UPDATE_SENT: ("team", CUSTOMER),
    ev.STORM: (OTHERS, ""),
    ev.POSTS_PUBLICLY: (CUSTOMER, OTHERS),
    ev.CHURNED: (CUSTOMER, ""),
}
"""Who does it, to whom, for the events that always read alike."""

_LABELS = ("equal", "honest", "none")
"""What the contact page shows, by the detail of `channels_seen`."""


def steps(case: CaseRows) -> list[Step]:
    """Return what happens in a case, in the order of time."""
    found = [step for index in range(len(case.rows)) for step in _told(case, index)]
    return sorted(found, key=lambda step: step.time)


def _told(case: CaseRows, index: int) -> list[Step]:
    event = int(case.rows["event"][index])
    if event in _TELL:
        return _TELL[event](case, index)
    if event not in _FROM_TO:
        return []
    row = case.rows[index]
    source, target = (_team(case, index) if who == "team" else who for who in _FROM_TO[event])
    return [Step(float(row["time"]), source, target, t(f"step.{ev.EVENTS[event].name}"))]


def _team(case: CaseRows, index: int) -> str:
    """Return the lane of a row's team: who did it, else who had the contact last, else who serves its channel."""
    rows = case.rows[: index + 1]
    had = rows["team"][(rows["contact"] == rows["contact"][-1]) & (rows["team"] >= 0)]
    if not len(had) and rows["channel"][-1] < 0:
        had = rows["team"][rows["team"] >= 0]
    return lane_of(int(had[-1]) if len(had) else case.serving(int(rows["channel"][-1])))


def _orders(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.orders_by_hand") if row["detail"] else t("step.orders_filled_in")
    return [Step(float(row["time"]), CUSTOMER, SHOP, text)]


def _sees_channels(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    return [Step(float(row["time"]), CUSTOMER, "", t(f"step.sees_{_LABELS[int(row['detail'])]}"))]


def _contacts(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = words.reaches(case.scenario, int(row["channel"]))
    lost = any(case.after(index, ev.WRONG_ADDRESS)["time"] == row["time"])
    return [Step(float(row["time"]), CUSTOMER, "" if lost else _team(case, index), text)]


def _loses_patience(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    return [
        Step(
            float(row["time"]),
            CUSTOMER,
            "",
            t("step.no_reply_gives_up") if row["detail"] == 2 else t("step.no_reply_yet"),
        )
    ]


def _replies(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    how = "picks_up" if case.synchronous(int(row["channel"])) else "replies"
    text = t(f"step.{how}")
    if row["detail"]:
        because = list(case.scenario.teams.values())[int(row["team"])].away_because
        text = t(f"step.{how}_because", reason=because) if because else t(f"step.{how}_late")
    return [Step(float(row["time"]), _team(case, index), CUSTOMER, text)]


def _asks(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.asks_again") if row["detail"] > 1 else t("step.asks")
    return [Step(float(row["time"]), _team(case, index), CUSTOMER, text)]


def _hands_on(case: CaseRows, index: int) -> list[Step]:
    row, team, owner = case.rows[index], _team(case, index), case.owner(index)
    if owner < 0 or lane_of(owner) == team:
        return [Step(float(row["time"]), team, "", t("step.colleague"))]
    whose = words.team_title(case.scenario, owner).split(",")[0]
    return [Step(float(row["time"]), team, lane_of(owner), t("step.owned", team=whose))]


def _escalates(case: CaseRows, index: int) -> list[Step]:
    higher = case.higher(index)
    return [Step(float(case.rows["time"][index]), _team(case, index), lane_of(higher), t("step.escalates"))]


def _sees_to_it(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    team, text = _team(case, index), t("step.sees_to_it", time=lasting(float(row["detail"])))
    sees = Step(float(row["time"]), team, CUSTOMER, text)
    return [
        sees,
        *(Step(float(time), team, CUSTOMER, t("step.is_solved")) for time in case.after(index, ev.SOLVED)["time"]),
    ]


def _promises_callback(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.will_call_back", time=lasting(float(row["detail"])))
    return [Step(float(row["time"]), _team(case, index), CUSTOMER, text)]


def _is_helped(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.helped") if row["detail"] else t("step.not_helped")
    return [Step(float(row["time"]), OTHERS, CUSTOMER, text)]


def _exposes_herself(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.in_public") if row["detail"] else t("step.private_in_public")
    return [Step(float(row["time"]), CUSTOMER, "", text)]


def _tells_others(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.told_well") if row["detail"] else t("step.told_badly")
    return [Step(float(row["time"]), CUSTOMER, OTHERS, text)]


def _mistakes_address(case: CaseRows, index: int) -> list[Step]:
    return [Step(float(case.rows["time"][index]), CUSTOMER, "", t("step.wrong_address"))]


def _asks_partner(case: CaseRows, index: int) -> list[Step]:
    row, team = case.rows[index], _team(case, index)
    asks = Step(float(row["time"]), team, PARTNER, t("step.asks_partner", partner=case.scenario.integration.partner))
    taken_up = case.after(index, ev.SERVICE_START)
    return [asks, *(Step(float(time), PARTNER, team, t("step.partner_answers")) for time in taken_up["time"][:1])]


def _closes(case: CaseRows, index: int) -> list[Step]:
    row = case.rows[index]
    text = t("step.on_it") if row["time"] < case.end else t("step.settled")
    return [] if row["detail"] else [Step(float(row["time"]), _team(case, index), CUSTOMER, text)]


_TELL: dict[int, Callable[[CaseRows, int], list[Step]]] = {
    ev.ORDER_PLACED: _orders,
    ev.CHANNELS_SEEN: _sees_channels,
    ev.CONTACT: _contacts,
    ev.PATIENCE_EXPIRED: _loses_patience,
    ev.FIRST_REPLY: _replies,
    ev.ASK: _asks,
    ev.HAND_OFF: _hands_on,
    ev.ESCALATED: _escalates,
    ev.SOLUTION_UNDER_WAY: _sees_to_it,
    ev.CALLBACK_PROMISED: _promises_callback,
    ev.WRONG_ADDRESS: _mistakes_address,
    ev.HELPED: _is_helped,
    ev.POSTS_PERSONAL_DATA: _exposes_herself,
    ev.TELLS_OTHERS: _tells_others,
    ev.PARTNER_LOOKUP: _asks_partner,
    ev.CONTACT_CLOSED: _closes,
}
