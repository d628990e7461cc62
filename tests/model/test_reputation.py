"""What people have seen the company do: a stock that is fed, fades, and acts (rule E20)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.model.company import Company
from simulation.model.records import Case
from simulation.model.reputation import FEEDBACK, IMPORTANT_FIRST, LATE, ON_TIME, STORM, Reputation
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk

NINE, DAY = 540.0, 1440.0
ON: dict[str, Any] = {"publicity": {"readers": 0, "wrong_address": 0, "branching": 0, "helps": 0}, "reputation": {}}


def stock(**weights: float) -> Reputation:
    """Return the reputation of a company with 2000 customers."""
    scenario = crowd(population__customers=2000, **ON).with_({"reputation": weights})
    found = Company(Workload(scenario, 1, 0)).reputation
    assert found is not None
    return found


def level(scenario: sim.Scenario, day: int = 1) -> float:
    """Return the level in the log at the end of a day."""
    log = sim.simulate(scenario).frame()
    rows = log[log["event"] == "reputation"]
    assert rows["time"].tolist() == [DAY * number for number in range(len(rows))]
    return float(rows["detail"].iloc[day])


@pytest.mark.parametrize(
    ("what", "weight"), [(ON_TIME, 0.01), (IMPORTANT_FIRST, 0.01), (FEEDBACK, 0.1), (LATE, -0.02), (STORM, -1)]
)
def test_what_is_seen_weighs_less_among_more_customers(what: str, weight: float) -> None:
    reputation = stock()
    reputation.sees(what)
    assert reputation.level() == pytest.approx(weight * 1000 / 2000)


def test_what_was_seen_fades() -> None:
    reputation = stock(memory_days=10)
    reputation.sees(STORM)
    reputation._env.now = 10 * DAY
    assert reputation.level() == pytest.approx(-0.5 / math.e)
    reputation.sees(STORM)
    assert reputation.level() == pytest.approx(-0.5 / math.e - 0.5)


def test_a_good_name_calms_complaints_and_shortens_believed_waits() -> None:
    reputation = stock(storm=-2)
    assert reputation.branching_factor() == reputation.belief_factor() == 1
    reputation.sees(STORM)
    assert reputation.branching_factor() == pytest.approx(math.exp(0.3))
    assert reputation.belief_factor() == pytest.approx(math.exp(0.3))
    assert math.isfinite(stock_after(-1e9))
    assert stock_after(1e9) > 0


def stock_after(worth: float) -> float:
    """Return the factor after something that nobody should have to see."""
    reputation = stock(storm=worth)
    reputation.sees(STORM)
    return reputation.branching_factor()


@pytest.mark.parametrize(
    ("at", "channel", "severe", "seen"),
    [
        (NINE, "twitter", False, 1.0),
        (NINE, "twitter", True, 2.0),
        (NINE - 90, "twitter", True, 0.0),
        (NINE, "email", False, 0.0),
    ],
    ids=["in time", "and important", "at seven, answered at eight: too late", "in private"],
)
def test_a_public_answer_in_time_counts(at: float, channel: str, severe: bool, seen: float) -> None:
    scenario = desk(customer(at, severe=severe), channel=channel, **ON)
    memory = math.exp(-(DAY - NINE - 4) / (60 * DAY))
    assert level(scenario) == pytest.approx(seen * 0.01 * 1000 / 10 * memory, abs=1e-6)


@pytest.mark.parametrize(("channel", "seen"), [("twitter", -1.0), ("email", 0.0)])
def test_a_public_message_that_nobody_answers_in_her_patience_counts(channel: str, seen: float) -> None:
    scenario = desk(customer(0, luck={"patience": 1, "reaction": 0.99}), channel=channel, **ON, teams__desk__agents=0)
    patience = 1.5 * 15
    expected = seen * 0.02 * 1000 / 10 * math.exp(-(DAY - patience) / (60 * DAY))
    assert level(scenario) == pytest.approx(expected, abs=1e-6)


def test_a_good_name_makes_customers_believe_in_quick_answers_on_social_media_alone() -> None:
    scenario = crowd(channels=("email", "twitter"), population__customers=1000, **ON)
    company = Company(Workload(scenario, 1, 0))
    assert company.reputation is not None
    case = Case(company, (0.0, 1, 0, 0, 5))
    before = [company.believed_wait(case, channel) for channel in company.channels]
    for _ in range(100):
        company.reputation.sees(ON_TIME)
    after = [company.believed_wait(case, channel) for channel in company.channels]
    assert after[0] == before[0]
    assert after[1] == pytest.approx(before[1] * math.exp(-0.3))


def test_a_company_that_answers_in_public_is_tweeted_to_more() -> None:
    quick = crowd(channels=("email", "twitter"), days=8, population__customers=2000, **ON)
    quick = quick.with_({"channels.email.alpha": 2.0, "channels.twitter.believed": 120})
    share = sim.simulate(quick).measures()["first_channel.twitter"]
    off = sim.simulate(quick.with_({"reputation.on_belief": 0})).measures()
    assert share > off["first_channel.twitter"] + 0.03
    assert off["reputation"] > 0


def test_off_without_the_table_nothing_changes() -> None:
    plain = crowd(channels=("email", "twitter"), days=3, publicity=ON["publicity"])
    idle = sim.simulate(plain.with_({"reputation": {"on_belief": 0, "on_branching": 0}}))
    others = idle.log[idle.frame()["event"].to_numpy() != "reputation"]
    assert np.array_equal(others, sim.simulate(plain).log)
    assert "reputation" not in sim.simulate(plain).measures()


def test_a_reputation_without_publicity_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError, match=r"reputation: speaks of what is public, expected a table \[publicity\]"):
        crowd(reputation={})
