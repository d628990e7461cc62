"""One small company per rule: what agents do, in which order, and what it is worth."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import simulation as sim
from tests.model.desks import crowd, customer, desk, happened, times, told, z_of_share

ASKS: dict[str, Any] = {"handling__asks": True}
TWO: dict[str, Any] = {"teams__desk__agents": 2}
NINE = 540.0


def booked(scenario: sim.Scenario) -> list[float]:
    """Return the agent minutes of each piece of service of the first cast member's case."""
    log = sim.simulate(scenario).frame()
    return [float(minutes) for minutes in log[(log["event"] == "service_end") & (log["case"] == -1)]["detail"]]


def comes_back(**more: Any) -> dict[str, Any]:
    """Return a customer whose first answer does not help, and who comes back at once."""
    return customer(NINE, luck={"solve": [0.99, 0.0], "returns": 0, "return_delay": 30} | more)


# --- E7: work


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        ({}, [4, 4]),
        (TWO, [4, 5]),
        (TWO | {"integration__shared_history": 1}, [4, 4]),
        (TWO | {"handling__repeat_factor": 0.5}, [4, 6]),
    ],
    ids=["the same agent", "a new agent", "a new agent with history", "a long explanation"],
)
def test_a_new_agent_without_history_has_more_work(changes: dict[str, Any], minutes: list[float]) -> None:
    assert booked(desk(comes_back(), channels__email__solve=0.9, **changes)) == minutes


@pytest.mark.parametrize(("history", "minutes"), [(0, 2.0), (1, 0.5)])
def test_a_duplicate_costs_half_a_contact_or_half_a_minute(history: float, minutes: float) -> None:
    twice = desk(customer(0, luck={"patience": 0.5, "reaction": [0.1, 0.99]}), integration__shared_history=history)
    assert booked(twice) == [4, minutes]


def test_an_ask_takes_a_minute_and_a_half_in_writing_and_half_of_that_in_a_call() -> None:
    assert booked(desk(customer(NINE), **ASKS)) == [5.5, 0]
    assert booked(desk(customer(NINE), channel="phone", **ASKS)) == [4.75]


# --- E8: asks


def test_the_answer_to_an_ask_comes_after_her_own_time() -> None:
    assert told(desk(customer(NINE, luck={"reply": 17}), **ASKS), -1, "first_reply", "sends_number", "solved") == [
        (544, "first_reply"),
        (561, "sends_number"),
        (561, "solved"),
    ]


@pytest.mark.parametrize(
    ("changes", "asks"),
    [
        ({}, 2),
        ({"integration__identification": 1}, 0),
        ({"integration__identification": 0.4}, 2),
        ({"integration__identification": 0.6}, 0),
        ({"integration__shared_history": 1}, 1),
        ({"handling__asks": False}, 0),
    ],
)
def test_each_agent_new_to_the_case_asks(changes: dict[str, Any], asks: int) -> None:
    scenario = desk(comes_back(), channels__email__solve=0.9, **(ASKS | TWO | changes))
    assert len(times(scenario, "ask_phone_number")) == asks


def test_a_name_finds_nobody_behind_a_handle_on_social_media() -> None:
    known = ASKS | {"integration__identification": 1}
    for channel, real_name, asks in (("twitter", True, 0), ("twitter", False, 1), ("email", False, 0)):
        scenario = desk(customer(NINE, real_name=real_name), channel=channel, **known)
        assert len(times(scenario, "ask_phone_number")) == asks


# --- E9 and E10: owners and the partner


@pytest.mark.parametrize(("history", "share"), [(0, 0.3), (0.5, 0.15), (1, 0)])
def test_another_owner_is_needed_for_a_share_of_contacts(history: float, share: float) -> None:
    run = sim.simulate(crowd(channels__email__hand_off=0.3, integration__shared_history=history))
    contacts = happened(run, "contact")
    assert abs(z_of_share(happened(run, "must_wait_for_owner"), contacts, share)) < 3.3
    assert (run.frame().query("event == 'must_wait_for_owner'")["detail"] == 1).all(), "to a colleague"


def test_where_cases_belong_to_channels_only_a_second_channel_needs_the_owner() -> None:
    mail = crowd(channels__email__hand_off=1, handling__ownership="channel")
    assert happened(sim.simulate(mail), "must_wait_for_owner") == 0


def test_who_is_alone_hands_nothing_on() -> None:
    assert times(desk(customer(NINE), channels__email__hand_off=1), "must_wait_for_owner") == []


