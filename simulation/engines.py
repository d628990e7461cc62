"""Two engines, one log: the SimPy model that people read and change, and its compiled twin. See docs/engines.md."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Callable
from typing import Literal

from simulation.errors import InputError, nearest
from simulation.scenario import Scenario

Engine = Literal["simpy", "compiled"]

ENGINES = ("auto", "simpy", "compiled")
"""What can be asked for; `auto` takes the compiled engine where it knows all rules and is worth its loading."""

_WORTH_LOADING = 15_000.0
_MOST_BELIEFS = 100_000_000


def missing() -> str | None:
    """Return what the compiled engine lacks in this environment, None when it has everything."""
    if importlib.util.find_spec("numba") is None:
        return "the package 'numba' is not installed, which the extra 'fast' brings"
    return None


def supports(scenario: Scenario) -> str | None:
    """Return the first thing in a scenario that the compiled engine does not know, in words; None when it knows all."""
    if type(scenario) is not Scenario:
        return f"a scenario of its own kind, '{type(scenario).__name__}'"
    channels = len(scenario.channels)
    if channels > 1000:
        return f"{channels} channels, more than 1000"
    customers = scenario.population.customers + len(scenario.cast)
    if scenario.learning is not None and customers * channels * len(scenario.sources) > _MOST_BELIEFS:
        return "customers who learn, with more than a hundred million beliefs"
    if sum(duty_of(scenario)) > 100_000:
        return "more than 100,000 agents"
    return None


def duty_of(scenario: Scenario) -> list[int]:
    """Return an upper limit of the agents that each team has, desks included."""
    teams = scenario.teams.values()
    return [sum([team.agents, *(block.agents for block in team.rota)]) * (1 + team.concurrency) for team in teams]


def chosen(scenario: Scenario, engine: str) -> Engine:
    """Return which engine runs a scenario.

    Parameters
    ----------
    scenario : Scenario
        What to run.
    engine : str
        One of `ENGINES`.

    Raises
    ------
    InputError
        When there is no such engine, or the compiled one is asked for and cannot run this.
    """
    if engine not in ENGINES:
        raise InputError(f"engine = '{engine}': no such engine, {nearest(engine, ENGINES)}")
    if engine == "simpy":
        return "simpy"
    obstacle = missing() or supports(scenario)
    if engine == "compiled":
        if obstacle is not None:
            raise InputError(f"engine = 'compiled': {obstacle}; expected 'simpy' or 'auto'")
        return "compiled"
    return "compiled" if obstacle is None and _is_ready(scenario) else "simpy"


def make_ready(say: Callable[[str], None]) -> float:
    """Compile the compiled engine, or load it where it is compiled already; return the processor seconds it took.

    Parameters
    ----------
    say : callable
        Gets a sentence before anything is compiled.

    Raises
    ------
    InputError
        When the compiled engine lacks something here.
    """
    from time import process_time

    obstacle = missing()
    if obstacle is not None:
        raise InputError(f"engine = 'compiled': {obstacle}; expected 'simpy' or 'auto'")
    from simulation.compiled.entry import load

    begin = process_time()
    if load(may_compile=False) is None:
        say("compiling the engine: half a minute, once for all later runs on this machine")
        load()
    return process_time() - begin


def load_kept() -> bool:
    """Load the compiled engine if it lies on disk, and return whether it is there; nothing is ever compiled."""
    if missing() is not None:
        return False
    from simulation.compiled.entry import is_kept, load

    return is_kept() and load(may_compile=False) is not None


class _Effort:
    """What runs in this process would have cost on SimPy so far, in needs; loading compiled code costs a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._needs = 0.0
        self.hopeless = False

    def grows(self, scenario: Scenario) -> float:
        with self._lock:
            self._needs += expected_needs(scenario)
            return self._needs


_effort = _Effort()


def expected_needs(scenario: Scenario) -> float:
    """Return how many needs and orders a run of a scenario has, roughly."""
    customers = scenario.population.customers
    processes = [*scenario.needs.values(), *([scenario.orders] if scenario.orders else [])]
    struck = sum(
        customers * need.incident.share * need.incident.contact for need in scenario.needs.values() if need.incident
    )
    return struck + scenario.days * sum(process.daily(customers) for process in processes)


def _is_ready(scenario: Scenario) -> bool:
    """Return whether the compiled engine can be had without compiling, and is worth its loading."""
    from simulation.compiled.entry import is_kept, is_loaded

    if is_loaded():
        return True
    if _effort.hopeless or _effort.grows(scenario) < _WORTH_LOADING or not is_kept():
        return False
    _effort.hopeless = not load_kept()  # what is kept is for another processor
    return not _effort.hopeless
