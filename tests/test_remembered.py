"""What is remembered is bounded, cannot be written to, and changes no result."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from pydantic import Field

import simulation as sim
from simulation import workload
from simulation.parts import Need
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
    needs = Workload(company, 5, 0, remembers=True).needs_in_order
    assert Workload(slower, 5, 0, remembers=True).needs_in_order[0] is needs[0]
    for key in ((more, 5, 0), (company, 6, 0), (company, 5, 1)):
        other = Workload(*key, remembers=True).needs_in_order
        assert len(other[0]) != len(needs[0]) or (other[0] != needs[0]).any()
    alone = Workload(company, 5, 0).needs_in_order
    assert alone[0] is not needs[0]
    assert [column.tolist() for column in alone] == [column.tolist() for column in needs]


class Own(Need):
    """A researcher's own kind of need, with values that no key can be made of."""

    marks: list[str] = Field(default_factory=list)


def test_who_changes_the_model_in_python_gets_needs_of_her_own_on_simpy(monkeypatch: pytest.MonkeyPatch) -> None:
    company = sim.load("single-agent").with_({"days": 2, "warm_up_days": 0})
    usual = sim.simulate(company, engine="simpy")
    own = company.model_copy(update={"needs": {name: Own(**need.model_dump()) for name, need in company.needs.items()}})
    assert sim.simulate(own, engine="simpy").digest == usual.digest
    monkeypatch.setattr(workload, "arrival_times", lambda *_: np.array([600.0]))
    assert sim.simulate(company, engine="simpy").measures()["cases"] == 1
