"""The figure of what the formula misses: every number that it says is the explanation's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import simulation as sim
from simulation.explanation import MEASURES
from simulation.plots import Picture, formula_gap
from tests.plots.gallery import made_up

Check = Callable[[Picture], None]


STEPS = {
    "plain queue": (0.001, 0.004),
    "hours": (0.02, 0.03),
    "asks": (-0.03, 0.01),
    "impatience in writing": (0.0, 0.0),
}


@pytest.mark.parametrize("measure", MEASURES)
def test_the_steps_can_be_read(is_readable: Check, measure: str) -> None:
    picture = formula_gap(made_up(STEPS), measure)
    is_readable(picture)
    names = [text.get_text() for text in picture.figure.axes[0].get_yticklabels()]
    assert names == ["Erlang A", *(f"+ {name}" for name in STEPS), "simulation"]


def test_the_numbers_are_the_explanations_own() -> None:
    picture = formula_gap(made_up(STEPS))
    texts = [text.get_text() for text in picture.figure.findobj(Text)]
    for said in ("90.0", "+0.1 [−0.3, +0.5]", "+2.0 [−1.0, +5.0]", "−3.0 [−4.0, −2.0]", "89.1 [88.1, 90.1]"):
        assert said in texts
    assert picture.alt == (
        "Erlang A says 90.0, the simulation 89.1 % of contacts answered in time; "
        "steps whose interval leaves out zero: asks −3.0."
    )


def test_bars_lead_from_the_formula_to_the_simulation() -> None:
    axes = formula_gap(made_up(STEPS)).figure.axes[0]
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches if isinstance(bar, Rectangle)]
    at = 90.0
    for (left, width), (change, _) in zip(bars, STEPS.values(), strict=True):
        assert left == pytest.approx(at)
        assert width == pytest.approx(100 * change)
        at += width
    assert [bar.get_hatch() for bar in axes.patches] == [None, None, "///", None]


def test_a_measure_that_is_none_gets_one_sentence() -> None:
    with pytest.raises(sim.InputError, match="no measure 'service_levl', did you mean 'service_level'"):
        formula_gap(made_up(STEPS), "service_levl")
