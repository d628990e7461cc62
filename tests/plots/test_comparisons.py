"""Figures of comparisons: every number that they say is the comparison's own."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from matplotlib.text import Text

import simulation as sim
from simulation.experiment import Summary
from simulation.plots import Picture, before_after, counterfactual_bars, paired_differences
from simulation.plots.differences import MAIN
from simulation.plots.words import measure

Check = Callable[[Picture], None]

COLUMNS = ("first_reply_min", "info_min", "asked_number", "customer_effort_min", "S")


def _table(runs: dict[str, sim.Run]) -> list[dict[str, Any]]:
    names = dict(zip(COLUMNS, ("first_reply_min", "info_min", "asks", "effort_min", "satisfaction"), strict=True))
    found = []
    for policy, run in runs.items():
        row = run.cases().iloc[0]
        title = f"{policy} {sim.load('tablet-order').policies[policy].title}"
        values = {name: None if math.isnan(row[column]) else float(row[column]) for name, column in names.items()}
        found.append({"scenario": title, **values})
    return found


def _texts(picture: Picture) -> list[str]:
    return [text.get_text() for text in picture.figure.findobj(Text)]


def test_the_counterfactual_table_can_be_read(tablet: dict[str, sim.Run], is_readable: Check) -> None:
    picture = counterfactual_bars(_table(tablet))
    is_readable(picture)
    assert [axes.get_xlabel() for axes in picture.figure.axes] == [
        "minutes", "minutes", "times", "minutes", "scale from 0 to 1"
    ]  # fmt: skip
    assert "first reply after 210 minutes, information after 297 minutes, asked for the number twice" in picture.alt
    assert "satisfaction 0.22" in picture.alt
    assert "Satisfaction is highest, 0.85, under L1b full" in picture.alt
    assert "and all all of these together; reply and information" in picture.alt, "both of the best are named"
    same = "L1a confirmation only, L2 honest channel labelling, L4a no reason and"
    assert f"come no sooner and no later under {same}" in picture.alt


def test_what_changes_nothing_lies_open_on_the_line(tablet: dict[str, sim.Run]) -> None:
    rows = _table(tablet)
    picture = counterfactual_bars(rows)
    for axes, column in zip(picture.figure.axes, COLUMNS, strict=True):
        base = rows[0][column]
        line, *dots = axes.lines
        assert line.get_xdata() == [base, base]
        shown = {round(float(dot.get_ydata()[0])): dot for dot in dots}  # type: ignore[index, arg-type]
        assert set(shown) == {place for place, row in enumerate(rows) if row[column] is not None}
        for place, dot in shown.items():
            same = rows[place][column] == pytest.approx(base)
            assert (dot.get_markerfacecolor() == "white") == same


def test_one_row_alone_is_drawn(is_readable: Check) -> None:
    nothing = dict.fromkeys(COLUMNS)
    picture = counterfactual_bars([{"scenario": "alone", **nothing, "asked_number": 0, "S": 0.85}])
    is_readable(picture)
    assert "first reply after none" in picture.alt


def test_a_table_without_a_column_gets_one_sentence() -> None:
    with pytest.raises(sim.InputError, match="row 1 has no 'first_reply_min', did you mean 'first_reply'"):
        counterfactual_bars([{"scenario": "a", "first_reply": 1}])
    with pytest.raises(sim.InputError, match="no rows"):
        counterfactual_bars([])


def test_differences_can_be_read_and_say_their_numbers(comparison: sim.Comparison, is_readable: Check) -> None:
    picture = paired_differences(comparison, "before", "integrated")
    is_readable(picture)
    assert "change in % of the mean in “before”" in picture.figure.axes[0].get_xlabel()
    for name in MAIN:
        interval, label = comparison.difference("before", "integrated", name).interval, measure(name)
        said = f"{label.signed(interval.mean)} [{label.signed(interval.low)}, {label.signed(interval.high)}]"
        assert said in picture.alt
        assert any(said in text for text in _texts(picture))


def test_differences_are_drawn_in_per_cent_of_the_first_mean(comparison: sim.Comparison) -> None:
    axes = paired_differences(comparison, "before", "integrated", ["contacts_per_day"]).figure.axes[0]
    dot = next(line for line in axes.lines if line.get_marker() == "o")
    change = comparison.difference("before", "integrated", "contacts_per_day").interval.mean
    base = comparison.interval("before", "contacts_per_day").mean
    assert float(dot.get_xdata()[0]) == pytest.approx(100 * change / base)  # type: ignore[index, arg-type]


def _made_up(first: list[float], second: list[float]) -> sim.Comparison:
    runs = {"a": first, "b": second}
    return sim.Comparison({name: [Summary({"solved": v}, "") for v in values] for name, values in runs.items()}, 1)


def test_a_dot_is_open_when_the_interval_holds_zero() -> None:
    for second, face in (([0.52, 0.49, 0.5], "white"), ([0.61, 0.59, 0.6], "#5790fc")):
        axes = paired_differences(_made_up([0.5, 0.5, 0.5], second), "a", "b", ["solved"]).figure.axes[0]
        dot = next(line for line in axes.lines if line.get_marker() == "o")
        assert dot.get_markerfacecolor() == face


def test_a_first_mean_of_zero_has_no_per_cent(is_readable: Check) -> None:
    picture = paired_differences(_made_up([0.0, 0.0], [0.1, 0.2]), "a", "b", ["solved"])
    is_readable(picture)
    assert any("not drawn: the mean was 0" in text for text in _texts(picture))


def test_one_replication_has_no_interval(is_readable: Check) -> None:
    comparison = _made_up([0.4], [0.5])
    for picture in (
        paired_differences(comparison, "a", "b", ["solved"]),
        before_after(comparison, "a", "b", ["solved"]),
    ):
        is_readable(picture)
        assert "nan" not in picture.alt
        assert not any("nan" in text for text in _texts(picture))


def test_before_and_after_can_be_read(comparison: sim.Comparison, is_readable: Check) -> None:
    picture = before_after(comparison, "before", "integrated")
    is_readable(picture)
    for axes, name in zip(picture.figure.axes, MAIN, strict=True):
        label = measure(name)
        before, after = (comparison.interval(scenario, name).mean for scenario in ("before", "integrated"))
        assert axes.get_ylabel() == label.unit
        assert axes.get_ylim()[0] == 0
        assert f"from {label.value(before)} to {label.value(after)} {label.spoken}" in picture.alt


def test_measures_that_a_company_lacks_are_left_out_or_refused() -> None:
    comparison = _made_up([0.4, 0.5], [0.5, 0.6])
    assert len([axes for axes in before_after(comparison, "a", "b", ["solved", "abandonment.phone"]).figure.axes
                if axes.get_visible()]) == 1  # fmt: skip
    with pytest.raises(sim.InputError, match="none of the measures"):
        before_after(comparison, "a", "b", ["abandonment.phone"])
    with pytest.raises(sim.InputError, match="no measure 'solvd', did you mean 'solved'"):
        paired_differences(comparison, "a", "b", ["solvd"])
    with pytest.raises(sim.InputError, match="no scenario 'c'"):
        before_after(comparison, "a", "c", ["solved"])


def test_every_measure_of_a_company_has_a_title_and_a_unit(reference: sim.Run) -> None:
    unknown = [name for name in reference.measures() if measure(name).unit == "as measured"]
    assert unknown == []
