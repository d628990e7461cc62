"""The panel without a page: nothing before the guess, the numbers of `compare`, and the latest move wins."""

from __future__ import annotations

import asyncio
import math
from dataclasses import replace

import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.plots import Picture
from simulation.plots.words import measure as label_of
from simulation.run import Run
from simulation.strings import table
from simulation.widgets import Found, Question, panel, views


def test_nothing_of_the_result_is_there_before_the_guess_nor_after_a_reset(question: Question) -> None:
    asked = panel(question)
    asked.move({"teams.phone.agents": 2})
    fresh = {"serial", "asked", "problem", "of", "values", "preset", "note", "code"}
    assert asked.found is None
    assert asked.sentence == ""
    assert set(asked.seen) == fresh
    asked.guess(30)
    assert asked.seen["rows"][0]["guess"] == 30
    assert [row["guess"] for row in asked.seen["rows"][1:]] == [None, None]
    asked.reset()
    assert asked.found is None
    assert set(asked.seen) == fresh
    assert asked.seen["values"]["teams.phone.agents"] == question.scenario.teams["phone"].agents


def test_the_panel_has_the_numbers_of_compare_and_its_python_gives_them(question: Question) -> None:
    asked = panel(question)
    asked.preset("pooled")
    asked.move({"transparency.labels": "honest"})
    asked.skip()
    assert asked.found is not None
    space: dict[str, object] = {}
    exec(asked.code, space)  # what a student would run
    comparison = space["comparison"]
    assert isinstance(comparison, sim.Comparison)
    for name in question.measures:
        assert asked.found.change(name) == comparison.difference("before", "after", name).interval
    digests = {name: [run.digest for run in runs] for name, runs in comparison.runs.items()}
    assert digests == {name: [run.digest for run in runs] for name, runs in asked.found.comparison.runs.items()}
    assert asked.code.splitlines()[2] == """after = before.policy("pooled").with_({'transparency.labels': 'honest'})"""


def test_python_of_a_company_that_is_not_packaged_runs_too(company: sim.Scenario) -> None:
    own = sim.parse(company.given() | {"name": "own"}, "own")
    asked = panel(Question(own, ["teams.phone.agents"], ["contacts"], presets=["honest"], replications=1))
    asked.preset("honest")
    asked.skip()
    space: dict[str, object] = {}
    exec(asked.code, space)
    comparison = space["comparison"]
    assert isinstance(comparison, sim.Comparison)
    assert asked.found is not None
    assert comparison.values("after", "contacts") == asked.found.values(1, "contacts")


def test_a_policy_that_levers_cannot_show_is_applied_and_said(question: Question) -> None:
    asked = panel(question)
    asked.preset("pooled")
    assert asked.setting.scenario.hash() == question.scenario.policy("pooled").hash()
    assert asked.seen["note"].endswith("no lever here shows: Teams.")
    assert asked.seen["values"]["teams.phone.agents"] is None
    asked.preset("")
    assert asked.setting.scenario.hash() == question.scenario.hash()
    assert asked.seen["note"] == ""
    asked.preset("no-social")
    assert "Twitter: open, Facebook: open, E-mail: agents and Social media: agents" in asked.seen["note"]


def test_a_difference_none_and_the_same_are_told_apart_and_marked(question: Question) -> None:
    asked = panel(question)
    asked.guess(0)
    assert "Nothing is turned yet" in asked.sentence
    asked.move({"teams.phone.agents": 2})
    change = asked.found.change("abandonment.phone") if asked.found else None
    assert change is not None
    assert change.low > 0
    label = label_of("abandonment.phone")
    assert "a rise of" in asked.sentence
    assert f"[{label.value(change.low)}, {label.value(change.high)}]" in asked.sentence
    assert asked.seen["mark"] == table()["mark.queues"]["en"]
    assert "too low" in asked.seen["guessed"]
    asked.preset("honest")
    assert "behaviour.equal_minutes" in asked.seen["mark"]


def test_one_run_says_that_it_is_one(question: Question) -> None:
    asked = panel(replace(question, replications=1))
    asked.skip()
    asked.move({"teams.phone.agents": 2})
    assert "in this one pair of runs" in asked.sentence
    assert math.isnan(asked.found.change("abandonment.phone").low) if asked.found else False


