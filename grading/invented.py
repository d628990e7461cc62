"""An invented class of 24: hand-ins of known quality, with every oddity that has been met, as Canvas would give them.

People, ids and answers are invented. Each hand-in says what every item must score and what the report must say of it.
"""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from . import files, frozen
from .course import Paper
from .frozen import Frozen
from .invented_candidate import Writer, as_file, cell_of
from .items import Key
from .notebook import METADATA
from .release import zipped

NAMES = (
    "Aasen Selma",
    "Berge Jonas",
    "Dahl Marte",
    "Eide Petter",
    "Foss Ingrid",
    "Gran Tobias",
    "Haug Silje",
    "Iversen Emil",
    "Juvik Nora",
    "Krog Sander",
    "Lunde Thea",
    "Moen Filip",
    "Nes Amalie",
    "Opdal Henrik",
    "Pihl Vilde",
    "Ruud Aksel",
    "Sand Tiril",
    "Tveit Oskar",
    "Ulven Hedda",
    "Vik Mikkel",
    "Wold Live",
    "Ystad Birk",
    "Aune Solveig",
    "Bakke Torje",
)


@dataclass
class Planned:
    """One hand-in: its files, what must come of it, and how good its essays are."""

    quality: str
    books: list[tuple[str, bytes]]
    scores: dict[str, float] | None
    flags: tuple[str, ...] = ()
    essays: float | None = 0.7
    minutes_late: float = -30.0
    status: str = "taken"


@dataclass
class Class:
    """The class as the school's system hands it over."""

    planned: dict[str, Planned]
    people: dict[str, tuple[str, str]] = field(default_factory=dict)  # candidate: (system id, name)

    def write(self, paper: Paper, folder: Path) -> tuple[Path, Path]:
        """Write the download and the institution's list; return both paths."""
        content = []
        for candidate, planned in self.planned.items():
            number, name = self.people[candidate]
            login = "".join(name.lower().split())
            content += [(f"{login}_{number}_{int(number) + 90000}_{file}", data) for file, data in planned.books]
        files.write(folder / "submissions.zip", zipped(content))
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "candidate", "time"])
        for candidate, (number, _) in self.people.items():
            writer.writerow([number, candidate, handed_in(paper, self.planned[candidate]).isoformat()])
        files.write(folder / "list.csv", out.getvalue())
        return folder / "submissions.zip", folder / "list.csv"


def handed_in(paper: Paper, planned: Planned) -> datetime:
    """Return when a hand-in came."""
    closes = paper.settings.closes
    assert closes is not None
    return closes + timedelta(minutes=planned.minutes_late)


def right(w: Writer) -> Planned:
    """Everything right."""
    return Planned("right", as_file(w.book()), w.scores(), essays=0.95)


def nearly(w: Writer) -> Planned:
    """Within 1 per cent."""
    return Planned("nearly right", as_file(w.book(w.times(1.009))), w.scores(), essays=0.9)


def off(w: Writer) -> Planned:
    """Just outside: 6 per cent off, which no tolerance allows."""
    told = w.times(1.06)
    return Planned("just outside", as_file(w.book(told)), w.scores(**dict.fromkeys(told, 0.0)), essays=0.8)


def wrong_unit(w: Writer) -> Planned:
    """The right magnitude in a wrong unit, where the item declares one."""
    told, earned = {}, {}
    for name, key in w.keys.items():
        if key.wrong_unit and not isinstance(key.expected, str):
            factor, share = key.wrong_unit[0]
            told[name], earned[name] = repr(key.expected * factor), key.points * share
    return Planned("wrong unit", as_file(w.book(told)), w.scores(**earned), essays=0.8)


def wrong(w: Writer) -> Planned:
    """Everything wrong."""
    return Planned("wrong", as_file(w.book(w.wrong())), dict.fromkeys(w.points, 0.0), essays=0.3)


def empty(w: Writer) -> Planned:
    """The paper as it was handed out."""
    untouched = files.read_json(w.paper.kits / w.candidate / f"{w.paper.name}.ipynb")
    return Planned("empty", as_file(untouched), dict.fromkeys(w.points, 0.0), ("no item answered",), None)


