"""Experiments as files: what they may say, and one sentence for whatever they may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.sweeps import packaged_experiments

AGENTS = {"key": "teams.phone.agents", "levels": [3, 4]}
REDIAL = {"key": "behaviour.redial", "low": 0.2, "high": 0.8}
SALTELLI = {"design": "saltelli"}
DIFFERENCE: dict[str, Any] = {"measure": "s", "half_width": 1, "against": 0}
PLAIN: dict[str, Any] = {"scenario": "reference-company", "changes": {"days": 8}, "factors": [AGENTS, REDIAL]}


@pytest.mark.parametrize("name", packaged_experiments())
def test_packaged_experiments_can_be_read(name: str) -> None:
    experiment = sim.load_experiment(name)
    assert experiment.title
    assert not any(point.problem for point in experiment.plan())


def test_a_point_is_the_base_with_its_values() -> None:
    experiment = sim.parse_experiment(PLAIN)
    base = sim.load("reference-company").with_({"days": 8})
    plan = experiment.plan()
    expected = [{"teams.phone.agents": a, "behaviour.redial": r} for a in (3, 4) for r in (0.2, 0.8)]
    assert [point.values for point in plan] == expected
    assert [point.scenario_hash for point in plan] == [base.with_(values).hash() for values in expected]


def test_every_combination_is_run_under_each_policy() -> None:
    experiment = sim.parse_experiment({**PLAIN, "policies": ["before", "integrated"], "factors": [AGENTS]})
    plan = experiment.plan()
    assert [tuple(point.values.values()) for point in plan] == [
        ("before", 3), ("before", 4), ("integrated", 3), ("integrated", 4)
    ]  # fmt: skip
    integrated = sim.load("reference-company").with_({"days": 8}).policy("integrated")
    assert plan[3].scenario_hash == integrated.with_({"teams.phone.agents": 4}).hash()


def test_luck_is_common_or_of_each_points_own() -> None:
    common = sim.parse_experiment(PLAIN)
    assert {common.luck_of(point, 5) for point in range(4)} == {5}
    own = sim.parse_experiment({**PLAIN, "luck": "independent"})
    lucks = [own.luck_of(point, replication) for point in (0, 1, 65535) for replication in (0, 1, 65535)]
    assert len(set(lucks)) == 9
    assert max(lucks) < 1 << 32


def test_a_file_names_its_scenario_beside_it(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(sim.load("erlang-a").with_({"days": 3}).to_toml(named=False), encoding="utf-8")
    text = 'scenario = "mine.toml"\n[[factors]]\nkey = "teams.phone.agents"\nlevels = [9, 10]\n'
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    experiment = sim.load_experiment(tmp_path / "e.toml")
    assert experiment.base.days == 3
    assert experiment.base.name == "mine"


def test_a_scenario_can_be_given_as_it_is() -> None:
    company = sim.load("reference-company").with_({"days": 7, "warm_up_days": 0})
    experiment = sim.parse_experiment({**PLAIN, "scenario": company, "changes": {}})
    assert experiment.base is company
    assert experiment.scenario == "reference-company"


def test_only_what_does_not_go_together_is_left_to_its_point() -> None:
    warm = {"key": "warm_up_days", "levels": [1, 20]}
    days = {"key": "days", "levels": [10, 30]}
    plan = sim.parse_experiment({**PLAIN, "changes": {}, "factors": [warm, days]}).plan()
    assert [bool(point.problem) for point in plan] == [False, False, True, False]
    assert "warm_up_days: expected less than 'days'" in plan[2].problem


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"facotrs": []}, "there is no key 'facotrs', did you mean 'factors'?"),
        ({"factors": []}, "factors: expected at least one factor, or policies"),
        ({"factors": [AGENTS, AGENTS]}, "factors.2: 'teams.phone.agents' is a factor already"),
        ({"factors": [{"key": "days", "levels": [8, 9]}]}, "factors.1: 'days' is in [changes] as well"),
        ({"factors": [{"key": "behaviour.redail", "levels": [0, 1]}]}, "did you mean 'redial'?"),
        ({"factors": [{"key": "behaviour.redial", "levels": [0.5, 2]}]}, "behaviour.redial = 2: out of range"),
        ({"factors": [{"key": "behaviour.redial", "low": 0.5, "high": 2}]}, "behaviour.redial = 2.0: out of range"),
        (
            {"factors": [{"key": "behaviour.redial", "low": 0.5, "high": 2}], "design": "sobol", "points": 8},
            "factors.1",
        ),
        ({"factors": [{"key": "behaviour.redial", "low": 0.5}]}, "expected levels = [...], or low and high"),
        ({"factors": [{"key": "behaviour.redial", "low": 0.5, "high": 0.5}]}, "low = 0.5 is not below high = 0.5"),
        ({"factors": [{"key": "behaviour.redial", "low": "a", "high": 1}]}, "factors.1.low = 'a': expected a number"),
        ({"factors": [{**AGENTS, "low": 1, "high": 2}]}, "has levels and a range"),
        ({"factors": [{"key": "days", "levels": [8]}]}, "expected at least two levels"),
        ({"factors": [{"key": "teams.phone.agents", "levels": [3, 3]}]}, "level 3 is there twice"),
        ({"factors": [{"key": "teams.phone.agents", "low": 1, "high": 2.5, "whole": True}]}, "range of whole numbers"),
        ({"factors": [{"key": "policy", "levels": ["a", "b"]}]}, "expected policies = [...]"),
        ({"policies": ["befor"]}, "no policy 'befor', did you mean 'before'?"),
        ({"policies": ["before", "before"]}, "'before' is there twice"),
        ({"scenario": "reference-compani"}, "did you mean 'reference-company'?"),
        ({"changes": {"dais": 3}}, "did you mean 'days'?"),
        ({"design": "sobl"}, "design = 'sobl': did you mean 'sobol'?"),
        ({"design": "sobol"}, "points: is missing"),
        ({"design": "sobol", "points": 100}, "expected 64 or 128"),
        ({**SALTELLI, "points": 16, "factors": [AGENTS]}, "shares the spread out among factors, expected at least two"),
        (SALTELLI, "points: is missing"),
        ({**SALTELLI, "points": 17}, "points = 17: a Saltelli design of 2 factors has n (2 + 2) points"),
        ({**SALTELLI, "points": 20}, "expected 16 or 32"),
        ({**SALTELLI, "points": 4}, "expected 8 or 16"),
        ({**SALTELLI, "points": 1}, "expected 8 or 16"),
        ({**SALTELLI, "points": 16, "policies": ["before"]}, "expected 'scenario = \"NAME:POLICY\"'"),
        ({"points": 8}, "a factorial design has all combinations"),
        ({"luck": "comon"}, "did you mean 'common'?"),
        ({"seed": -1}, "seed = -1: out of range, expected at least 0"),
        ({"replications": 0}, "replications = 0: out of range"),
        ({"until": {"measure": "satisfaction"}}, "until.half_width: is missing"),
        ({"until": {"measure": "satisfaction", "half_width": 0}}, "out of range, expected more than 0"),
        ({"until": {"measure": "s", "half_width": 1, "minimum": 9, "maximum": 8}}, "minimum = 9 is above maximum = 8"),
        ({"until": {"measure": "s", "half_width": 1}, "replications": 3}, "is given beside [until]"),
        ({"until": DIFFERENCE, "luck": "independent"}, "points with luck of their own have no pairs"),
        ({"until": DIFFERENCE, "policies": ["before"], "luck": "paired"}, "only policies share their luck"),
        ({"until": DIFFERENCE | {"against": 99}}, "until.against = 99: expected a point from 0 to"),
        ({"until": DIFFERENCE | {"against": "befor"}, "policies": ["before"]}, "did you mean 'before'?"),
        ({"until": DIFFERENCE | {"relative": True}}, "a difference can be 0, expected a half_width"),
    ],
)
def test_bad_input_gets_one_sentence(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(sim.InputError) as caught:
        sim.parse_experiment({**PLAIN, **changes}, "mine.toml")
    sentence = str(caught.value)
    assert sentence.startswith("mine.toml: ")
    assert said in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [("seed = 1\nseed = 2", "not valid TOML"), ("", "scenario: is missing"), ("\0", "not valid TOML")],
)
def test_a_bad_file_gets_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    with pytest.raises(sim.InputError, match=said):
        sim.load_experiment(tmp_path / "e.toml")


@pytest.mark.parametrize(("name", "said"), [("staffin", "did you mean 'staffing'"), ("no.toml", "no such file")])
def test_a_file_that_is_not_there_gets_one_sentence(name: str, said: str) -> None:
    with pytest.raises(sim.InputError, match=said):
        sim.load_experiment(name)


@pytest.mark.parametrize(
    ("design", "combinations"), [({}, 4), ({"design": "latin-hypercube", "points": 7}, 7), ({"factors": []}, 1)]
)
def test_paired_luck_is_shared_by_policies_and_by_nobody_else(design: dict[str, Any], combinations: int) -> None:
    raw: dict[str, Any] = {"scenario": "single-agent", "policies": ["constant", "uneven"], "luck": "paired"}
    raw |= {"factors": [{"key": "needs.call.per_day", "low": 100, "high": 200}, REDIAL]} | design
    experiment = sim.parse_experiment(raw)
    lucks = [experiment.luck_of(point.number, 1) for point in experiment.plan()]
    assert lucks[:combinations] == lucks[combinations:]
    assert len(set(lucks)) == combinations
    assert not set(lucks) & {experiment.luck_of(point.number, 0) for point in experiment.plan()}


def test_an_experiment_with_other_values_is_another_one_on_the_same_base() -> None:
    small = sim.load_experiment("staffing")
    larger = small.with_({"replications": None, "until": {"measure": "satisfaction", "half_width": 0.01}})
    assert (small.replications, larger.until is None, larger.factors) == (5, False, small.factors)
    assert larger.base.hash() == small.base.hash()
    with pytest.raises(sim.InputError, match="did you mean 'replications'"):
        small.with_({"replication": 6})
