"""The improvement loop and the agency's report: what is fixed, what is not seen, and what gets lost."""

from __future__ import annotations

from typing import Any

import pytest

import simulation as sim
from simulation import log as ev
from simulation.cases import cases
from simulation.model.company import Company
from simulation.model.improvement import Improvement
from simulation.model.records import Case
from simulation.service_measures import cause_totals, contacts_by_week
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk, happened, times, told

DAY = 1440.0


def loop(days: float = 4, **changes: Any) -> sim.Scenario:
    """Return a crowd with two needs of three causes each, and a company that fixes one a day."""
    scenario = crowd(days, 200).with_(
        {
            "needs.question.causes": 3,
            "needs.trouble": {"per_day": 60, "causes": 3, "work": {"mean": 30}},
            "improvement": {"every_days": 1, "coding": 1, "fixes": 1},
        }
    )
    return scenario.with_({key.replace("__", "."): value for key, value in changes.items()})


def fixed(run: sim.Run) -> list[tuple[float, float]]:
    """Return when which cause was fixed."""
    rows = run.log[run.log["event"] == ev.CAUSE_FIXED]
    return [(row["time"].item(), row["detail"].item()) for row in rows]


def test_once_a_day_the_commonest_cause_is_fixed_and_never_again() -> None:
    found = fixed(sim.simulate(loop()))
    assert [time for time, _ in found] == [DAY, 2 * DAY, 3 * DAY]
    assert found[0][1] == 0
    assert len({cause for _, cause in found}) == 3


def test_ranked_by_customers_time_the_cause_is_another() -> None:
    slow = loop(channels__email__synchronous=True, channels__email__patience="never")
    assert fixed(sim.simulate(slow))[0][1] == 0
    assert fixed(sim.simulate(slow.with_({"improvement.rank": "customer_time"})))[0][1] == 3


def test_what_is_fixed_does_not_arise() -> None:
    run = sim.simulate(loop())
    causes = run.log[run.log["event"] == ev.CAUSE]
    opened = run.log[run.log["event"] == ev.CASE_OPENED]
    need = dict(zip(opened["case"].tolist(), opened["detail"].tolist(), strict=True))
    for time, cause in fixed(run):
        late = causes[causes["time"] > time]
        assert cause not in {3 * need[row["case"].item()] + row["detail"].item() for row in late}
    assert happened(run, "prevented") > 0
    assert not set(run.log["case"][run.log["event"] == ev.PREVENTED].tolist()) & set(opened["case"].tolist())


@pytest.mark.parametrize(("fixes", "share"), [(0, 0.0), (0.5, 0.5), (1, 1.0)])
def test_a_fix_prevents_its_share(fixes: float, share: float) -> None:
    one = crowd(3, 400, improvement={"every_days": 1, "coding": 1, "fixes": fixes})
    run = sim.simulate(one)
    arose = [int((run.log["time"][run.log["event"] == event] > DAY).sum()) for event in (ev.PREVENTED, ev.CASE_OPENED)]
    assert arose[0] / sum(arose) == pytest.approx(share, abs=0.06)


def test_off_nothing_is_booked_fixed_or_prevented() -> None:
    run = sim.simulate(loop().with_({"improvement": None}))
    assert {happened(run, event) for event in ("cause", "cause_fixed", "prevented")} == {0}
    assert "prevented" not in run.measures()
    assert fixed(sim.simulate(loop(improvement__every_days=5))) == []


def test_the_luck_of_those_who_come_stays_theirs() -> None:
    """Whoever comes in both companies comes at the same time for the same reason."""
    with_loop, without = sim.simulate(loop()), sim.simulate(loop().with_({"improvement.fixes": 0}))
    opened = [run.log[run.log["event"] == ev.CASE_OPENED] for run in (with_loop, without)]
    times_of = [dict(zip(rows["case"].tolist(), rows["time"].tolist(), strict=True)) for rows in opened]
    assert times_of[0].items() < times_of[1].items()


def booked(scenario: sim.Scenario, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Case, int, float]]:
    """Run, and return each booked case with the cause it was booked on and the minutes it cost."""
    found: list[tuple[Case, int, float]] = []
    books = Improvement.books

    def noted(self: Improvement, case: Case) -> None:
        if case.contacts:
            found.append((case, self._booked_cause(case), self.minutes_of(case)))
        books(self, case)

    monkeypatch.setattr(Improvement, "books", noted)
    Company(Workload(scenario, 1, 0)).run()
    return found


