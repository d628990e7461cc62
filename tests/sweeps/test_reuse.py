"""A finished sweep is gone on with: no run twice, and the same bytes as if all had been asked for at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.sweeps.blocks import run_block

Bytes = Callable[[Path], dict[str, bytes]]

CALLS, SOLVE = "needs.call.per_day", "channels.phone.solve"
BASE: dict[str, Any] = {
    "scenario": "single-agent",
    "changes": {"days": 2, "warm_up_days": 0.5},
    "factors": [{"key": CALLS, "levels": [100, 200]}, {"key": SOLVE, "levels": [0.5, 1.0]}],
    "replications": 3,
}
RANGES = [{"key": CALLS, "low": 100, "high": 200}, {"key": SOLVE, "low": 0.5, "high": 1.0}]
MORE_LEVELS = [{"key": CALLS, "levels": [100, 150, 200]}, {"key": SOLVE, "levels": [0.5, 0.75, 1.0]}]
UNTIL = {"measure": "answer_min.phone", "half_width": 2.0, "minimum": 4, "maximum": 12}


def _sampled(design: str, points: int, **more: Any) -> dict[str, Any]:
    return {"design": design, "points": points, "factors": RANGES, "replications": 2, **more}


def _until(**more: Any) -> dict[str, Any]:
    return {"replications": None, "until": {**UNTIL, **more}}


LEVELS = {"days": 2, "warm_up_days": 0, "cast": []}
TIERS = {"scenario": "service-levels", "changes": LEVELS, "factors": [], "replications": 1}

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], int]] = {
    "more replications": ({}, {"replications": 5}, 12),
    "more levels, in between": ({}, {"factors": MORE_LEVELS}, 12),
    "both, with logs": ({"logs": True}, {"logs": True, "replications": 4, "factors": MORE_LEVELS}, 12),
    "another factor that was at its usual value": ({"factors": BASE["factors"][:1]}, {}, 6),
    "more policies, with measures of their own": (
        {**TIERS, "policies": ["payers-first", "callbacks"]},
        {**TIERS, "policies": ["callbacks", "fix-by-count", "payers-first"]}, 2,
    ),
    "sobol": (_sampled("sobol", 4, luck="independent"), _sampled("sobol", 8, luck="independent"), 8),
    "saltelli": (_sampled("saltelli", 8), _sampled("saltelli", 16), 16),
    "closer": (_until(), _until(half_width=1.0, maximum=20), 0),
    "a goal after a number": ({}, _until(), 12),
    "independent luck, the first factor's last level": (
        {"luck": "independent"},
        {"luck": "independent", "factors": [{"key": CALLS, "levels": [100, 200, 300]}, BASE["factors"][1]]}, 12,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_larger_experiment_makes_only_what_is_missing_and_has_the_same_bytes(
    case: str, tmp_path: Path, bytes_of: Bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after, known = CASES[case]
    small = sim.sweep(sim.parse_experiment({**BASE, **before}), tmp_path / "small")
    kept = bytes_of(tmp_path / "small")
    large = sim.parse_experiment({**BASE, **after})
    whole = sim.sweep(large, tmp_path / "whole")
    reused = sim.reuse(small, large, tmp_path / "large")
    assert reused == (known or len(small.runs))
    assert sim.reuse(small, large, tmp_path / "large") == reused  # as after a stop: nothing is there twice
    made: list[int] = []

    def counted(block: Any) -> Any:
        made.extend(1 for task in block.tasks for _ in task.replications)
        return run_block(block)

    monkeypatch.setattr("simulation.sweeps.running.run_block", counted)
    sim.sweep(large, tmp_path / "large")
    assert bytes_of(tmp_path / "large") == bytes_of(tmp_path / "whole")
    assert bytes_of(tmp_path / "small") == kept
    if large.until is None:
        assert len(made) == len(whole.runs) - reused


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": 2}, "its runs have seed 1, expected 2"),
        ({"changes": {"days": 3, "warm_up_days": 0.5}}, "another base scenario, or other changes in it"),
        ({"logs": True}, "holds no logs"),
        (_until(measure="answer_min.fone"), r"no measure 'answer_min.fone', did you mean 'answer_min.phone'"),
        ({"factors": [{"key": CALLS, "levels": [120, 130]}]}, "no point of the one is a point of the other"),
        (_sampled("latin-hypercube", 4), "a Latin hypercube of another number of points has other points"),
    ],
)
def test_what_cannot_be_gone_on_with_is_told_in_one_sentence(
    change: dict[str, Any], said: str, small_results: sim.Results, tmp_path: Path
) -> None:
    with pytest.raises(sim.InputError, match=said) as told:
        sim.reuse(small_results, sim.parse_experiment({**BASE, **change}), tmp_path / "new")
    assert "\n" not in str(told.value)
    assert not list((tmp_path / "new").glob("*"))  # nothing is begun


def test_luck_of_its_own_and_other_numbers_have_no_run_in_common(tmp_path: Path) -> None:
    own = {**BASE, "luck": "independent", "factors": [{"key": CALLS, "levels": [100, 200]}]}
    small = sim.sweep(sim.parse_experiment(own), tmp_path / "small")
    swapped = sim.parse_experiment({**own, "factors": [{"key": CALLS, "levels": [200, 100]}]})
    with pytest.raises(sim.InputError, match="its luck is 'independent' and this one's 'independent', or the points"):
        sim.reuse(small, swapped, tmp_path / "large")
    with pytest.raises(sim.InputError, match="expected another folder for the larger one"):
        sim.reuse(small, swapped, tmp_path / "small")
