"""Runs and comparisons that several tests look at, and a look at a picture as a reader has it."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from matplotlib.axis import Axis, Tick
from matplotlib.figure import Figure
from matplotlib.text import Text

import simulation as sim
from simulation.plots import Picture

Check = Callable[[Picture], None]


@pytest.fixture(scope="session")
def tablet() -> dict[str, sim.Run]:
    """The tablet order under every policy."""
    scenario = sim.load("tablet-order")
    return {policy: sim.simulate(scenario.policy(policy)) for policy in scenario.policies}


@pytest.fixture(scope="session")
def reference() -> sim.Run:
    """Six days of the reference company, one of them warm-up."""
    return sim.simulate(sim.load("reference-company").with_({"days": 6, "warm_up_days": 1}))


@pytest.fixture(scope="session")
def comparison() -> sim.Comparison:
    """The reference company before and after integration."""
    scenario = sim.load("reference-company").with_({"days": 6, "warm_up_days": 1})
    return sim.compare({name: scenario.policy(name) for name in ("before", "integrated")}, replications=3)


def _shown(figure: Figure) -> Iterator[Text]:
    """Yield the texts that are drawn: no empty ones, no labels of ticks that lie outside."""
    hidden: set[int] = set()
    for axis in figure.findobj(Axis):
        assert isinstance(axis, Axis)
        low, high = sorted(axis.get_view_interval())
        ticks: list[Tick] = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        margin = 1e-6 * (high - low)
        for tick in ticks:
            if not low - margin <= tick.get_loc() <= high + margin or not axis.axes.get_visible():
                hidden |= {id(tick.label1), id(tick.label2)}
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text().strip() and text.get_visible() and id(text) not in hidden:
            yield text


@pytest.fixture(scope="session")
def is_readable() -> Check:
    """Check that nothing is clipped, nothing overlaps, letters are large, and there are a title and words."""

    def check(picture: Picture) -> None:
        figure = picture.figure
        figure.draw_without_rendering()
        page = figure.bbox
        boxes = [(text.get_text(), text.get_window_extent()) for text in _shown(figure)]
        for words, box in boxes:
            inside = page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
            assert inside, f"'{words}' is clipped"
        for (one, a), (other, b) in combinations(boxes, 2):
            width = min(a.x1, b.x1) - max(a.x0, b.x0)
            height = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert width < 1 or height < 2, f"'{one}' and '{other}' overlap"
        assert min(float(text.get_fontsize()) for text in _shown(figure)) >= 11
        assert figure.get_suptitle()
        assert any(axes.get_xlabel() or axes.get_ylabel() for axes in figure.axes)
        assert picture.alt.endswith(".")
        assert figure.get_facecolor() == (1.0, 1.0, 1.0, 1.0)

    return check
