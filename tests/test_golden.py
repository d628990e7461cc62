"""Back-tests: the logs of the packaged scenarios are the ones that were stored, to the last bit.

A digest changes only where a rule now speaks; the commit that changes one says why. To store them anew:
``python tests/test_golden.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulation as sim

STORED = Path(__file__).parent / "data" / "digests.json"
SHORT = {"distracted-agent": 40, "opening-hours": 10, "priority-line": 4, "redial": 9, "single-agent": 12}


def scenarios() -> dict[str, sim.Scenario]:
    """Return every packaged scenario under each of its policies, the long ones cut short."""
    found = {}
    for name in sim.packaged():
        scenario = sim.load(name)
        days = SHORT.get(name, min(scenario.days, 8))
        scenario = scenario.with_({"days": days, "warm_up_days": min(scenario.warm_up_days, days / 2)})
        found[name] = scenario
        found |= {f"{name}:{policy}": scenario.policy(policy) for policy in scenario.policies}
    return found


@pytest.mark.parametrize("name", list(scenarios()))
def test_log_is_the_stored_one(name: str) -> None:
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert sim.simulate(scenarios()[name], seed=3, engine="simpy").digest == stored[name]


def test_no_stored_digest_is_forgotten() -> None:
    assert set(json.loads(STORED.read_text(encoding="utf-8"))) == set(scenarios())


if __name__ == "__main__":
    digests = {name: sim.simulate(scenario, seed=3, engine="simpy").digest for name, scenario in scenarios().items()}
    STORED.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