def late(w: Writer) -> Planned:
    """Right, 17 minutes after the closing time."""
    return Planned("late", as_file(w.book()), w.scores(), ("late by 17 minutes",), 0.6, 17.0)


def corrupted(w: Writer) -> Planned:
    """A file broken off in the middle."""
    data = json.dumps(w.book()).encode()
    return Planned(
        "corrupted", [("fitter.ipynb", data[: len(data) // 2])], None, ("unreadable",), None, status="unreadable"
    )


def renamed(w: Writer) -> Planned:
    """Another file name."""
    return Planned("renamed", as_file(w.book(), "my answers FINAL (1).ipynb"), w.scores(), essays=0.75)


def deleted(w: Writer) -> Planned:
    """A cell is gone."""
    book = w.book()
    book["cells"] = [cell for cell in book["cells"] if cell["id"] != "answer_2"]
    return Planned("deleted cell", as_file(book), w.scores(answer_2=0.0), ("answer_2: its cell is gone",), 0.7)


def duplicated(w: Writer) -> Planned:
    """A cell stands there twice, first wrong and then right."""
    book = w.book()
    index = book["cells"].index(cell_of(book, "answer_1"))
    book["cells"].insert(index, {**copy.deepcopy(book["cells"][index]), "source": "answer_1 = 1.5"})
    return Planned("duplicated cell", as_file(book), w.scores(), ("answer_1: the cell stands there 2 times",), 0.65)


def noisy(w: Writer) -> Planned:
    """A megabyte of output."""
    book = w.book()
    cell_of(book, "answer_3")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000}]
    return Planned("a megabyte of output", as_file(book), w.scores(), ("1.0 MB of outputs dropped",), 0.6)


def expression(w: Writer) -> Planned:
    """An expression instead of a literal."""
    book = w.book({"answer_1": f"{w.keys['answer_1'].expected!r} * 1"})
    return Planned(
        "an expression", as_file(book), w.scores(answer_1=0.0), ("answer_1: an expression, not a literal",), 0.7
    )


def long_literal(w: Writer) -> Planned:
    """A literal of ten million characters."""
    book = w.book({"answer_5": "'" + "9" * 10_000_000 + "'"})
    return Planned("a literal of 10 MB", as_file(book), w.scores(answer_5=0.0), ("answer_5: 1000001",), 0.55)


def named(w: Writer) -> Planned:
    """Names and paths in the metadata."""
    book = w.book()
    book["metadata"]["authors"] = [{"name": "Sand Tiril"}]
    book["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Sand Tiril's Python", "language": "python"}
    book["metadata"]["path"] = "sand-tiril/exam/Sand Tiril.ipynb"
    cell_of(book, "answer_1")["metadata"]["editor"] = "Sand Tiril"
    return Planned(
        "names in the metadata", as_file(book), w.scores(), ("metadata beyond the paper's own dropped",), 0.85
    )


def twice(w: Writer) -> Planned:
    """Two uploads; the later counts."""
    first = as_file(w.book(w.wrong()), "fitter.ipynb")
    return Planned("two uploads", first + as_file(w.book(), "fitter-1.ipynb"), w.scores(), ("2 notebooks",), 0.8)


def remarked(w: Writer) -> Planned:
    """The mark in the metadata was changed to another candidate."""
    book = w.book()
    book["metadata"][METADATA]["candidate"] = next(iter(w.table.candidates))
    return Planned("a changed mark", as_file(book), w.scores(), ("the mark of the paper was changed",), 0.5)


def comma(w: Writer) -> Planned:
    """A decimal comma."""
    text = f"{w.keys['answer_1'].expected:.2f}".replace(".", ",")
    return Planned(
        "a decimal comma",
        as_file(w.book({"answer_1": text})),
        w.scores(answer_1=0.0),
        ("answer_1: two numbers; a decimal comma?",),
        0.6,
    )


def moved(w: Writer) -> Planned:
    """The cell is gone and the answer stands in a cell of her own."""
    book = w.book()
    gone = cell_of(book, "answer_4")
    book["cells"] = [cell for cell in book["cells"] if cell["id"] != "answer_4"]
    book["cells"].append(
        {
            "id": "abc",
            "cell_type": "code",
            "metadata": {},
            "source": gone["source"],
            "outputs": [],
            "execution_count": 1,
        }
    )
    return Planned(
        "moved answer",
        as_file(book),
        w.scores(),
        ("answer_4: its cell is gone; the answer stood in another cell",),
        0.7,
    )


def texts(w: Writer) -> Planned:
    """Text where a number was asked for, and a choice in capitals."""
    told = {
        "answer_1": repr(str(w.keys["answer_1"].expected)),
        "answer_7": repr(str(w.keys["answer_7"].expected).upper()),
    }
    return Planned(
        "text for a number",
        as_file(w.book(told)),
        w.scores(answer_1=0.0),
        ("answer_1: text, which was not asked for",),
        0.45,
    )


def half(w: Writer) -> Planned:
    """The first four right, the others left open."""
    left = dict.fromkeys(list(w.points)[4:], "...")
    return Planned("half done", as_file(w.book(left)), w.scores(**dict.fromkeys(left, 0.0)), essays=0.5)


def missing(_w: Writer) -> Planned:
    """Nothing handed in."""
    return Planned("missing", [], None, essays=None, status="missing")


PLANS: tuple[Callable[[Writer], Planned], ...] = (
    right,
    nearly,
    off,
    wrong_unit,
    wrong,
    empty,
    late,
    corrupted,
    renamed,
    deleted,
    duplicated,
    noisy,
    expression,
    long_literal,
    named,
    twice,
    remarked,
    comma,
    moved,
    texts,
    half,
    missing,
)


def invented_class(paper: Paper) -> Class:
    """Return the class for a released paper of the template with 24 candidates."""
    table = frozen.read(paper)
    candidates = list(table.candidates)
    planned = {
        candidate: plan(Writer(paper, table, candidate)) for candidate, plan in zip(candidates, PLANS, strict=False)
    }
    first = Writer(paper, table, candidates[0])
    copier, typist = candidates[len(PLANS)], candidates[len(PLANS) + 1]
    planned[copier] = copied_file(table, copier, first)
    planned[typist] = copied_numbers(paper, table, typist, first)
    people = {candidate: (str(4711 + 13 * index), NAMES[index % len(NAMES)]) for index, candidate in enumerate(planned)}
    return Class(planned, people)


def copied_file(table: Frozen, candidate: str, source: Writer) -> Planned:
    """Another candidate's notebook, with her numbers and her mark."""
    flags = (f"carries the numbers of candidate {source.candidate}",)
    return Planned(
        "another's notebook", as_file(source.book()), fitting(table.keys(candidate), source.keys), flags, 0.4
    )


def copied_numbers(paper: Paper, table: Frozen, candidate: str, source: Writer) -> Planned:
    """Another candidate's answers, typed into her own notebook."""
    told = {name: repr(key.expected) for name, key in source.keys.items()}
    book = Writer(paper, table, candidate).book(told)
    return Planned(
        "another's answers",
        as_file(book),
        fitting(table.keys(candidate), source.keys),
        (f"fit the numbers of candidate {source.candidate}",),
        0.4,
    )


def fitting(mine: Mapping[str, Key], theirs: Mapping[str, Key]) -> dict[str, float]:
    """Return what another candidate's expected answers earn with one's own key: worked out here, not by the tools."""
    earned = {}
    for name, key in mine.items():
        given, wanted = theirs[name].expected, key.expected
        if isinstance(wanted, str) or isinstance(given, str) or key.kind == "integer":
            earned[name] = key.points if given == wanted else 0.0
            continue
        near = [
            share
            for factor, share in ((1.0, 1.0), *key.wrong_unit)
            if abs(given - wanted * factor) <= key.tolerance * abs(wanted * factor)
        ]
        earned[name] = key.points * near[0] if near else 0.0
    return earned
