"""Pictures as values: saved whole, the same every time, without touching Matplotlib's settings."""

import doctest
import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import color_sequences, colors
from PIL import Image

import simulation as sim
from simulation.plots import (
    Picture,
    before_after,
    case_timeline,
    counterfactual_bars,
    day_profile,
    paired_differences,
    storm_curve,
    style,
    two_days,
    two_worlds,
)

MODULES = ("style", "words", "bars")

ROW = {
    "scenario": "BASE",
    "first_reply_min": 210,
    "info_min": 297,
    "asked_number": 2,
    "customer_effort_min": 17,
    "S": 0.2,
}


@pytest.fixture(
    params=[
        "case_timeline",
        "two_worlds",
        "counterfactual_bars",
        "paired_differences",
        "before_after",
        "day_profile",
        "two_days",
        "storm_curve",
    ]
)
def draws(
    request: pytest.FixtureRequest, tablet: dict[str, sim.Run], comparison: sim.Comparison, reference: sim.Run
) -> Callable[[], Picture]:
    """Every kind of picture, drawn anew at each call."""
    drawn: dict[str, Callable[[], Picture]] = {
        "case_timeline": lambda: case_timeline(tablet["BASE"]),
        "two_worlds": lambda: two_worlds(tablet["BASE"], tablet["L4c"]),
        "counterfactual_bars": lambda: counterfactual_bars([ROW, {**ROW, "scenario": "L4a", "S": 0.3}]),
        "paired_differences": lambda: paired_differences(comparison, "before", "integrated"),
        "before_after": lambda: before_after(comparison, "before", "integrated"),
        "day_profile": lambda: day_profile(reference),
        "two_days": lambda: two_days(reference, reference),
        "storm_curve": lambda: storm_curve({"nobody answers": [[5.0, 90.0], [30.0]]}, answers={"nobody answers": 60.0}),
    }
    return drawn[request.param]


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_drawn_and_saved_twice_has_the_same_bytes(
    draws: Callable[[], Picture], ending: str, tmp_path: Path
) -> None:
    picture = draws()
    saved = [drawn.save(tmp_path / f"{i}.{ending}").read_bytes() for i, drawn in enumerate([picture, picture, draws()])]
    assert saved[0] == saved[1] == saved[2]


def test_pictures_leave_the_settings_of_matplotlib_alone(draws: Callable[[], Picture], tmp_path: Path) -> None:
    before = dict(dict.items(mpl.rcParams))  # as it stands: asking for the backend would choose one
    draws().save(tmp_path / "a.png")
    assert dict(dict.items(mpl.rcParams)) == before


def test_pictures_are_legible_in_grey(draws: Callable[[], Picture], tmp_path: Path) -> None:
    grey = np.asarray(Image.open(draws().save(tmp_path / "a.png")).convert("L"))
    assert grey.min() < 60
    assert (grey > 250).mean() > 0.5  # dark signs on a white ground


def test_a_saved_picture_carries_its_words_and_no_date(tablet: dict[str, sim.Run], tmp_path: Path) -> None:
    picture = case_timeline(tablet["BASE"])
    image = Image.open(picture.save(tmp_path / "a.png"))
    assert image.info["Description"] == picture.alt
    assert round(image.info["dpi"][0]) == 150
    text = picture.save(tmp_path / "deep" / "a.svg").read_text(encoding="utf-8")
    assert picture.alt in text
    assert "<dc:date>" not in text
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.png", "deep"]


def test_in_a_notebook_a_picture_has_its_words_beside_it(tablet: dict[str, sim.Run]) -> None:
    shown = Picture(case_timeline(tablet["BASE"]).figure, 'a "quoted" <word>')._repr_html_()
    assert shown.startswith('<img src="data:image/png;base64,')
    assert 'alt="a &quot;quoted&quot; &lt;word&gt;"' in shown


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.png.txt"])
def test_another_ending_is_refused_in_one_sentence(tablet: dict[str, sim.Run], name: str, tmp_path: Path) -> None:
    with pytest.raises(sim.InputError, match=r"expected a name that ends in \.png or \.svg"):
        case_timeline(tablet["all"]).save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_the_colours_are_those_that_stay_apart() -> None:
    assert [colors.to_hex(colour) for colour in color_sequences["petroff6"]] == list(style.COLOURS)
    in_file = mpl.rc_params_from_file(Path(style.__file__).with_name("kundelab.mplstyle"), fail_on_error=True)
    assert in_file["axes.prop_cycle"].by_key()["color"] == list(style.COLOURS)


def test_drawing_needs_no_pyplot_and_importing_draws_nothing() -> None:
    program = (
        "import sys, simulation as sim; from simulation.plots import case_timeline; "
        "case_timeline(sim.simulate(sim.load('tablet-order')))._repr_html_(); "
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
    assert not done.stderr


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"simulation.plots.{module}"))
    assert attempted > 0
    assert failed == 0
