"""Estimates against what one can work out by hand, and the scenario that they make."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation.calibration.contacts import Contact, Contacts
from simulation.calibration.draft import Answers, draft, levels, spelled
from simulation.calibration.estimates import by_hour, handling, patience, poisson_mean, weeks_seen
from simulation.calibration.report import estimate
from simulation.errors import InputError
from simulation.units import week_spans

DAY, WEEK = 1440.0, 10080.0


def contact(made: float, waited: float, outcome: str = "answered", **more: Any) -> Contact:
    """Return a contact by phone that took four minutes."""
    lasted = 4.0 if outcome == "answered" else math.nan
    row = Contact("phone", "", "", made, waited, lasted, math.nan, outcome)
    return row._replace(**more)


def contacts(rows: list[Contact], days: float) -> Contacts:
    return Contacts(sorted(rows, key=lambda row: row.made), 0.0, days * DAY, [])


def test_patience_counts_the_answered_as_censored() -> None:
    rows = [contact(0, 2, "abandoned"), contact(1, 4), contact(2, 6, "abandoned"), contact(3, math.nan, "open")]
    found = patience(rows)
    assert found is not None
    assert found.mean.value == 12 / 2
    assert found.mean.low < 6 < found.mean.high
    assert (found.abandoned, found.answered) == (2, 1)
    # Kaplan and Meier by hand: after 2 minutes 2/3 stay; the answered leaves the risk set; after 6 nobody does.
    assert np.allclose(found.staying, [2 / 3, 2 / 3, 0])
    assert list(found.minutes) == [2, 4, 6]


def test_without_anybody_who_gave_up_patience_has_a_lower_bound_only() -> None:
    found = patience([contact(0, 3), contact(1, 5)])
    assert found is not None
    assert found.mean.value == found.mean.high == math.inf
    assert found.mean.low == pytest.approx(8 / -math.log(0.025))
    assert patience([contact(0, 0), contact(1, 0)]) is None


def test_handling_is_the_lognormal_of_the_logarithms() -> None:
    times = [math.exp(1), math.exp(3), 0.0]
    found = handling([contact(0, 0, lasted=time) for time in times])
    assert found is not None
    assert found.mean.value == pytest.approx(math.exp(2 + 0.5))
    assert found.cv.value == pytest.approx(math.sqrt(math.e - 1))
    assert (found.observed, found.left_out) == (2, 1)
    assert found.mean.low < found.mean.value < found.mean.high
    told = handling([contact(0, 0, work=math.exp(1)), contact(0, 0, work=math.exp(3))])
    assert told is not None
    assert told.mean == found.mean
    assert handling([contact(0, 0)]) is None
    assert handling([contact(0, 0), contact(1, 0)]) is None  # all of one length: no lognormal


def test_the_test_of_fit_tells_a_lognormal_from_another_law() -> None:
    draw = np.random.default_rng(5)
    right = handling([contact(0, 0, lasted=float(time)) for time in draw.lognormal(1, 0.7, 2000)])
    wrong = handling([contact(0, 0, lasted=float(time)) for time in draw.exponential(4, 2000)])
    assert right is not None
    assert wrong is not None
    assert right.distance < right.critical
    assert wrong.distance > wrong.critical
    assert wrong.plain_mean.low < 4 < wrong.plain_mean.high
    assert not wrong.mean.low < 4 < wrong.mean.high
    assert (right.fits, wrong.fits) == (True, False)


def test_arrivals_by_hour_of_the_week() -> None:
    rows = [contact(week * WEEK + 8 * 60 + minute, 0) for week in range(2) for minute in (1, 2, 3)]
    log = contacts(rows, 10)
    assert weeks_seen(log)[:25:24] == [2, 2]
    assert weeks_seen(log)[3 * 24] == 1
    hours = by_hour(log, "phone")
    assert len(hours) == 168
    assert (hours[8].contacts, hours[8].weeks, hours[8].rate.value) == (6, 2, 3)
    assert hours[9].rate.low == 0 < hours[9].rate.high
    assert poisson_mean(0).high == pytest.approx(-math.log(0.025))


def test_levels_are_as_few_as_chance_allows() -> None:
    draw = np.random.default_rng(3)
    even = [int(count) for count in draw.poisson(20, 168)]
    assert levels(even, [4] * 168) == [sorted(range(168), key=lambda hour: even[hour])]
    day = [0] * 8 + [40] * 4 + [10] * 4 + [0] * 8
    found = levels([int(count) for count in draw.poisson(day * 7)], [4] * 168)
    assert [len(hours) for hours in found] == [16 * 7, 4 * 7, 4 * 7]
    assert spelled(found[2]).startswith("Mon 08:00-12:00, Tue 08:00-12:00")


@pytest.mark.parametrize("hours", [[0], [23, 24], list(range(168)), [166, 167], [5, 6, 7, 30]])
def test_hours_are_spelled_as_scenarios_read_them(hours: list[int]) -> None:
    read = [hour for begin, end in week_spans(spelled(hours)) for hour in range(int(begin // 60), int(end // 60))]
    assert read == hours


def test_a_draft_needs_a_week_and_known_channels() -> None:
    answers = Answers({}, {}, {})
    with pytest.raises(InputError, match="covers 3 days, expected at least 7"):
        draft(contacts([contact(0, 1)], 3), answers, "")
    hotline = contacts([contact(day * DAY, 1, channel="hotline") for day in range(8)], 8)
    with pytest.raises(InputError, match=r"'hotline' is no known channel.*--like hotline=email"):
        draft(hotline, answers, "")
    with pytest.raises(InputError, match="no contacts in channel 'phne', did you mean 'hotline'"):
        draft(hotline, Answers({"phne": 3}, {}, {}), "")
    raw = draft(hotline, Answers({"hotline": 3}, {"hotline": "always"}, {"hotline": "phone"}), "x")
    scenario = sim.parse(raw | {"name": "x"}, "x")
    assert scenario.channels["hotline"].synchronous
    assert scenario.channels["hotline"].patience == math.inf
    assert scenario.teams["hotline"].agents == 3
    with pytest.raises(InputError, match="are no hours"):
        draft(hotline, Answers({}, {"hotline": "daily"}, {"hotline": "phone"}), "x")


def test_agents_that_nobody_told_are_the_most_at_work_at_once() -> None:
    rows = [contact(day * DAY + 600 + minute, 1, need="a need") for day in range(7) for minute in (0, 1, 2, 9)]
    raw = draft(contacts(rows, 7), Answers({}, {}, {}), "x")
    assert raw["teams"]["phone"]["agents"] == 3
    assert raw["teams"]["phone"]["hours"].startswith("Mon 10:00-11:00, Tue 10:00-11:00")
    assert list(raw["needs"]) == ["a-need"]
    assert raw["needs"]["a-need"]["per_day"] == 4


def test_a_draft_keeps_the_load_where_the_lognormal_does_not_fit() -> None:
    draw = np.random.default_rng(6)
    rows = [
        contact(hour * 60, 0, lasted=float(time))
        for hour, time in zip(range(168), draw.exponential(4, 168), strict=True)
    ]
    work = draft(contacts(rows, 7), Answers({}, {}, {}), "x")["channels"]["phone"]["work"]
    assert work["mean"] == pytest.approx(sum(row.lasted for row in rows) / 168)


def test_the_report_has_a_row_for_each_estimate() -> None:
    rows = [contact(day * DAY, 1 + day, "answered" if day % 2 else "abandoned", lasted=day + 1.0) for day in range(9)]
    found = estimate(contacts([row._replace(customer="Ola") for row in rows], 9))
    names = [row["estimate"] for row in found.rows()]
    handled = ["handling, mean", "handling, cv", "handling, plain mean"]
    assert names == ["contacts", "contacts at most", *handled, "patience, mean", "repeated within 7 days"]
    assert all(row["low"] <= row["value"] <= row["high"] for row in found.rows())
    assert found.rows()[0]["observations"] == 9
