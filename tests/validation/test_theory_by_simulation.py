"""The simulator's own queues against exact theory, through ordinary scenario files."""

from __future__ import annotations

import pytest

from simulation.scenario import Scenario
from simulation.validation import checks, formulas, queues
from simulation.validation.checks import Simulated


def _groups() -> dict[str, list[Simulated]]:
    wanted: dict[str, list[Simulated]] = {}
    for each in queues.plan()[1]:
        wanted.setdefault(each.scenario, []).append(each)
    return wanted


@pytest.mark.slow
@pytest.mark.parametrize("name", list(_groups()))
def test_simulated_queue_meets_theory(name: str) -> None:
    scenarios: dict[str, Scenario] = queues.plan()[0]
    found = list(checks.simulated({name: scenarios[name]}, _groups()[name], queues.REPLICATIONS, None, None))
    assert all(check.ok for check in found), found


def test_formulas_meet_the_printed_figures() -> None:
    found = list(formulas.checks())
    assert len(found) > 50
    assert all(check.ok for check in found), [check for check in found if not check.ok]


def test_a_wrong_figure_is_seen() -> None:
    """A check can fail: one unit in the last printed digit, or a mean off by five standard errors."""
    assert not checks.printed("", "", 0.682118, 0.682119).ok
    assert checks.printed("", "", 0.682118, 0.6821184).ok
    wanted = Simulated("", "", "", "", 1, 0.0)
    assert not checks.judged(wanted, [1.0, 1.1, 0.9, 1.0]).ok
    assert checks.judged(wanted, [0.1, -0.1, 0.05, -0.05]).ok
    share = Simulated("", "", "", "", 1, 0.5, share=True)
    assert not checks.judged(share, [0.3, 0.7, 0.55, 0.6]).ok
