"""The end of the warm-up, and what can be had at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulation as sim
from simulation.analysis import mean_interval, moving_average, moving_band, mser5, pareto_front
from simulation.analysis.warm_up import mean_series
from simulation.series import series, series_names


def test_mser5_cuts_where_a_shift_ends() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 200)
    cut = mser5(noise + np.where(np.arange(200) < 40, 5.0, 0.0))
    assert cut.settled
    assert 40 <= cut.observations <= 50


def test_mser5_finds_the_least_of_its_statistic() -> None:
    values = np.random.default_rng(2).normal(0, 1, 103).cumsum()
    cut = mser5(values)
    batches = [float(np.mean(values[5 * i : 5 * i + 5])) for i in range(20)]
    by_hand = []
    for d in range(16):
        left = batches[d:]
        by_hand.append(sum((z - sum(left) / len(left)) ** 2 for z in left) / len(left) ** 2)
    assert cut.statistics == pytest.approx(by_hand)
    assert cut.observations == 5 * by_hand.index(min(by_hand))


def test_a_series_that_never_settles_is_told() -> None:
    assert not mser5([*np.linspace(0, 100, 90), *[100.0] * 10]).settled
    with pytest.raises(ValueError, match="at least 30"):
        mser5([1.0] * 29)
    with pytest.raises(ValueError, match="all numbers"):
        mser5([math.nan] * 40)


def test_a_moving_average_keeps_a_straight_line() -> None:
    line = np.arange(40.0)
    assert moving_average(line, 6) == pytest.approx(line[:34])
    with pytest.raises(ValueError, match="window = 11"):
        moving_average(line, 11)


def test_a_mean_over_replications_needs_a_value_everywhere() -> None:
    values = np.ones((2, 32))
    values[0, 3] = math.nan
    values[1, 3] = 4.0
    assert mean_series(values, "x")[3] == 4
    values[1, 3] = math.nan
    with pytest.raises(sim.InputError, match="x: stretch 4 has no value"):
        mean_series(values, "x")
    with pytest.raises(sim.InputError, match="expected at least 30"):
        mean_series(values[:, :29], "x")


def test_series_agree_with_the_measures_of_the_whole_run() -> None:
    scenario = sim.load("reference-company").with_({"days": 6, "warm_up_days": 0})
    run = sim.simulate(scenario)
    measures = run.measures()
    for channel in scenario.channels:
        found = series(run.log, scenario, f"backlog.{channel}", 360.0)
        assert found.mean() == pytest.approx(measures[f"backlog.{channel}"])
        assert len(found) == 24
    assert series(run.log, scenario, "contacts_per_day").mean() == pytest.approx(measures["contacts_per_day"])
    for name in ("satisfaction", "effort_min", "first_reply_min", "solution_min", "contacts_per_case"):
        assert series(run.log, scenario, name, 6 * 1440.0) == pytest.approx(measures[name])
    warm = scenario.with_({"warm_up_days": 2})
    assert series(run.log, warm, "satisfaction") == pytest.approx(series(run.log, scenario, "satisfaction"))
    assert len(series_names(scenario)) == 6 + len(scenario.channels)
    with pytest.raises(sim.InputError, match=r"did you mean 'backlog.email'"):
        series(run.log, scenario, "backlog.emial")
    with pytest.raises(sim.InputError, match="expected a stretch of time within"):
        series(run.log, scenario, "satisfaction", 1e6)


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), min_size=1, max_size=15))
def test_the_pareto_front_is_what_nobody_beats(points: list[tuple[int, int, int]]) -> None:
    front = pareto_front(points, [True, False, True])

    def beats(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
        no_worse = a[0] >= b[0] and a[1] <= b[1] and a[2] >= b[2]
        return no_worse and a != b

    assert front.tolist() == [not any(beats(other, point) for other in points) for point in points]


def test_a_point_without_a_value_is_not_on_the_front_and_beats_nobody() -> None:
    assert pareto_front([[math.nan, 9.0], [1.0, 1.0]], [True, True]).tolist() == [False, True]


def test_the_band_is_the_interval_of_the_moving_average_over_replications() -> None:
    series = np.random.default_rng(4).normal(5, 1, (6, 40))
    band = moving_band(series, 3)
    centre = moving_average(series.mean(axis=0), 3)
    assert [each.mean for each in band] == pytest.approx(centre.tolist())
    seventh = [float(np.mean(one[4:11])) for one in series]
    assert band[7] == pytest.approx(mean_interval(seventh))
    series[0, 0] = np.nan
    assert [each.replications for each in moving_band(series, 3)[:5]] == [5, 5, 5, 5, 6]
