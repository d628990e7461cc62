"""The same customer, with the same luck, under each policy of a scenario."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.cases import cases
from simulation.errors import InputError
from simulation.run import simulate
from simulation.scenario import Scenario


class Counterfactual(NamedTuple):
    """What one policy makes of a customer's case.

    Attributes
    ----------
    scenario : str
        The policy's name.
    contacts, asked_number, handoffs, agents_touched : int
        How many.
    first_reply_min, info_min : float or None
        Minutes from the first contact to the reply to it, and to the information; None where there is none.
    solved_min : float or None
        Minutes from the first contact to the solution, however it came; for an escalated case that is later than the
        information. None where it was not solved, or without a contact.
    agent_min, customer_effort_min : float
        Minutes of work, the company's and hers.
    S : float
        Satisfaction, from 0 to 1 (its coefficients are assumptions).
    """

    scenario: str
    contacts: int
    asked_number: int
    handoffs: int
    agents_touched: int
    first_reply_min: float | None
    info_min: float | None
    solved_min: float | None
    agent_min: float
    customer_effort_min: float
    S: float


def counterfactuals(
    scenario: Scenario, customer: int, seed: int = 1, progress: Callable[[float], None] | None = None
) -> list[Counterfactual]:
    """Run a scenario under each of its policies and return what became of a customer's first case.

    Raises
    ------
    InputError
        When the scenario has no policies, or the customer no case.
    """
    if not scenario.policies:
        raise InputError(f"{scenario.name}: has no policies to compare, expected [policies.NAME] tables")
    rows = []
    for number, name in enumerate(scenario.policies, start=1):
        run = simulate(scenario.policy(name), seed)
        table = cases(run.log, run.scenario.with_({"warm_up_days": 0}))  # her case counts whenever it opens
        mine = np.flatnonzero(table["customer"] == customer)
        if not len(mine):
            raise InputError(f"{scenario.name}: customer {customer} has no case under policy '{name}'")
        case = {column: values[mine[0]] for column, values in table.items()}
        rows.append(
            Counterfactual(
                name,
                int(case["contacts"]),
                int(case["asks"]),
                int(case["hand_offs"]),
                int(case["agents_touched"]),
                _or_none(case["first_reply_min"]),
                _or_none(case["info_min"]),
                _or_none(case["solved_min"]),
                float(case["agent_min"]),
                float(case["effort_min"]),
                float(case["satisfaction"]),
            )
        )
        if progress is not None:
            progress(number / len(scenario.policies))
    return rows


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
