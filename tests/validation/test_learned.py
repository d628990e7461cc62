"""What customers learn and are told, and the levers that make it vanish."""

from __future__ import annotations

import pytest

from simulation.experiment import compare, processes
from simulation.validation.learned import CLAIMS, REPLICATIONS, scenarios


@pytest.mark.slow
def test_every_claim_comes_with_its_sign_and_its_off_switch() -> None:
    known = scenarios()
    named = {name for claim in CLAIMS for name in (claim.first, claim.second)}
    with processes(2) as executor:
        comparison = compare({name: known[name] for name in sorted(named)}, REPLICATIONS, 1, executor)
    differences = {
        claim.result: (claim, comparison.difference(claim.first, claim.second, claim.measure).interval)
        for claim in CLAIMS
    }
    assert len(differences) == len(CLAIMS)
    failed = [(name, interval) for name, (claim, interval) in differences.items() if not claim.holds(interval)]
    assert not failed
