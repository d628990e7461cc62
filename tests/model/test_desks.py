"""Chat and calls back: what lies side by side, what takes a whole person, and who keeps her place without a line."""

from __future__ import annotations

from typing import Any

import pytest

import simulation as sim
from simulation.cases import cases
from simulation.model.company import Company
from simulation.model.records import Case, Contact
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk, happened, times, told


def chat(*cast: dict[str, Any], at_once: int = 2, **changes: Any) -> sim.Scenario:
    """Return a chat with one agent who may have several in hand, 4 minutes each when it is alone."""
    return desk(*cast, channel="chat", teams__desk__concurrency=at_once, **changes)


def ends(scenario: sim.Scenario, *cases: int) -> list[float]:
    """Return when each case was solved."""
    return [times(scenario, "solved", case)[0] for case in cases]


def test_two_chats_lie_side_by_side_and_the_second_takes_a_quarter_longer() -> None:
    assert ends(chat(customer(600), customer(601, "Bea")), -1, -2) == [604, 606]


def test_the_third_waits_where_two_is_the_most() -> None:
    three = chat(customer(600), customer(601, "Bea"), customer(602, "Cleo"))
    assert times(three, "service_start", -3) == [604]
    assert ends(three, -3) == [609]


def test_off_one_at_a_time() -> None:
    assert ends(chat(customer(600), customer(601, "Bea"), at_once=1), -1, -2) == [604, 608]


def test_what_costs_nothing_extra_takes_no_longer() -> None:
    assert ends(chat(customer(600), customer(601, "Bea"), handling__concurrency_cost=0), -1, -2) == [604, 605]


def test_minutes_are_divided_among_what_is_in_hand() -> None:
    scenario = chat(customer(600), customer(601, "Bea"))
    table = cases(sim.simulate(scenario).log, scenario)
    assert sorted(table["agent_min"].tolist()) == [1 + 3 / 2, 3 / 2 + 2]


def test_the_least_busy_takes_the_next() -> None:
    three = chat(customer(600), customer(601, "Bea"), customer(602, "Cleo"), teams__desk__agents=2, at_once=3)
    log = sim.simulate(three).log
    agents = {case: set(log["agent"][(log["case"] == case) & (log["agent"] >= 0)].tolist()) for case in (-1, -2, -3)}
    assert agents[-1].isdisjoint(agents[-2])
    assert agents[-3] == agents[-1], "both have one in hand, and his has been there longer"


def test_questions_in_a_chat_are_answered_at_once_and_cost_what_they_cost_in_writing() -> None:
    scenario = chat(customer(600), handling__asks=True)
    assert told(scenario, -1, "ask_phone_number", "sends_number", "solved") == [
        (600, "ask_phone_number"),
        (605.5, "solved"),
    ]


def test_an_answer_that_comes_at_once_waits_until_the_question_is_out_of_hand() -> None:
    quick = desk(customer(600, luck={"reply": 1}), teams__desk__concurrency=2, handling__asks=True)
    assert told(quick, -1, "sends_number", "service_start", "service_end") == [
        (600, "service_start"),
        (605, "sends_number"),
        (605.5, "service_end"),
        (605.5, "service_start"),
        (605.5, "service_end"),
    ]


def test_people_count_not_desks() -> None:
    scenario = chat(customer(600, luck={"solve": [1, 0], "returns": 0, "return_delay": 0}), handling__asks=True)
    scenario = scenario.with_({"channels.chat.solve": 0.5})
    table = cases(sim.simulate(scenario).log, scenario)
    assert [table[name].tolist() for name in ("contacts", "agents_touched", "asks")] == [[2], [1], [1]]


def both(*cast: dict[str, Any], **changes: Any) -> sim.Scenario:
    """Return one agent for chat and phone, two at once; whoever is called Phil phones."""
    channels = ("chat", "phone")
    people = [
        {"name": one["name"], "need": "question", "at": one["at"]}
        | {
            "luck": {
                f"choice.{name}": 9 * (name == ("phone" if one["name"][0] == "P" else "chat")) for name in channels
            }
        }
        for one in cast
    ]
    work = {"work": {"mean": 4, "distribution": "deterministic"}, "solve": 1, "hand_off": 0, "patience": "never"}
    raw = {
        "name": "both",
        "days": 2,
        "channels": dict.fromkeys(channels, work),
        "teams": {"desk": {"channels": list(channels), "concurrency": 2}},
        "needs": {"question": {"per_day": 0}},
        "handling": {"asks": False},
        "cast": people,
    }
    return sim.parse(raw, "both").with_({key.replace("__", "."): value for key, value in changes.items()})


def test_a_call_takes_the_whole_person() -> None:
    scenario = both(customer(600, "Phil"), customer(601, "Ada"), customer(602, "Bea"))
    assert [times(scenario, "service_start", case) for case in (-1, -2, -3)] == [[600], [604], [604]]


def test_while_a_call_is_next_agents_finish_what_they_have_and_open_nothing_new() -> None:
    scenario = both(customer(600, "Ada"), customer(601, "Phil"), customer(602, "Bea"))
    assert [times(scenario, "service_start", case) for case in (-1, -2, -3)] == [[600], [604], [608]]


