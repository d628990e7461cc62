"""Laws that hold in every company: time runs forward, nobody is lost, and nobody waits who is not there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simulation as sim
from tests.model.ledger import ENDS, LOST, Ledger
from tests.model.worlds import worlds

Law = Callable[[sim.Scenario, int], None]
SERVED = (
    "service_start",
    "first_reply",
    "ask_phone_number",
    "sends_number",
    "must_wait_for_owner",
    "recommends_phone",
    "redirected",
    "partner_lookup",
    "information_given",
    "contact_closed",
    "service_end",
)


def in_every_world(law: Law) -> Law:
    """Try a law in random worlds, the same ones every time."""
    tried = given(scenario=worlds(), seed=st.integers(0, 2**32))(law)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=slow)(tried)


def ledger(scenario: sim.Scenario, seed: int) -> Ledger:
    """Run, and read the log."""
    return Ledger(sim.simulate(scenario, seed))


def close(found: float, expected: float) -> bool:
    """Return whether two measures are the same number, or both not a number."""
    if math.isnan(expected):
        return math.isnan(found)
    return found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@in_every_world
def test_time_runs_forward_until_the_horizon_and_a_run_is_repeatable(scenario: sim.Scenario, seed: int) -> None:
    run = sim.simulate(scenario, seed)
    times = run.log["time"].tolist()
    assert times == sorted(times)
    assert all(0 <= time < scenario.days * 1440 for time in times)
    assert all(time * 2**20 == int(time * 2**20) for time in times)
    assert sim.simulate(scenario, seed).digest == run.digest


@in_every_world
def test_every_case_ends_once_or_is_open_at_the_horizon(scenario: sim.Scenario, seed: int) -> None:
    for story in ledger(scenario, seed).opened.values():
        ends = story.all(*ENDS)
        assert len(ends) <= 1
        contacts = story.all("contact")
        assert [one.contact for one in contacts] == list(range(1, len(contacts) + 1))
        assert len(contacts) <= scenario.behaviour.most_contacts
        if ends:
            assert all(one.time <= ends[0].time for one in contacts), "no contact after the end"
            after = story.entries[story.entries.index(ends[0]) + 1 :]
            assert not {"information_given", "solved", "not_solved", "redirected"} & {one.event for one in after}
            assert (ends[0].event == "deflected") == (not contacts and ends[0].event != "given_up")
        by_teams = [one for one in story.all("solved", "not_solved") if one.team >= 0]
        unasked = [one for one in by_teams if one.agent < 0]  # the technician has been there
        under_way = len(story.all("solution_under_way")) - len(unasked)
        assert under_way in (0, 0 if ends else 1)
        assert len(by_teams) + under_way == len(story.all("information_given"))
        assert len(story.all("solved")) == len([one for one in by_teams if one.event == "solved"]) + len(
            [one for one in story.all("helped") if one.detail == 1]
        )


@in_every_world
def test_nobody_is_forgotten(scenario: sim.Scenario, seed: int) -> None:
    """A case that is open at the horizon has something to wait for: a contact that lives, or a contact to come."""
    for story in ledger(scenario, seed).opened.values():
        if story.first(*ENDS) or not story.all("contact"):
            continue
        closed = {one.contact for one in story.all("information_given", "contact_closed", "redirected", *LOST)}
        lives = {one.contact for one in story.all("contact")} - closed
        lives |= {one.contact for one in story.all("solution_under_way")}
        assert lives or story.first("not_solved", "redirected", *LOST), "nothing to come back for"


@in_every_world
def test_nobody_answers_what_nobody_sees(scenario: sim.Scenario, seed: int) -> None:
    """A message that went astray, or was left alone, is not served; each thread is a storm once at most."""
    for story in ledger(scenario, seed).opened.values():
        for contact in {one.contact for one in story.all("wrong_address", "left_unanswered")}:
            astray, found = (story.first(name, contact=contact) for name in ("wrong_address", "found_by_listening"))
            left, replied = story.first("left_unanswered", contact=contact), story.first("first_reply", contact=contact)
            assert not (left and replied)
            assert not (astray and not found and story.first("service_start", contact=contact))
            assert not (astray and found) or astray.detail == 1
        for number in {one.contact for one in story.all("reaction")}:
            reactions = len(story.all("reaction", contact=number))
            assert scenario.publicity is not None
            assert len(story.all("storm", contact=number)) == (reactions >= scenario.publicity.storm)
            assert reactions <= max(1, scenario.publicity.audience + 1)


@in_every_world
def test_nobody_is_served_before_she_contacts_or_after_she_has_hung_up(scenario: sim.Scenario, seed: int) -> None:
    for story in ledger(scenario, seed).opened.values():
        made: set[int] = set()
        lost: set[int] = set()
        for one in story.entries:
            if one.event == "contact":
                made.add(one.contact)
            elif one.event in LOST:
                assert one.contact not in lost
                lost.add(one.contact)
            elif one.event in SERVED:
                assert one.contact in made or one.contact == 0, "only a public post after the end is no contact"
                assert one.contact not in lost
        assert all(len(story.all("first_reply", contact=number)) <= 1 for number in made)
        closing = ("information_given", "contact_closed", "redirected", *LOST)
        assert all(len(story.all(*closing, contact=number)) <= 1 for number in made)


@in_every_world
def test_an_agent_has_no_more_in_hand_than_she_may_and_opens_it_on_duty_and_attentive(
    scenario: sim.Scenario, seed: int
) -> None:
    books = ledger(scenario, seed)
    in_hand: dict[int, list[tuple[int, int]]] = defaultdict(list)
    escalated: set[tuple[int, int]] = set()
    calls: set[tuple[int, int]] = set()  # talks, until somebody escalates them
    most = [team.concurrency for team in scenario.teams.values()]
    on_duty, away, off_since = set[int](), set[int](), dict[int, float]()
    made: dict[tuple[int, int], float] = {}
    for one in books.entries:
        if one.event == "contact":
            made[one.case, one.contact] = one.time
            if books.spoken[one.channel]:
                calls.add((one.case, one.contact))
        elif one.event == "escalated":
            escalated.add((one.case, one.contact))
            calls.discard((one.case, one.contact))
        elif one.event == "shift_start":
            on_duty.add(one.agent)
        elif one.event == "shift_end":
            on_duty.remove(one.agent)
            off_since[one.agent] = one.time
        elif one.event == "agent_away":
            away.add(one.agent)
        elif one.event == "agent_back":
            away.remove(one.agent)
        elif one.event == "service_start":
            mine = in_hand[one.agent]
            assert len(mine) < most[one.team]
            assert not mine or not calls & {*mine, (one.case, one.contact)}, "a call takes the whole person"
            assert one.agent not in away
            holds = books.synchronous[one.channel] and (one.case, one.contact) not in escalated
            holds = holds and made[one.case, one.contact] <= off_since.get(one.agent, -1)
            assert one.agent in on_duty or holds, one
            mine.append((one.case, one.contact))
        elif one.event == "service_end":
            in_hand[one.agent].remove((one.case, one.contact))
            assert one.detail >= 0


@in_every_world
def test_a_contact_is_in_one_hand_at_a_time(scenario: sim.Scenario, seed: int) -> None:
    for story in ledger(scenario, seed).opened.values():
        held: dict[int, int] = {}
        for one in story.all("service_start", "service_end"):
            if one.event == "service_start":
                assert one.contact not in held
                held[one.contact] = one.agent
            else:
                assert held.pop(one.contact) == one.agent
        opened = [one for one in story.all("service_start") if one.detail == 0]
        passed = story.all("must_wait_for_owner")
        for number in {one.contact for one in opened}:
            mine = [one for one in opened if one.contact == number]
            assert len(mine) <= 1 + len([one for one in passed if one.contact == number])
            assert len({one.agent for one in mine}) == len(mine), "nobody hands a contact to himself"


@in_every_world
def test_nobody_calls_a_closed_phone(scenario: sim.Scenario, seed: int) -> None:
    books = ledger(scenario, seed)
    serving = {channel: team for team, part in enumerate(scenario.teams.values()) for channel in part.channels}
    team_of = [serving[name] for name in scenario.channels]
    on_duty: dict[int, int] = defaultdict(int)
    for one in books.entries:
        on_duty[one.team] += {"shift_start": 1, "shift_end": -1}.get(one.event, 0)
        if one.event == "contact" and books.synchronous[one.channel]:
            assert on_duty[team_of[one.channel]] > 0


@in_every_world
def test_littles_law(scenario: sim.Scenario, seed: int) -> None:
    """The time integral of the number waiting is the sum of the waits, both cut at the horizon."""
    books = ledger(scenario, seed)
    measured = sim.simulate(scenario, seed).measures()
    for index, name in enumerate(scenario.channels):
        spells = books.spells(index)
        steps = sorted([(begin, 1) for begin, _ in spells] + [(end, -1) for _, end in spells])
        area, number, before = 0.0, 0, 0.0
        for time, step in [*steps, (books.horizon, 0)]:
            area += number * (time - before)
            number, before = number + step, time
        waits = math.fsum(end - begin for begin, end in spells)
        assert area == pytest.approx(waits, rel=1e-9, abs=1e-9)
        assert measured[f"backlog.{name}"] * books.horizon == pytest.approx(waits, rel=1e-9, abs=1e-6)


@in_every_world
def test_the_case_table_is_what_the_log_says(scenario: sim.Scenario, seed: int) -> None:
    run = sim.simulate(scenario, seed)
    books, table = Ledger(run), run.cases()
    assert table["case"].tolist() == list(books.opened)
    rows = [dict(zip(map(str, table), row, strict=True)) for row in table.to_numpy(float).tolist()]
    for row, story in zip(rows, books.opened.values(), strict=True):
        contacts, ended = story.all("contact"), story.first(*ENDS)
        begun = contacts[0].time if contacts else math.nan
        assert row["contacts"] == len(contacts)
        assert row["asks"] == len(story.all("ask_phone_number"))
        assert row["hand_offs"] == len(story.all("must_wait_for_owner"))
        assert row["agents_touched"] == len({one.agent for one in story.all("service_start")})
        assert close(row["first_reply_min"], story.minutes(begun, "first_reply", contact=1))
        assert close(row["acknowledged_min"], story.minutes(begun, "first_reply"))
        assert close(row["info_min"], story.minutes(begun, "information_given"))
        assert close(row["agent_min"], sum(one.detail for one in story.all("service_end")))
        assert row["solved"] == (ended is not None and ended.event != "given_up")
        assert row["closed"] == (ended is not None)
        assert close(row["satisfaction"], books.satisfaction(story))
        assert close(row["effort_min"], books.effort(story))


@in_every_world
def test_the_measures_are_what_the_log_says(scenario: sim.Scenario, seed: int) -> None:
    run = sim.simulate(scenario, seed)
    books, found = Ledger(run), run.measures()
    stories = list(books.opened.values())
    contacts = [one for story in stories for one in story.all("contact")]
    touched = [story for story in stories if story.all("contact")]
    solved_at_once = [story for story in touched if story.first("solved") and len(story.all("contact")) == 1]
    first_of_value = [story for story in touched if story.entries[0].event != "order_placed"]

    def share(part: int, whole: int) -> float:
        return part / whole if whole else math.nan

    expected = {
        "cases": len(stories),
        "contacts": len(contacts),
        "contacts_per_day": len(contacts) / scenario.days,
        "failure_demand": share(len(contacts) - len(first_of_value), len(contacts)),
        "first_contact_resolution": share(len(solved_at_once), len(touched)),
        "asked_twice": share(sum(len(story.all("ask_phone_number")) > 1 for story in touched), len(touched)),
        "deflected": share(sum(story.first("deflected") is not None for story in stories), len(stories)),
        "satisfaction": share(0, 0) if not stories else sum(map(books.satisfaction, stories)) / len(stories),
        "effort_min": share(0, 0) if not stories else sum(map(books.effort, stories)) / len(stories),
    }
    for index, name in enumerate(scenario.channels):
        offered = [one for one in contacts if one.channel == index]
        for measure, event in {"abandonment": "abandoned", "balking": "balked", "blocking": "blocked"}.items():
            gone = sum(one.event == event and one.channel == index for one in books.entries)
            expected[f"{measure}.{name}"] = share(gone, len(offered))
        within = [
            one
            for one in offered
            if books.stories[one.case].minutes(one.time, "service_start", contact=one.contact)
            <= scenario.service_level_minutes
        ]
        expected[f"service_level.{name}"] = share(len(within), len(offered))
    for index, name in enumerate(scenario.teams):
        expected[f"occupancy.{name}"] = books.occupancy(index)
    for name, value in expected.items():
        assert close(found[name], value), (name, found[name], value)
