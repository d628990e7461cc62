"""Calibration to a published table: what a plan may say, the search, the profiles, and the bank study."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

import simulation as sim
from simulation.calibration import Calibration, calibrate, plan, read_plan, verdict
from simulation.calibration import fit as fitting
from simulation.calibration.profile import Profile, Step, spans
from simulation.calibration.trials import FAR, Trials
from simulation.errors import InputError
from simulation.parameters import catalogue

PATIENCE, WORK, RATE = "channels.phone.patience", "channels.phone.work.mean", "needs.call.per_day"


def raw(**more: Any) -> dict[str, Any]:
    """Return a small plan: patience out of the share that hangs up."""
    return {
        "scenario": "erlang-a",
        "changes": {"days": 0.3, "warm_up_days": 0},
        "replications": 1,
        "evaluations": 12,
        "grid": 4,
        "refit": 5,
        "targets": [{"measure": "abandonment.phone", "value": 0.2, "tolerance": 0.02}],
        "free": [{"key": PATIENCE, "low": 0.5, "high": 10}, {"key": WORK, "low": 2, "high": 5}],
    } | more


BAD: dict[str, dict[str, Any]] = {
    "there is no key 'replicatons', did you mean 'replications'?": {"replicatons": 3},
    "no scenario 'erlang-b', did you mean 'erlang-a'?": {"scenario": "erlang-b"},
    "no policy 'x'": {"scenario": "bank-study:x"},
    "targets: no measure 'abandonment.phne', did you mean 'abandonment.phone'?": {
        "targets": [{"measure": "abandonment.phne", "value": 0.2, "tolerance": 0.1}]
    },
    "expected either 'tolerance' or 'standard_error'": {"targets": [{"measure": "cases", "value": 1}]},
    "out of range, expected more than 0": {"targets": [{"measure": "cases", "value": 1, "tolerance": 0}]},
    "'cases' is there already": {"targets": [{"measure": "cases", "value": 1, "tolerance": 1}] * 2},
    "'behaviour.redial' is there already": {"free": [{"key": "behaviour.redial"}] * 2},
    "no 'redail' in the scenario, did you mean 'redial'?": {"free": [{"key": "behaviour.redail", "low": 0, "high": 1}]},
    "holds 'always', expected the key of a number": {"free": [{"key": "teams.phone.hours", "low": 0, "high": 1}]},
    "needs.call.per_day has no range in the catalogue, expected 'low' and 'high'": {"free": [{"key": RATE}]},
    "goes from 2 to 1, expected 'low' below 'high'": {"free": [{"key": PATIENCE, "low": 2, "high": 1}]},
    "goes from 1.5 to 4, expected whole numbers": {"free": [{"key": "teams.phone.agents", "low": 1.5, "high": 4}]},
    "behaviour.redial = 2.0: out of range": {"free": [{"key": "behaviour.redial", "low": 0, "high": 2}]},
    "expected at least 1 of them": {"free": []},
    "no key 'dayz'": {"changes": {"dayz": 3}},
}


@pytest.mark.parametrize("sentence", BAD)
def test_a_plan_that_cannot_be_done_gets_one_sentence(sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        plan(raw(**BAD[sentence]), "plan.toml")
    assert str(caught.value).startswith("plan.toml: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_files_that_are_no_plans(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_plan(tmp_path / "none.toml")
    path = tmp_path / "plan.toml"
    path.write_text("targets = [")
    with pytest.raises(InputError, match="not valid TOML"):
        read_plan(path)


def test_what_a_plan_leaves_out_comes_from_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(sim.load("erlang-a").to_toml(named=False))
    free = [{"key": "behaviour.redial"}, {"key": "teams.phone.agents", "low": 8, "high": 12}]
    path = tmp_path / "plan.toml"
    path.write_text(tomli_w.dumps(raw(scenario="mine.toml", free=free)))
    found = read_plan(path)
    usual = catalogue()["behaviour.redial"]
    assert found.free[0][1:] == (usual.low, usual.high, False, usual.unit)
    assert found.free[1].whole
    assert found.free[1].grid(11) == [8, 9, 10, 11, 12]
    assert found.scenario(np.array([0.5, 9.0])).teams["phone"].agents == 9
    error = plan(raw(targets=[{"measure": "cases", "value": 1, "standard_error": 2}]), "").targets[0]
    assert error.width == pytest.approx(3.92, abs=0.001)


class Formula(Trials):
    """Trials whose distance is a formula, so that the answer is known."""

    def distances(self, places: Iterable[Any]) -> list[float]:
        points = [self.values(place) for place in places]
        self.known |= dict.fromkeys(points, ((0.2,),))
        self.looked_at |= {point: self.formula(*point) for point in points}
        return [self.looked_at[point] for point in points]

    def formula(self, patience: float, work: float) -> float:
        """The figures tell the product alone."""
        return abs(patience * work - 10) / 0.5


class Apart(Formula):
    """Trials whose figures tell both parameters."""

    def formula(self, patience: float, work: float) -> float:
        return max(abs(patience - 4) / 0.5, abs(work - 3) / 0.25)


class Nowhere(Formula):
    """Trials that never come near."""

    def formula(self, patience: float, work: float) -> float:
        return 3.0 + patience + work


def with_formula(monkeypatch: pytest.MonkeyPatch, kind: type[Trials]) -> Calibration:
    monkeypatch.setattr(fitting, "Trials", kind)
    return calibrate(plan(raw(evaluations=200, grid=20, refit=40), ""))


def test_a_profile_shows_that_figures_tell_a_product_only(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_formula(monkeypatch, Formula)
    assert found.distance <= 0.1
    patience, work = found.profiles
    # patience times work may be 9.5 to 10.5, work 2 to 5: patience 1.9 to 5.25, and any work at all
    assert patience.fits == [pytest.approx((1.9, 5.25), abs=0.1)]
    assert work.fits == [(2, 5)]
    assert patience.tied
    assert work.tied
    assert "with channels.phone.patience from 5" in verdict(work, found)
    assert "the figures do not tell the two apart" in verdict(work, found)
    for step in work.steps:
        assert step.values[0] * step.values[1] == pytest.approx(10, abs=0.5)


def test_a_profile_shows_what_figures_tell_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_formula(monkeypatch, Apart)
    patience, work = found.profiles
    assert found.best == pytest.approx((4, 3), abs=0.1)
    assert patience.fits == [pytest.approx((3.5, 4.5), abs=0.15)]
    assert work.fits == [pytest.approx((2.75, 3.25), abs=0.1)]
    assert not patience.tied
    assert not work.tied
    assert verdict(work, found).endswith("of its range.")


def test_nothing_fits_where_nothing_can(monkeypatch: pytest.MonkeyPatch) -> None:
    found = with_formula(monkeypatch, Nowhere)
    assert verdict(found.profiles[0], found) == f"{PATIENCE}: no value from 0.5 to 10 fits."


def test_stretches_that_fit_may_be_several() -> None:
    assert spans([0, 1, 2, 3, 4], [0, 2, 0, 2, 0]) == [(0, 0.5), (1.5, 2.5), (3.5, 4)]
    assert spans([0, 1], [2, 3]) == []
    steps = tuple(Step(value, 0.5, FAR, (value,)) for value in (0.0, 1.0))
    assert Profile(plan(raw(), "").free[0]._replace(low=0, high=1), steps).tied


def test_a_point_that_is_no_scenario_is_far_away() -> None:
    shares = [{"key": "behaviour.repeat", "low": 0, "high": 1}, {"key": "behaviour.switch", "low": 0, "high": 1}]
    changes = {"days": 0.1, "warm_up_days": 0, "behaviour.switch": 0, "behaviour.repeat": 0}
    trials = Trials(plan(raw(free=shares, changes=changes), ""))
    assert trials.distance(np.array([0.9, 0.9])) == FAR
    assert trials.distance(np.array([0.1, 0.1])) < FAR


def test_a_calibration_that_was_broken_off_goes_on_and_ends_the_same(tmp_path: Path) -> None:
    asked, journal = plan(raw(), ""), tmp_path / "journal.jsonl"
    shares: list[float] = []
    whole = calibrate(asked, journal=journal, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    lines = journal.read_text().splitlines()
    journal.write_text("\n".join(lines[: len(lines) // 2]) + "\n")
    again = calibrate(asked, journal=journal)
    assert again == whole
    assert sorted(journal.read_text().splitlines()) == sorted(lines)
    with pytest.raises(InputError, match="belongs to another calibration"):
        calibrate(plan(raw(seed=2), ""), journal=journal)
    journal.write_text("no journal")
    with pytest.raises(InputError, match="is no journal of a calibration"):
        calibrate(asked, journal=journal)


@pytest.mark.slow
def test_the_bank_study_does_not_tell_private_matters_from_powerless_agents() -> None:
    study = {
        "scenario": "bank-study",
        "changes": {"population.customers": 2000},  # who tweets does not matter here, and fewer run faster
        "replications": 1,
        "evaluations": 20,
        "grid": 6,
        "refit": 12,
        "targets": [{"measure": "resolved_of_answered", "value": 0.36, "tolerance": 0.022}],
        "free": [
            {"key": "needs.complaint.sensitive", "low": 0, "high": 1},
            {"key": "teams.social.authority", "low": 0, "high": 1},
        ],
    }
    found = calibrate(plan(study, "bank"))
    assert found.distance <= 1
    sensitive, authority = found.profiles
    assert sensitive.tied
    assert authority.tied
    ((low, high),) = sensitive.fits
    assert low == 0
    assert high >= 0.5
    # The packaged pair of parameter sets, .5 with .8 and .2 with .5, lies in what fits.
    ((low, high),) = authority.fits
    assert low <= 0.5
    assert high >= 0.8
    for name in ("bank-a", "bank-a-other"):
        values = found.plan.base.policies[name].changes
        point = np.array([values["needs.complaint.sensitive"], values["teams.social.authority"]])
        assert Trials(found.plan).distance(point) <= 3  # one short run: within three tolerances of the study's
    assert not math.isnan(found.fresh_distance)
