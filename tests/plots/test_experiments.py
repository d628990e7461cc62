"""Figures of experiments: legible, and every number that they say is the results' own."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

import simulation as sim
from simulation.analysis import moving_band
from simulation.analysis.warm_up import welch_window
from simulation.plots import (
    Picture,
    factor_effects,
    point_differences,
    response_surface,
    sobol_shares,
    trade_offs,
    welch_plot,
)
from simulation.plots.words import measure
from simulation.series import series

Check = Callable[[Picture], None]
GOALS = {"satisfaction": "high", "agent_minutes_per_day": "low", "abandonment.phone": "low"}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> sim.Results:
    """The packaged experiment, shortened."""
    packaged = sim.load_experiment("staffing").model_dump(include={"factors"}, exclude_none=True)
    raw = {"scenario": "reference-company", "changes": {"days": 3, "warm_up_days": 1}, "replications": 3, **packaged}
    return sim.sweep(sim.parse_experiment(raw), tmp_path_factory.mktemp("staffing"))


@pytest.fixture(scope="module")
def calls() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Contacts a day of the queue with redials, in stretches of six hours."""
    scenario = sim.load("redial")
    return np.array([series(sim.simulate(scenario, 1, r).log, scenario, "contacts_per_day", 360) for r in range(2)])