@pytest.mark.parametrize("coding", [0, 0.3, 1])
def test_cases_are_booked_on_their_cause_as_well_as_they_are_coded(
    coding: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = booked(loop(3, improvement__coding=coding, improvement__fixes=0), monkeypatch)
    right = [cause == 3 * case.source + case.cause for case, cause, _ in found]
    assert len(found) > 500
    assert sum(right) / len(right) == pytest.approx(coding, abs=0.06 if 0 < coding < 1 else 0)
    wrong = [cause for (_, cause, _), hit in zip(found, right, strict=True) if not hit]
    assert not wrong or set(wrong) == set(range(6))


def test_the_minutes_that_the_company_counts_are_those_of_the_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = sim.load("reference-company").with_(
        {
            "days": 5,
            "warm_up_days": 0,
            "improvement.rank": "customer_time",
            "improvement.every_days": 9,
            "teams.phone.agents": 3,
            "teams.phone.authority": 0.8,
            "teams.phone.escalates_to": "email",
            "transparency.callbacks": True,
            "integration.order_status": 0.5,
            "integration.single_sign_on": 0.5,
            "channels.chat": {},
            "teams.social.channels": ["twitter", "facebook", "chat"],
            "teams.social.concurrency": 2,
        }
    )
    found = {case.id: minutes for case, _, minutes in booked(scenario, monkeypatch)}
    run = sim.simulate(scenario)
    table = cases(run.log, scenario)
    ended = dict.fromkeys(run.log["case"][run.log["event"] == ev.SERVICE_END].tolist(), 0.0)
    for row in run.log[run.log["event"] == ev.SERVICE_END]:
        ended[row["case"].item()] = row["time"].item()
    closed = {row["case"].item(): row["time"].item() for row in run.log if row["event"] in (ev.SOLVED, ev.GIVEN_UP)}
    compared = 0
    for case, effort in zip(table["case"].tolist(), table["effort_min"].tolist(), strict=True):
        if case in found and ended.get(case, 0) <= closed[case]:
            assert found[case] == pytest.approx(effort, abs=1e-9), case
            compared += 1
    assert compared > 1000


def test_causes_ranked_in_two_ways() -> None:
    run = sim.simulate(loop(improvement__fixes=0, channels__email__synchronous=True, channels__email__patience="never"))
    found = run.measures()
    assert found["causes_fixed"] == 3
    assert found["prevented"] == 0
    assert (found["top_cause_by_count"], found["top_cause_by_customer_minutes"]) == (0, 3)
    assert -1 <= found["cause_rank_agreement"] < 1
    count, minutes = cause_totals(cases(run.log, run.scenario), run.log, run.scenario)
    assert count.sum() == found["cases"]
    assert minutes.sum() == pytest.approx(found["customer_minutes_per_day"] * run.scenario.days)


def test_contacts_by_week_are_all_contacts() -> None:
    run = sim.simulate(crowd(21, 50))
    weeks = contacts_by_week(run.log, run.scenario)
    assert weeks.sum() == happened(run, "contact")
    assert run.measures()["inquiries_growth"] == pytest.approx(weeks[2] / weeks[0] - 1)
    assert "inquiries_growth" not in sim.simulate(crowd(13, 50)).measures()


def agency(luck: dict[str, Any], **changes: Any) -> sim.Scenario:
    """Return a desk whose messages come with a daily report, one in ten of which is missing."""
    scenario = desk(customer(600, luck=luck), teams__desk__report_every=DAY, teams__desk__report_loses=0.1, days=6)
    lost = luck.get("report_loses", 0.05)
    return scenario.with_({"cast.1.luck.report_loses": lost} | {k.replace("__", "."): v for k, v in changes.items()})


def test_what_the_report_loses_reaches_nobody_and_her_patience_runs_out() -> None:
    found = told(
        agency({"patience": 1, "reaction": 0.9}), -1, "contact", "lost_in_report", "patience_expired", "given_up"
    )
    expires = 600 + 1.5 * 480
    assert found == [(600, "contact"), (600, "lost_in_report"), (expires, "patience_expired"), (expires, "given_up")]


def test_who_writes_again_may_have_better_luck() -> None:
    again = agency({"patience": 1, "reaction": 0, "report_loses": [0.05, 0.5]})
    assert times(again, "lost_in_report") == [600]
    assert times(again, "solved") == [1440 + 480 + 4]


@pytest.mark.parametrize(
    "changes",
    [{"cast.1.luck.report_loses": 0.5}, {"teams.desk.report_loses": 0}, {"teams.desk.report_every": 0}],
)
def test_what_is_not_lost_is_answered(changes: dict[str, Any]) -> None:
    scenario = agency({}).with_(changes)
    assert times(scenario, "lost_in_report") == []
    assert len(times(scenario, "solved")) == 1


def test_a_lost_message_waits_in_no_queue() -> None:
    measured = sim.simulate(agency({})).measures()
    assert measured["backlog.email"] == 0
    assert measured["lost_in_report"] == 1


def test_a_report_that_loses_everything_answers_nobody() -> None:
    run = sim.simulate(crowd(10, 50, teams__desk__report_every=DAY, teams__desk__report_loses=1))
    assert happened(run, "first_reply") == 0
    assert happened(run, "given_up") > 0
