"""The answer: Erlang's where he has one, not beaten by trying everything, one sentence where there is none."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest

import simulation as sim
from simulation import theory
from simulation.interval_measures import Count
from simulation.staffing import Target, Terms, read_target, staff
from simulation.staffing.evidence import adjusted, judged, looks, luck_of
from simulation.staffing.rota import agent_hours
from simulation.staffing.trials import Trials

TARGET = read_target("phone:80%/20s")


def plain_team(**changes: float) -> sim.Scenario:
    """Return a short run of the textbook's team."""
    keys = {"rate": "needs.call.per_day", "work": "channels.phone.work.mean", "agents": "teams.phone.agents"}
    usual = {"days": 0.55, "warm_up_days": 0.05, "needs.call.per_day": 2400.0, "teams.phone.agents": 9}
    return sim.load("erlang-a").with_(usual | {keys.get(key, key): value for key, value in changes.items()})


@pytest.mark.slow
def test_for_a_plain_team_the_answer_is_erlangs_in_19_of_20_cases() -> None:
    draw = np.random.default_rng(2026)
    right = 0
    for _ in range(20):
        load, work, patience = draw.uniform(2, 7), draw.uniform(2, 6), draw.uniform(2, 8)
        share, within = round(draw.uniform(0.6, 0.9), 2), draw.uniform(10, 40) / 60
        rate = load / work
        exact = next(c for c in itertools.count(1) if theory.erlang_a(c, rate, work, patience).answered_within(within) >= share)  # fmt: skip # noqa: E501
        scenario = sim.load("erlang-a").with_(
            {
                "days": 832 / (rate * 1440) + 0.03,
                "warm_up_days": 0.03,
                "channels.phone.work.mean": work,
                "channels.phone.patience": patience,
                "needs.call.per_day": rate * 1440,
                "teams.phone.agents": math.ceil(load) + 1,
            }
        )
        found = staff(scenario, [Target(channel="phone", share=share, within=within)], Terms(check=0))
        right += found.agents == (exact,)
    assert right >= 19


@pytest.mark.slow
def test_no_staffing_on_a_small_grid_beats_the_answer() -> None:
    company = sim.load("reference-company").with_({"days": 5, "warm_up_days": 1})
    targets = (TARGET, read_target("email:70%/4h"))
    terms = Terms(first=8, most=16, check=0)
    with sim.processes(2) as executor:
        found = staff(company, targets, terms, executor)
        trials = Trials(company, found.blocks, targets, terms, executor)
        kept = [each for each in itertools.product((3, 4, 5), (2, 3, 4)) if trials.keeps(each)]
    assert trials.keeps(found.agents) or max(found.agents) > 5
    assert kept
    assert found.hours <= min(agent_hours(found.blocks, each) for each in kept)


def test_the_formulas_miss_is_told_in_both_directions() -> None:
    busy = plain_team(**{"behaviour.redial": 0.9, "behaviour.redial_minutes": 5.0, "agents": 12})
    found = staff(busy, [TARGET], Terms(first=8, most=16, check=4))
    assert found.formula_hours == 168 * found.formula[0]
    assert found.evidence[0].verdict is True
    assert found.evidence[0].low > 0.75
    assert len(found.check) == 1
    assert found.check[0].replications == 4
    assert found.demand[0].load == pytest.approx(5, rel=0.15)
    assert found.scenario.teams["phone"].rota[0].agents == found.agents[0]


def test_a_team_of_several_channels_keeps_the_targets_of_all() -> None:
    shop = sim.load("service-levels").with_({"days": 6, "warm_up_days": 1, "channels.chat.open": True})
    targets = [read_target("phone:70%/1min"), read_target("chat:60%/2min")]
    found = staff(shop, targets, Terms(first=5, most=10, check=0))
    (block,) = found.blocks
    assert block.team == "phone"
    assert [each.target.channel for each in found.evidence] == ["phone", "chat"]
    assert all(each.verdict for each in found.evidence)
    alone = staff(shop, targets[:1], Terms(first=5, most=10, check=0))
    assert alone.hours <= found.hours