@pytest.fixture(scope="module")
def bent(tmp_path_factory: pytest.TempPathFactory) -> sim.Results:
    """Three factors of three levels each, so that what bends is seen."""
    keys = {"needs.call.per_day": [100, 150, 200], "channels.phone.solve": [0.6, 0.8, 1.0], "days": [2, 3, 4]}
    factors = [{"key": key, "levels": levels} for key, levels in keys.items()]
    raw = {"scenario": "single-agent", "changes": {"warm_up_days": 0.5}, "replications": 2, "factors": factors}
    return sim.sweep(sim.parse_experiment(raw), tmp_path_factory.mktemp("bent"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> sim.Results:
    """A Saltelli design of two factors, eight base points."""
    ranges = {"needs.call.per_day": (100, 200), "channels.phone.solve": (0.6, 1.0)}
    factors = [{"key": key, "low": low, "high": high} for key, (low, high) in ranges.items()]
    raw = {"scenario": "single-agent", "changes": {"days": 2, "warm_up_days": 0.5}, "replications": 2}
    experiment = sim.parse_experiment({**raw, "factors": factors, "design": "saltelli", "points": 32})
    return sim.sweep(experiment, tmp_path_factory.mktemp("shared"))


@pytest.fixture(
    params=["shares", "surface", "differences", "effects", "trade-offs", "two goals", "warm-up", "too short"]
)
def draws(
    request: pytest.FixtureRequest,
    results: sim.Results,
    bent: sim.Results,
    shared: sim.Results,
    calls: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> Callable[[], Picture]:
    """Every kind of picture, drawn anew at each call."""
    drawn: dict[str, Callable[[], Picture]] = {
        "shares": lambda: sobol_shares(shared, "answer_min.phone"),
        "surface": lambda: response_surface(bent, "answer_min.phone"),
        "differences": lambda: point_differences(results, "satisfaction"),
        "effects": lambda: factor_effects(results, "abandonment.phone"),
        "trade-offs": lambda: trade_offs(results, GOALS),
        "two goals": lambda: trade_offs(results, dict(list(GOALS.items())[:2])),
        "warm-up": lambda: welch_plot(calls, "contacts_per_day", 360),
        "too short": lambda: welch_plot(np.linspace(1, 9, 60)[None, :], "backlog.email"),
    }
    return drawn[request.param]


def test_a_picture_can_be_read_and_is_the_same_every_time(
    draws: Callable[[], Picture], is_readable: Check, tmp_path: Path
) -> None:
    pictures = [draws(), draws()]
    is_readable(pictures[0])
    one, other = (picture.save(tmp_path / f"{n}.png").read_bytes() for n, picture in enumerate(pictures))
    assert one == other


def _dots(axes: Axes) -> dict[float, str]:
    return {
        float(line.get_ydata()[0]): str(line.get_markerfacecolor())  # type: ignore[index, arg-type]
        for line in axes.lines
        if line.get_marker() in ("o", "s") and len(line.get_xdata()) == 1  # type: ignore[arg-type]
    }


def test_a_dot_is_filled_where_a_difference_is_shown_for_the_whole_family(results: sim.Results) -> None:
    picture = point_differences(results, "failure_demand", base=3)
    found = list(results.against(3, "failure_demand").values())
    faces = _dots(picture.figure.axes[0])
    assert len(faces) == 11
    assert [faces[row] == "white" for row in range(11)] == [each.p_holm > 0.05 for each in found]
    assert 0 < sum(each.p_holm > 0.05 for each in found) < 11
    assert f"{sum(each.p_holm <= 0.05 for each in found)} of 11 differences are shown" in picture.alt


def test_of_very_many_points_the_farthest_are_drawn(tmp_path: Path, is_readable: Check) -> None:
    raw = {"scenario": "single-agent", "changes": {"days": 1, "warm_up_days": 0}, "replications": 2}
    factors = [{"key": "needs.call.per_day", "low": 100, "high": 400}]
    experiment = sim.parse_experiment({**raw, "design": "sobol", "points": 64, "factors": factors})
    results = sim.sweep(experiment, tmp_path)
    picture = point_differences(results, "contacts")
    is_readable(picture)
    assert len(_dots(picture.figure.axes[0])) == 40
    assert "the 40 of 63 points that lie farthest" in picture.alt


def test_effects_say_their_numbers(results: sim.Results) -> None:
    picture = factor_effects(results, "satisfaction")
    label = measure("satisfaction")
    effects = results.effects("satisfaction")
    for effect in effects:
        assert label.signed(effect.interval.mean) in picture.alt
    faces = _dots(picture.figure.axes[0])
    assert [faces[row] != "white" for row in range(6)] == [each.interval.excludes_zero for each in effects]
    lines = [line for line in picture.figure.axes[1].lines if line.get_linestyle() != "None"]
    assert len(lines) == 2


def test_the_front_is_numbered_and_the_others_are_open(results: sim.Results) -> None:
    front = results.front(GOALS)
    picture = trade_offs(results, GOALS)
    assert len(picture.figure.axes) == 3
    for axes in picture.figure.axes:
        assert sorted(int(text.get_text()) for text in axes.texts) == front
    assert f"lie {len(front)} of 12 points" in picture.alt
    for number, said in ((1, "1 goals, expected two or three"), (0, "0 goals")):
        with pytest.raises(sim.InputError, match=said):
            trade_offs(results, dict(list(GOALS.items())[:number]))


def test_the_cut_is_where_mser5_says(calls: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    picture = welch_plot(calls, "contacts_per_day", 360)
    cut = sim.analysis.mser5(calls.mean(axis=0)).observations * 360 / 1440
    assert f"MSER-5 ends the warm-up at day {cut:g}" in picture.alt
    with pytest.raises(sim.InputError, match=r"backlog\.email: a series of 20 stretches"):
        welch_plot(np.ones((2, 20)), "backlog.email")


def test_named_levels_are_drawn_by_their_names(tmp_path: Path, is_readable: Check) -> None:
    factors = [{"key": "channels.phone.solve", "levels": [0.6, 1.0]}]
    raw = {"scenario": "single-agent", "changes": {"days": 2, "warm_up_days": 0}, "replications": 2}
    experiment = sim.parse_experiment({**raw, "policies": ["constant", "even", "uneven"], "factors": factors})
    results = sim.sweep(experiment, tmp_path)
    picture = factor_effects(results, "answer_min.phone")
    is_readable(picture)
    assert [label.get_text() for label in picture.figure.axes[1].get_xticklabels()] == ["constant", "even", "uneven"]
    is_readable(point_differences(results, "answer_min.phone", results.point(0)))


def test_the_surface_is_said_and_drawn_as_it_was_fitted(bent: sim.Results) -> None:
    picture = response_surface(bent, "answer_min.phone")
    found = bent.surface("answer_min.phone")
    label = measure("answer_min.phone")
    assert f"lowest {label.value(found.lowest.predicted)} at per_day" in picture.alt
    assert f"highest {label.value(found.highest.predicted)} at per_day" in picture.alt
    assert (found.nature if found.stationary else "no stationary point") in picture.alt
    contours, forest = picture.figure.axes
    assert (contours.get_xlabel(), contours.get_ylabel()) == ("per_day", "solve")
    (points,) = [line for line in contours.lines if line.get_label() == "points of the design"]
    assert set(map(tuple, np.array(points.get_data()).T.tolist())) == {
        (x, y) for x in (100, 150, 200) for y in (0.6, 0.8, 1.0)
    }
    filled = [face != "white" for _, face in sorted(_dots(forest).items())]
    assert filled == [term.interval.excludes_zero for term in found.terms[1:]]


def test_a_single_factor_has_no_contours(tmp_path: Path) -> None:
    factors = [{"key": "channels.phone.solve", "levels": [0.6, 0.8, 1.0]}]
    raw = {"scenario": "single-agent", "changes": {"days": 2, "warm_up_days": 0}, "replications": 2}
    results = sim.sweep(sim.parse_experiment({**raw, "factors": factors}), tmp_path)
    with pytest.raises(sim.InputError, match="a single factor varies, expected at least two"):
        response_surface(results, "answer_min.phone")


def test_shares_are_the_indices_with_their_intervals_the_largest_total_on_top(shared: sim.Results) -> None:
    picture = sobol_shares(shared, "answer_min.phone")
    found = sorted(shared.sobol("answer_min.phone"), key=lambda each: -each.total.mean)
    (axes,) = picture.figure.axes
    drawn = {"o": [], "s": [], "|": []}  # type: dict[str, list[float]]
    for line in axes.lines[2:]:
        drawn[str(line.get_marker())] += np.asarray(line.get_xdata(), dtype=float).tolist()
    assert drawn["o"] == pytest.approx([100 * each.first.mean for each in found])
    assert drawn["s"] == pytest.approx([100 * each.total.mean for each in found])
    ends = [100 * end for each in found for one in (each.first, each.total) for end in one[1:3]]
    assert drawn["|"] == pytest.approx(ends)
    assert picture.alt.index(found[0].name.rsplit(".", 1)[-1]) < picture.alt.index(found[1].name.rsplit(".", 1)[-1])
    assert f"{100 * found[0].total.mean:.0f} % with others" in picture.alt
    with pytest.raises(sim.InputError, match="no measure"):
        sobol_shares(shared, "answer_min.fone")


def test_welchs_band_is_there_from_two_replications_on(
    calls: np.ndarray[tuple[int, int], np.dtype[np.float64]],
) -> None:
    band = moving_band(calls, welch_window(calls.shape[1]))
    picture = welch_plot(calls, "contacts_per_day", 360)
    (drawn,) = picture.figure.axes[0].collections
    heights = np.asarray(drawn.get_paths()[0].vertices)[:, 1]
    assert heights.min() == pytest.approx(min(each.low for each in band))
    assert heights.max() == pytest.approx(max(each.high for each in band))
    assert f"({band[-1].low:.0f} to {band[-1].high:.0f} at 95 %)".replace("-", "−") in picture.alt
    assert not welch_plot(calls[:1], "contacts_per_day", 360).figure.axes[0].collections
