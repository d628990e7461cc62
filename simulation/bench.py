"""The benchmark: how fast the model runs beside a textbook SimPy model, in one run, interleaved."""

from __future__ import annotations

import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import simpy

from simulation import log as ev
from simulation.run import Run, simulate
from simulation.scenario import Scenario, load


class Textbook(NamedTuple):
    """The plain Erlang-A queue that the textbook model runs.

    Attributes
    ----------
    between, service, patience : float
        Means in minutes.
    agents, customers : int
        How many.
    """

    between: float
    service: float
    patience: float
    agents: int
    customers: int


def textbook(queue: Textbook, seed: int) -> float:
    """Run the model of SimPy's own examples (process, PriorityResource, request or time-out); return who left."""
    chance = random.Random(seed)
    env = simpy.Environment()
    agents = simpy.PriorityResource(env, queue.agents)
    waits: list[float] = []
    abandoned = 0

    def customer() -> Generator[simpy.Event, Any, None]:
        nonlocal abandoned
        arrived = env.now
        with agents.request(priority=0) as request:
            patience = env.timeout(chance.expovariate(1 / queue.patience))
            outcome = yield request | patience
            waits.append(env.now - arrived)
            if request in outcome:
                yield env.timeout(chance.expovariate(1 / queue.service))
            else:
                abandoned += 1

    def source() -> Generator[simpy.Event, Any, None]:
        for _ in range(queue.customers):
            yield env.timeout(chance.expovariate(1 / queue.between))
            env.process(customer())

    env.process(source())
    env.run()
    return abandoned / queue.customers


def bench(rounds: int = 5, progress: Callable[[float], None] | None = None) -> dict[str, float]:
    """Measure, interleaved, and return medians.

    Returns
    -------
    dict of str to float
        ``ratio``: customers per CPU second, full model over textbook model, on the same Erlang-A queue (median of the
        rounds' ratios); ``full_customers_per_s``, ``textbook_customers_per_s``, ``events_per_s``;
        ``reference_contacts_per_s``: contacts of the reference company; ``bytes_per_100k_contacts``: peak memory of
        Python's allocations in 100 days of it, per 100,000 contacts; ``backlog_ratio``: CPU time with up to 24,000
        waiting e-mails over that of the same e-mails with hardly any waiting; ``rules_ratio``: CPU time of a run of
        the reference company with every rule on, over that without.
    """
    erlang = load("erlang-a").with_({"days": 10})
    reference = load("reference-company")
    every_rule = reference.policy("every-rule")
    waiting = load("full-inbox")
    answered = waiting.with_({"teams.email.hours": "always"})
    steps = rounds * 5 + 1
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done / steps)

    ratios, full, plain, events, contacts, rules, backlog = [], [], [], [], [], [], []
    for number in range(rounds):
        seconds, run = timed(_simulated, erlang, 1, number)
        offered = contacts_in(run.log)
        step()
        textbook_seconds, _ = timed(textbook, Textbook(0.3, 3.0, 3.0, 10, offered), number)
        step()
        full.append(offered / seconds)
        plain.append(offered / textbook_seconds)
        ratios.append(textbook_seconds / seconds)
        events.append(len(run.log) / seconds)
        seconds, run = timed(_simulated, reference, 1, number)
        contacts.append(contacts_in(run.log) / seconds)
        step()
        rules.append(timed(_simulated, every_rule, 1, number)[0] / seconds)
        step()
        backlog.append(timed(_simulated, waiting, 1, number)[0] / timed(_simulated, answered, 1, number)[0])
        step()
    tracemalloc.start()
    run = _simulated(reference.with_({"days": 100}), 1, 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    step()
    return {
        "ratio": statistics.median(ratios),
        "full_customers_per_s": statistics.median(full),
        "textbook_customers_per_s": statistics.median(plain),
        "events_per_s": statistics.median(events),
        "reference_contacts_per_s": statistics.median(contacts),
        "bytes_per_100k_contacts": peak / contacts_in(run.log) * 100_000,
        "backlog_ratio": statistics.median(backlog),
        "rules_ratio": statistics.median(rules),
    }


def _simulated(scenario: Scenario, seed: int, replication: int) -> Run:
    return simulate(scenario, seed, replication, engine="simpy")


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Do a piece of work; return the seconds of processor time that it took, and what came of it."""
    gc.collect()  # what the work before it has left behind is not its own
    begin = time.process_time()
    result = work(*arguments)
    return time.process_time() - begin, result


def contacts_in(log: ev.Log) -> int:
    """Return how many contacts there are in a log."""
    return int((log["event"] == ev.CONTACT).sum())
