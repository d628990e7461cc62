"""Mechanisms that the sources tell of and that several rules bring about together, each in a company of its own."""

from __future__ import annotations

from typing import Any

import pytest

import simulation as sim
from tests.model.desks import crowd, customer, desk, happened, times, told

NINE = 540.0


def reference(days: float = 9, **changes: Any) -> sim.Scenario:
    """Return the reference company for a few days; keys have '__' for dots."""
    short = sim.load("reference-company").with_({"days": days, "warm_up_days": 2})
    return short.with_({key.replace("__", "."): value for key, value in changes.items()})


def difference(worlds: dict[str, sim.Scenario], measure: str, replications: int = 3) -> sim.Interval:
    """Return the second world less the first, with its paired interval."""
    first, second = worlds
    return sim.compare(worlds, replications).difference(first, second, measure).interval


# --- hand-offs and advice


@pytest.mark.parametrize(("work", "waits"), [(0.25, False), (2.0, True)])
def test_the_phone_is_recommended_only_while_the_contact_waits(work: float, waits: bool) -> None:
    handed_on = desk(
        customer(NINE, luck={"solve": 0.99, "returns": 0.99}),
        channels__email__hand_off=1,
        channels__email__solve=0.5,
        teams__desk__agents=2,
        handling__advises_phone=1,
        handling__repeat_factor=0,
    )
    handed_on = handed_on.with_({"channels.email.work.mean": work})
    (handed_over,) = times(handed_on, "must_wait_for_owner")
    assert handed_over == NINE + work + 1, "a note takes a minute"
    (answered,) = times(handed_on, "information_given")
    assert (answered > handed_over + 1) == waits
    assert times(handed_on, "recommends_phone") == ([handed_over + 1] if waits else [])


# --- access is not service


def test_more_ways_in_solve_nothing_by_themselves() -> None:
    """Access and solving are separate: a third channel is used, and the share solved stays what the desk can do."""
    few, many = (crowd(days=5, channels=names) for names in (("phone", "email"), ("phone", "email", "twitter")))
    half = {f"channels.{name}.solve": 0.5 for name in ("phone", "email")} | {"behaviour.returns": 0}
    before = sim.simulate(few.with_(half)).measures()
    after = sim.simulate(many.with_(half | {"channels.twitter.solve": 0.5})).measures()
    assert after["first_channel.twitter"] > 0.05
    assert abs(after["solved"] - before["solved"]) < 0.03


def test_who_is_answered_may_still_not_be_helped() -> None:
    run = sim.simulate(crowd(days=5, channels__email__solve=0.6, behaviour__returns=0))
    measures = run.measures()
    assert measures["informed"] > 0.99
    assert measures["answered_not_solved"] == pytest.approx(0.4, abs=0.03)
    able = sim.simulate(crowd(days=5, behaviour__returns=0))
    assert able.measures()["answered_not_solved"] == 0


def test_a_count_of_contacts_rises_while_service_falls() -> None:
    """The figure that looks like success counts the same customers again."""
    worlds = {"attended": reference(), "neglected": reference(teams__social__attention="distracted")}
    assert difference(worlds, "contacts_per_day").low > 0
    assert difference(worlds, "satisfaction").high < 0
    assert difference(worlds, "cases_per_day").mean == 0, "nobody needs more than before"


# --- readiness before access


def test_a_channel_opened_by_an_unready_company_brings_more_contacts_than_by_a_ready_one() -> None:
    closed = {"channels.twitter.open": False, "channels.facebook.open": False}
    unready = {"teams.social.attention": "distracted"}
    ready = {"integration.shared_history": 1, "integration.identification": 1, "teams.social.poll_minutes": 5}
    rise = {}
    for name, levers in (("unready", unready), ("ready", ready)):
        company = reference().with_(levers)
        rise[name] = difference({"closed": company.with_(closed), "open": company}, "failure_demand")
    assert rise["unready"].mean > rise["ready"].mean
    assert rise["unready"].low > 0


