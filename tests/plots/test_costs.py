"""What a run costs: both engines in one figure, and words with its numbers."""

from collections.abc import Callable

import numpy as np
import pytest

import simulation as sim
from simulation.engine_cost import Cost
from simulation.plots import Picture, cost_chart

COSTS = [
    Cost("simpy", 10_104, 0.1, 5_000_000),
    Cost("simpy", 100_092, 1.0, 40_000_000),
    Cost("compiled", 100_092, 0.06, 41_000_000),
    Cost("compiled", 10_104, 0.007, 4_000_000),
    Cost("compiled", 10_005_090, 5.3, 1_119_000_000),
]


def test_the_costs_can_be_read(is_readable: Callable[[Picture], None]) -> None:
    is_readable(cost_chart(COSTS))
    is_readable(cost_chart([cost._replace(peak_bytes=None) for cost in COSTS]))


def test_each_engine_has_its_line_and_the_words_have_its_ends() -> None:
    picture = cost_chart(COSTS)
    times, memory = (axes.lines for axes in picture.figure.axes)
    assert [np.asarray(line.get_xdata()).tolist() for line in times] == [
        [10_104, 100_092, 10_005_090],
        [10_104, 100_092],
    ]
    assert np.asarray(times[1].get_ydata()).tolist() == pytest.approx([1e5 / 10_104, 1e6 / 100_092])
    assert np.asarray(memory[0].get_ydata()).tolist() == [4, 41, 1119]
    assert "compiled engine from 0.69 microseconds at 10,104 contacts to 0.53 at 10,005,090" in picture.alt
    assert "SimPy 40 megabytes at 100,092 contacts" in picture.alt


def test_nothing_to_draw_gets_one_sentence() -> None:
    with pytest.raises(sim.InputError, match="cost_chart: no runs"):
        cost_chart([])