def test_the_answer_does_not_depend_on_where_it_is_run() -> None:
    terms = Terms(first=8, most=8, check=2)
    here = staff(plain_team(), [TARGET], terms)
    with sim.processes(2) as executor:
        there = staff(plain_team(), [TARGET], terms, executor)
    assert here[1:] == there[1:]


def test_progress_only_grows_and_ends() -> None:
    told: list[float] = []
    staff(plain_team(), [TARGET], Terms(first=4, most=4, check=0), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def test_what_cannot_be_kept_says_which_target_and_how_far_it_came() -> None:
    terms = Terms(first=5, most=5, check=0, most_agents=4)
    with pytest.raises(sim.InputError, match=r"99 % within 1 s' cannot be kept: with 4 agents.* \d+\.\d % were served"):
        staff(plain_team(), [TARGET, read_target("phone:99%/1s")], terms)
    with pytest.raises(sim.InputError, match=r"at most 1 % hang up' cannot be kept: with 4 agents.* % hung up"):
        staff(plain_team(), [read_target("phone:1%/lost")], terms)


def test_what_is_a_tie_is_said_to_be_none_that_was_shown() -> None:
    few = Terms(first=4, most=4, check=0)
    found = staff(plain_team(), [read_target("phone:50%/20s")], few)
    tie = Target(channel="phone", share=round(found.evidence[0].level, 3), within=1 / 3)
    with pytest.raises(sim.InputError, match="could not be shown to be kept: with"):
        staff(plain_team(), [tie], dataclasses.replace(few, most_agents=found.agents[0]))


def test_hours_in_which_nobody_comes_get_one_sentence() -> None:
    company = sim.load("reference-company").with_({"days": 3, "warm_up_days": 0})
    with pytest.raises(sim.InputError, match="nobody contacts the company then"):
        staff(company, [read_target("phone:80%/20s@Fri 08:00-12:00")], Terms(first=3, most=3, check=0))


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"confidence": 0.2}, "confidence = 0.2"),
        ({"first": 2}, "expected at least 3"),
        ({"first": 9, "most": 8}, "no fewer at the end"),
        ({"most_agents": 0}, "most agents = 0"),
        ({"every": 0.0}, "between a minute and a day"),
        ({"check": 1}, "expected 0, or at least 2"),
    ],
)
def test_terms_that_make_no_sense_get_one_sentence(terms: dict[str, float], sentence: str) -> None:
    with pytest.raises(sim.InputError, match=sentence):
        Terms(**terms)  # type: ignore[arg-type]


def test_luck_has_no_mean_and_what_it_brought_is_taken_out() -> None:
    scenario = plain_team()
    luck = np.array([luck_of(scenario, "phone", 1, replication) for replication in range(60)])
    errors = luck.std(axis=0, ddof=1) / math.sqrt(len(luck))
    assert (np.abs(luck.mean(axis=0)) < 3 * errors).all()
    noise = np.random.default_rng(1).normal(0, 0.01, 60)
    mean, error, free = adjusted(2 + 5 * luck[:, 0] - 3 * luck[:, 1] + noise, luck)
    assert mean == pytest.approx(2, abs=4 * error)
    assert error < 0.003
    assert free == 57


def test_verdicts_are_wrong_no_more_often_than_they_may_be() -> None:
    """A team that just keeps its promise is called one way or the other in at most the stated share of sequences."""
    draw, called, sequences = np.random.default_rng(7), 0, 400
    for _ in range(sequences):
        offered = draw.integers(900, 1100, 40)
        counts = [
            Count(int(hits), int(count)) for count, hits in zip(offered, draw.binomial(offered, 0.8), strict=True)
        ]
        luck = [(0.0, 0.0)] * 40
        verdicts = [judged(TARGET, counts[:n], luck[:n], 0.95, 1 / 3).verdict for n in looks(10, 40)]
        called += True in verdicts
    assert called / sequences < 0.05 + 3 * math.sqrt(0.05 * 0.95 / sequences)
    assert called > 0