def test_a_new_channel_takes_over_a_part_of_the_old_ones_and_not_the_whole() -> None:
    closed = reference(channels__twitter__open=False, channels__facebook__open=False)
    before, after = (sim.simulate(one).measures() for one in (closed, reference()))
    assert after["first_channel.twitter"] + after["first_channel.facebook"] > 0.05
    for old in ("phone", "email"):
        assert before[f"first_channel.{old}"] > after[f"first_channel.{old}"] > 0.75 * before[f"first_channel.{old}"]


# --- every channel is worth the same


def test_messages_of_one_team_are_opened_in_their_order_whatever_their_channel() -> None:
    run = sim.simulate(crowd(days=3, channels=("email", "twitter", "facebook"), teams__desk__agents=1,
                             channels__email__work__mean=3, channels__twitter__work__mean=3))  # fmt: skip
    log = run.frame()
    opened = log[(log["event"] == "service_start") & (log["contact"] == 1)]
    made = log[(log["event"] == "contact") & (log["contact"] == 1)].set_index("case")["time"]
    assert opened["channel"].nunique() == 3
    assert made[opened["case"]].is_monotonic_increasing
    assert sim.simulate(crowd(days=3, channels=("email", "twitter"))).measures()["solve_gap"] == 0


def test_channels_with_different_authority_show_as_a_gap() -> None:
    unequal = crowd(days=5, channels=("email", "twitter"), channels__twitter__solve=0.3, behaviour__returns=0)
    assert sim.simulate(unequal).measures()["solve_gap"] == pytest.approx(0.7, abs=0.06)


# --- who goes to social media


def share_in_social_media(**changes: Any) -> float:
    run = sim.simulate(crowd(days=6, channels=("phone", "email", "twitter"), **changes))
    return run.measures()["first_channel.twitter"]


def test_the_young_are_reached_there_and_the_severe_brings_the_others() -> None:
    older, young = share_in_social_media(), share_in_social_media(population__young=1)
    burning = share_in_social_media(needs__question__severe=1)
    assert young > 1.3 * older
    assert burning > 1.3 * older
    without = share_in_social_media(needs__question__severe=1, behaviour__severity_weight=0)
    assert without == older, "with the weight at zero the same customers choose as if nothing burned"


def test_sensitive_matters_are_kept_from_the_public_by_those_who_are_aware() -> None:
    aware = {"needs__question__sensitive": 1, "population__privacy_aware": 1}
    assert share_in_social_media(**aware) < 0.7 * share_in_social_media(needs__question__sensitive=1)


# --- other people's data, other people's hours


def test_an_agency_adds_half_its_interval_and_a_look_now_and_then_half_of_its_own() -> None:
    waits = {}
    settings: dict[str, dict[str, Any]] = {
        "at once": {},
        "looks every two hours": {"teams__desk__poll_minutes": 120},
        "reports every week": {"teams__desk__report_every": 7 * 1440},
    }
    for name, changes in settings.items():
        calm = crowd(days=28, per_day=40, behaviour__patience_ratio=1000, teams__desk__agents=200, **changes)
        waits[name] = sim.simulate(calm).measures()["answer_min.email"]
    assert waits["at once"] == 0
    assert waits["looks every two hours"] == pytest.approx(60, rel=0.05)
    assert waits["reports every week"] == pytest.approx(5040, rel=0.05)


def test_a_message_in_the_evening_waits_for_the_morning_where_nobody_is_there_at_night() -> None:
    evening = desk(customer(18 * 60.0))
    assert times(evening, "first_reply") == [(24 + 8) * 60 + 4]
    assert times(evening.with_({"teams.desk.hours": "always"}), "first_reply") == [18 * 60 + 4]


def test_a_case_is_informed_at_one_moment_and_delivered_at_another() -> None:
    run = sim.simulate(sim.load("tablet-order"))
    rows = {name: time for time, name in told(run.scenario, -1, "information_given", "delivered")}
    assert rows["delivered"] > rows["information_given"]
    assert happened(run, "delivered") == happened(run, "information_given") == 1
