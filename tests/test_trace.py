"""Traces: what a customer would tell of, and what its details say."""

from __future__ import annotations

import pytest

import simulation as sim
from simulation.commands import main
from simulation.trace import Line, trace


def of(name: str, customer: int = -1, everything: bool = False) -> list[Line]:
    """Return the trace of one of the cast in a packaged scenario."""
    return trace(sim.simulate(sim.load(name)), customer, everything)


def test_a_solution_that_comes_after_its_answer_is_told_and_one_that_comes_with_it_goes_without_saying() -> None:
    ingrid = of("rescue")
    assert [line.event for line in ingrid].count("not_solved") == 4, "four friendly answers that were of no help"
    assert (ingrid[-1].event, ingrid[-1].actor) == ("solved", "planner")
    assert "solved" not in [line.event for line in of("rescue", -2)]
    assert "solved" in [line.event for line in of("rescue", -2, everything=True)]


def test_details_are_told_in_words() -> None:
    words = {line.event: line.detail for line in of("service-levels", everything=True)}
    assert (words["tier"], words["answer_promised"], words["solution_promised"]) == (
        "gold",
        "within 60 min",
        "within 24 h",
    )
    signe = of("learning-customers", everything=True)
    assert all(line.detail.startswith("by ") for line in signe if line.event == "seen")
    marte = {line.event: line.detail for line in of("agency", everything=True)}
    assert marte["contact_closed"] == "it is in hand, or settled, already"


def test_the_table_of_a_long_story_counts_days_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "rescue"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["minutes", "days", "h:min"]
    assert lines[-1].split() == ["34638", "24", "1:18", "planner", "solved"]
    assert main(["trace", "ash-cloud"]) == 0
    assert "days" not in capsys.readouterr().out
