"""One small company per rule: what customers do, and why."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq

import simulation as sim
from simulation.model.integration import contact_probability, status_hazard
from simulation.model.transparency import balks, patience_after
from tests.model.desks import crowd, customer, desk, happened, times, told, z_of_share

CONFIRMED = {"integration.confirmation": 1}
SHOWN = CONFIRMED | {"integration.order_status": 1, "integration.parcel_tracking": 1}
UPDATED = SHOWN | {"transparency.proactive_updates": 1}


def shop(**changes: Any) -> sim.Scenario:
    """Return a crowd that orders, and asks at once or never."""
    return crowd(needs=None, orders={"per_day": 500, "status_days": 0}, **changes)


# E1: which orders bring a question


@pytest.mark.parametrize(
    ("levers", "percent"), [({}, 36.2), (CONFIRMED, 21.9), (SHOWN, 8.3), (UPDATED, 4.2)], ids=["", "c", "cs", "csu"]
)
def test_the_probability_of_a_status_contact(levers: dict[str, Any], percent: float) -> None:
    scenario = shop().with_(levers)
    assert scenario.orders is not None
    probability = contact_probability(status_hazard(scenario, scenario.orders))
    assert round(100 * probability, 1) == percent
    run = sim.simulate(scenario)
    cases = run.cases()
    orders = happened(run, "order_placed")
    assert abs(z_of_share((cases["contacts"] > 0).sum(), orders, probability)) < 3.3
    assert abs(z_of_share(len(cases), orders, 1 - math.exp(-0.45))) < 3.3, "the others would have asked, and are told"
    settled = cases[cases["opened"] < 10 * 1440 - 15]
    assert (settled["deflected"] == (settled["contacts"] == 0)).all()


def test_a_lever_deflects_customers_and_brings_no_new_ones() -> None:
    asked = []
    for levers in ({}, CONFIRMED, SHOWN, UPDATED):
        table = sim.simulate(shop().with_(levers)).cases()
        asked.append({(row.customer, row.opened) for row in table[table["contacts"] > 0].itertuples()})
    assert asked[0] > asked[1] > asked[2] > asked[3]


def test_tracking_counts_for_three_tenths_of_what_my_page_shows() -> None:
    def cut(**levers: float) -> float:
        scenario = shop(**{f"integration__{name}": value for name, value in levers.items()})
        assert scenario.orders is not None
        return 1 - status_hazard(scenario, scenario.orders) / 0.45

    assert cut(order_status=1) == pytest.approx(0.65 * 0.7)
    assert cut(parcel_tracking=1) == pytest.approx(0.65 * 0.3)


def test_an_ambiguous_page_adds_contacts_and_deflects_nobody() -> None:
    shown = shop(integration__order_status=1, integration__parcel_tracking=1)
    vague = shown.with_({"integration.ambiguity": 1})
    assert shown.orders is not None
    assert status_hazard(vague, shown.orders) == pytest.approx(0.45 * 1.14)
    contacts = [sim.simulate(one).measures()["contacts"] for one in (shop(), vague, shown)]
    assert contacts[1] > contacts[0] > contacts[2]


def test_the_invoice_settles_its_share_of_billing_needs() -> None:
    billing = crowd(needs={"billing": {"per_day": 400}}, integration__invoice=0.8)
    table = sim.simulate(billing).cases()
    assert abs(z_of_share(table["deflected"].sum(), len(table), 0.65 * 0.8)) < 3.3
    assert not sim.simulate(billing.with_({"integration.invoice": 0})).cases()["deflected"].any()


# E2: which channel

SETTINGS: dict[str, tuple[dict[str, Any], dict[str, float]]] = {
    "waits": ({}, {}),
    "young": ({"population.young": 1}, {"phone": -1.0, "email": -0.3, "twitter": 0.8}),
    "habit": ({"channels.email.habit": 1}, {"email": 0.8}),
    "severe": ({"needs.question.severe": 1}, {"twitter": 0.8}),
    "private": ({"needs.question.sensitive": 1, "population.privacy_aware": 1}, {"twitter": -1.0}),
    "not sensitive": ({"population.privacy_aware": 1}, {}),
    "unofficial": (
        {"transparency.labels": "honest", "channels.twitter.official": False},
        {"twitter": -1.5 - 0.7 * (math.log1p(30) - math.log1p(1.5))},
    ),
    "slow phone": ({"channels.phone.believed": 60}, {"phone": -1.3 * (math.log1p(6) - math.log1p(0.3))}),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_channel_is_a_logit_choice(setting: str) -> None:
    changes, shifts = SETTINGS[setting]
    names = ("phone", "email", "twitter")
    table = sim.simulate(crowd(channels=names).with_(changes)).cases()
    base = {
        "phone": 0.9 - (0.7 + 0.6) * math.log1p(3 / 10),
        "email": 2.8 - 0.7 * math.log1p(480 / 10),
        "twitter": -0.4 - 0.7 * math.log1p(15 / 10),
    }
    weights = np.exp([base[name] + shifts.get(name, 0.0) for name in names])
    shares = weights / weights.sum()
    for index, share in enumerate(shares):
        assert abs(z_of_share((table["first_channel"] == index).sum(), len(table), share)) < 3.3, names[index]


def test_social_media_are_for_those_who_consider_them_and_a_closed_channel_for_nobody() -> None:
    scenario = crowd(channels=("phone", "twitter"), population__considers_social=0.5, days=3)
    people = sim.simulate(scenario).frame().query("event == 'contact' and contact == 1")
    alone = sim.simulate(scenario.with_({"population.considers_social": 0})).measures()
    assert alone["first_channel.twitter"] == 0
    assert 0 < (people["channel"] == "twitter").mean() < 0.5
    closed = sim.simulate(scenario.with_({"channels.twitter.open": False})).measures()
    assert closed["first_channel.twitter"] == 0
    night = sim.simulate(scenario.with_({"teams.desk.hours": "08:00-16:00"})).frame()
    called = night[(night["event"] == "contact") & (night["channel"] == "phone")]["time"] % 1440
    assert called.between(480, 960).all()


def test_who_knows_a_closed_phone_only_waits_for_it_to_open() -> None:
    early = desk(customer(300), channel="phone")
    assert told(early)[0] == (300, "case_opened")
    assert times(early, "contact") == [480]


# E3: what she expects


@pytest.mark.parametrize(
    ("label", "minutes"),
    [
        ("equal", {"phone": 3, "email": 480, "twitter": 15, "facebook": 15}),
        ("honest", {"phone": 3, "email": 480, "twitter": 300, "facebook": 300}),
        ("none", {"phone": 3, "email": 480}),
    ],
)
def test_the_expectation_hangs_on_the_label(label: str, minutes: dict[str, float]) -> None:
    scenario = crowd(channels=("phone", "email", "twitter", "facebook"), transparency__labels=label, days=3)
    contacts = sim.simulate(scenario).frame().query("event == 'contact'")
    for channel, expected in minutes.items():
        found = contacts["detail"][contacts["channel"] == channel].unique()
        assert found.tolist() == [expected], channel


@pytest.mark.parametrize(("channel", "median", "sigma"), [("twitter", 114, 2.7), ("facebook", 1290, 4.3)])
def test_without_a_statement_each_customer_has_her_own_expectation(channel: str, median: float, sigma: float) -> None:
    scenario = crowd(channels=(channel,), transparency__labels="none", behaviour__patience_ratio=10**6)
    expected = sim.simulate(scenario).cases()["expected_min"].to_numpy(float)
    logs = np.log(expected[expected > 0])
    assert abs(logs.mean() - math.log(median)) / (sigma / math.sqrt(len(logs))) < 3.3
    assert logs.std() == pytest.approx(sigma, rel=0.05)


# E5: patience on hold


@pytest.mark.parametrize("announced", [0.0, 2.0, 7.5])
@pytest.mark.parametrize("hold", [0.5, 4.0, 20.0])
@pytest.mark.parametrize("after", [1.0, 1.2, 1.52])
def test_the_hazard_of_hanging_up_after_an_announcement(announced: float, hold: float, after: float) -> None:
    scenario, mean = crowd(behaviour__hazard_after=after), 7.5

    def hazard(minute: float) -> float:
        return float(0.7 / mean * after ** max(0.0, minute - announced))

    def missing(patience: float) -> float:
        parts = sorted({0.0, min(patience, announced), patience})
        areas = [quad(hazard, begin, end)[0] for begin, end in itertools.pairwise(parts)]
        return float(sum(areas)) - hold / mean

    assert patience_after(scenario, mean, announced, hold) == pytest.approx(brentq(missing, 0, 1000), abs=1e-5)


def test_who_never_hangs_up_does_not_after_an_announcement_either() -> None:
    assert patience_after(crowd(), math.inf, 5.0, math.inf) == math.inf


def test_balking_at_an_announced_wait() -> None:
    assert balks(crowd(), 10.0, 1 - math.exp(-1) - 1e-9)
    assert not balks(crowd(), 10.0, 1 - math.exp(-1) + 1e-9)
    assert not balks(crowd(), 0.0, 0.0)
    busy = crowd(
        channels=("phone",), transparency__announcement=True, teams__desk__agents=2, channels__phone__work__mean=8
    )
    log = sim.simulate(busy).frame()
    announced = log[log["event"] == "announced"]["detail"].to_numpy(float)
    chances = 1 - np.exp(-announced / 10)
    z = ((log["event"] == "balked").sum() - chances.sum()) / math.sqrt((chances * (1 - chances)).sum())
    assert len(announced) > 1000
    assert abs(z) < 3.3
    assert sim.simulate(busy).measures()["balking.phone"] < 1


def test_the_announced_wait_is_that_of_those_before_her() -> None:
    three = [customer(480 + 0.5 * index, name=f"C{index}") for index in range(3)]
    scenario = desk(*[one | {"luck": one["luck"] | {"balk": 0.99}} for one in three], channel="phone")
    log = sim.simulate(scenario.with_({"transparency.announcement": True})).frame()
    assert log[log["event"] == "announced"]["detail"].tolist() == [4, 8], "one, then two times 4 minutes over one agent"


# E6: patience where nobody holds


def test_patience_is_the_ratio_times_the_expectation_times_her_own_multiplier() -> None:
    scenario = desk(customer(0, luck={"patience": 0.5, "reaction": 0.99}), teams__desk__agents=0)
    assert times(scenario, "patience_expired") == [1.5 * 480 * 0.5]


def test_the_original_stays_in_the_queue() -> None:
    twice = desk(customer(0, luck={"patience": 0.5, "reaction": [0.1, 0.99]}))
    assert times(twice, "contact") == [0, 360]
    assert told(twice, -1, "service_start", "solved", "contact_closed") == [
        (480, "service_start"),
        (484, "solved"),
        (484, "service_start"),
        (486, "contact_closed"),
    ]


def test_a_reply_stops_the_patience() -> None:
    asked = desk(customer(470, luck={"patience": 0.1, "reply": 600}), handling__asks=True)
    assert times(asked, "first_reply") == [484]
    assert times(asked, "patience_expired") == []


def test_a_reply_to_one_contact_stops_the_patience_of_the_next() -> None:
    luck = {"patience": [0.5, 0.175], "reaction": [0.1, 0.99], "solve": 0.99, "returns": 0.99}
    scenario = desk(customer(0, luck=luck), channels__email__solve=0.5)
    assert times(scenario, "first_reply") == [484, 488]
    assert times(scenario, "patience_expired") == [360], "the second would have expired at 486"


def test_what_customers_do_when_nobody_replies() -> None:
    alone = crowd(channels=("twitter", "facebook"), teams__desk__agents=0, days=4, behaviour__most_contacts=1)
    log = sim.simulate(alone).frame()
    reactions = log[log["event"] == "patience_expired"]["detail"].to_numpy(int)
    for reaction, share in enumerate((0.35, 0.45, 0.20)):
        assert abs(z_of_share((reactions == reaction).sum(), len(reactions), share)) < 3.3
    switched = sim.simulate(alone.with_({"behaviour.repeat": 0, "behaviour.switch": 1, "behaviour.most_contacts": 2}))
    contacts = switched.frame().query("event == 'contact'")
    assert (contacts.groupby("case")["channel"].nunique() == contacts.groupby("case")["channel"].size()).all()
    repeated = sim.simulate(alone.with_({"behaviour.repeat": 1, "behaviour.switch": 0, "behaviour.most_contacts": 2}))
    assert (repeated.frame().query("event == 'contact'").groupby("case")["channel"].nunique() == 1).all()


def test_who_hangs_up_dials_again_or_not() -> None:
    busy = crowd(channels=("phone",), teams__desk__agents=1, channels__phone__work__mean=8, channels__phone__patience=2)
    log = sim.simulate(busy).frame()
    lost = log[log["event"] == "abandoned"]
    lost = lost[lost["time"] < 9 * 1440]
    lost = lost[lost["contact"] < 12]
    contacts = log[log["event"] == "contact"]
    again = set(zip(contacts["case"], contacts["contact"], strict=True))
    redialled = sum((case, contact + 1) in again for case, contact in zip(lost["case"], lost["contact"], strict=True))
    assert abs(z_of_share(redialled, len(lost), 0.6)) < 3.3
    assert happened(sim.simulate(busy.with_({"behaviour.redial": 0})), "abandoned") == len(
        sim.simulate(busy.with_({"behaviour.redial": 0})).cases().query("closed and not solved")
    )
