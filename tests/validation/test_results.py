"""What the cases teach, and the levers that make it vanish."""

from __future__ import annotations

import math

import pytest

from simulation.analysis import Interval
from simulation.experiment import processes
from simulation.validation.claims import Claim
from simulation.validation.results import GROUPS, results


@pytest.mark.slow
def test_every_result_comes_with_its_sign_and_its_off_switch() -> None:
    with processes(2) as executor:
        found = results(executor)
    assert len(found) == sum(len(group.claims) for group in GROUPS)
    assert all(result.ok for result in found), [result for result in found if not result.ok]


def test_every_claim_names_scenarios_that_are_there() -> None:
    for group in GROUPS:
        known = group.scenarios()
        missing = {name for claim in group.claims for name in (claim.first, claim.second)} - set(known)
        assert not missing


def test_a_claim_can_fail() -> None:
    more = Claim("", "", "", "", +1)
    assert more.holds(Interval(2, 1, 3, 9))
    assert not more.holds(Interval(1, -0.1, 2, 9))
    same = Claim("", "", "", "", 0, 0.5)
    assert same.holds(Interval(0.1, -0.2, 0.4, 9))
    assert not same.holds(Interval(0.1, -0.2, 0.6, 9))
    assert not more.holds(Interval(1, math.nan, math.nan, 1))
