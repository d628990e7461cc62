"""The storm: medians and bands are those of the data, and every panel can be read."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D

import simulation as sim
from simulation.plots import Picture, storm_curve

Check = Callable[[Picture], None]

HOUR = 60.0
RUNS = [[], [30.0, 90.0], [20.0, 40.0, 50.0, 100.0, 4000.0], [10.0] * 900, [5.0 * step for step in range(2000)]]


def curves(picture: Picture, panel: int = 0) -> list[Line2D]:
    return list(picture.figure.axes[panel].lines)


@pytest.mark.parametrize("panels", [1, 2, 3, 5, 6])
def test_every_panel_can_be_read(panels: int, is_readable: Check) -> None:
    names = [f"after {hours} hours" for hours in (0, 1, 2, 4, 8, 15)[:panels]]
    picture = storm_curve(
        dict.fromkeys(names, RUNS),
        answers={names[-1]: 2 * HOUR},
        theory={names[0]: ([HOUR, 10 * HOUR], [2.0, 800.0])},
    )
    is_readable(picture)
    assert [axes.get_title(loc="left") for axes in picture.figure.axes if axes.get_visible()] == names


def test_the_line_is_the_median_and_the_band_holds_eight_in_ten() -> None:
    picture = storm_curve({"nobody": RUNS}, until=48 * HOUR)
    (median,) = curves(picture)
    hours, counts = np.asarray(median.get_xdata(), dtype=float), np.asarray(median.get_ydata(), dtype=float)
    for hour, count in zip(hours[::40], counts[::40], strict=True):
        by_then = [sum(time <= hour * HOUR + 1e-9 for time in run) for run in RUNS]
        assert count == np.median(by_then)
    (band,) = (drawn for drawn in picture.figure.axes[0].collections if isinstance(drawn, PolyCollection))
    corners = np.asarray(band.get_paths()[0].vertices, dtype=float)
    assert corners[:, 1].max() == pytest.approx(np.quantile([0, 2, 4, 900, 577], 0.9))
    assert "nobody 4" in picture.alt
    assert "over 5 runs" in picture.alt


def test_answers_and_theory_stand_in_their_own_panels() -> None:
    picture = storm_curve({"a": RUNS, "b": RUNS}, answers={"b": 3 * HOUR}, theory={"a": ([60, 600], [1, 9])})
    assert np.asarray(curves(picture, 0)[1].get_ydata()).tolist() == [1, 9]
    assert np.asarray(curves(picture, 0)[1].get_xdata()).tolist() == [1, 10]
    assert np.asarray(curves(picture, 1)[1].get_xdata()).tolist() == [3, 3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"reactions": {}}, "expected at least one replication"),
        ({"reactions": {"a": []}}, "expected at least one replication"),
        ({"reactions": {"a": RUNS}, "answers": {"b": 1.0}}, "no reactions of 'b'"),
        ({"reactions": {"a": RUNS}, "theory": {"b": ([1], [1])}}, "no reactions of 'b'"),
        ({"reactions": {"a": RUNS}, "until": 30.0}, "at least an hour"),
    ],
)
def test_what_cannot_be_drawn_gets_one_sentence(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(sim.InputError, match=said):
        storm_curve(**arguments)
