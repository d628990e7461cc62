"""The wait against utilisation: Erlang's line, the simulation's points, and words that say both."""

from collections.abc import Callable

import numpy as np
import pytest

import simulation as sim
from simulation.plots import Picture, wait_curve
from simulation.theory import erlang_c

POINTS = {
    0.9: sim.Interval(3.0, 2.3, 3.8, 20),
    0.5: sim.Interval(0.04, 0.03, 0.05, 6),
    0.8: sim.Interval(0.95, 0.8, 1.1, 20),
}


def test_the_curve_can_be_read(is_readable: Callable[[Picture], None]) -> None:
    is_readable(wait_curve(POINTS, agents=10, minutes=5))


def test_the_line_is_erlangs_and_the_points_are_what_was_given() -> None:
    picture = wait_curve(POINTS, agents=10, minutes=5)
    line, points = picture.figure.axes[0].lines[:2]
    busy, waits = (np.asarray(values, dtype=float) for values in line.get_data())
    assert busy[-1] == pytest.approx(94)
    for share, wait in zip(busy[::50] / 100, waits[::50], strict=True):
        assert wait == pytest.approx(erlang_c(10, share * 2, 5).mean_wait)
    assert np.asarray(points.get_data()).tolist() == [[50, 80, 90], [0.04, 0.95, 3.0]]
    assert "at 80 % busy 1.02 minutes by Erlang C and 0.95 [0.80, 1.10] by simulation" in picture.alt


@pytest.mark.parametrize(("points", "said"), [({}, "no points"), ({1.0: POINTS[0.9]}, "utilisation of 1, expected")])
def test_what_cannot_be_drawn_gets_one_sentence(points: dict[float, sim.Interval], said: str) -> None:
    with pytest.raises(sim.InputError, match=said):
        wait_curve(points, agents=10, minutes=5)
