"""What varies when a result is tried, and what does not: neither what the claim turns nor what the case states."""

from __future__ import annotations

import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.overrides import value_at
from simulation.parameters import catalogue
from simulation.robustness import HEADLINES, all_claims, assumptions, claimed, ordered
from simulation.robustness.design import Study, shortened, studies, together
from simulation.robustness.questions import Effort
from simulation.validation.results import GROUPS


@pytest.fixture(scope="module")
def study() -> Study:
    """One claim about the reference company, tried at a few points."""
    (found,) = studies(claimed(["pooled-vs-before-asked-twice"]), 12, 3, Effort(2, 1))
    return found


def test_ids_are_unique_and_the_headlines_claim_signs() -> None:
    claims = [claim for group in GROUPS for claim in group.claims]
    assert len(all_claims()) == len(claims)
    assert all(all_claims()[name][0].sign for name in HEADLINES)


def test_only_what_is_assumed_varies_over_its_range_in_the_catalogue() -> None:
    company = sim.load("reference-company")
    found = {factor.key: factor for factor in assumptions([company, company.policy("honest")], "satisfaction")}
    for key, factor in found.items():
        parameter = catalogue()[key]
        assert parameter.status in "ARF"
        assert (factor.low, factor.high) == (parameter.low, parameter.high)
        assert factor.is_whole == (key == "behaviour.most_contacts")
    assert {"behaviour.redial", "channels.phone.work.mean", "satisfaction.loss"} <= set(found)
    missing = (
        "channels.phone.solve",
        "population.customers",
        "learning.own",
        "channels.chat.alpha",
        "teams.social.away",
    )
    assert not found.keys() & set(missing)  # published; without a range; not used here
    assert not [key for key in found if key.startswith("costs.")]
    assert "costs.agent_hour" in {factor.key for factor in assumptions([company], "cost_per_day")}


def test_neither_what_the_case_states_nor_what_the_claim_turns_varies() -> None:
    learning = sim.load("learning-customers")
    found = {factor.key for factor in assumptions([learning, learning.policy("not-visible")], "social_share_last")}
    assert "publicity.readers" not in found  # turned
    assert not found & {"channels.twitter.alpha", "publicity.helps", "publicity.branching"}  # stated
    assert {"learning.own", "publicity.answer_cut", "channels.phone.alpha"} <= found


def test_how_long_agents_stay_away_varies_where_some_are_distracted() -> None:
    company = sim.load("reference-company")
    keys = {factor.key for factor in assumptions([company, company.policy("distracted")], "satisfaction")}
    assert {"teams.social.attentive", "teams.social.away"} <= keys
    assert not [key for key in keys if key.startswith(("teams.phone", "teams.email"))]


@pytest.mark.parametrize("number", range(len(GROUPS)))
def test_the_scenarios_of_every_claim_can_be_run_together(number: int) -> None:
    scenarios = GROUPS[number].scenarios()
    for claim in (each for each in GROUPS[number].claims if each.sign):
        pair = {name: scenarios[name] for name in (claim.first, claim.second)}
        found = together(pair)
        assert {name: found.policy(name).hash() for name in pair} == {name: each.hash() for name, each in pair.items()}


def test_points_that_do_not_go_together_are_redrawn(study: Study) -> None:
    """Shares of the same customers sum to at most 1 at every point that is kept, and enough of them are kept."""
    experiment = study.experiment
    rows = list(experiment.combinations())
    assert experiment.points is not None
    assert 12 <= len(study.rows) < experiment.points
    for row in range(experiment.points):
        values = rows[row]
        habits = sum(values[f"channels.{name}.habit"] for name in ("phone", "email", "twitter", "facebook"))
        fits = values["behaviour.repeat"] + values["behaviour.switch"] <= 1 and habits <= 1
        assert fits == (row in study.rows)


def test_every_scenario_of_a_point_has_its_assumptions_and_its_luck(study: Study) -> None:
    experiment = study.experiment
    assert experiment.points is not None
    row = study.rows[0]
    worlds = [point for point in experiment.plan() if point.number % experiment.points == row]
    assert [point.values["policy"] for point in worlds] == ["before", "pooled"]
    assert len({experiment.luck_of(point.number, 0) for point in worlds}) == 1
    assert experiment.luck_of(row, 0) != experiment.luck_of(study.rows[1], 0)
    for factor in study.factors:
        there = {value_at(experiment.scenario_at(point.values).model_dump(), factor.key) for point in worlds}
        assert there == {worlds[0].values[factor.key]}


def test_runs_are_cut_with_their_warm_up_and_without_named_customers() -> None:
    levels = shortened(sim.load("service-levels"), 21)
    assert (levels.days, levels.warm_up_days, list(levels.cast)) == (21, 3.5, [])
    storm = shortened(sim.load("storm"), 100)
    assert (storm.days, [member.name for member in storm.cast]) == (14, ["Torill"])


def test_questions_that_cannot_be_asked_get_one_sentence() -> None:
    with pytest.raises(InputError, match="did you mean 'pooled-vs-before-asked-twice'"):
        claimed(["pooled-vs-before-asked-twic"])
    with pytest.raises(InputError, match="claims no sign"):
        claimed(["nobody-reached-vs-no-broadcast-contacts-per-day"])
    with pytest.raises(InputError, match="at least two policies"):
        ordered(sim.load("reference-company"), ["before"], "satisfaction")


def test_an_order_is_kept_where_every_step_goes_up() -> None:
    question = ordered(sim.load("reference-company"), ["before", "honest", "pooled"], "satisfaction")
    assert question.slack([1.0, 2.0, 5.0]) == 1.0
    assert question.slack([1.0, 3.0, 2.0]) == -1.0
    assert question.slack([1.0, float("nan"), 2.0]) != question.slack([1.0, float("nan"), 2.0])
    (claim,) = claimed(["integrated-five-vs-before-satisfaction"])
    assert claim.slack([0.5, 0.495]) > 0 > claim.slack([0.5, 0.485])  # its margin is .01


def test_results_about_different_companies_are_different_studies() -> None:
    """Two cases that assume the same numbers cannot be policies of one base, and are tried apart."""
    names = ["weekly-vs-own-team-first-reply-min", "pooled-vs-before-asked-twice", "honest-vs-before-abandonment-phone"]
    found = studies(claimed(names), 2, 1, Effort(2, 1))
    assert [[question.id for question in each.questions] for each in found] == [names[:1], names[1:]]
