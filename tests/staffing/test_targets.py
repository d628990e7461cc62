"""Targets and the rota: what people write, and what a run says about it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.interval_measures import DAILY, Count, made_in, measures_by_interval
from simulation.staffing import Target, read_target, read_targets
from simulation.staffing.rota import agent_hours, blocks, staffed
from simulation.staffing.targets import fitting


@pytest.fixture(scope="module")
def company() -> sim.Run:
    """Six days of the reference company."""
    return sim.simulate(sim.load("reference-company").with_({"days": 6, "warm_up_days": 0}))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("phone:80%/20s", "phone: 80 % within 20 s"),
        (" email : 92.5 % / 4 h @ Mon-Fri 08:00-16:00", "email: 92.5 % within 4 h, Mon-Fri 08:00-16:00"),
        ("phone:5%/lost", "phone: at most 5 % hang up"),
    ],
)
def test_a_target_is_read_as_people_write_it(text: str, title: str) -> None:
    assert read_target(text).title == title


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("phone", "expected CHANNEL:SHARE%/TIME"),
        ("phone:80/20", "expected CHANNEL:SHARE%/TIME"),
        ("phone:80%/20 sx", "'sx' is no unit of time"),
        ("phone:100%/20 s", "expected less than 1"),
        ("phone:80%/20s@8-12", "are no hours"),
    ],
)
def test_a_target_that_is_not_understood_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(sim.InputError, match=sentence):
        read_target(text)


def test_targets_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(
        '[[targets]]\nchannel = "phone"\nshare = 0.8\nwithin = "20 s"\n[[targets]]\nchannel = "phone"\n'
        'most_abandoning = 0.05\nhours = "Mon 08:00-12:00"\n'
    )
    assert [each.title for each in read_targets(path)] == [
        "phone: 80 % within 20 s",
        "phone: at most 5 % hang up, Mon 08:00-12:00",
    ]
    for text, sentence in (
        ("", "no targets"),
        ("[[target]]\n", "no key 'target', did you mean 'targets'"),
        ('[[targets]]\nchannel = "phone"\nshre = 0.8\n', "did you mean 'share'"),
        ('[[targets]]\nchannel = "phone"\nshare = 0.8\n', "expected either 'share' and 'within', or 'most_abandoning'"),
        ("[[targets", "not valid TOML"),
    ):
        path.write_text(text)
        with pytest.raises(sim.InputError, match=sentence):
            read_targets(path)
    with pytest.raises(sim.InputError, match="no such file"):
        read_targets(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ([], "no target"),
        (["phne:80%/20s"], "did you mean 'phone'"),
        (["email:5%/lost"], "nobody holds in this channel"),
        (["email:80%/50 days"], "shorter than the run"),
        (["phone:80%/20s", "phone:80%/20s"], "stands there twice"),
    ],
)
def test_a_target_that_does_not_fit_gets_one_sentence(texts: list[str], sentence: str) -> None:
    with pytest.raises(sim.InputError, match=sentence):
        fitting([read_target(text) for text in texts], sim.load("reference-company"))


def test_a_target_outside_of_its_teams_hours_gets_one_sentence() -> None:
    with pytest.raises(sim.InputError, match="nobody of team 'phone' is there then"):
        blocks(sim.load("reference-company"), [read_target("phone:80%/20s@20:00-22:00")])


def test_moments_lie_in_their_hours() -> None:
    times = np.array([479.0, 480.0, 719.9, 720.0, 10080.0 + 500.0, 5 * 1440.0 + 500.0])
    assert made_in(times, "Mon-Fri 08:00-12:00").tolist() == [False, True, True, False, True, False]
    assert made_in(times, "always").all()


def test_intervals_add_up_to_the_measures_of_the_whole(company: sim.Run) -> None:
    scenario, log = company.scenario, company.log
    whole = company.measures()
    found = measures_by_interval(log, scenario, "phone", scenario.service_level_minutes, ["always", *DAILY])
    always = found.pop("always")
    assert always["service_level"] == pytest.approx(whole["service_level.phone"])
    assert always["abandonment"] == whole["abandonment.phone"]
    assert always["wait_min"] == pytest.approx(whole["wait_min.phone"])
    assert sum(each["offered"] for each in found.values()) == always["offered"] == whole["offered.phone"]
    assert np.isnan(found["03:00-04:00"]["service_level"])


def test_messages_are_judged_by_their_reply_and_only_once_that_is_due(company: sim.Run) -> None:
    scenario = company.scenario
    minutes = 240.0
    target = Target(channel="email", share=0.8, within=minutes)
    made = company.frame().query("event == 'contact' and channel == 'email'")
    replies = company.frame().query("event == 'first_reply' and channel == 'email'")
    due = made[made["time"] <= scenario.days * 1440 - minutes].set_index(["case", "contact"])["time"]
    replied = replies.set_index(["case", "contact"])["time"].groupby(level=[0, 1]).first()
    in_time = ((replied.reindex(due.index) - due) <= minutes).sum()
    assert target.count(company.log, scenario) == Count(int(in_time), len(due))


def test_excess_is_positive_when_the_promise_is_kept() -> None:
    level, lost = read_target("phone:80%/20s"), read_target("phone:5%/lost")
    assert level.excess(Count(90, 100)) == pytest.approx(10)
    assert lost.excess(Count(4, 100)) == pytest.approx(1)
    assert lost.excess(Count(7, 100)) == pytest.approx(-2)


def test_blocks_are_cut_where_targets_and_rota_change() -> None:
    company = sim.load("reference-company")
    whole = blocks(company, [read_target("phone:80%/20s")])
    assert [(each.team, each.hours, each.week_hours, each.agents) for each in whole] == [
        ("phone", "08:00-16:00", 56.0, 4)
    ]
    texts = ["phone:80%/20s@08:00-12:00", "phone:70%/20s@Mon-Fri 12:00-16:00", "twitter:80%/2h"]
    cut = blocks(company, [read_target(text) for text in texts])
    assert [(each.hours, each.week_hours) for each in cut] == [
        ("08:00-12:00", 28.0),
        ("Mon-Fri 12:00-16:00", 20.0),
        ("08:00-16:00", 56.0),
    ]
    assert len(blocks(company, [read_target("phone:80%/20s")], every=120)) == 4
    always = blocks(sim.load("erlang-a"), [read_target("phone:80%/20s")])
    assert [each.hours for each in always] == ["always"]


def test_a_rota_has_the_agents_of_its_blocks_and_leaves_other_hours_alone(tmp_path: Path) -> None:
    company = sim.load("reference-company").with_({"days": 9, "warm_up_days": 0})
    cells = blocks(company, [read_target("phone:80%/20s@Mon-Fri 08:00-12:00")])
    changed = staffed(company, cells, (6,))
    assert agent_hours(cells, (6,)) == 120
    frame = sim.simulate(changed).frame()
    shifts = frame[(frame["team"] == "phone") & frame["event"].isin(["shift_start", "shift_end"])]
    steps = shifts["event"].eq("shift_start").map({True: 1, False: -1})
    on_duty = {
        moment: int(steps[shifts["time"] <= moment].sum()) for moment in (500.0, 800.0, 1000.0, 5 * 1440 + 500.0)
    }
    assert on_duty == {500.0: 6, 800.0: 4, 1000.0: 0, 5 * 1440 + 500.0: 4}
    path = tmp_path / "staffed.toml"
    path.write_text(changed.to_toml(named=False))
    assert sim.load(path).hash() == changed.hash()


def test_staffing_as_it_is_changes_nothing() -> None:
    company = sim.load("reference-company").with_({"days": 4, "warm_up_days": 0})
    cells = blocks(company, [read_target("phone:80%/20s@Tue 08:00-12:00"), read_target("email:80%/4h")])
    same = staffed(company, cells, tuple(each.agents for each in cells))
    assert sim.simulate(same).digest == sim.simulate(company).digest
