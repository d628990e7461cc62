"""What is remembered is bounded, cannot be written to, and changes no result."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import simulation as sim
from simulation.remembered import Arrays, Remembered
from simulation.workload import Workload


def numbers(count: int) -> Arrays:
    return (np.arange(count, dtype=np.float64),)


def test_a_key_is_made_once_and_given_to_everybody() -> None:
    memory, made = Remembered(1000), list[str]()

    def make() -> Arrays:
        made.append("made")
        return numbers(3)

    first, again = memory.get("a", make), memory.get("a", make)
    assert first is again
    assert made == ["made"]
    with pytest.raises(ValueError, match="read-only"):
        first[0][0] = 1.0


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    memory = Remembered(800)
    kept = {key: memory.get(key, lambda: numbers(25)) for key in "abcd"}  # 200 bytes each
    memory.get("a", lambda: numbers(25))
    memory.get("e", lambda: numbers(25))
    assert memory.bytes == 800
    assert memory.get("a", lambda: numbers(25)) is kept["a"]
    assert memory.get("b", lambda: numbers(25)) is not kept["b"]


def test_what_would_fill_a_quarter_of_the_memory_is_not_kept() -> None:
    memory = Remembered(800)
    assert memory.get("a", lambda: numbers(26)) is not memory.get("a", lambda: numbers(26))
    assert memory.bytes == 0


def test_threads_that_ask_at_once_leave_one_copy() -> None:
    memory = Remembered(10_000)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: memory.get(number % 4, lambda: numbers(10)), range(400)))
    assert {arrays[0].tolist() == list(range(10)) for arrays in found} == {True}
    assert memory.bytes <= 4 * 80


def test_nobody_waits_for_a_memory_that_is_in_use() -> None:
    memory = Remembered(10_000)
    memory._lock.acquire()  # as in a process that was begun while a thread held it
    assert memory.get("a", lambda: numbers(3))[0].tolist() == [0, 1, 2]
    assert memory.bytes == 0


def test_companies_that_meet_the_same_customers_share_their_needs_and_nobody_else_does() -> None:
    company = sim.load("reference-company").with_({"days": 3, "warm_up_days": 0})
    slower = company.with_({"teams.phone.agents": 2, "channels.phone.patience": 1.0})
    more = company.with_({"needs.billing.per_thousand": 37.0})
    needs = Workload(company, 5, 0).needs_in_order
    assert Workload(slower, 5, 0).needs_in_order[0] is needs[0]
    for other in (Workload(more, 5, 0), Workload(company, 6, 0), Workload(company, 5, 1)):
        assert len(other.needs_in_order[0]) != len(needs[0]) or (other.needs_in_order[0] != needs[0]).any()


def test_a_run_does_not_hang_on_what_was_run_before() -> None:
    company = sim.load("ash-cloud").with_({"days": 5, "warm_up_days": 0})
    alone = sim.simulate(company, 8, engine="simpy").digest
    sim.simulate(company.with_({"channels.phone.patience": 1.0}), 8, engine="simpy")
    assert sim.simulate(company, 8, engine="simpy").digest == alone