def test_an_idle_agent_does_not_get_back_what_he_has_handed_on() -> None:
    alone = desk(customer(NINE), channels__email__hand_off=1, handling__note_minutes=5, **TWO)
    starts = sim.simulate(alone).frame().query("event == 'service_start'")
    assert starts["agent"].nunique() == len(starts) == 2


@pytest.mark.parametrize(("minutes", "multiplier"), [(60, 1.0), (60, 2.5), (0, 1.0)])
def test_a_look_up_at_the_partner_takes_its_time_and_nobodys_work(minutes: float, multiplier: float) -> None:
    scenario = desk(
        customer(NINE), orders={"per_day": 0}, handling__own_lookup=3, integration__partner_minutes=minutes
    ).with_({"handling.partner_share": 1, "cast.1.need": "orders", "cast.1.luck.partner_delay": multiplier})
    scenario = scenario.with_({f"cast.1.luck.{name}": 0 for name in ("status", "status_delay")})
    scenario = scenario.with_({"cast.1.luck.my_page": 0.99})
    assert times(scenario, "partner_lookup") == [547]
    assert times(scenario, "information_given") == [547 + minutes * multiplier]
    assert sum(booked(scenario)) == 7
    assert times(scenario.with_({"handling.partner_share": 0}), "information_given") == [547]


# --- E11: solving


def test_solving_takes_fit_and_authority() -> None:
    run = sim.simulate(crowd(channels__email__solve=0.8, teams__desk__authority=0.5, behaviour__returns=0))
    assert abs(z_of_share(happened(run, "solved"), happened(run, "information_given"), 0.4)) < 3.3


def test_sensitive_matters_in_public_are_redirected_unless_they_may_be_answered_in_private() -> None:
    public = desk(customer(NINE, sensitive=True), channel="twitter")
    assert len(times(public, "redirected")) == 1
    assert times(public, "solved") == []
    assert len(times(public, "given_up")) == 1, "there is no private channel to go to"
    assert len(times(public.with_({"transparency.private_messages": True}), "solved")) == 1
    assert len(times(desk(customer(NINE, sensitive=False), channel="twitter"), "solved")) == 1
    assert len(times(desk(customer(NINE, sensitive=True), channel="email"), "solved")) == 1


def test_who_is_redirected_goes_where_nobody_reads_along() -> None:
    both = crowd(channels=("twitter", "email"), needs__question__sensitive=1, behaviour__accepts_redirect=1, days=3)
    contacts = sim.simulate(both).frame().query("event == 'contact' and contact > 1")
    assert len(contacts) > 10
    assert (contacts["channel"] == "email").all()


# --- E12: attention, hours, polls and reports


@pytest.mark.parametrize("away", [0.5, 45.0, 333.0])
def test_an_agent_who_turns_away_resumes_his_work_where_he_left_it(away: float) -> None:
    long_work: dict[str, Any] = {"channels__email__work__mean": 60, "teams__desk__attention": "distracted"}
    scenario = desk(customer(NINE), teams__desk__attention_told=[NINE + 20, away, "never"], **long_work)
    assert times(scenario, "service_start") == [NINE]
    assert times(scenario, "solved") == [NINE + 60 + away]
    assert booked(scenario) == [60]


def test_an_agent_who_turns_away_twice_loses_both_times() -> None:
    long_work: dict[str, Any] = {"channels__email__work__mean": 60, "teams__desk__attention": "distracted"}
    scenario = desk(customer(NINE), teams__desk__attention_told=[550, 7, 10, 100, "never"], **long_work)
    assert times(scenario, "solved") == [NINE + 60 + 107]


def test_an_agent_who_is_away_takes_nothing() -> None:
    scenario = desk(
        customer(NINE), teams__desk__attention="distracted", teams__desk__attention_told=[500, 100, "never"]
    )
    assert times(scenario, "service_start") == [600]


def test_a_shift_ends_after_the_contact_in_hand_and_after_those_who_hold() -> None:
    callers = [customer(950 + index, name=f"C{index}") for index in range(4)]
    calls = desk(*callers, channel="phone", channels__phone__work__mean=30)
    assert [times(calls, "solved", -1 - index) for index in range(4)] == [[980], [1010], [1040], [1070]]
    mails = desk(*callers, channels__email__work__mean=30)
    assert [times(mails, "solved", -1 - index)[0] for index in range(3)] == [980, 1440 + 510, 1440 + 540]


