"""Readers of what is public, and the causes behind needs: drawn by their laws, and the same in every company."""

from __future__ import annotations

import numpy as np
from scipy import stats

import simulation as sim
from simulation.model.company import Company
from simulation.model.readers import ANSWER, MESSAGE, Readers
from simulation.model.records import Case
from simulation.workload import Workload


def company(changes: dict[str, object] | None = None) -> Company:
    """Return a reference company that has not begun yet."""
    return Company(Workload(sim.load("reference-company").with_({"days": 6} | (changes or {})), 5, 0))


def cases(running: Company, count: int) -> list[Case]:
    """Return the first cases of a company."""
    arrivals = running.workload.arrivals(lambda: None)
    return [Case(running, next(arrivals)) for _ in range(count)]


def test_readers_are_a_poisson_number_of_customers_like_any_others() -> None:
    running = company()
    readers = Readers(running, 5.0)
    found = [readers.of(case, 1, MESSAGE) for case in cases(running, 800)]
    counts = np.array([len(each) for each in found])
    assert abs(counts.mean() - 5) < 3.3 * np.sqrt(5 / 800)
    assert 4.2 < counts.var() < 5.8
    who = np.array([customer for each in found for customer in each])
    assert who.min() >= 0
    assert who.max() < 2000
    assert stats.kstest(who / 2000, "uniform").pvalue > 0.001


def test_a_message_and_its_answer_have_readers_of_their_own_and_the_same_in_every_company() -> None:
    first, second = company(), company({"transparency.labels": "honest"})
    one, other = Readers(first, 5.0), Readers(second, 5.0)
    pairs = list(zip(cases(first, 50), cases(second, 50), strict=True))
    assert [one.of(a, 1, ANSWER) for a, _ in pairs] == [other.of(b, 1, ANSWER) for _, b in pairs]
    assert [one.of(a, 1, ANSWER) for a, _ in pairs] != [one.of(a, 1, MESSAGE) for a, _ in pairs]


def test_nobody_reads_where_nobody_can() -> None:
    running = company()
    assert [Readers(running, 0.0).of(case, 1, ANSWER) for case in cases(running, 50)] == [[]] * 50


def test_the_second_cause_is_half_as_frequent_as_the_first() -> None:
    running = company({"needs.technical.causes": 4})
    mine = [case for case in cases(running, 2000) if case.need is running.scenario.needs["technical"]]
    counts = np.bincount([case.cause for case in mine], minlength=4)
    expected = len(mine) * np.array([1, 1 / 2, 1 / 3, 1 / 4]) / (25 / 12)
    assert stats.chisquare(counts, expected).pvalue > 0.001
    others = [case for case in cases(company(), 200) if case.row >= 0]
    assert {case.cause for case in others} == {0}
