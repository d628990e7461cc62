"""One paper for all: a candidate enters her number, and every cell with code works with her own numbers."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from grading import common, course, frozen, intake, release
from grading.course import Course, Paper
from grading.errors import Refused
from tests.assignments.kit import Stopped, run_kit

CODE = r'''
# %%
calls = {{answer_1.calls}}  # {{answer_1.calls}} an hour
shown = [calls + 0.5, "{{answer_1.calls}} calls {of one hour}", r'\{{answer_1.agents}}', """{{answer_1.minutes}}
minutes"""]
print(shown, len(open("{{answer_3.file}}").read().splitlines()))

# %% item="answer_1"'''


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A paper for all with a cell of code."""
    made = unreleased(tmp_path_factory.mktemp("common") / "course", CODE)
    release.release(made, common=True)
    return made


def unreleased(root: Path, code: str) -> Paper:
    """Return the template's paper with a cell before the first answer."""
    course.new(root, candidates=3)
    path = root / "papers" / "fitter" / "paper.py"
    path.write_text(path.read_text("utf-8").replace('\n# %% item="answer_1"', code), "utf-8")
    return Course.at(root).paper()


def helper(folder: Path) -> Any:
    """Import the module that lies in a kit."""
    spec = importlib.util.spec_from_file_location("own_numbers", folder / "own_numbers.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_code_of_a_common_paper_runs_with_the_candidates_own_numbers(paper: Paper) -> None:
    row = frozen.read(paper).rows("1008")
    own = row["answer_1"]["parameters"]
    printed = run_kit(paper.kits / "common", "1008")["paper_02"]
    texts = [
        own["calls"] + 0.5,
        f"{own['calls']} calls {{of one hour}}",
        f"\\{own['agents']}",
        f"{own['minutes']}\nminutes",
    ]
    log = (paper.kits / "common" / row["answer_3"]["files"][0]).read_text("utf-8")
    assert printed == f"{texts} {len(log.splitlines())}\n"


def test_the_number_cell_shows_every_number_of_the_paper(paper: Paper) -> None:
    shown = helper(paper.kits / "common").mine.of(1008)._repr_markdown_()
    own = frozen.read(paper).rows("1008")
    assert f"[answer_1.calls] **{own['answer_1']['parameters']['calls']}**" in shown
    assert "[answer_3.file] **answer_3-1008-log.csv**" in shown
    assert own["answer_7"]["parameters"]["claims"] in shown


@pytest.mark.parametrize(
    ("candidate", "sentence"),
    [
        (..., "Put your candidate number in place of the three dots, and run this cell again."),
        (" ", "Put your candidate number in place of the three dots, and run this cell again."),
        (9999, "numbers.csv has no candidate 9999; write the number that you were given for this exam."),
    ],
)
def test_a_missing_number_is_one_sentence(paper: Paper, candidate: object, sentence: str) -> None:
    found = helper(paper.kits / "common")
    with pytest.raises(found.NotYours) as caught:
        found.mine.of(candidate)
    assert caught.value._render_traceback_() == [sentence]
    with pytest.raises(found.NotYours, match="Write your candidate number into the cell that asks for it"):
        found.mine.answer_1  # noqa: B018 - reading it is the test


def test_a_notebook_shows_the_sentence_alone(paper: Paper) -> None:
    with pytest.raises(Stopped) as caught:
        run_kit(paper.kits / "common", "...")
    assert caught.value.lines == ["Put your candidate number in place of the three dots, and run this cell again."]


def test_a_kit_without_its_table_says_so(paper: Paper, tmp_path: Path) -> None:
    (tmp_path / "own_numbers.py").write_bytes((paper.kits / "common" / "own_numbers.py").read_bytes())
    found = helper(tmp_path)
    with pytest.raises(found.NotYours, match=r"There is no numbers\.csv beside own_numbers\.py; unpack the whole zip"):
        found.mine.of(1008)


def test_the_table_has_what_the_paper_names_and_no_key(paper: Paper) -> None:
    rows = list(csv.DictReader((paper.kits / "common" / "numbers.csv").open(encoding="utf-8", newline="")))
    assert [row["candidate"] for row in rows] == ["1001", "1008", "1015"]
    book = json.loads((paper.kits / "common" / "fitter.ipynb").read_text("utf-8"))
    text = "".join("".join(cell["source"]) for cell in book["cells"])
    for name in list(rows[0])[1:]:
        assert f"[{name}]" in text or f"mine.{name}" in text
    names = {path.name for path in (paper.kits / "common").iterdir()}
    logs = {f"answer_3-{row['candidate']}-log.csv" for row in rows}
    assert names == {"fitter.ipynb", "case.md", "numbers.csv", "own_numbers.py", *logs}


def test_the_number_in_the_cell_is_read_back(paper: Paper, tmp_path: Path) -> None:
    text = (paper.kits / "common" / "fitter.ipynb").read_text("utf-8")
    assert text.count("candidate_number = ...") == 1
    (tmp_path / "x.ipynb").write_text(text.replace("candidate_number = ...", "candidate_number = 1015"), "utf-8")
    report = intake.take_in(paper, tmp_path / "x.ipynb", dry_run=True)
    assert report["candidates"]["1015"]["status"] == "taken"


def test_a_released_paper_stays_what_it_was(paper: Paper, tmp_path: Path) -> None:
    assert release.release(paper, dry_run=True)["common"]
    each = unreleased(tmp_path / "course", CODE)
    release.release(each)
    with pytest.raises(Refused, match="released with a paper for each candidate, and cannot become one paper for all"):
        release.release(each, common=True)


@pytest.mark.parametrize(
    "code",
    ["x{{answer_1.calls}} = 3", "f'{{answer_1.calls}} {x}'", "b'{{answer_1.calls}}'"],
)
def test_code_that_cannot_read_a_table_is_refused_before_anything_is_written(tmp_path: Path, code: str) -> None:
    paper = unreleased(tmp_path / "course", f'\n# %%\n{code}\n\n# %% item="answer_1"')
    with pytest.raises(
        Refused, match=r"A common paper cannot show answer_1\.calls where it stands in a cell with code"
    ):
        release.release(paper, common=True)
    assert not paper.frozen.exists()


def test_a_cell_magic_stays_the_first_line() -> None:
    assert common.code("%%time\nprint({{a.b}})") == "%%time\nfrom own_numbers import mine\nprint(mine.a.b)"
    assert common.code("x = 1") == "x = 1"
    with pytest.raises(Refused, match="A common paper cannot show"):
        common.code("x = ('''{{a.b}}")
    assert common.code('open("{{a.file:log.csv}}")').endswith('open(f"{mine.a.file_log_csv}")')