@pytest.mark.parametrize(("draw", "seen"), [(0, 540), (0.25, 545), (0.9, 558)])
def test_a_message_is_seen_at_the_next_look(draw: float, seen: float) -> None:
    scenario = desk(customer(NINE, luck={"poll": draw}), teams__desk__poll_minutes=20)
    assert times(scenario, "service_start") == [pytest.approx(seen, abs=2**-20)]


def test_an_agency_reports_at_its_interval() -> None:
    scenario = desk(customer(NINE), customer(1441, name="Bea"), teams__desk__report_every="12 h")
    assert times(scenario, "service_start") == [720]
    assert times(scenario, "service_start", -2) == [2160]


# --- E13: priority and commitments


def queue(**tiers: Any) -> sim.Scenario:
    """Return one agent with six who wait, and one in hand: gold, none, silver, gold, urgent, none."""
    people = [("first", "question", None), ("gold", "question", "gold"), ("none", "question", None)]
    people += [("silver", "question", "silver"), ("gold again", "question", "gold"), ("urgent", "urgent", None)]
    cast = [customer(500 + index / 4, name=name, tier=tier) for index, (name, _, tier) in enumerate(people)]
    for one, (_, need, _) in zip(cast, people, strict=True):
        one["need"] = need
    needs = {"question": {"per_day": 0}, "urgent": {"per_day": 0, "severity_class": 1}}
    shares = {"gold": 0.1, "silver": 0.1}
    scenario = desk(*[one | {"need": "question", "tier": None} for one in cast])
    return scenario.with_({"needs": needs, "population.tiers": shares, "cast": [*queue_cast(cast, scenario)], **tiers})


def queue_cast(cast: list[dict[str, Any]], scenario: sim.Scenario) -> list[dict[str, Any]]:
    """Return the cast with the luck that the scenario keeps."""
    kept = scenario.given()["cast"]
    told = [one | {"luck": old["luck"]} for one, old in zip(cast, kept, strict=True)]
    return [{key: value for key, value in one.items() if value is not None} for one in told]


def order_of_service(scenario: sim.Scenario) -> list[str]:
    """Return the names of the cast in the order in which they are served."""
    log = sim.simulate(scenario).frame()
    return [scenario.cast[-case - 1].name for case in log[log["event"] == "service_start"]["case"]]


def test_severity_goes_first_then_tier_then_who_came_first_and_nobody_is_interrupted() -> None:
    assert order_of_service(queue()) == ["first", "urgent", "gold", "gold again", "silver", "none"]
    assert times(queue(), "solved") == [504]


def test_without_tiers_and_classes_it_is_first_come_first_served() -> None:
    plain = desk(*[customer(500 + index / 4, name=f"C{index}") for index in range(6)])
    assert order_of_service(plain) == [f"C{index}" for index in range(6)]


def test_those_who_hold_go_before_messages() -> None:
    cast = [customer(500 + index / 4, name=f"C{index}") for index in range(3)]
    two = desk(*cast).with_({"channels.phone": {"work": {"mean": 4}}, "teams.desk.channels": ["email", "phone"]})
    luck = "luck.choice.phone"
    mixed = two.with_(
        {f"cast.1.{luck}": -99, f"cast.2.{luck}": -99, f"cast.3.{luck}": 99, "cast.3.luck.hold.phone": 99}
    )
    assert order_of_service(mixed) == ["C0", "C2", "C1"]
    assert order_of_service(mixed.with_({"teams.desk.callers_first": False})) == ["C0", "C1", "C2"]


def test_commitments_are_kept_broken_or_open() -> None:
    promised = queue(commitments={"gold": {"answer": 12, "solution": 9}, "none": {"answer": "9 h"}})
    found = {key: value for key, value in sim.simulate(promised).measures().items() if key.startswith("commitments")}
    assert [found[f"commitments.gold.answer.{end}"] for end in ("kept", "broken", "open")] == [1, 1, 0]
    assert [found[f"commitments.gold.solution.{end}"] for end in ("kept", "broken", "open")] == [0, 2, 0]
    assert [found[f"commitments.none.answer.{end}"] for end in ("kept", "broken", "open")] == [3, 0, 0]
    assert not [key for key in found if "silver" in key], "nothing was promised to silver"
    unstaffed = promised.with_({"teams.desk.agents": 0, "days": 0.7})
    late = sim.simulate(unstaffed).measures()
    assert late["commitments.none.answer.open"] == 3
    assert late["commitments.gold.answer.broken"] == 2


# --- E17: satisfaction


def satisfaction(at: float = NINE, **changes: Any) -> float:
    """Return the satisfaction of one customer who is answered after 4 minutes."""
    return float(sim.simulate(desk(customer(at), **changes)).measures()["satisfaction"])


