"""The sequential rule: where it stops, and how often its interval holds the truth of a queue that is known exactly."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from simulation.analysis import Precision, mean_interval, replications_needed

_CUSTOMERS = 200
_BETWEEN, _WORK, _QUICK = 2.0, 1.0, 0.8


def exact_mean_wait(work: float = _WORK) -> float:
    """Return the expected mean wait of the first customers of an M/M/1 queue that begins empty.

    A customer who finds n others waits n services. From n found, the next arrival finds j >= 1 after n + 1 - j services
    that ended before it came, each with chance q.
    """
    q = _BETWEEN / (_BETWEEN + work)
    found = np.zeros(_CUSTOMERS + 1)
    found[0] = 1.0
    total = 0.0
    for _ in range(_CUSTOMERS):
        total += work * float(found @ np.arange(len(found)))
        after = np.zeros_like(found)
        for n in np.flatnonzero(found > 1e-15):
            ended = q ** np.arange(n + 1)
            after[1 : n + 2] += (found[n] * (1 - q) * ended[::-1])[: len(after) - 1]
            after[0] += found[n] * q ** (n + 1)
        found = after
    return total / _CUSTOMERS


def days(chance: np.random.Generator, number: int) -> NDArray[np.float64]:
    """Return the mean waits of so many days of the queue (Lindley's recursion)."""
    gaps = chance.exponential(_BETWEEN, (number, _CUSTOMERS))
    work = chance.exponential(_WORK, (number, _CUSTOMERS))
    return _mean_waits(gaps, work)


def _mean_waits(gaps: NDArray[np.float64], work: NDArray[np.float64]) -> NDArray[np.float64]:
    wait, total = np.zeros(len(gaps)), np.zeros(len(gaps))
    for customer in range(_CUSTOMERS):
        total += wait
        wait = np.maximum(0, wait + work[:, customer] - gaps[:, customer])
    return total / _CUSTOMERS


def differences(chance: np.random.Generator, number: int) -> NDArray[np.float64]:
    """Return by how much the same customers wait less on days when all work goes quicker."""
    gaps = chance.exponential(_BETWEEN, (number, _CUSTOMERS))
    work = chance.exponential(_WORK, (number, _CUSTOMERS))
    return _mean_waits(gaps, _QUICK * work) - _mean_waits(gaps, work)


Draw = Callable[[np.random.Generator, int], NDArray[np.float64]]


def normal(chance: np.random.Generator, number: int) -> NDArray[np.float64]:
    """Return values that a mean of many customers comes near to, with the truth 1."""
    return chance.normal(1, 1, number)


@pytest.mark.parametrize(
    ("draw", "truth", "rule"),
    [
        (days, exact_mean_wait(), Precision(0.05)),
        (days, exact_mean_wait(), Precision(0.05, relative=True)),
        (normal, 1.0, Precision(0.3)),
        (normal, 1.0, Precision(0.2, relative=True)),
    ],
    ids=["queue", "queue-relative", "normal", "normal-relative"],
)
def test_the_interval_holds_the_truth_as_often_as_it_says(draw: Draw, truth: float, rule: Precision) -> None:
    """1,000 experiments: the 95 % interval at which the rule stops covers in 93 to 97 % of them."""
    chance = np.random.default_rng(20)
    covered, made = 0, []
    for _ in range(1000):
        values = draw(chance, 700).tolist()
        stopped = rule.stops(values)
        assert stopped is not None
        interval = mean_interval(values[:stopped])
        assert interval.half_width <= rule.allowed(interval.mean)
        covered += interval.low <= truth <= interval.high
        made.append(stopped)
    assert 0.93 <= covered / 1000 <= 0.97
    assert min(made) >= 20
    assert np.mean(made) > 40  # the minimum is not what decides


def test_the_interval_of_a_paired_difference_holds_the_truth_as_often() -> None:
    """400 experiments on two queues that serve the same customers, one quicker: 94 to 95 % of them cover."""
    chance, truth = np.random.default_rng(21), exact_mean_wait(_QUICK) - exact_mean_wait()
    rule, covered, made = Precision(0.025), 0, []
    for _ in range(400):
        values = differences(chance, 450).tolist()
        stopped = rule.stops(values)
        assert stopped is not None
        interval = mean_interval(values[:stopped])
        covered += interval.low <= truth <= interval.high
        made.append(stopped)
    assert 0.92 <= covered / 400 <= 0.98
    assert np.mean(made) > 40


def test_the_exact_mean_of_the_queue_agrees_with_many_days() -> None:
    interval = mean_interval(days(np.random.default_rng(1), 20_000).tolist(), 0.999)
    assert interval.low <= exact_mean_wait() <= interval.high


@pytest.mark.parametrize("relative", [False, True])
def test_it_stops_at_the_first_replication_that_is_enough(relative: bool) -> None:
    values = np.random.default_rng(3).normal(3, 1, 300).tolist()
    rule = Precision(0.1 if relative else 0.25, relative, minimum=5, maximum=1000)
    goals = {n: rule.allowed(mean_interval(values[:n]).mean) for n in range(5, 301)}
    first = next(n for n, goal in goals.items() if mean_interval(values[:n]).half_width <= goal)
    assert rule.stops(values) == first
    assert rule.stops(values[: first - 1]) is None
    assert rule.allowed(10) == pytest.approx(10 * 0.1 / 1.1 if relative else 0.25)


def test_it_keeps_to_its_minimum_and_maximum() -> None:
    assert Precision(1.0, minimum=7).stops([5.0] * 20) == 7
    assert Precision(1e-9, minimum=2, maximum=12).stops([1.0, 2.0] * 10) == 12


def test_nothing_to_measure_is_no_reason_to_go_on() -> None:
    assert Precision(0.1, minimum=4).stops([math.nan] * 10) == 4
    assert Precision(0.1, minimum=2).stops([math.nan, 1.0, math.nan, 1.0]) == 4


def test_the_next_look_is_never_beyond_the_maximum_nor_before_the_next_replication() -> None:
    rule = Precision(0.01, minimum=5, maximum=30)
    values: list[float] = []
    chance = np.random.default_rng(2)
    while rule.stops(values) is None:
        look = rule.next_look(values)
        assert len(values) < look <= 30
        values += chance.normal(0, 1, look - len(values)).tolist()
    assert len(values) == 30


def test_the_replications_needed_are_the_fewest() -> None:
    values = [1.0, 4.0, 2.0, 8.0, 5.0]
    spread = float(np.std(values, ddof=1))
    for goal in (0.1, 0.5, 3.0, 50.0):
        needed = replications_needed(values, goal)

        def half(count: int) -> float:
            unit = mean_interval([-1.0, 1.0] * (count // 2) + [0.0] * (count % 2))
            return unit.half_width * spread / float(np.std([-1.0, 1.0] * (count // 2) + [0.0] * (count % 2), ddof=1))

        assert half(needed) <= goal
        assert needed == 2 or half(needed - 1) > goal
    with pytest.raises(ValueError, match="at least two numbers"):
        replications_needed([1.0, math.nan], 1)
    with pytest.raises(ValueError, match="above 0"):
        replications_needed([1.0, 2.0], 0)
