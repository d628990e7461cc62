"""The average day: means over hours and days are those of the log."""

from collections.abc import Callable

import numpy as np
import pytest

import simulation as sim
from simulation.measures import waiting
from simulation.plots import Picture, day_profile, two_days
from simulation.plots.day import by_hour


def test_the_average_day_can_be_read(reference: sim.Run, is_readable: Callable[[Picture], None]) -> None:
    picture = day_profile(reference)
    is_readable(picture)
    calls, messages, agents = picture.figure.axes
    assert [axes.get_ylabel() for axes in (calls, messages, agents)] == ["calls", "messages", "agents"]
    assert agents.get_xlabel() == "hour of the day"
    assert [line.get_label() for line in messages.lines] == ["E-mail", "Twitter", "Facebook"]
    peak = max(np.asarray(messages.lines[0].get_ydata(), dtype=float))
    assert f"E-mail {peak:.1f}" in picture.alt
    assert picture.figure.get_suptitle().startswith("The reference company: the average day")


def test_a_mean_over_an_hour_is_drawn_as_a_step_as_long_as_the_hour(reference: sim.Run) -> None:
    line = day_profile(reference).figure.axes[0].lines[0]
    assert line.get_drawstyle() == "steps-mid"  # changes halfway between two middles: on the hour
    hours, calls = np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)
    assert hours.tolist() == [hour + 0.5 for hour in range(-1, 25)]
    assert calls[1:-1].tolist() == by_hour(reference, *waiting(reference.log, 0)).tolist()
    assert (calls[0], calls[-1]) == (calls[-2], calls[1]), "the average day follows upon itself"


def test_the_mean_over_the_day_is_the_backlog(reference: sim.Run) -> None:
    for index, name in enumerate(reference.scenario.channels):
        hours = by_hour(reference, *waiting(reference.log, index))
        assert hours.mean() == pytest.approx(reference.measures()[f"backlog.{name}"])


def test_staff_is_on_duty_in_its_hours(reference: sim.Run) -> None:
    agents = day_profile(reference).figure.axes[-1]
    (on_duty,) = agents.patches
    values = on_duty.get_data().values  # type: ignore[attr-defined]
    assert values.tolist() == pytest.approx([8.0 if 8 <= hour < 16 else 0.0 for hour in range(24)])


def test_hours_that_a_short_run_does_not_reach_are_empty() -> None:
    run = sim.simulate(sim.load("reference-company").with_({"days": 0.5, "warm_up_days": 0}))
    hours = by_hour(run, np.array([60.0, 90.0]), np.array([2.0, 0.0]))
    assert hours[:3].tolist() == [0.0, 1.0, 0.0]
    assert np.isnan(hours).tolist() == [hour >= 12 for hour in range(24)]
    assert "nan" not in day_profile(run).alt


def test_a_company_without_messages_has_two_panels(is_readable: Callable[[Picture], None]) -> None:
    picture = day_profile(sim.simulate(sim.load("erlang-a").with_({"days": 2})))
    is_readable(picture)
    assert len(picture.figure.axes) == 2


def test_a_run_of_minutes_has_no_day() -> None:
    run = sim.simulate(sim.load("erlang-a").with_({"days": 0.03, "warm_up_days": 0}))
    with pytest.raises(sim.InputError, match="no whole hour after the warm-up"):
        day_profile(run)


def test_two_worlds_have_their_days_side_by_side(reference: sim.Run, is_readable: Callable[[Picture], None]) -> None:
    pooled = sim.simulate(reference.scenario.policy("pooled"))
    picture = two_days(reference, pooled, ("before", "pooled"))
    is_readable(picture)
    alone = [day_profile(run).figure.axes for run in (reference, pooled)]
    for number, axes in enumerate(picture.figure.axes):
        row, column = divmod(number, 2)
        same = alone[column][row]
        assert axes.get_title(loc="left") == f"{same.get_title(loc='left')}: {('before', 'pooled')[column]}"
        assert [line.get_ydata() for line in axes.lines] == [pytest.approx(line.get_ydata()) for line in same.lines]
        assert axes.get_ylim() == picture.figure.axes[2 * row].get_ylim()
    assert len(picture.figure.axes) == 6
    assert [day_profile(run).alt in picture.alt for run in (reference, pooled)] == [True, True]


def test_a_world_without_messages_leaves_their_panel_empty(
    reference: sim.Run, is_readable: Callable[[Picture], None]
) -> None:
    picture = two_days(reference, sim.simulate(sim.load("erlang-a").with_({"days": 2})))
    is_readable(picture)
    assert [len(axes.lines) for axes in picture.figure.axes] == [1, 1, 3, 0, 3, 1]
