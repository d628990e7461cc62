"""What notebooks say: texts, declared tests, folds; and building them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import simulation as sim
from simulation.errors import InputError
from simulation.labs import (
    NotSo,
    assumed,
    cite,
    differs,
    equivalent,
    exactly,
    fair_comparison,
    folded,
    say,
    side_by_side,
    texts_say,
)
from simulation.labs.build import built, differences, main

CELL = '# %% name="only"\n1\n'


def test_a_difference_holds_only_on_its_side_of_zero(capsys: pytest.CaptureFixture[str]) -> None:
    more = sim.paired_difference([10, 11, 12], [20.5, 21, 21.5])
    differs(more, "contacts")
    differs(more, "contacts", "more")
    assert "contacts: a difference of 10.0, interval from 8.8 to 11.2 over 3 paired" in capsys.readouterr().out
    with pytest.raises(NotSo, match="contacts: a difference of 10"):
        differs(more, "contacts", "less")
    with pytest.raises(NotSo):
        differs(sim.mean_interval([-1, 1, 2]), "contacts")
    with pytest.raises(NotSo):
        differs(sim.mean_interval([5]), "contacts")
    with pytest.raises(InputError, match="no direction 'mroe', did you mean 'more'"):
        differs(more, "contacts", "mroe")  # type: ignore[arg-type]


def test_an_equivalence_needs_the_whole_interval(capsys: pytest.CaptureFixture[str]) -> None:
    near = sim.mean_interval([-0.1, 0.1, 0.2])
    equivalent(near, 1, "contacts")
    equivalent(sim.mean_interval([0, 0]), 0, "labs.minute")
    assert "minute: a difference of 0.00" in capsys.readouterr().out
    with pytest.raises(NotSo, match="zero"):
        equivalent(near, 0.2, "contacts")
    with pytest.raises(NotSo):
        equivalent(sim.mean_interval([0]), 1, "contacts")
    with pytest.raises(InputError, match="margin = nan"):
        equivalent(near, float("nan"), "contacts")


@pytest.mark.parametrize(
    ("found", "expected", "gap"),
    [
        (1, 2, "found 1, expected 2"),
        ([1, 2], [1, 3], "at 2 found 2, expected 3"),
        ([1], [1, 3], "at 2 found none, expected 3"),
        ({"L2": [1, "a"]}, {"L2": [1, "b"]}, "at L2, 2 found a, expected b"),
        ({"L2": 1, "L3": 1}, {"L2": 1}, "at L3 found 1, expected none"),
        ("ab", "ac", "found ab, expected ac"),
    ],
)
def test_what_is_not_exactly_so_is_told_with_its_place(found: object, expected: object, gap: str) -> None:
    exactly(found, found, "her day")
    with pytest.raises(NotSo, match=f"her day: {gap}"):
        exactly(found, expected, "her day")


def test_unknown_names_get_a_sentence() -> None:
    with pytest.raises(InputError, match=r"no words for 'labs\.minut', did you mean 'labs\.minute'"):
        say("labs.minut")
    with pytest.raises(InputError, match="no citation 'online', did you mean 'online-support'"):
        cite("online")
    with pytest.raises(InputError, match=r"no parameter 'population\.yong', did you mean 'population\.young'"):
        assumed("population.yong")


def test_texts_are_retold_with_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    texts_say("0.22", "4.10")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("- *A blog post on a tablet order:* But she would sooner wait for a tweet")
    assert second.startswith("- *A lesson on customer dialogue:* Every question deserves an answer")


def test_an_own_experiment_asks_before_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    company = sim.load("reference-company").with_({"days": 2, "warm_up_days": 0})
    fewer = company.with_({"teams.phone.agents": 1})
    fair_comparison(company, fewer, "wait_min.phone")
    assert capsys.readouterr().out.startswith("What do you expect? Write your guess of *Phone wait*")
    fair_comparison(company, fewer, "wait_min.phone", guess=0, replications=4)
    said = capsys.readouterr().out
    assert "Phone wait: a rise of" in said
    assert "Your guess of 0 was too low" in said
    assert "excludes zero" in said
    honest = company.with_({"transparency.labels": "honest"})
    fair_comparison(company, honest, "wait_min.phone", guess=0, replications=2)
    assert "contains zero" in capsys.readouterr().out
    with pytest.raises(InputError, match=r"no measure 'wait_min\.phon', did you mean 'wait_min\.phone'"):
        fair_comparison(company, fewer, "wait_min.phon")
    with pytest.raises(InputError, match="replications = 1: expected at least 2"):
        fair_comparison(company, fewer, "wait_min.phone", guess=0, replications=1)
    with pytest.raises(InputError, match="replications = 'ten': expected at least 2, a whole number"):
        fair_comparison(company, fewer, "wait_min.phone", guess=0, replications="ten")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="'pooled' is no company"):
        fair_comparison(company, "pooled", "wait_min.phone", guess=0)  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"guess = '2,5': expected a number such as 2\.5"):
        fair_comparison(company, fewer, "wait_min.phone", guess="2,5")  # type: ignore[arg-type]


def test_where_there_is_nothing_to_be_unsure_of_no_more_replications_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    company = sim.load("reference-company").with_({"days": 2, "warm_up_days": 0})
    for other, said in (
        (company, "Nothing is turned yet."),
        (company.with_({"transparency.reason": "legitimate"}), "exactly the same in all 2 replications."),
        (company.with_({"teams.phone.agents": 0}), "in one of the two companies there is nothing to measure."),
    ):
        fair_comparison(company, other, "wait_min.phone", guess=0, replications=2)
        told = capsys.readouterr().out
        assert said in told
        assert "More replications" not in told


def test_what_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupytext", None)
    with pytest.raises(InputError, match="building notebooks needs jupytext, which comes with the extra 'lab'"):
        built(tmp_path / "one.py")


def test_a_fold_holds_what_is_shown_inside(capsys: pytest.CaptureFixture[str]) -> None:
    with folded():
        print("210 minutes")
    assert capsys.readouterr().out.startswith("<details>\n<summary>Open this")


def test_the_same_customer_stands_side_by_side() -> None:
    told = sim.load("tablet-order")
    table = side_by_side(sim.simulate(told), sim.simulate(told.policy("L2")), ("as told", "honest"))
    assert "| minute | as told | honest |" in table
    (reply,) = [line for line in table.splitlines() if line.startswith("| 210 ")]
    assert reply.count("new phone, forgot duties") == 2


def test_a_build_has_the_names_as_ids_and_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "sources" / "one.py"
    source.parent.mkdir()
    source.write_text('# %% [markdown] name="top"\n# # Æ\n\n# %% name="hidden" jupyter={"source_hidden": true}\n1\n')
    assert main(["--folder", str(tmp_path)]) == 0
    text = (tmp_path / "one.ipynb").read_text("utf-8")
    assert built(source) == text
    assert '"id": "hidden"' in text
    assert '"source_hidden": true' in text
    assert list(differences(tmp_path)) == []
    source.write_text(source.read_text().replace("\n1\n", "\n2\n"))
    (tmp_path / "other.ipynb").write_text("{}")
    assert main(["--check", "--folder", str(tmp_path)]) == 1
    said = capsys.readouterr().out.splitlines()[-2:]
    assert said == [
        "one.ipynb differs from its source, first in the cell 'hidden'.",
        "other.ipynb has no source.",
    ]
    (tmp_path / "one.ipynb").unlink()
    assert next(differences(tmp_path)) == "one.ipynb is missing."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# %%\n1\n", "one.py: the cell that begins '1' has no name"),
        (CELL + CELL, "one.py: two cells are called 'only'"),
        (CELL.replace("only", "The End"), "one.py: 'The End' is no name of a cell"),
    ],
)
def test_a_source_that_cannot_be_built_is_refused(text: str, sentence: str, tmp_path: Path) -> None:
    source = tmp_path / "one.py"
    source.write_text(text)
    with pytest.raises(InputError, match=sentence):
        built(source)


def test_a_folder_without_sources_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--folder", str(tmp_path)]) == 2
    assert "has no sources of notebooks" in capsys.readouterr().err