def test_the_case_of_one_customer_is_exact(company: sim.Scenario) -> None:
    tablet = sim.load("tablet-order")
    asked = panel(Question(tablet, ["transparency.labels"], ["contacts"], presets=["L1b"], view=views.case))
    asked.preset("L1b")
    asked.skip()
    assert asked.seen["of"] == 1
    assert "Solveig" in asked.picture["alt"]
    assert asked.picture["src"].startswith("data:image/png;base64,")


def test_the_day_and_a_view_of_a_lab_are_drawn(question: Question) -> None:
    seen: list[tuple[Run, ...]] = []

    def own(found: Found) -> Picture:
        seen.append(found.first_runs)
        return views.day(found)

    asked = panel(replace(question, view=own, replications=1))
    asked.skip()
    assert len(seen) == 1
    assert "“before”" in asked.picture["alt"]
    assert "“after”" in asked.picture["alt"]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"levers": ["teams.fone.agents"]}, "did you mean 'phone'"),
        ({"measures": ["abandonment.fone"]}, "did you mean 'abandonment.phone'"),
        ({"presets": ["honets"]}, "did you mean 'honest'"),
        ({"measures": []}, "expected at least one"),
        ({"replications": 0}, "expected at least 1"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told_in_a_sentence(
    question: Question, what: dict[str, object], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        replace(question, **what)  # type: ignore[arg-type]


def test_a_measure_of_a_rule_that_a_policy_turns_on_can_be_asked_about(company: sim.Scenario) -> None:
    Question(company.with_({"reputation": {}, "publicity": {}}), (), ("reputation",))
    Question(company, ("transparency.callbacks",), ("callbacks",))


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({"do": "move", "value": {"teams.phon.agents": 3}}, "did you mean 'teams.phone.agents'"),
        ({"do": "move", "value": {"teams.phone.agents": 2.5}}, "expected a whole number"),
        ({"do": "move", "value": {"transparency.labels": "onest"}}, "did you mean 'honest'"),
        ({"do": "guess", "value": "ten"}, "expected a number"),
        ({"do": "preset", "value": "honets"}, "did you mean 'honest'"),
        ({"do": "gues"}, "did you mean 'guess'"),
    ],
)
def test_a_page_that_asks_for_nonsense_is_told_so_and_nothing_moves(
    question: Question, message: dict[str, object], says: str
) -> None:
    asked = panel(question)
    asked._heard(asked, {"serial": 1, **message}, [])
    assert says in asked.seen["problem"]
    assert asked.setting.changes() == {}


def test_the_latest_move_wins_while_the_loop_stays_awake(question: Question) -> None:
    many = replace(question, replications=60)

    async def play() -> tuple[Found | None, int]:
        asked = panel(many)
        asked.skip()
        awake = 0
        for agents in (2, 3, 5):
            asked.move({"teams.phone.agents": agents})
            while asked.found is None:
                awake += 1
                await asyncio.sleep(0.001)
        asked.finish()
        return asked.found, awake

    found, awake = asyncio.run(play())
    assert found is not None
    assert found.worlds[1].teams["phone"].agents == 5
    assert found.replications == 60
    assert awake > 3
    assert found.values(0, "contacts") != found.values(1, "contacts")


def test_settings_that_were_seen_answer_from_memory_and_the_first_world_is_never_forgotten(question: Question) -> None:
    asked = panel(replace(question, replications=1))
    asked.skip()
    for agents in (*range(1, 9), 4):
        for share in (0.0, 0.5):
            asked.move({"teams.phone.agents": agents, "integration.order_status": share})
            assert asked.found is not None
            assert asked.found.first_runs[0].scenario.hash() == question.scenario.hash()


def test_a_lever_that_can_do_nothing_here_is_told() -> None:
    closed = sim.load("reference-company").policy("no-social").with_({"days": 2, "warm_up_days": 0})
    asked = panel(Question(closed, ["channels.twitter.solve", "teams.social.attention"], ["contacts"], replications=1))
    assert asked.seen["note"] == ""
    asked.move({"channels.twitter.solve": 1.0})
    assert "can do nothing in this company" in asked.seen["note"]
    asked.reset()
    assert asked.seen["note"] == ""
