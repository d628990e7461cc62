"""Luck belongs to the customer: a draw hangs on seed, replication, name, attempt and row, and on nothing else."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

import simulation as sim
from simulation.parts import Arrivals
from simulation.randomness import BLOCK, Floats, Law, Luck, Series, Stream, lognormal_by_mean, transform
from simulation.units import week_spans
from simulation.workload import Workload, arrival_times

PLACES = [(row, attempt) for row in (0, 1, 5, 1023, 1024, 5000, 99_999) for attempt in (0, 1, 7)]


def stream(name: str = "s", law: Law | None = None, seed: int = 1, replication: int = 0) -> Stream:
    """Return a fresh stream."""
    return Stream(Luck(seed, replication), name, law or Law())


def draws(source: Stream, count: int, attempt: int = 0) -> Floats:
    """Return the draws of the first rows at an attempt."""
    return np.concatenate([source.block(index, attempt) for index in range(count // BLOCK)])


def test_a_draw_does_not_hang_on_what_was_read_before() -> None:
    alone = {place: stream().at(*place) for place in PLACES}
    together = stream()
    for order in (PLACES, PLACES[::-1], PLACES[3:] + PLACES[:3]):
        assert {place: together.at(*place) for place in order} == alone


def test_a_draw_survives_the_eviction_of_its_block() -> None:
    source = stream()
    first = [source.at(row) for row in range(10)]
    for block in range(200):
        source.at(block * BLOCK, attempt=1)
    assert [source.at(row) for row in range(10)] == first


class _Highest:
    """Stands in for Philox, and makes the largest whole numbers there are."""

    state: object = None

    def random_raw(self, count: int) -> Any:
        return np.full(count, 2**64 - 1, dtype=np.uint64)


def test_no_uniform_number_is_1_which_would_be_an_infinite_draw() -> None:
    luck = Luck(1, 0)
    luck._philox = _Highest()  # type: ignore[assignment]
    assert (luck.uniforms("any", 0, 0) > 0.999).all()
    assert np.isfinite(transform(luck.uniforms("any", 0, 0), Law("lognormal", 3.0, 1.0))).all()
    assert (luck.uniforms("any", 0, 0) < 1).all()


def test_blocks_of_rows_and_single_rows_are_the_same_draws() -> None:
    source = stream(law=Law("exponential", 3.0))
    assert source.first(2500).tolist() == [source.at(row) for row in range(2500)]
    assert source.first(0).shape == (0,)


@pytest.mark.parametrize(
    "other",
    [stream("t"), stream(seed=2), stream(replication=1), stream(seed=2**64 - 1), stream(replication=2**32 - 1)],
)
def test_streams_of_another_name_seed_or_replication_are_unrelated(other: Stream) -> None:
    mine, theirs = draws(stream(), 20 * BLOCK), draws(other, 20 * BLOCK)
    assert not np.isin(mine, theirs).any()
    assert abs(np.corrcoef(mine, theirs)[0, 1]) * math.sqrt(len(mine)) < 3.3


def test_attempts_are_unrelated_and_share_no_numbers() -> None:
    source = stream()
    several = np.concatenate([draws(source, 8 * BLOCK, attempt) for attempt in range(5)])
    assert len(np.unique(several)) == len(several)
    first, second = several[: 8 * BLOCK], several[8 * BLOCK : 16 * BLOCK]
    assert abs(np.corrcoef(first, second)[0, 1]) * math.sqrt(len(first)) < 3.3


@pytest.mark.parametrize("name", ["orders.patience", "technical.choice.phone", "customers.young"])
def test_uniforms_are_uniform(name: str) -> None:
    numbers = draws(stream(name), 50 * BLOCK)
    assert numbers.min() > 0
    assert numbers.max() < 1
    assert stats.kstest(numbers, "uniform").pvalue > 0.001
    counts = np.bincount((numbers * 128).astype(int), minlength=128)
    assert stats.chisquare(counts).pvalue > 0.001
    assert abs(np.corrcoef(numbers[:-1], numbers[1:])[0, 1]) * math.sqrt(len(numbers)) < 3.3


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        (Law("exponential", 7.5), stats.expon(scale=7.5)),
        (Law("lognormal", 30.0, 1.0), stats.lognorm(s=1.0, scale=30.0)),
        (Law("gumbel"), stats.gumbel_r()),
        (lognormal_by_mean(5.0, 1.2), stats.lognorm(s=math.sqrt(math.log(2.44)), scale=5 / math.sqrt(2.44))),
    ],
)
def test_draws_follow_their_law(law: Law, expected: Any) -> None:
    numbers = draws(stream(law=law), 50 * BLOCK)
    assert stats.kstest(numbers, expected.cdf).pvalue > 0.001
    z = (numbers.mean() - expected.mean()) / (expected.std() / math.sqrt(len(numbers)))
    assert abs(z) < 3.3
    assert np.array_equal(numbers * 2**20, np.rint(numbers * 2**20)), "on the grid of 2^-20"


def test_a_lognormal_by_its_mean_has_that_mean_and_variation() -> None:
    numbers = draws(stream(law=lognormal_by_mean(6.0, 0.5)), 100 * BLOCK)
    assert numbers.mean() == pytest.approx(6, rel=0.01)
    assert numbers.std() / numbers.mean() == pytest.approx(0.5, rel=0.02)


def test_whole_days_are_days_and_follow_a_geometric_law() -> None:
    days = draws(stream(law=Law("whole_days", 2.0)), 50 * BLOCK) / 1440
    assert np.array_equal(days, np.rint(days))
    assert days.min() == 1
    assert days.mean() == pytest.approx(1 / (1 - math.exp(-1 / 2)), rel=0.02)


def test_laws_at_their_ends() -> None:
    u = np.array([0.25, 0.75])
    assert transform(u, Law("constant", 4.0)).tolist() == [4, 4]
    assert transform(u, Law("exponential", 0.0)).tolist() == [0, 0]
    assert transform(u, Law("exponential", math.inf)).tolist() == [math.inf, math.inf]
    assert transform(u, lognormal_by_mean(5.0, 0.0)).tolist() == [5, 5]
    assert transform(u, Law()) is u
    with pytest.raises(ValueError, match="no law of kind 'cauchy'"):
        transform(u, Law("cauchy"))


@pytest.mark.parametrize(("seed", "replication"), [(-1, 0), (2**64, 0), (0, -1), (0, 2**32)])
def test_seeds_out_of_range_are_refused(seed: int, replication: int) -> None:
    with pytest.raises(sim.InputError, match="expected a whole number from 0"):
        Luck(seed, replication)


def test_the_draws_of_the_cast_hang_on_the_name_and_not_on_the_order() -> None:
    one = Luck(3, 0, ["Ada", "Bea"]).streams("orders", {"reply": Law("exponential")})["reply"]
    two = Luck(3, 0, ["Cia", "Bea", "Ada"]).streams("orders", {"reply": Law("exponential")})["reply"]
    attempts = (0, 1, 2, 1500)
    assert [one.at(-1, k) for k in attempts] == [two.at(-3, k) for k in attempts]
    assert [one.at(-2, k) for k in attempts] == [two.at(-2, k) for k in attempts]
    assert one.at(-1) != one.at(-2)
    assert len({one.at(-1, k) for k in range(3000)}) > 2990


COMPANY = sim.load("reference-company").with_({"policies": None, "days": 6})
CAST = {"need": "technical", "at": "Tue 10:00"}
ADDITIONS: dict[str, dict[str, Any]] = {
    "a channel": {"channels.letter": {"like": "email"}, "teams.email.channels": ["email", "letter"]},
    "a need": {"needs.visit": {"per_day": 50}},
    "cast": {"cast": [{"name": "Ada", **CAST}, {"name": "Bea", **CAST, "luck": {"reply": 4}}]},
    "a tier": {"population.tiers": {"gold": 0.2}},
    "levers": {"integration.order_status": 1.0, "transparency.labels": "honest", "teams.phone.agents": 9},
}


def lives(scenario: sim.Scenario) -> dict[tuple[str, int], tuple[Any, ...]]:
    """Return when each drawn need arises, whose it is, who she is, and a sample of her luck."""
    workload = Workload(scenario, seed=5, replication=2)
    people = workload.customers()
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for time, _, index, row, customer in workload.arrivals(lambda: None):
        if row < 0:
            continue
        source = workload.sources[index]
        luck = [
            workload.streams[source][name].at(row, attempt)
            for name in ("patience", "work.phone", "choice.email", "expects.twitter", "solve", "delivery")
            for attempt in (0, 2)
            if name in workload.streams[source]
        ]
        found[source, row] = (time, customer, people[customer][:5], *luck)
    return found


@pytest.mark.parametrize("addition", ADDITIONS)
def test_an_addition_leaves_everybody_else_untouched(addition: str) -> None:
    before, after = lives(COMPANY), lives(COMPANY.with_(ADDITIONS[addition]))
    assert len(before) > 2000
    assert {key: after[key] for key in before} == before


def test_a_need_that_goes_leaves_the_others_untouched() -> None:
    before, after = lives(COMPANY), lives(COMPANY.with_({"needs.billing": None}))
    assert set(before) - set(after) == {key for key in before if key[0] == "billing"}
    assert {key: before[key] for key in after} == after


def times(rate: float, hours: str, days: float, replication: int = 0) -> Floats:
    """Return arrival times at a daily rate within hours."""
    source = stream("need.arrival", Law("exponential"), seed=11, replication=replication)
    return arrival_times(Arrivals(per_day=rate, arise=hours), 1, days * 1440, source)


@pytest.mark.parametrize("hours", ["always", "08:00-16:00", "Mon-Fri 08:00-12:00, Sat 10:00-11:00"])
def test_arrivals_come_at_their_rate_evenly_within_their_hours(hours: str) -> None:
    runs = [times(30, hours, 14, replication) for replication in range(300)]
    counts = np.array([len(run) for run in runs])
    expected = 30 * 14
    assert abs(counts.mean() - expected) / math.sqrt(expected / len(runs)) < 3.3
    dispersion = counts.var(ddof=1) / expected * (len(runs) - 1)
    assert 0.001 < stats.chi2(len(runs) - 1).cdf(dispersion) < 0.999, "as many as a Poisson process has"
    week = np.concatenate(runs) % 10080
    inside = np.zeros(len(week))
    opened, passed = np.full(len(week), False), 0.0
    for begin, end in week_spans(hours):
        here = (week >= begin) & (week < end)
        inside[here] = passed + week[here] - begin
        opened |= here
        passed += end - begin
    assert opened.all(), "none outside"
    assert stats.kstest(inside / passed, "uniform").pvalue > 0.001


def test_arrivals_are_sorted_on_the_grid_and_before_the_horizon() -> None:
    found = times(500, "08:00-16:00", 3.4)
    assert (np.diff(found) >= 0).all()
    assert np.array_equal(found * 2**20, np.rint(found * 2**20))
    assert found[-1] < 3.4 * 1440
    assert len(times(0, "always", 3)) == 0


@pytest.mark.parametrize("rate", [5e-324, 1e-320, 1e-308, 1e-305, 1e-300, 1e-12])
@pytest.mark.filterwarnings("error")
def test_a_need_that_hardly_ever_arises_does_not_arise(rate: float) -> None:
    """The sum of its draws, divided by such a rate, is beyond all numbers."""
    for hours in ("always", "Mon-Fri 08:00-16:00"):
        assert len(times(rate, hours, 3)) == 0


def test_a_higher_rate_brings_the_same_needs_sooner() -> None:
    few, many = times(40, "08:00-16:00", 20), times(44, "08:00-16:00", 20)
    assert len(many) > len(few)
    assert (many[: len(few)] <= few).all()
    assert np.array_equal(times(40, "08:00-16:00", 10), few[few < 14400]), "the horizon moves nobody"


def test_a_week_of_hours_holds_seven_days_of_needs() -> None:
    """Hours on two days bring as many needs a week as hours on seven."""
    weekend = np.mean([len(times(10, "Sat-Sun 09:00-10:00", 7, replication)) for replication in range(400)])
    assert abs(weekend - 70) / math.sqrt(70 / 400) < 3.3


def test_a_series_draws_by_attempts_and_never_meets_a_stream() -> None:
    def series(together: int = 1024) -> Series:
        return Series(Luck(1, 0, ["Ada"]), "s", Law(), together)

    whole = [series().at(7, attempt) for attempt in range(3000)]
    source = series(32)
    assert [source.at(7, attempt) for attempt in reversed(range(3000))] == whole[::-1]
    others = np.concatenate([draws(stream(), 20 * BLOCK), draws(stream(), 20 * BLOCK, 1)])
    assert not np.isin(whole, others).any()
    rows = {row: [source.at(row, attempt) for attempt in range(500)] for row in (-1, 0, 1, 8, 1024)}
    assert len({draw for row in rows.values() for draw in row}) == 2500
    assert stats.kstest(whole, "uniform").pvalue > 0.001


def test_a_series_of_the_cast_hangs_on_her_name() -> None:
    alone = Series(Luck(1, 0, ["Ada"]), "s", Law())
    second = Series(Luck(1, 0, ["Bo", "Ada"]), "s", Law())
    assert alone.at(-1, 3) == second.at(-2, 3) != second.at(-1, 3)