def test_a_quick_answer_gains_little_and_a_promised_week_no_more() -> None:
    published = "transparency__published_minutes__email"
    assert satisfaction(**{published: 4}) == pytest.approx(0.75)
    assert satisfaction(**{published: 9}) == pytest.approx(0.75 + 0.04 * math.log(10 / 5))
    assert satisfaction(**{published: 60}) == satisfaction(**{published: 10080}) == pytest.approx(0.80)
    assert satisfaction(**{published: 0}) == pytest.approx(0.75 - 0.08 * math.log(5))


def test_tone_and_an_unsolved_case() -> None:
    published: dict[str, Any] = {"transparency__published_minutes__email": 4}
    assert satisfaction(teams__desk__friendly=0.5, **published) == pytest.approx(0.725)
    assert satisfaction(channels__email__solve=0, behaviour__returns=0, **published) == pytest.approx(0.40)
    nobody = satisfaction(teams__desk__agents=0, **published)
    assert nobody == pytest.approx(max(0, 0.70 - 0.35 - 0.08 * math.log((1 + 2880 - NINE) / 5)))


@pytest.mark.parametrize(("reason", "shift"), [("none", 0), ("illegitimate", -0.07), ("legitimate", 0.08)])
def test_a_reason_is_given_only_by_an_agent_who_was_away_while_she_waited(reason: str, shift: float) -> None:
    away: dict[str, Any] = {"teams__desk__attention": "distracted", "transparency__reason": reason}
    waited, absent = (
        away | {"teams__desk__attention_told": told} for told in ([500, 100, "never"], [500, 10, "never"])
    )
    base = 0.70 + 0.05 + min(0.05, 0.04 * math.log(481 / 65))
    assert satisfaction(**waited) == pytest.approx(base + shift)
    assert satisfaction(**absent) == pytest.approx(0.80), "back before she wrote"


def test_a_reason_needs_a_customer_who_was_there_before_he_came_back() -> None:
    away: dict[str, Any] = {"teams__desk__attention": "distracted", "transparency__reason": "legitimate"}
    during = satisfaction(at=550, **away, teams__desk__attention_told=[500, 100, "never"])
    after = satisfaction(at=600, **away, teams__desk__attention_told=[500, 100, "never"])
    assert during > after == pytest.approx(0.80)


# --- Extremes


def test_no_staff_helps_nobody() -> None:
    found = sim.simulate(crowd(channels=("phone", "email"), teams__desk__agents=0, days=3)).measures()
    assert found["solved"] == found["informed"] == 0
    assert found["offered.phone"] == 0, "nobody can call"
    assert found["agent_minutes_per_day"] == 0
    assert math.isnan(found["occupancy.desk"])


def test_no_demand_leaves_everybody_idle() -> None:
    run = sim.simulate(crowd(channels=("phone", "email"), per_day=0))
    found = run.measures()
    assert found["cases"] == found["contacts"] == found["occupancy.desk"] == found["backlog.email"] == 0
    assert math.isnan(found["satisfaction"])
    assert len(run.cases()) == 0
    assert set(run.frame()["event"]) == {"shift_start"}


def test_endless_patience_loses_nobody() -> None:
    calls = crowd(channels=("phone",), teams__desk__agents=1, channels__phone__patience="never", days=4)
    run = sim.simulate(calls.with_({"channels.phone.work.mean": 3}))
    assert happened(run, "abandoned") == 0
    assert happened(run, "contact") == happened(run, "case_opened")


def test_no_patience_loses_everybody_who_must_hold() -> None:
    calls = crowd(channels=("phone",), teams__desk__agents=1, channels__phone__patience=0, behaviour__redial=0, days=4)
    log = sim.simulate(calls.with_({"channels.phone.work.mean": 5})).frame()
    waits = log[log["event"] == "service_start"].merge(log[log["event"] == "contact"], on=["case", "contact"])
    assert np.array_equal(waits["time_x"], waits["time_y"])
    assert (log["event"] == "abandoned").sum() > 100


def test_work_that_takes_no_time_makes_nobody_wait() -> None:
    calls = crowd(channels=("phone", "email"), teams__desk__agents=1, days=4)
    found = sim.simulate(calls.with_({"channels.phone.work.mean": 0, "channels.email.work.mean": 0})).measures()
    assert found["delayed.phone"] == found["delayed.email"] == 0
    assert found["reply_p90_min.email"] == 0
    assert found["solved"] == 1
