"""Promises and causes: every number that the figures say is the comparison's own."""

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.lines import Line2D

import simulation as sim
from simulation.analysis import mean_interval
from simulation.experiment import Summary
from simulation.plots import Picture, causes, commitments
from simulation.plots.words import measure

Check = Callable[[Picture], None]
SERVED = sim.load("service-levels")


def made_up(**companies: list[dict[str, float]]) -> sim.Comparison:
    """Return a comparison of companies whose measures were never run."""
    return sim.Comparison({name: [Summary(run, "") for run in runs] for name, runs in companies.items()}, 1)


def answers(kept: float, broken: float, still_open: float = 0) -> dict[str, float]:
    """Return the commitments to gold customers in a run."""
    key = "commitments.gold.answer"
    return {f"{key}.kept": kept, f"{key}.broken": broken, f"{key}.open": still_open}


def test_a_promise_is_kept_of_those_whose_time_is_over(is_readable: Check) -> None:
    first, second = [answers(9, 1, 5), answers(8, 2)], [answers(5, 5), {}]
    picture = commitments(made_up(a=first, b=second), SERVED)
    is_readable(picture)
    low, high = mean_interval([90.0, 80.0])[1:3]
    assert f"Gold: an answer within 60 min: 85.0 [{max(0, low):.1f}, {min(100, high):.1f}] % under a" in picture.alt
    assert "50.0 % under b" in picture.alt, "a run without promises says nothing, and one run has no interval"
    said = [text.get_text() for text in picture.figure.axes[0].texts]
    assert "85.0 %: 8 / 2 / 2" in said
    places = {line.get_label(): float(np.asarray(line.get_xdata())[0]) for line in picture.figure.axes[0].lines}
    assert (places["a"], places["b"]) == (85.0, 50.0)


def test_calls_back_are_promises_too(is_readable: Check) -> None:
    picture = commitments(made_up(a=[answers(9, 1) | {"callbacks_kept": 0.4}]), SERVED)
    is_readable(picture)
    assert picture.alt.endswith("Gold: an answer within 60 min: 90.0 %; Calls back in the time announced: 40.0 %.")
    assert "intervals" not in picture.figure.axes[0].get_xlabel()


def test_a_company_without_promises_gets_one_sentence() -> None:
    with pytest.raises(sim.InputError, match="reference-company promises nothing that came due"):
        commitments(made_up(a=[{"solved": 0.5}]), sim.load("reference-company"))


def caused(**each: tuple[float, float]) -> dict[str, float]:
    """Return contacts and customers' minutes a day by need."""
    found = {f"cause_contacts.{name}": contacts for name, (contacts, _) in each.items()}
    return found | {f"cause_customer_min.{name}": minutes for name, (_, minutes) in each.items()}


def test_causes_are_ranked_twice(is_readable: Check) -> None:
    run = caused(fault=(10, 900), technical=(30, 200), billing=(20, 300))
    more = caused(fault=(12, 940), technical=(32, 220), billing=(22, 320))
    picture = causes(made_up(a=[run, more]), SERVED)
    is_readable(picture)
    left, right = picture.figure.axes
    assert [text.get_text() for text in left.get_yticklabels()] == ["Technical", "Billing", "Fault"]
    assert [text.get_text() for text in right.get_yticklabels()] == ["Fault", "Billing", "Technical"]
    assert picture.alt == (
        "By contacts per day: Technical 31.0, Billing 21.0 and Fault 11.0. By the customers' minutes per day: "
        "Fault 920, Billing 310 and Technical 210. The two rankings differ over Technical and Fault."
    )
    dark = [line.get_color() for line in picture.figure.artists if isinstance(line, Line2D)]
    assert dark[0] == dark[2] != dark[1]


def test_causes_in_the_same_order_say_so(is_readable: Check) -> None:
    picture = causes(made_up(a=[caused(fault=(1, 10), technical=(2, 20), billing=(3, 30))]), SERVED)
    is_readable(picture)
    assert picture.alt.startswith("By contacts and by the customers' time the causes come in the same order")
    assert "intervals" not in picture.figure.axes[0].get_xlabel()


def test_nobody_has_no_causes() -> None:
    with pytest.raises(sim.InputError, match="nobody contacts service-levels"):
        causes(made_up(a=[caused(fault=(0, 0), technical=(0, 0), billing=(0, 0))]), SERVED)


def test_promises_are_measures_with_words() -> None:
    found = measure("commitments.gold.answer.broken")
    assert (found.title, found.unit) == ("Gold answers too late", "promises")
