"""The lecture hall: two companies, hands before the result, and which hands were right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulation.errors import InputError
from simulation.widgets import Question, hall, views


def test_hands_are_counted_before_anything_is_seen_and_the_right_ones_are_told(question: Question) -> None:
    asked = hall(question)
    asked.move("B", {"teams.phone.agents": 2})
    assert asked.sentence == ""
    assert "rows" not in asked.seen
    asked.vote({"A": 12, "B": 5})
    assert "higher in B" in asked.sentence
    assert asked.seen["right"] == "A"
    assert asked.seen["counted"].startswith("12 of 17")
    asked.move("A", {"teams.phone.agents": 2})
    assert "the same company" in asked.sentence
    assert asked.seen["counted"] == ""  # those hands were for other companies
    asked.reset()
    assert asked.hands == {}
    assert "rows" not in asked.seen


def test_companies_that_are_the_same_make_no_difference_right(question: Question) -> None:
    asked = hall(question)
    asked.vote({"A": 3, "same": 1})
    assert asked.seen["right"] == "same"


def test_the_days_of_both_companies_are_drawn_by_their_names(question: Question) -> None:
    asked = hall(replace(question, view=views.day, replications=1))
    asked.skip()
    assert "“Company A”" in asked.picture["alt"]
    assert "“Company B”" in asked.picture["alt"]


@pytest.mark.parametrize(("hands", "says"), [({"a": 1}, "no answer 'a'"), ({"A": -1}, "expected a whole number")])
def test_hands_that_cannot_be_are_told_in_a_sentence(question: Question, hands: dict[str, int], says: str) -> None:
    asked = hall(question)
    with pytest.raises(InputError, match=says):
        asked.vote(hands)
    with pytest.raises(InputError, match="no company 'C'"):
        asked.move("C", {})
