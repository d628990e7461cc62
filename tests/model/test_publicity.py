"""What is public: who reads it, who reacts, who helps, what goes astray, and what is left alone."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import kstest
from simpy import Event

import simulation as sim
from simulation import log as ev
from simulation import theory
from simulation.model.clock import ARRIVALS, Moment
from simulation.model.company import Company
from simulation.model.learning import Beliefs
from simulation.model.records import Contact
from simulation.rules import Learning
from simulation.workload import Workload
from tests.model.desks import crowd, customer, desk, happened, times, told, z_of_share
from tests.model.ledger import Ledger

CALM = {"wrong_address": 0, "helps": 0, "branching_sigma": 0, "defenders": 0}


def square(*cast: dict[str, Any], publicity: dict[str, Any] | None = None, **changes: Any) -> sim.Scenario:
    """Return a desk on Twitter that everybody can read along with."""
    return desk(*cast, channel="twitter", publicity=CALM | (publicity or {}), **changes)


def many(publicity: dict[str, Any] | None = None, **changes: Any) -> sim.Scenario:
    """Return a crowd that writes in public."""
    patient = {"behaviour__patience_ratio": 10**9}
    return crowd(channels=("twitter",), publicity=CALM | (publicity or {}), **patient | changes)


def complaints(publicity: dict[str, Any], **changes: Any) -> sim.Run:
    """Run a crowd that complains of severe matters in public, and to whom nobody answers."""
    endless = {"audience": 1e9} | publicity
    return sim.simulate(many(endless, needs__question__severe=1, teams__desk__agents=0, **changes))


def sizes(run: sim.Run) -> NDArray[np.intp]:
    """Return the number of reactions in each thread of the first days, those without any included."""
    begun = run.log[(run.log["event"] == ev.CONTACT) & (run.log["time"] < 5 * 1440)]["case"]
    reactions = run.log[run.log["event"] == ev.REACTION]["case"]
    return np.bincount(np.searchsorted(np.sort(begun), reactions[np.isin(reactions, begun)]), minlength=len(begun))


# Readers


def test_a_poisson_number_of_customers_reads_each_message_and_its_answer() -> None:
    run = sim.simulate(many({"readers": 4}, days=4))
    items = happened(run, "contact") + happened(run, "first_reply")
    readers = run.log[run.log["event"] == ev.SEEN]["detail"].sum()
    assert abs(readers - 4 * items) < 3.3 * math.sqrt(4 * items)
    assert happened(sim.simulate(many({"readers": 0}, days=2)), "seen") == 0
    assert happened(sim.simulate(crowd(days=2)), "seen") == 0


def test_those_who_learn_are_told_who_read_an_answer_and_how_long_it_took() -> None:
    heard: list[tuple[int, float, int]] = []

    class Learners(Beliefs):
        def reads(self, contact: Contact, waited: float, customers: Iterable[int]) -> None:
            heard.append((contact.number, waited, len(list(customers))))

    company = Company(Workload(square(customer(500), publicity={"readers": 6}), 1, 0))
    company.beliefs = Learners(company, Learning())
    log = company.run()
    seen = log[log["event"] == ev.SEEN]
    assert heard == [(1, 4.0, int(seen["detail"][1]))]


# Reactions


def test_threads_in_an_endless_audience_are_as_large_as_borel_says() -> None:
    found = sizes(complaints({"branching": 0.35}, days=8, per_day=800)) + 1
    borel = theory.borel(0.35)
    assert abs(found.mean() - borel.mean) / math.sqrt(borel.variance / len(found)) < 3.3
    assert found.var() == pytest.approx(borel.variance, rel=0.15)
    for size in (1, 2, 3):
        assert abs(z_of_share((found == size).sum(), len(found), borel.probability(size))) < 3.3


def test_reactions_come_as_fast_as_the_mean_field_says() -> None:
    run = complaints({"branching": 0.8, "generation_minutes": 100}, days=6, per_day=400)
    begun = {row["case"].item(): row["time"].item() for row in run.log[run.log["event"] == ev.CONTACT]}
    reactions = run.log[run.log["event"] == ev.REACTION]
    ages = np.array([row["time"].item() - begun[row["case"].item()] for row in reactions])
    early = {case for case, time in begun.items() if time < 5 * 1440}
    mine = ages[np.isin(reactions["case"], list(early))]
    for minutes, expected in zip((60, 300), theory.mean_field(0.8, 100, 1e12, [60, 300]), strict=True):
        assert (mine <= minutes).sum() / len(early) == pytest.approx(expected, rel=0.08)


@pytest.mark.parametrize("policy", ["unanswered", "answer-15-h"])
def test_the_storm_is_simulated_exactly(policy: str) -> None:
    """The intensity integrated between reactions is a unit exponential, whatever happens at the answer."""
    storm = sim.load("storm").policy(policy)
    assert storm.publicity is not None
    run = next(run for run in (sim.simulate(storm, 1, n) for n in range(20)) if happened(run, "storm"))
    g, audience, n = 60.0, storm.publicity.audience, 1.517
    answered, excitement, now, count, passed = math.inf, 1.0, 0.0, 0, 0.0
    residuals = []
    for row in run.log[np.isin(run.log["event"], [ev.REACTION, ev.FIRST_REPLY])]:
        time = row["time"].item()
        pace = n * (0.5 if now >= answered else 1.0) * (1 - count / audience)
        passed += pace * excitement * -math.expm1((now - time) / g)
        excitement *= math.exp((now - time) / g)
        now = time
        if row["event"] == ev.FIRST_REPLY:
            answered = time
            continue
        residuals.append(passed)
        passed, excitement, count = 0.0, excitement + 1, count + 1
    assert len(residuals) > 1000
    assert kstest(residuals, "expon").pvalue > 0.001
    assert abs(np.corrcoef(residuals[1:], residuals[:-1])[0, 1]) < 3.3 / math.sqrt(len(residuals))


def reactions(scenario: sim.Scenario, case: int = -1) -> list[float]:
    return times(scenario, "reaction", case)


LOUD = {"branching": 3, "audience": 200, "storm": 20}


def test_only_complaints_draw_reactions() -> None:
    assert reactions(square(customer(500, severe=True), publicity=LOUD))
    assert not reactions(square(customer(500), publicity=LOUD))
    again = {"patience": [2 / 3, "never"], "reaction": 0.1}
    late = square(customer(500, luck=again), publicity=LOUD, teams__desk__agents=0)
    log = sim.simulate(late).log
    assert set(log["contact"][log["event"] == ev.REACTION]) == {2}, "who writes again complains"


def test_an_answer_cuts_what_follows_and_nothing_before() -> None:
    slow = {"channels.twitter.work.mean": 60}
    runs = [square(customer(500, severe=True), publicity=LOUD | {"answer_cut": cut}).with_(slow) for cut in (0, 0.5, 1)]
    none, half, all_of_it = (reactions(run) for run in runs)
    assert [time for time in none if time < 560] == [time for time in half if time < 560] == all_of_it
    assert all_of_it, "there was something to cut"
    assert len(none) >= len(half) > len(all_of_it)
    unanswered = runs[0].with_({"teams.desk.agents": 0})
    assert reactions(unanswered) == none, "a cut of nothing changes nothing"


def test_every_further_turn_of_the_company_draws_attention() -> None:
    told_late = {"identification": 0.9, "reply": 100}
    base = square(customer(500, severe=True, luck=told_late), publicity=LOUD | {"answer_cut": 0}, handling__asks=True)
    calm, loud = (reactions(base.with_({"publicity.firm_turn": gain})) for gain in (0, 2))
    answered = times(base, "information_given")[0]
    assert [time for time in calm if time < answered] == [time for time in loud if time < answered]
    assert len([time for time in loud if time < answered + 30]) > len([time for time in calm if time < answered + 30])
    at_once = base.with_({"handling.asks": False})
    assert reactions(at_once) == reactions(at_once.with_({"publicity.firm_turn": 2})), "reply and answer are one turn"


def test_defenders_are_counted_and_excite_nobody() -> None:
    run = complaints({"branching": 2, "defenders": 1}, days=6, per_day=300)
    assert set(run.log["detail"][run.log["event"] == ev.REACTION]) == {2}
    found = sizes(run)
    assert abs(found.mean() - 2) / math.sqrt(2 / len(found)) < 3.3, "a Poisson number reacts to the message alone"
    likes = complaints({"branching": 0.5, "defenders": 0.4, "comments": 0.25}, days=6, per_day=300)
    kinds = likes.log["detail"][likes.log["event"] == ev.REACTION]
    for kind, share in ((0, 0.45), (1, 0.15), (2, 0.4)):
        assert abs(z_of_share((kinds == kind).sum(), len(kinds), share)) < 3.3


def test_the_audience_is_finite_and_a_storm_is_told_once() -> None:
    log = sim.simulate(square(customer(500, severe=True), publicity=LOUD, teams__desk__agents=0)).log
    mine = log[log["event"] == ev.REACTION]
    assert 20 < len(mine) <= 200
    assert log["time"][log["event"] == ev.STORM].tolist() == [mine["time"][19]]


# Third parties


HELPFUL = {"readers": 5, "helps": 1, "help_minutes": 1, "help_solves": 1}


def test_a_reader_answers_in_the_companys_stead() -> None:
    helped = square(customer(300), publicity=HELPFUL)
    story = [event for _, event in told(helped) if event != "expects_day"]
    assert story[:5] == ["case_opened", "contact", "seen", "helped", "solved"]
    assert times(helped, "solved")[0] < 480 <= times(helped, "service_start")[0], "the message still lies in the queue"
    assert "contact_closed" in story
    assert "information_given" not in story
    assert sim.simulate(helped).measures()["helped"] == 1
    assert not times(helped.with_({"publicity.helps": 0}), "helped")
    wrong = told(helped.with_({"publicity.help_solves": 0}))
    assert [event for _, event in wrong].count("solved") == 1
    assert (484, "solved") in wrong, "by the agent"


def test_each_reader_helps_with_the_same_probability() -> None:
    run = sim.simulate(
        many({"readers": 5, "helps": 0.3, "help_minutes": 0, "help_solves": 0}, days=3, channels__twitter__answers=0)
    )
    readers = run.log["detail"][run.log["event"] == ev.SEEN].sum()
    assert abs(z_of_share(happened(run, "helped"), int(readers), 0.3)) < 3.3
    told_not = square(customer(300), publicity=HELPFUL | {"helps": 0.5}).with_({"cast.1.luck.helps": 1})
    assert not times(told_not, "helped")


def test_nobody_helps_who_complains_or_is_being_served() -> None:
    assert not times(square(customer(300, severe=True), publicity=HELPFUL), "helped")
    busy = {"channels.twitter.work.mean": 200, "publicity.help_minutes": 20}
    in_hand = square(customer(500), publicity=HELPFUL).with_(busy)
    assert not times(in_hand, "helped")


# Wrong addresses, listening, silence


def test_a_message_that_went_astray_reaches_nobody() -> None:
    gives_up = {"patience": 2 / 3, "reaction": 0.9}
    lost = square(customer(500, luck=gives_up), publicity={"wrong_address": 1})
    assert [event for _, event in told(lost) if event not in ("seen", "expects_day")] == [
        "case_opened", "contact", "wrong_address", "patience_expired", "given_up",
    ]  # fmt: skip
    found = lost.with_({"publicity.listens": 1, "publicity.listen_minutes": 0})
    assert told(found, -1, "found_by_listening", "solved") == [(500, "found_by_listening"), (504, "solved")]
    run = sim.simulate(many({"wrong_address": 0.3, "listens": 0.4}, days=5))
    astray, contacts = happened(run, "wrong_address"), happened(run, "contact")
    assert abs(z_of_share(astray, contacts, 0.3)) < 3.3
    assert abs(z_of_share(run.log["detail"][run.log["event"] == ev.WRONG_ADDRESS].sum(), astray, 0.4)) < 3.3
    assert run.measures()["wrong_addresses"] == astray / contacts
    assert times(desk(customer(500, luck=gives_up), channel="email", publicity={"wrong_address": 1}), "solved")


def test_the_company_takes_up_its_share_of_messages() -> None:
    run = sim.simulate(crowd(days=5, channels__email__answers=0.7))
    assert abs(z_of_share(happened(run, "left_unanswered"), happened(run, "contact"), 0.3)) < 3.3
    nobody = desk(customer(500, luck={"patience": 2 / 3, "reaction": 0.9}), channels__email__answers=0)
    assert [event for _, event in told(nobody)][-2:] == ["patience_expired", "given_up"]
    with pytest.raises(sim.InputError, match="'answers' is about messages"):
        crowd(channels=("phone",), channels__phone__answers=0.5)


SENSITIVE = {"needs__question__sensitive": 1}


def bill(sensitive: str = "redirect", **more: Any) -> sim.Scenario:
    """Return a customer who writes about a sensitive matter in public."""
    patience = {"patience": 4, "reaction": 0.9, "identification": 0.9}
    return square(customer(500, sensitive=True, luck=patience), transparency__sensitive=sensitive, **more)


def test_a_sensitive_matter_is_redirected_answered_or_met_with_silence() -> None:
    ends = ("redirected", "solved", "left_unanswered", "given_up")
    assert told(bill(), -1, *ends) == [(504, "redirected"), (504, "given_up")]
    assert told(bill("answer"), -1, *ends) == [(504, "solved")]
    assert told(bill("silence"), -1, *ends) == [(500.5, "left_unanswered"), (590, "given_up")]
    for sensitive in ("redirect", "answer", "silence"):
        assert told(bill(sensitive, transparency__private_messages=True), -1, *ends) == [(504, "solved")]


def test_who_is_out_of_patience_before_silence_is_chosen_gives_up_all_the_same() -> None:
    impatient = {"patience": 1, "reaction": 0.9}
    early = square(customer(300, sensitive=True, luck=impatient), transparency__sensitive="silence")
    assert told(early, -1, "patience_expired", "left_unanswered", "given_up") == [
        (322.5, "patience_expired"), (480.5, "left_unanswered"), (480.5, "given_up"),
    ]  # fmt: skip


# Privacy


def test_exposure_counts_what_is_personal_by_who_has_read_it() -> None:
    asked: dict[str, Any] = {"handling__asks": True, "publicity": {"readers": 8, "posts_details": 1}}
    run = sim.simulate(bill("answer", **asked))
    rows = run.log[run.log["event"] == ev.POSTS_PERSONAL_DATA]
    assert rows["detail"].tolist() == [0, 1], "her matter, and the details that she was asked for"
    views = run.log["detail"][run.log["event"] == ev.SEEN].sum()
    assert views > 0
    assert run.measures()["privacy_exposure"] == 2 * views / 2
    private = sim.simulate(bill("answer", **asked, transparency__private_messages=True))
    assert happened(private, "posts_personal_data") == 1, "details go into a private message"
    aware = bill("answer", **asked).with_({"cast.1.privacy_aware": True})
    assert happened(sim.simulate(aware), "posts_personal_data") == 1
    dull = sim.simulate(square(customer(500), **asked | {"publicity": {"readers": 8, "posts_details": 0}}))
    assert dull.measures()["privacy_exposure"] == 0


# The archive


def test_the_next_customer_finds_what_was_solved_in_public() -> None:
    two = (customer(500), customer(600, "Bo"))
    kept = square(*two, publicity={"deflection": 1}, transparency__archive=True)
    kept = kept.with_({"cast.2.luck.archive": 0.6})
    assert [event for _, event in told(kept, -2)] == ["case_opened", "cause", "finds_answer", "deflected"]
    assert not times(kept.with_({"cast.2.luck.archive": 0.64}), "finds_answer", -2), "1 - 1/e for one thread"
    assert not times(kept.with_({"transparency.archive": False}), "finds_answer", -2)
    other = kept.with_({"needs.question.causes": 2, "cast.1.luck.cause": 0.1, "cast.2.luck.cause": 0.9})
    assert not times(other, "finds_answer", -2), "another cause"
    private = kept.with_({"cast.1.sensitive": True, "transparency.private_messages": True})
    assert not times(private, "finds_answer", -2), "answered in private"
    views = sim.simulate(kept).log
    assert views[views["event"] == ev.SEEN][-1][["time", "case", "detail"]].item() == (600, -1, 1)


def test_the_archive_deflects_its_share() -> None:
    run = sim.simulate(many({"deflection": 0.4, "readers": 1}, days=6, transparency__archive=True))
    cases = run.log[(run.log["event"] == ev.CASE_OPENED) & (run.log["time"] > 1440)]
    found = run.log[(run.log["event"] == ev.FINDS_ANSWER) & (run.log["time"] > 1440)]
    assert abs(z_of_share(len(found), len(cases), 0.4)) < 3.3


# Posts after an unhappy end


@pytest.mark.parametrize("listens", [0, 1])
def test_a_post_is_a_thread_without_a_contact(listens: float) -> None:
    gives_up = {"patience": 2 / 3, "reaction": 0.9}
    loud = LOUD | {"listens": listens, "listen_minutes": 0, "answer_cut": 1, "wrong_address": 1}
    scenario = square(customer(500, luck=gives_up), publicity=loud)
    company = Company(Workload(scenario, 1, 0))
    publicity = company.publicity
    assert publicity is not None
    written: list[Contact] = []
    goes_astray = publicity._goes_astray

    def keeps(contact: Contact) -> bool:
        written.append(contact)
        return goes_astray(contact)

    publicity._goes_astray = keeps  # type: ignore[method-assign]

    def posts(_: Event) -> None:
        publicity.posts(written[0].case, company.channels[0])

    Moment(company.env, 600, ARRIVALS, posts)
    log = company.run()
    post = log[(log["case"] == -1) & (log["contact"] == 0) & (log["time"] >= 600)]
    answered = post["time"][post["event"] == ev.FIRST_REPLY]
    reactions = post["time"][post["event"] == ev.REACTION]
    assert len(answered) == listens
    assert len(log[(log["event"] == ev.CONTACT)]) == 1
    if listens:
        assert answered[0] == 602, "half a handling time, as for any message about a case that has ended"
        assert (reactions < 602).all()
    else:
        assert len(reactions)
        assert Ledger(sim.Run(scenario, 1, 0, log)).opened[-1].all("given_up")


def test_a_post_has_luck_of_its_own_and_its_reply_answers_no_contact() -> None:
    loud = {"posts": 1, "tells_bad": 1, "tells_good": 1, "bad_below": 1}
    gives_up = {"patience": 2 / 3, "reaction": 0.9, "answers": [0.9, 0.1], "tells": 0.5, "posts": 0.5, "churns": 0.99}
    scenario = square(
        customer(500, luck=gives_up, considers_social=True),
        publicity={"listens": 1, "listen_minutes": 0, "branching": 0},
        loyalty=loud,
        channels__twitter__answers=0.5,
    )
    told_of = ("left_unanswered", "posts_publicly", "first_reply")
    assert [event for _, event in told(scenario, -1, *told_of)] == list(told_of)
    assert sim.simulate(scenario).measures()["answered_of_received"] == 0


def test_a_post_that_the_report_loses_is_no_contact_lost() -> None:
    loud = {"posts": 1, "tells_bad": 1, "bad_below": 1}
    luck = {"patience": 2 / 3, "reaction": 0.9, "tells": 0.5, "posts": 0.5, "churns": 0.99}
    scenario = square(
        customer(500, luck=luck, considers_social=True),
        publicity={"listens": 1, "listen_minutes": 0, "branching": 0},
        loyalty=loud,
        teams__desk__report_every=1440,
        teams__desk__report_loses=1,
    )
    assert len(times(scenario, "lost_in_report")) == 2
    assert sim.simulate(scenario).measures()["lost_in_report"] == 1
