"""Measures of what is public, against the log read row by row."""

from __future__ import annotations

from collections import defaultdict

import pytest

import simulation as sim
from tests.model.ledger import Ledger

FAILED = ("abandoned", "balked", "blocked", "patience_expired", "not_solved")


@pytest.fixture(scope="module", params=["as-it-is", "in-public-archive", "silence"])
def run(request: pytest.FixtureRequest) -> sim.Run:
    scenario = sim.load("public-answers").policy(request.param)
    loud = {"days": 8, "warm_up_days": 0, "publicity.storm": 5, "publicity.helps": 0.2, "publicity.listens": 0.5}
    return sim.simulate(scenario.with_(loud), 2)


def test_the_measures_are_what_the_log_says(run: sim.Run) -> None:
    books, found = Ledger(run), run.measures()
    stories = list(books.opened.values())
    parts = list(run.scenario.channels.values())
    days = run.scenario.days
    contacts = [one for story in stories for one in story.all("contact") if parts[one.channel].public]
    reactions = [one for one in books.entries if one.event == "reaction"]
    threads: dict[tuple[int, int], int] = defaultdict(int)
    views: dict[tuple[int, int], float] = defaultdict(float)
    for one in books.entries:
        threads[one.case, one.contact] += one.event == "reaction"
        views[one.case, one.contact] += one.detail * (one.event == "seen")
    after, waited, received, answered, resolved = 0, 0.0, 0, 0, 0
    for story in stories:
        mine = [one for one in story.all("contact") if parts[one.channel].public]
        ended = story.first("deflected", "solved", "given_up")
        for one in mine:
            failure = story.first(*FAILED)
            after += failure is not None and story.entries.index(failure) < story.entries.index(one)
            reply = story.first("first_reply", contact=one.contact)
            over = [end.time for end in (reply, ended) if end is not None]
            waited += min([*over, books.horizon]) - one.time
        replied = [one for one in story.all("first_reply") if parts[one.channel].public and one.contact > 0]
        received, answered = received + bool(mine), answered + bool(replied)
        resolved += bool(replied) and any(parts[one.channel].public and one.agent >= 0 for one in story.all("solved"))

    def number(event: str) -> int:
        return sum(one.event == event for one in books.entries)

    expected = {
        "reactions_per_day": len(reactions) / days,
        "storms": sum(size >= 5 for size in threads.values()),
        "largest_thread": max(threads.values()),
        "comment_share": sum(one.detail == 1 for one in reactions) / len(reactions),
        "public_unanswered": waited / books.horizon,
        "privacy_exposure": sum(views[one.case, one.contact] for one in books.entries if one.event == PERSONAL) / days,
        "helped": sum(one.detail == 1 for one in books.entries if one.event == "helped") / len(stories),
        "found_answers": number("finds_answer") / len(stories),
        "wrong_addresses": number("wrong_address") / len(contacts),
        "left_unanswered": number("left_unanswered") / len(contacts),
        "social_after_failure": after / len(contacts),
        "answered_of_received": answered / received,
        "resolved_of_answered": resolved / answered,
    }
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, rel=1e-9), name
    assert found["storms"] > 0
    assert found["helped"] > 0


PERSONAL = "posts_personal_data"


def test_rules_that_are_off_have_no_measures() -> None:
    company = sim.load("reference-company").with_({"days": 6})
    measures = sim.simulate(company).measures()
    assert not {"reactions_per_day", "helped", "left_unanswered", "public_unanswered"} & set(measures)
    assert {"social_after_failure", "answered_of_received", "resolved_of_answered"} <= set(measures)
    assert "left_unanswered" in sim.simulate(company.with_({"transparency.sensitive": "silence"})).measures()
    assert "answered_of_received" not in sim.simulate(sim.load("opening-hours").with_({"days": 21})).measures()
