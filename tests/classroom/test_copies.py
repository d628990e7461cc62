"""A student's copies: never written over, renewed by one command, and newer notebooks are told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation.classroom.copies import Copies
from simulation.errors import InputError

NAMES = ["lab-1-the-order", "lab-2-teams", "lecture-hall", "start-here"]


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    """Four notebooks in a folder with a blank, none of them handed out."""
    made = Copies(tmp_path / "the notebooks", tmp_path / "my labs")
    made.originals.mkdir()
    for name in NAMES:
        (made.originals / f"{name}.ipynb").write_text(f"first {name}")
    return made


def text(copies: Copies, name: str = "start-here") -> str:
    return copies.copy(name).read_text()


def test_every_notebook_is_handed_out_once(copies: Copies) -> None:
    assert copies.hand_out([]) == []
    assert [path.stem for path in sorted(copies.folder.glob("*.ipynb"))] == NAMES
    assert text(copies) == "first start-here"
    assert copies.hand_out([]) == []


def test_work_is_never_written_over(copies: Copies) -> None:
    copies.hand_out([])
    copies.copy("start-here").write_text("mine")
    assert copies.hand_out([]) == []
    assert text(copies) == "mine"


def test_a_fresh_copy_keeps_what_was_there_each_time(copies: Copies) -> None:
    copies.hand_out([])
    for number, mine in enumerate(("mine", "mine again"), 1):
        copies.copy("start-here").write_text(mine)
        assert copies.hand_out(["start-here"]) == [
            f"start-here is fresh; what you had is now start-here-kept-{number}.ipynb."
        ]
        assert text(copies) == "first start-here"
        assert text(copies, f"start-here-kept-{number}") == mine


def test_only_what_is_asked_for_becomes_fresh(copies: Copies) -> None:
    copies.hand_out([])
    copies.copy("lab-2-teams").write_text("mine")
    assert copies.hand_out(["start-here"]) == ["start-here is fresh."]
    assert text(copies, "lab-2-teams") == "mine"


def test_an_untouched_copy_follows_the_original(copies: Copies) -> None:
    copies.hand_out([])
    (copies.originals / "start-here.ipynb").write_text("second")
    assert copies.hand_out([]) == []
    assert text(copies) == "second"


def test_a_newer_notebook_is_told_of_every_time_and_not_forced_on_anybody(copies: Copies) -> None:
    copies.hand_out([])
    copies.copy("start-here").write_text("mine")
    (copies.originals / "start-here.ipynb").write_text("second")
    for _ in range(2):
        (sentence,) = copies.hand_out([])
        assert "`python start.py lab start-here --fresh`" in sentence
        assert text(copies) == "mine"
    copies.hand_out(["start-here"])
    assert text(copies) == "second"
    assert copies.hand_out([]) == []


def test_a_copy_nobody_knows_of_is_somebodys_work(copies: Copies) -> None:
    copies.hand_out([])
    copies.copy("start-here").write_text("mine")
    copies.record.write_text("{ broken")
    copies.hand_out([])
    assert text(copies) == "mine"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("lab-1", "lab-1-the-order"),
        ("2", "lab-2-teams"),
        ("lecture-hall.ipynb", "lecture-hall"),
        ("start", "start-here"),
    ],
)
def test_notebooks_are_known_by_the_beginning_of_their_names(copies: Copies, said: str, meant: str) -> None:
    assert copies.called(said) == meant


def test_an_unknown_notebook_is_refused_with_the_nearest(copies: Copies) -> None:
    with pytest.raises(InputError, match="no notebook 'lectur-hal', did you mean 'lecture-hall'"):
        copies.called("lectur-hal")


def test_without_notebooks_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected the folder 'notebooks' of a whole clone"):
        Copies(tmp_path, tmp_path / "mine").names()
