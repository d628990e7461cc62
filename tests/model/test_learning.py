"""Customers learn how long each channel takes: from their own contacts, and from what they read (rule E4)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.model.company import Company
from simulation.model.records import Case, Contact
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk, times

NINE = 540.0
SOCIAL = {"wrong_address": 0, "branching": 0, "helps": 0, "posts_details": 0}


def company(**changes: Any) -> Company:
    """Return a company with two channels and two needs, whose customers learn."""
    base = crowd(channels=("email", "twitter"), learning={}, **changes)
    return Company(Workload(base.with_({"needs": {"question": {"per_day": 1}, "wish": {"per_day": 1}}}), 1, 0))


def contact(firm: Company, channel: int, made: float = 0.0, need: int = 0, whose: int = 7) -> Contact:
    """Return a contact of customer 7."""
    case = Case(firm, (made, 1, need, 0, whose))
    return Contact(case, firm.channels[channel], made)


def wait(firm: Company, channel: int, need: int = 0, whose: int = 7) -> float:
    """Return the wait that a customer believes in."""
    return firm.believed_wait(Case(firm, (0.0, 1, need, 0, whose)), firm.channels[channel])


def test_a_contact_of_her_own_moves_her_belief_about_that_channel_alone() -> None:
    firm = company()
    assert firm.beliefs is not None
    before = [wait(firm, channel) for channel in (0, 1)]
    firm.env.now = 100.0
    firm.beliefs.is_answered(contact(firm, 1, made=60.0))
    assert wait(firm, 1) == pytest.approx(0.7 * before[1] + 0.3 * 40)
    assert wait(firm, 1, need=1) == pytest.approx(before[1] + 0.3 * 0.6 * (40 - before[1])), "a share carries over"
    assert wait(firm, 0) == before[0]
    assert wait(firm, 1, whose=8) == before[1], "others know nothing of it"


@pytest.mark.parametrize(("transfer", "moves"), [(0, 0), (1, 1)])
def test_experience_carries_over_to_other_needs_by_its_share(transfer: float, moves: float) -> None:
    firm = company(learning__transfer=transfer)
    assert firm.beliefs is not None
    before = wait(firm, 1)
    firm.env.now = 100.0
    firm.beliefs.is_answered(contact(firm, 1))
    assert wait(firm, 1, need=1) == pytest.approx(before + moves * 0.3 * (100 - before))


def test_no_answer_counts_as_a_longer_wait_and_never_as_a_shorter_one() -> None:
    firm = company()
    assert firm.beliefs is not None
    before = wait(firm, 1)
    firm.beliefs.is_unanswered(contact(firm, 1))
    assert wait(firm, 1) == before, "who found no line has not waited at all"
    firm.env.now = 100.0
    firm.beliefs.is_unanswered(contact(firm, 1))
    assert wait(firm, 1) == pytest.approx(0.7 * before + 0.3 * 150)


def test_a_contact_teaches_once() -> None:
    firm = company()
    assert firm.beliefs is not None
    mine = contact(firm, 1)
    firm.env.now = 100.0
    firm.beliefs.is_unanswered(mine)
    expired = wait(firm, 1)
    firm.env.now = 200.0
    firm.beliefs.is_answered(mine)
    assert wait(firm, 1) == expired


def test_readers_learn_less_than_she_who_wrote() -> None:
    firm = company(publicity=SOCIAL)
    assert firm.beliefs is not None
    before = wait(firm, 1)
    firm.beliefs.reads(contact(firm, 1), 4.0, [8, 9])
    assert wait(firm, 1, whose=8) == wait(firm, 1, whose=9) == pytest.approx(before + 0.15 * (4 - before))
    assert wait(firm, 1) == before


def second_channel(*, own: float = 0.3, late: float = 4, **changes: Any) -> str:
    """Return where a customer goes the second time, who first wrote an e-mail and was answered after some minutes."""
    twice = {"solve": [0.99, 0], "return_delay": 1440}
    scenario = desk(customer(NINE, luck=twice), channels__email__solve=0.5, learning={"own": own})
    scenario = scenario.with_(
        {
            "channels.email.work.mean": late,
            "channels.email.alpha": 0.0,
            "channels.twitter": {"alpha": 0.0, "believed": 30},
            "teams.desk.channels": ["email", "twitter"],
            "behaviour.habit_weight": 0,
            "cast.1.luck.choice.email": [9, 1.6],
            "cast.1.luck.choice.twitter": 0,
            **changes,
        }
    )
    log = sim.simulate(scenario).frame()
    made = log[(log["event"] == "contact") & (log["case"] == -1)]["channel"].tolist()
    assert made[0] == "email"
    return str(made[1])


def test_she_goes_again_where_it_was_quicker_than_she_had_thought() -> None:
    assert second_channel() == "email"
    assert second_channel(own=0) == "twitter", "off: she never learns"
    assert second_channel(learning=None) == "twitter", "off: without the rule"


def test_what_is_learned_in_one_case_is_known_in_the_next() -> None:
    """One customer in the world: every case is hers. Slow e-mail drives her to Twitter for good."""
    slow = crowd(channels=("email", "twitter"), per_day=6, days=30, learning={"own": 0.5}).with_(
        {
            "population.customers": 1,
            "channels.email.alpha": 3.0,
            "teams": {
                "mail": {"channels": ["email"], "agents": 1, "hours": "Mon 08:00-09:00"},
                "social": {"channels": ["twitter"], "agents": 2, "hours": "always"},
            },
            "behaviour.habit_weight": 0,
        }
    )
    off = slow.with_({"learning": None})
    shares = [sim.simulate(scenario).measures()["first_channel.twitter"] for scenario in (slow, off)]
    assert shares[0] > shares[1] + 0.2


def test_without_the_table_nothing_changes_and_with_weights_of_nothing_neither() -> None:
    plain = crowd(channels=("email", "twitter"), days=2)
    unmoved = plain.with_({"learning": {"own": 0, "observed": 0}})
    assert np.array_equal(sim.simulate(unmoved).log, sim.simulate(plain).log)
    assert "social_share" in sim.simulate(unmoved).measures()
    assert "social_share" not in sim.simulate(plain).measures()


def test_the_share_of_social_media_is_told_by_week() -> None:
    scenario = crowd(channels=("email", "twitter"), days=21, per_day=50, learning={}, warm_up_days=2)
    run = sim.simulate(scenario)
    table = run.cases()
    social = table["first_channel"] == 1
    found = run.measures()
    assert found["social_share"] == pytest.approx(found["first_channel.twitter"])
    assert found["social_share_first"] == pytest.approx(social[table["opened"] < 9 * 1440].mean())
    assert found["social_share_last"] == pytest.approx(social[table["opened"] >= 14 * 1440].mean())


def test_a_caller_learns_her_hold() -> None:
    """Of two callers the second holds for three minutes, and has learned it; the first was served at once."""
    scenario = desk(customer(NINE), customer(NINE + 1, name="Bea"), channel="phone", learning={})
    firm = Company(Workload(scenario, 1, 0))
    firm.run()
    believed = firm.channels[0].believed
    assert wait(firm, 0, whose=-1) == pytest.approx(0.7 * believed)
    assert wait(firm, 0, whose=-2) == pytest.approx(0.7 * believed + 0.3 * 3)
    assert times(scenario, "abandoned") == []
