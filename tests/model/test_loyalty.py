"""What customers do once a case has ended: they tell others, tell everybody, or leave (rules E18 and E19)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simulation as sim
from simulation import log as ev
from simulation.cases import cases
from simulation.model.company import Company
from simulation.model.loyalty import logistic
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk, happened, times, told, z_of_share
from tests.model.worlds import worlds

NINE = 540.0
NEVER = {"churn_intercept": -1e6, "churn_slope": 0}
ALWAYS = {"churn_intercept": 1e6, "churn_slope": 0}


def unhappy(name: str = "Ada", at: float = NINE, **luck: Any) -> dict[str, Any]:
    """Return a customer whose only answer does not help."""
    return customer(at, name=name, luck={"solve": 0.99, "returns": 0.99} | luck)


def social(*cast: dict[str, Any], **changes: Any) -> sim.Scenario:
    """Return a desk that answers tweets, of which half help, and whose customers draw conclusions."""
    known = {"tells": 0.5, "posts": 0.15, "churns": 0.99}
    table = changes.pop("loyalty", {})
    scenario = desk(*cast, channel="twitter", channels__twitter__solve=0.5, loyalty=table, **changes)
    for number, one in enumerate(cast, start=1):
        mine = known | {key: one["luck"][key] for key in known if key in one["luck"]}
        scenario = scenario.with_({f"cast.{number}.luck.{key}": value for key, value in mine.items()})
    return scenario


def judged(scenario: sim.Scenario, seed: int) -> tuple[dict[int, float], sim.Run]:
    """Return the satisfaction of each case as the run saw it when the case ended, and the run."""
    company = Company(Workload(scenario, seed, 0))
    assert company.loyalty is not None
    found: dict[int, float] = {}
    room, judges = company.loyalty, company.loyalty.judges

    def listens(case: Any, solved: bool) -> None:
        found[case.id] = room.satisfaction(case, solved)
        judges(case, solved)

    room.judges = listens  # type: ignore[method-assign]
    return found, sim.Run(scenario, seed, 0, company.run())


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=worlds(), seed=st.integers(0, 2**32))
def test_the_run_judges_each_case_as_the_case_table_does(scenario: sim.Scenario, seed: int) -> None:
    """The table is made of the log as it stood when the case ended: what comes later nobody can know yet."""
    found, run = judged(scenario.with_({"loyalty": {"tells_bad": 1}}), seed)
    ends = {
        int(row["case"]): at for at, row in enumerate(run.log) if row["event"] in (ev.DEFLECTED, ev.SOLVED, ev.GIVEN_UP)
    }
    assert set(ends) == set(found)
    horizon = len(run.log)
    kept = [at for at, row in enumerate(run.log) if at <= ends.get(int(row["case"]), horizon)]
    table = cases(run.log[kept], run.scenario)
    by_case = dict(zip(table["case"].tolist(), table["satisfaction"].tolist(), strict=True))
    for case, score in found.items():
        assert score == pytest.approx(by_case[case], abs=1e-12)


def test_a_bad_end_is_told_more_often_than_a_good_one() -> None:
    run = sim.simulate(crowd(channels__email__solve=0.5, behaviour__returns=0, loyalty=NEVER))
    log, table = run.frame(), run.cases()
    bad = set(table["case"][table["satisfaction"] < 0.5])
    good = set(table["case"][table["closed"]]) - bad
    tells = log[log["event"] == "tells_others"]
    assert set(tells["case"][tells["detail"] == 0]) <= bad
    assert set(tells["case"][tells["detail"] == 1]) <= good
    ended = set(table["case"][table["closed"]])
    assert abs(z_of_share((tells["detail"] == 0).sum(), len(bad & ended), 0.65)) < 3.3
    assert abs(z_of_share((tells["detail"] == 1).sum(), len(good), 0.25)) < 3.3
    found = run.measures()
    assert found["told_badly"] == pytest.approx((tells["detail"] == 0).sum() / 10)
    assert found["told_well"] == pytest.approx((tells["detail"] == 1).sum() / 10)


def test_who_leaves_follows_the_logit() -> None:
    weights = {"churn_intercept": -1.0, "churn_slope": 5, "churn_pivot": 0.6}
    run = sim.simulate(crowd(channels__email__solve=0.5, behaviour__returns=0, loyalty=weights))
    log, table = run.frame(), run.cases()
    ended = table[table["closed"]]
    chances = 1 / (1 + np.exp(1.0 - 5 * (0.6 - ended["satisfaction"])))
    left = int((log["event"] == "churned").sum())
    assert abs(left - chances.sum()) < 3.3 * math.sqrt((chances * (1 - chances)).sum())
    assert run.measures()["churned"] == left
    assert run.measures()["churned_share"] == pytest.approx(left / 10**6)


def test_a_dissatisfied_customer_tells_posts_and_leaves_in_this_order() -> None:
    ends = ["given_up", "tells_others", "posts_publicly", "churned"]
    assert [name for _, name in told(social(unhappy(churns=0.0)), -1, *ends)] == ends


@pytest.mark.parametrize(
    ("luck", "changes", "posts"),
    [
        ({}, {}, 1),
        ({"posts": 0.25}, {}, 0),
        ({"tells": 0.7}, {}, 0),
        ({"solve": 0.1}, {}, 0),
        ({}, {"cast.1.considers_social": False}, 0),
        ({}, {"loyalty.posts": 0}, 0),
        ({}, {"loyalty.bad_below": 0}, 0),
    ],
    ids=["posts", "does not post", "tells nobody", "is happy", "never uses social media", "off", "nothing is bad"],
)
def test_who_posts_in_public(luck: dict[str, Any], changes: dict[str, Any], posts: int) -> None:
    private = {
        "channels": {"email": {"work": {"mean": 4}, "solve": 0.5}, "twitter": {"alpha": -99}},
        "teams.desk.channels": ["email", "twitter"],
    }
    scenario = social(unhappy(**luck)).with_(private | {"cast.1.luck.choice.email": 9, **changes})
    assert len(times(scenario, "posts_publicly")) == posts
    assert sim.simulate(scenario).measures()["posted"] == posts / 2
    nowhere = scenario.with_({"channels.twitter.open": False})
    assert times(nowhere, "posts_publicly") == [], "there is no place to post"


def test_who_has_left_takes_later_needs_elsewhere_and_open_cases_go_on() -> None:
    """One customer in the world, who leaves after her first case; cases that were open then come to their ends."""
    alone = crowd(per_day=40, days=4, loyalty=ALWAYS, population__customers=1, orders={"per_day": 20})
    run = sim.simulate(alone.with_({"channels.email.work.mean": 60, "teams.desk.agents": 2}))
    log = run.frame()
    left = log[log["event"] == "churned"]
    assert len(left) == 1
    when = left["time"].iloc[0]
    opened = log[(log["event"] == "case_opened") & ~log["case"].isin(log[log["event"] == "order_placed"]["case"])]
    assert opened["time"].max() <= when
    assert (log[log["event"] == "order_placed"]["time"] <= when).all()
    elsewhere = log[log["event"] == "taken_elsewhere"]
    assert len(elsewhere) > 100
    assert elsewhere["time"].min() > when
    assert len(log[log["case"].isin(elsewhere["case"])]) == len(elsewhere), "no other row is about such a need"
    going_on = log[(log["time"] > when) & (log["event"] == "solved")]
    assert len(going_on) > 0
    assert run.measures()["taken_elsewhere"] == len(elsewhere) / 4


def test_nobody_leaves_twice() -> None:
    alone = crowd(per_day=60, days=3, loyalty=ALWAYS, population__customers=5)
    log = sim.simulate(alone).frame()
    assert log[log["event"] == "churned"]["customer"].is_unique
    assert happened(sim.simulate(alone), "churned") == 5


def test_off_without_the_table_or_where_nobody_leaves_the_service_is_the_same() -> None:
    plain = crowd(days=3, channels__email__solve=0.7)
    run = sim.simulate(plain.with_({"loyalty": NEVER | {"tells_bad": 0, "tells_good": 0}}))
    assert np.array_equal(run.log, sim.simulate(plain).log)
    assert "churned" not in sim.simulate(plain).measures()
    assert run.measures()["churned"] == 0


def test_a_logit_of_any_size_is_a_probability() -> None:
    assert logistic(0) == 0.5
    assert logistic(-1e9) == 0
    assert logistic(1e9) == 1
    assert logistic(-4 + 5 * 0.6) == pytest.approx(1 / (1 + math.exp(1)))
