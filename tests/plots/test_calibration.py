"""Figures of calibrations and estimates: what they draw is what was found."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from simulation.analysis import Interval
from simulation.calibration.contacts import Contact
from simulation.calibration.estimates import patience
from simulation.calibration.fit import Calibration, Met
from simulation.calibration.plan import plan
from simulation.calibration.profile import Profile, Step
from simulation.errors import InputError
from simulation.plots import Picture, patience_curve, profiles

Check = Callable[[Picture], None]
KEYS = ("needs.complaint.sensitive", "teams.social.authority", "channels.twitter.solve")


def found(count: int) -> Calibration:
    """Return a calibration of so many parameters that was never run."""
    free = [{"key": key, "low": 0, "high": 1} for key in KEYS[:count]]
    targets = [{"measure": "resolved_of_answered", "value": 0.36, "tolerance": 0.02}]
    asked = plan({"scenario": "bank-study", "changes": {"days": 1}, "targets": targets, "free": free}, "")
    values = (0.0, 0.25, 0.5, 0.75, 1.0)
    steps = tuple(Step(value, max(0.1, 6 * (value - 0.5)), 20 * abs(value - 0.5), (value,) * count) for value in values)
    never = Interval(0.36, math.nan, math.nan, 1)
    drawn = [Profile(each, steps) for each in asked.free]
    return Calibration(asked, (0.5,) * count, 0.1, 0.5, [Met(asked.targets[0], never, never)], drawn, 9)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_profiles_can_be_read(count: int, is_readable: Check) -> None:
    picture = profiles(found(count))
    is_readable(picture)
    assert "needs.complaint.sensitive 0 to 0.661, held at the best fit 0.45 to 0.55" in picture.alt
    first = picture.figure.axes[0]
    assert first.get_title(loc="left") == "fits: 0 to 0.661"
    lines = {line.get_linestyle(): line for line in first.get_lines()}
    assert np.allclose(np.asarray(lines["-"].get_ydata()), [0.1, 0.1, 0.1, 1.5, 3])


def waits(outcomes: list[str]) -> list[Contact]:
    return [
        Contact("phone", "", "", float(at), 1.0 + at % 9, math.nan, math.nan, outcome)
        for at, outcome in enumerate(outcomes)
    ]


def test_patience_can_be_read(is_readable: Check) -> None:
    estimate = patience(waits(["abandoned", "answered", "answered"] * 60))
    assert estimate is not None
    picture = patience_curve(estimate, "phone")
    is_readable(picture)
    assert f"is {estimate.mean.value:.3g} min" in picture.alt
    assert "60 gave up, 120 were answered before" in picture.alt
    steps = picture.figure.axes[0].get_lines()[0]
    assert np.allclose(np.asarray(steps.get_ydata())[1:], 100 * estimate.staying)


def test_there_is_no_curve_where_nobody_gave_up() -> None:
    estimate = patience(waits(["answered"] * 5))
    assert estimate is not None
    with pytest.raises(InputError, match="nobody gave up waiting in channel 'phone'"):
        patience_curve(estimate, "phone")
