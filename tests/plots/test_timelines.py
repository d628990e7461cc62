"""Timelines say what the log says, and every word of them can be read."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import simulation as sim
from simulation.log import CONTACT_CLOSED, EVENTS, FIRST_REPLY, SOLVED
from simulation.plots import Picture, case_timeline, two_worlds
from simulation.plots.bars import union, without
from simulation.plots.labels import Label, placed
from simulation.plots.reading import story_of
from simulation.plots.steps import _FROM_TO, _TELL, steps
from simulation.plots.story import (
    AWAY,
    CUSTOMER,
    FOR_HER,
    LOOKS_UP,
    OTHERS,
    PARTNER,
    SHOP,
    WAITS,
    WORKS,
    CaseRows,
    Step,
)
from simulation.plots.timescale import TimeScale
from simulation.strings import table

POLICIES = list(sim.load("tablet-order").policies)
TWITTER, FACEBOOK = "team 1", "team 2"

Check = Callable[[Picture], None]


def test_the_base_trace_is_told_step_by_step(tablet: dict[str, sim.Run]) -> None:
    story = story_of(tablet["BASE"], -1)
    assert [(step.time - story.zero, step.source, step.target, step.text) for step in story.steps] == [
        (-1440, CUSTOMER, SHOP, "orders, types in all her details"),
        (-1439, SHOP, "", "no confirmation"),
        (-10, SHOP, "", "My Page shows nothing"),
        (-2, CUSTOMER, "", "sees all channels as equals"),
        (0, CUSTOMER, TWITTER, "tweets"),
        (60, CUSTOMER, "", "no reply yet"),
        (60, CUSTOMER, FACEBOOK, "writes on Facebook"),
        (80, FACEBOOK, CUSTOMER, "replies"),
        (80, FACEBOOK, CUSTOMER, "asks for the number"),
        (90, CUSTOMER, FACEBOOK, "sends it"),
        (91, FACEBOOK, TWITTER, "Twitter owns the case"),
        (92, FACEBOOK, CUSTOMER, "recommends the phone"),
        (93, CUSTOMER, FACEBOOK, "would rather wait"),
        (210, TWITTER, CUSTOMER, "replies: “new phone, forgot duties”"),
        (212, TWITTER, CUSTOMER, "asks for the number again"),
        (222, CUSTOMER, TWITTER, "sends it"),
        (237, TWITTER, PARTNER, "asks Nettbod"),
        (297, PARTNER, TWITTER, "answers"),
        (297, TWITTER, CUSTOMER, "gives the answer"),
        (4617, SHOP, CUSTOMER, "the order arrives"),
    ]


def test_every_event_that_a_customer_would_tell_of_has_words() -> None:
    told = {number for number, kind in enumerate(EVENTS) if kind.told}
    assert told <= set(_TELL) | set(_FROM_TO)
    assert {f"step.{EVENTS[number].name}" for number in _FROM_TO} <= table().keys()


NEWER: list[tuple[str, float, str, str, str]] = [
    ("wrong_address", 0, CUSTOMER, "", "to an address that nobody watches"),
    ("found_by_listening", 0, TWITTER, "", "finds it by listening"),
    ("posts_personal_data", 0, CUSTOMER, "", "what is private, in public"),
    ("posts_personal_data", 1, CUSTOMER, "", "in public"),
    ("storm", 0, OTHERS, "", "so many react that it is a storm"),
    ("helped", 0, OTHERS, CUSTOMER, "somebody answers, of no help"),
    ("helped", 1, OTHERS, CUSTOMER, "somebody answers, and it helps"),
    ("escalated", 0, TWITTER, FACEBOOK, "escalates the case"),
    ("solution_under_way", 2880, TWITTER, CUSTOMER, "sees to it, in 2 days"),
    ("update_sent", 0, TWITTER, CUSTOMER, "tells unasked how things go"),
    ("callback_promised", 25, TWITTER, CUSTOMER, "will call back in 25 min"),
    ("tells_others", 0, CUSTOMER, OTHERS, "tells others how badly it went"),
    ("tells_others", 1, CUSTOMER, OTHERS, "tells others how well it went"),
    ("posts_publicly", 0, CUSTOMER, OTHERS, "posts it in public"),
    ("churned", 0, CUSTOMER, "", "leaves the company"),
    ("finds_answer", 0, CUSTOMER, "", "finds an earlier public answer"),
    ("told_by_broadcast", 0, CUSTOMER, "", "knows it from the broadcast"),
    ("comments", 0, CUSTOMER, "", "comments on the company's post"),
]


@pytest.mark.parametrize(("event", "detail", "source", "target", "text"), NEWER)
def test_who_does_what_to_whom(
    event: str, detail: float, source: str, target: str, text: str, tablet: dict[str, sim.Run]
) -> None:
    run = tablet["BASE"]
    scenario = run.scenario.with_({"teams.twitter.escalates_to": "facebook"})
    rows = run.log[(run.log["case"] == -1) & (run.log["contact"] == 1)].copy()
    row = rows[rows["event"] == FIRST_REPLY].copy()
    row["event"], row["detail"] = [kind.name for kind in EVENTS].index(event), detail
    case = CaseRows(replace(run, scenario=scenario), np.concatenate([rows, row]))
    assert Step(float(row["time"][0]), source, target, text) in steps(case)


def test_bars_say_who_waits_for_whom(tablet: dict[str, sim.Run]) -> None:
    story = story_of(tablet["BASE"], -1)
    bars = {(bar.lane, bar.begin - story.zero, bar.end - story.zero, bar.says) for bar in story.bars}
    assert bars == {
        (CUSTOMER, 0, 80, WAITS),
        (CUSTOMER, 80, 90, FOR_HER),
        (CUSTOMER, 90, 212, WAITS),
        (CUSTOMER, 212, 222, FOR_HER),
        (CUSTOMER, 222, 297, WAITS),
        (TWITTER, -60, 206, AWAY),
        (TWITTER, 0, 206, WAITS),
        (TWITTER, 206, 211.5, WORKS),
        (TWITTER, 212, 222, FOR_HER),
        (TWITTER, 222, 237, WORKS),
        (FACEBOOK, 60, 76, WAITS),
        (FACEBOOK, 76, 81.5, WORKS),
        (FACEBOOK, 80, 90, FOR_HER),
        (PARTNER, 237, 297, LOOKS_UP),
    }


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_can_be_read(policy: str, tablet: dict[str, sim.Run], is_readable: Check) -> None:
    picture = case_timeline(tablet[policy])
    is_readable(picture)
    assert "minutes" in picture.figure.axes[0].get_xlabel()
    row = tablet[policy].cases().iloc[0]
    assert f"{row['satisfaction']:.2f}" in picture.alt
    if row["contacts"]:
        assert f"{row['first_reply_min']:.0f} min" in picture.alt
        assert f"{row['info_min']:.0f} min" in picture.alt
    else:
        assert "no contact" in picture.alt
        assert "from the order" in picture.figure.axes[0].get_xlabel()


def test_the_words_state_the_numbers_of_the_case(tablet: dict[str, sim.Run]) -> None:
    assert case_timeline(tablet["BASE"]).alt == (
        "Solveig contacts the company twice, has a reply to the first contact after 210 min and an answer after "
        "297 min, is asked for the number twice, handed on once and served by 2 agents; satisfaction is 0.22."
    )


@pytest.mark.parametrize("policy", ["L1b", "L2", "L4c", "L2+L3+L4c"])
def test_two_worlds_can_be_read(policy: str, tablet: dict[str, sim.Run], is_readable: Check) -> None:
    picture = two_worlds(tablet["BASE"], tablet[policy], titles=("As told", f"Under {policy}"))
    is_readable(picture)
    assert picture.alt.startswith("As told: Solveig contacts the company twice")
    assert f"Under {policy}: Solveig" in picture.alt
    upper, lower = picture.figure.axes
    assert upper.get_xlim() == lower.get_xlim()
    assert upper.get_xticks().tolist() == lower.get_xticks().tolist()
    assert any("satisfaction 0.22" in text.get_text() for text in upper.texts)


def test_two_worlds_without_the_first_contact_count_from_the_other(tablet: dict[str, sim.Run]) -> None:
    either, other = (two_worlds(tablet[a], tablet[b]) for a, b in (("all", "BASE"), ("BASE", "all")))
    assert either.figure.axes[1].get_xlabel() == other.figure.axes[1].get_xlabel()
    assert "from the first contact" in either.figure.axes[1].get_xlabel()


def test_different_luck_is_no_two_worlds(tablet: dict[str, sim.Run]) -> None:
    other = sim.simulate(sim.load("tablet-order"), seed=2)
    with pytest.raises(sim.InputError, match="seed 1, replication 0 and seed 2, replication 0 are different luck"):
        two_worlds(tablet["BASE"], other)


def test_once_her_case_is_over_she_waits_no_longer(reference: sim.Run) -> None:
    log = reference.log
    ended = {int(row["case"]): float(row["time"]) for row in log[log["event"] == SOLVED]}
    closed = log[(log["event"] == CONTACT_CLOSED) & (log["case"] > 0)]
    late = [int(row["customer"]) for row in closed if ended.get(int(row["case"]), np.inf) < row["time"] - 1]
    assert len(late) > 3
    for customer in late[:8]:
        story = story_of(reference, customer)
        over = story.zero + story.outcome.solved_min
        assert all(bar.end <= over for bar in story.bars if bar.lane == CUSTOMER and bar.says == WAITS and over == over)


def test_a_case_from_the_warm_up_is_told_where_there_is_no_other() -> None:
    early = sim.load("tablet-order").with_({"warm_up_days": 6})
    assert story_of(sim.simulate(early), -1).outcome.contacts == 2


def test_a_long_name_of_a_world_leaves_room_for_its_numbers(tablet: dict[str, sim.Run], is_readable: Check) -> None:
    long = "a world whose name tells at length what everybody in it does from Monday morning to Friday night"
    line = two_worlds(tablet["BASE"], tablet["L4c"], titles=(long, "short"))
    is_readable(line)
    assert line.figure.axes[0].get_title(loc="left") == long, "in a line of its own, above the numbers"
    long = f"{long}, and what becomes of it over the weekend"
    picture = two_worlds(tablet["BASE"], tablet["L4c"], titles=(long, "short"))
    is_readable(picture)
    titles = [axes.get_title(loc="left") for axes in picture.figure.axes]
    assert titles[0].endswith(" ...")
    assert long.startswith(titles[0].removesuffix(" ..."))
    assert titles[1] == "short"
    assert long in picture.alt


def test_a_case_that_is_solved_later_than_it_is_answered_says_so(reference: sim.Run) -> None:
    table = reference.cases()
    later = table[
        (table["solved_min"] > table["info_min"] + 2880)
        & (table["customer"].map(table["customer"].value_counts()) == 1)
    ]
    picture = case_timeline(reference, int(later["customer"].iloc[0]))
    assert f"solved after {later['solved_min'].iloc[0] / 1440:.0f} days" in picture.figure.get_suptitle()


def test_an_unknown_customer_gets_one_sentence(tablet: dict[str, sim.Run]) -> None:
    with pytest.raises(sim.InputError, match="customer -2: has no case in this run of tablet-order"):
        case_timeline(tablet["BASE"], -2)


def test_customers_of_a_whole_company_can_be_read(reference: sim.Run, is_readable: Check) -> None:
    cases = reference.cases().sort_values("contacts", ascending=False, kind="stable")
    customers = [*cases["customer"][:10], *cases["customer"][100::200]]
    for customer in customers:
        picture = case_timeline(reference, int(customer))
        is_readable(picture)
        assert f"Customer {customer}" in picture.alt


def test_counts_of_steps_agree_with_the_case_table(reference: sim.Run) -> None:
    table = reference.cases().groupby("customer").filter(lambda cases: len(cases) == 1)
    row: Any
    for row in table.sort_values("contacts", ascending=False, kind="stable")[:60].itertuples():
        story = story_of(reference, int(row.customer))
        said = [step.text for step in story.steps]
        assert sum(text.startswith("asks for the number") for text in said) == row.asks
        assert (
            sum(text in {"calls", "tweets", "sends an e-mail", "writes on Facebook"} for text in said) == row.contacts
        )
        assert story.outcome.satisfaction == row.satisfaction
        worked = sum(bar.end - bar.begin for bar in story.bars if bar.says == WORKS)
        assert worked >= row.agent_min - 1.5 * row.asks - 1e-6  # asking is booked without moving the clock
        assert all(bar.begin < bar.end for bar in story.bars)


# The page


@given(
    st.lists(st.floats(-20000, 20000), min_size=1, max_size=70),
    st.floats(8, 14),
)
@settings(max_examples=100, deadline=None)
def test_later_is_further_right_and_on_the_page(moments: list[float], width: float) -> None:
    scale = TimeScale(moments, width, 0.5)
    places = [scale.place(moment) for moment in sorted(set(moments))]
    assert all(a < b for a, b in pairwise(places))
    assert all(0 <= place <= width for place in places)
    assert all(b[0] - a[0] >= 0.6 for a, b in pairwise(scale.ticks()))
    assert len(scale.cuts) <= 4


def test_time_is_true_to_scale_where_moments_are_not_crowded() -> None:
    scale = TimeScale([0, 60, 120, 300], 10, 0.5)
    places = [scale.place(minute) for minute in (0, 60, 120, 300)]
    assert np.diff(places) == pytest.approx(np.array([60, 60, 180]) * scale.inches)


@given(
    st.lists(st.tuples(st.floats(0, 12), st.floats(0.3, 4)), max_size=25),
    st.lists(st.floats(0, 12), max_size=10),
)
@settings(max_examples=100, deadline=None)
def test_words_never_cover_words(labels: list[tuple[float, float]], arrows: list[float]) -> None:
    found = placed([Label(x, "words", width) for x, width in labels], arrows, 12)
    assert len(found) == len(labels)
    for word in found:
        assert word.left >= (-0.95 if arrows and word.row else -1e-9)
        assert word.right <= 12 + 1e-9
    rows: dict[int, list[tuple[float, float]]] = {}
    for word in found:
        rows.setdefault(word.row, []).append((word.left, word.right))
    for spans in rows.values():
        spans.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_words_stand_beside_arrows_not_on_them_where_there_is_room() -> None:
    (word,) = placed([Label(5, "words", 2)], [6], 12)
    assert word.right < 5
    (word,) = placed([Label(5, "words", 2)], [4, 8], 12)
    assert word.left > 5


def test_words_reach_over_thin_leaders_and_to_the_left_rather_than_lie_over_an_arrow() -> None:
    labels = [Label(x, "words", 3.0) for x in (1.0, 1.2, 2.1, 2.3)]
    words = placed(labels, [3.5], 12)
    assert not any(word.left < 3.5 < word.right for word in words if word.label.x > 2)


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda s: (float(s[0]), float(s[0] + s[1]))))


@given(spans, spans)
def test_spans_less_holes_cover_what_is_in_the_one_and_not_in_the_other(
    some: list[tuple[float, float]], holes: list[tuple[float, float]]
) -> None:
    def covers(these: list[tuple[float, float]], moment: float) -> bool:
        return any(begin < moment < end for begin, end in these)

    left = without(union(some), union(holes))
    for moment in np.arange(0.5, 60):
        assert covers(left, moment) == (covers(some, moment) and not covers(holes, moment))


def test_a_story_of_weeks_is_written_in_days(is_readable: Check) -> None:
    picture = case_timeline(sim.simulate(sim.load("rescue")))
    is_readable(picture)
    (axes,) = picture.figure.axes
    assert "24 d 1:18 it is solved" in [text.get_text() for text in axes.texts]
    assert axes.get_xlabel().startswith("days (d), hours and minutes from the first contact")


def test_a_reply_to_what_is_settled_says_so() -> None:
    marte = story_of(sim.simulate(sim.load("agency")), -1)
    assert marte.steps[-1].text == "it is settled already"
    assert marte.outcome.solved_min < marte.steps[-1].time - marte.zero
