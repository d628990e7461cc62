"""No figure says a word that the string table does not have; no key of the table is there for nothing."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from matplotlib.text import Text

import simulation as sim
from simulation import strings
from simulation.plots import Picture, words
from simulation.strings import spoken, table
from tests.plots.gallery import CLAIMS, LATE, Drawn, of_cases, of_companies, of_experiments

ROOT = Path(sim.__file__).parent
STRINGS = ROOT / "strings"
OWN = ("measures.toml", "figures.toml", "companies.toml", "analyses.toml", "experiments.toml")
ELSEWHERE = str.maketrans(
    string.ascii_letters, "".join(chr(0x430 + i) for i in range(26)) + "".join(chr(0x410 + i) for i in range(26))
)
"""Letters of another alphabet: what is still in Latin letters was not read from the table."""

KEYS_OF_SCENARIOS = r"\b(per_day|solve|days|point|(needs|teams|channels)(\.[a-z]+)+)(?![a-z])( [\d.]+)?"
DATA = (
    *("Solveig", "Ingrid", "Marte", "Nettbod", "Planning", "Social", "Facebook", "Twitter", "chat", "E-mail", "e-mail"),
    *(
        *("twitter", "facebook", "social"),
        "Phone",
        "phone",
        "new phone, forgot duties",
        "The reference company",
        "before",
        "integrated",
        "Service levels",
        "Gold",
        "Silver",
    ),
    *("BASE", LATE, "Erlang A", "Erlang C", "share"),
)
"""Names of people, teams, companies, channels, policies and formulas; the unit in the catalogue of parameters."""


def _transcribed(text: str) -> str:
    """Return a template whose own words are in other letters, and whose places are as they were."""
    parts = []
    for words_before, name, form, _ in string.Formatter().parse(text):
        parts.append(words_before.translate(ELSEWHERE))
        if name is not None:
            parts.append(f"{{{name}:{form}}}" if form else f"{{{name}}}")
    return "".join(parts)


@pytest.fixture
def transcribed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the table have Norwegian words for every key: the English ones in other letters, with a decimal comma."""
    marked = {key: {"en": found["en"], "nb": _transcribed(found["en"])} for key, found in strings.table().items()}
    marked["number.decimal"] = {"en": ".", "nb": ","}
    monkeypatch.setattr(strings, "table", lambda: marked)
    monkeypatch.setattr(words, "table", lambda: marked)


def _left(picture: Picture, data: Mapping[str, None]) -> list[str]:
    """Return what a figure says in Latin letters or with a decimal point, names apart."""
    said = [picture.alt, *(text.get_text() for text in picture.figure.findobj(Text))]
    found = []
    for text in said:
        rest = re.sub(KEYS_OF_SCENARIOS, "", text.replace("\n", " "))
        for name in sorted(data, key=len, reverse=True):
            rest = rest.replace(name, "")
        if re.search(r"[A-Za-z]|\d\.\d", rest):
            found.append(f"{text!r}: {rest!r}")
    return found


def _check(drawn: Drawn, more: tuple[str, ...] = ()) -> None:
    with spoken("nb"):
        left = {name: _left(draw(), dict.fromkeys((*DATA, *more))) for name, draw in drawn.items()}
    assert not {name: found for name, found in left.items() if found}


@pytest.mark.usefixtures("transcribed")
def test_figures_of_cases_have_their_words_from_the_table(tablet: dict[str, sim.Run]) -> None:
    _check(of_cases(tablet))


@pytest.mark.usefixtures("transcribed")
def test_figures_of_companies_have_their_words_from_the_table(reference: sim.Run, comparison: sim.Comparison) -> None:
    _check(of_companies(reference, comparison))


@pytest.mark.usefixtures("transcribed")
def test_figures_of_experiments_have_their_words_from_the_table(tmp_path: Path) -> None:
    rows = [row[key] for row in CLAIMS for key in ("result", "compared", "assumption_1")]
    _check(of_experiments(tmp_path), tuple(str(text) for text in rows))


def test_every_key_of_a_figure_is_used() -> None:
    """A key is used where it stands in the code as it is, or as a template whose gaps the code's own names fill."""
    nodes = [node for path in ROOT.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    said = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    templates = [re.compile(_pattern(node)) for node in nodes if isinstance(node, ast.JoinedStr)]
    keys = [key for name in OWN for key, _ in strings._flat("", tomllib.loads((STRINGS / name).read_text("utf-8")))]
    unused = [key for key in keys if key not in said and not any(_fills(each, key, said) for each in templates)]
    assert len(keys) > 300
    assert unused == []


def _pattern(node: ast.JoinedStr) -> str:
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in node.values]
    return "".join(parts)


def _fills(template: re.Pattern[str], key: str, said: set[str]) -> bool:
    room = key.partition(".")[0]
    found = template.fullmatch(key) if template.pattern.startswith(re.escape(f"{room}.")) else None
    return found is not None and all(
        part in said or part.replace("_", " ") in said for gap in found.groups() for part in gap.split(".")
    )


def test_every_key_that_a_figure_asks_for_is_there() -> None:
    calls = [node for path in (ROOT / "plots").glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"]  # fmt: skip
    asked = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert len(asked) > 150
    assert asked <= table().keys()


def test_measures_that_the_pages_tell_of_have_words() -> None:
    forms = {*words._MEASURES, *words._BY_PART}
    assert {f"measure.{name}" for name in words._MEASURES} <= table().keys()
    assert {f"measure-of.{name}" for name in words._BY_PART if name != "commitments"} <= table().keys()
    page = (ROOT.parent / "docs" / "model.md").read_text("utf-8").partition("## Measures")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    told = {name.partition(".")[0] for row in rows for name in re.findall(r"`(\w[\w.]*)`", row)}
    assert len(told) > 80
    assert told <= forms