def test_when_the_caller_hangs_up_the_others_are_served() -> None:
    scenario = both(customer(600, "Ada"), customer(601, "Phil"), customer(602, "Bea"), channels__phone__patience=1)
    scenario = scenario.with_({"cast.2.luck.hold.phone": 1.5, "behaviour.redial": 0})
    assert times(scenario, "abandoned", -2) == [602.5]
    assert times(scenario, "service_start", -3) == [602.5]


def test_whoever_recommends_the_phone_means_the_phone() -> None:
    luck = {"choice.email": 9, "choice.chat": 0, "hand_off": 0, "advice": 0, "advice_taken": 0}
    scenario = sim.parse(
        {
            "name": "advice",
            "days": 2,
            "channels": {"email": {"hand_off": 1}, "chat": {}},
            "teams": {"a": {"channels": ["email"]}, "b": {"channels": ["chat"]}},
            "needs": {"question": {"per_day": 0}},
            "handling": {"advises_phone": 1},
            "cast": [{"name": "Ada", "need": "question", "at": 600, "luck": luck}],
        },
        "advice",
    )
    run = sim.simulate(scenario)
    assert happened(run, "declines_phone") > 0
    assert happened(run, "accepts_phone") == 0


@pytest.mark.parametrize("attention", ["always", "distracted"])
def test_occupancy_stays_a_share_of_paid_time(attention: str) -> None:
    busy = crowd(3, 6000, ("chat", "email"), teams__desk__agents=5, teams__desk__concurrency=3)
    run = sim.simulate(busy.with_({"teams.desk.attention": attention}))
    assert 0.5 < run.measures()["occupancy.desk"] <= 1


def test_more_at_once_answers_more_chats_where_juggling_costs_little() -> None:
    busy = crowd(3, 4000, ("chat",), teams__desk__agents=2)
    one, three = (sim.simulate(busy.with_({"teams.desk.concurrency": number})).measures() for number in (1, 3))
    assert three["abandonment.chat"] < one["abandonment.chat"]


def line(*cast: dict[str, Any], **changes: Any) -> sim.Scenario:
    """Return a phone with one agent who calls back."""
    scenario = desk(*cast, channel="phone", transparency__callbacks=True, behaviour__accepts_callback=0.5)
    for number in range(1, len(cast) + 1):
        scenario = scenario.with_({f"cast.{number}.luck.callback": 0.4})
    return scenario.with_({key.replace("__", "."): value for key, value in changes.items()})


def test_who_is_called_back_keeps_her_place_and_does_not_hold() -> None:
    scenario = line(customer(600), customer(601, "Bea", luck={"hold": 1}), customer(602, "Cleo"))
    assert told(scenario, -2, "callback_promised", "abandoned", "service_start") == [
        (601, "callback_promised"),
        (604, "service_start"),
    ]
    table = cases(sim.simulate(scenario).log, scenario)
    assert table["effort_min"].tolist() == [3 + 4, 3 + 4, 3 + 4], "she is on the phone for the talk alone"


def test_who_need_not_hold_or_declines_is_not_called_back() -> None:
    scenario = line(customer(600), customer(601, "Bea"))
    assert times(scenario, "callback_promised", -1) == []
    assert times(scenario.with_({"cast.2.luck.callback": 0.6}), "callback_promised", -2) == []
    assert times(scenario.with_({"transparency.callbacks": False}), "callback_promised", -2) == []
    assert times(scenario.with_({"behaviour.accepts_callback": 0}), "callback_promised", -2) == []


def test_she_is_called_back_after_the_end_of_the_shift_and_has_no_line() -> None:
    late = line(customer(957), customer(958, "Bea"), customer(959, "Cleo"), channels__phone__lines=2)
    assert times(late, "service_start", -3) == [965]
    assert times(late, "blocked", -3) == []
    assert times(late.with_({"transparency.callbacks": False}), "blocked", -3) == [959]


def test_calls_back_kept() -> None:
    scenario = line(customer(600), customer(601, "Bea"), customer(602, "Cleo"), customer(603, "Dora"))
    found = sim.simulate(scenario).measures()
    assert found["callbacks"] == 0.75
    assert found["callbacks_kept"] == 1  # told 4, 8 and 12 minutes, called back after 3, 6 and 9
    longer = scenario.with_({"cast.1.luck.work.phone": 30})
    assert sim.simulate(longer).measures()["callbacks_kept"] == 0
    assert "callbacks" not in sim.simulate(desk(customer(600))).measures()


def test_who_is_put_through_after_a_call_back_is_on_the_line() -> None:
    company = Company(Workload(line(customer(600)), 1, 0))
    contact = Contact(Case(company, (600.0, -1, 0, -1, -1)), company.channels[0], 600.0)
    contact.called_back = contact.waiting = True
    assert not contact.occupies(company.channels[0]), "she waits by her telephone"
    contact.picked_up = 605.0
    assert contact.occupies(company.channels[0]), "called back, she waits for the one to whom she is put through"
