"""Hostile hand-ins beside honest ones: nothing is executed, nobody else is harmed, pages are harmless."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from grading import course, downloads, export, feedback, frozen, gradebook, intake, pages, release, run
from grading.course import Course, Paper
from grading.invented_candidate import Writer
from grading.settings import Limits
from tests.grading import hostile

HONEST = 4
Attacked = tuple[Paper, dict[str, str], Path, dict[str, Any]]  # attack by candidate, the canaries' folder, reports


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    """Every hostile hand-in in one class with honest ones."""
    folder = tmp_path_factory.mktemp("attacked")
    canaries = folder / "canaries"
    canaries.mkdir()
    names = [*hostile.HOSTILE, *hostile.BROKEN]
    course.new(folder / "course", candidates=len(names) + HONEST)
    paper = Course.at(folder / "course").paper()
    release.release(paper)
    table = frozen.read(paper)
    candidates = list(table.candidates)
    attacks = dict(zip(candidates[HONEST:], names, strict=True))
    for candidate in candidates:
        place = folder / "handed-in" / candidate
        place.mkdir(parents=True)
        name = attacks.get(candidate)
        if name in hostile.BROKEN:
            data = hostile.BROKEN[name]
        else:
            book = Writer(paper, table, candidate).book()
            made = hostile.HOSTILE[name](book, str(canaries / candidate)) if name else book
            data = json.dumps(made).encode()
        (place / "fitter.ipynb").write_bytes(data)
    taken = intake.take_in(paper, folder / "handed-in")
    graded = run.autograde(paper, workers=1)
    on_a_page = [candidate for candidate, name in attacks.items() if name in hostile.TO_BE_SHOWN]
    feedback.feedback(paper, candidates=[candidates[0], *on_a_page])
    return paper, attacks, canaries, {"taken": taken, "graded": graded}


def test_there_are_more_than_twenty_attacks() -> None:
    assert len(hostile.HOSTILE) + len(hostile.BROKEN) >= 40


def test_the_canary_sings_where_code_is_run(tmp_path: Path) -> None:
    book: dict[str, Any] = {"cells": []}
    source = hostile.HOSTILE["writes a file"](book, str(tmp_path / "canary"))["cells"][0]["source"]
    subprocess.run([sys.executable, "-c", source], check=True)
    assert (tmp_path / "canary").exists()


def test_nothing_is_executed(attacked: Attacked) -> None:
    assert list(attacked[2].iterdir()) == []


def test_the_rest_of_the_class_is_graded_unharmed(attacked: Attacked) -> None:
    paper, attacks, _, reports = attacked
    assert reports["graded"]["failed"] == {}
    scores = gradebook.scores(paper.course)
    honest = [row for row in scores if row.candidate not in attacks and row.item.startswith("answer")]
    assert len(honest) == 8 * HONEST
    assert {row.auto_score for row in honest} == {5.0}
    assert gradebook.whole(paper.course.root / "gradebook.db")


def test_every_hostile_hand_in_has_a_score_or_is_named_unreadable(
    attacked: Attacked,
) -> None:
    paper, attacks, _, reports = attacked
    scored = {row.candidate for row in gradebook.scores(paper.course)}
    for candidate, name in attacks.items():
        if name in hostile.BROKEN:
            assert reports["taken"]["candidates"][candidate]["status"] == "unreadable", name
        else:
            assert candidate in scored, name


def test_no_attack_earns_more_than_its_right_answers(
    attacked: Attacked,
) -> None:
    paper, attacks, _, _ = attacked
    for row in gradebook.scores(paper.course):
        assert row.points in {5.0, 20.0}
        assert row.manual_score is None
        if row.candidate in attacks and row.item == "answer_1" and "answers with" in attacks[row.candidate]:
            assert row.auto_score == 0, attacks[row.candidate]
        assert row.auto_score is None or 0 <= row.auto_score <= 5
    assert {row.item for row in gradebook.scores(paper.course)} == set(frozen.read(paper).points())


class Strict(HTMLParser):
    """Collects everything in a page that could run or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.style = tag == "style"
        if tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "svg",
            "math",
            "video",
            "audio",
            "img",
        }:
            self.found.append(tag)
        for name, value in attrs:
            remote = name in {"src", "href", "srcset", "action", "data", "poster", "background", "style"}
            if name.startswith("on") or (remote and not (value or "").startswith("#")):
                self.found.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.style and re.search(r"@import|url\(\s*['\"]?(?!data:|#)(?:https?:)?//", data):
            self.found.append("style that fetches")


def test_no_feedback_page_can_run_or_fetch(attacked: Attacked) -> None:
    paper = attacked[0]
    written = sorted(paper.course.root.glob("feedback/*/*/*.html"))
    assert len(written) == 1 + len(hostile.TO_BE_SHOWN)
    for path in written:
        page = Strict()
        page.feed(path.read_text("utf-8"))
        assert page.found == [], (attacked[1].get(path.parent.parent.name), page.found[:3])


def test_the_strict_reader_finds_what_an_open_page_holds() -> None:
    page = Strict()
    page.feed(hostile.SCRIPTS + hostile.IMAGES)
    assert len(page.found) > 20


def test_no_key_is_filled_into_a_candidates_own_text(
    attacked: Attacked,
) -> None:
    paper, attacks, _, _ = attacked
    candidate = next(who for who, name in attacks.items() if name == "templates in essays")
    text = paper.handin(candidate).read_text("utf-8")
    assert "{{answer_1.expected}}" in text


def test_no_export_holds_a_formula(attacked: Attacked, tmp_path: Path) -> None:
    paper = attacked[0]
    (tmp_path / "list.csv").write_text("id,candidate\n=1+1,1001\n", "utf-8")
    for form in export.FORMATS:
        text = Path(export.export(paper, form, people=tmp_path / "list.csv")["file"]).read_text("utf-8-sig")
        assert not re.search(r'"[=+@-]', text)
    assert [export.safe(text) for text in ("=1+1", " =1", "@x", "-a", "+b", "\t=1", "b")] == [
        "'=1+1", "' =1", "'@x", "'-a", "'+b", "'\t=1", "b",
    ]  # fmt: skip


def test_rendering_hostile_markdown_is_quick_and_clean() -> None:
    for name, make in hostile.HOSTILE.items():
        book = {"cells": [{"id": "essay_x", "cell_type": "markdown", "metadata": {}, "source": ""}]}
        if "essay" in name:
            html = pages.markdown(str(make(book, "")["cells"][0]["source"]))
            assert len(html) < 600_000
            assert "<script" not in html


def zipped(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for name, target in (links or {}).items():
            info = zipfile.ZipInfo(name)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, target)
    return out.getvalue()


SMALL = Limits(file_megabytes=1, total_megabytes=4, files=20)


def taken(data: bytes, tmp_path: Path, limits: Limits = SMALL) -> dict[str, str]:
    """Return what a zip yields: problem by path, empty for what was read."""
    path = tmp_path / "download.zip"
    path.write_bytes(data)
    before = sorted(tmp_path.rglob("*"))
    found = {entry.path: entry.problem for entry in downloads.read(path, limits)}
    assert sorted(tmp_path.rglob("*")) == before
    return found


@pytest.mark.parametrize("name", ["../../x.ipynb", "/etc/x.ipynb", "C:\\x.ipynb", "a/../../x.ipynb", "..\\..\\x.ipynb"])
def test_no_zip_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    assert list(taken(zipped({name: b"{}"}), tmp_path).values()) == ["a path that leads out of the folder"]


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    assert taken(zipped({}, {"1001/x.ipynb": "/etc/passwd"}), tmp_path) == {"1001/x.ipynb": "a symbolic link"}


def test_a_zip_bomb_is_left_alone(tmp_path: Path) -> None:
    bomb = zipped({"x.ipynb": b"0" * 50_000_000})
    assert len(bomb) < 100_000
    assert taken(bomb, tmp_path) == {"x.ipynb": "larger than allowed"}
    deep = zipped({"a.zip": zipped({"b.zip": zipped({"c.ipynb": b"{}"})})})
    assert list(taken(deep, tmp_path).values()) == ["a zip too deep inside others"]
    many = zipped({f"{n}.ipynb": b"0" * 900_000 for n in range(10)})
    assert list(taken(many, tmp_path).values()).count("larger than allowed") >= 5
    crowd = zipped({f"{n}.ipynb": b"{}" for n in range(30)})
    assert list(taken(crowd, tmp_path).values()).count("too many files") == 10


def test_a_broken_zip_is_named(tmp_path: Path) -> None:
    good = zipped({"x.ipynb": b"{}" * 1000})
    assert "not a readable zip" in next(iter(taken(good[: len(good) // 2], tmp_path).values()))
    assert "not a readable zip" in next(iter(taken(b"hello", tmp_path).values()))
    broken = bytearray(zipped({"x.ipynb": os.urandom(5000)}))
    broken[200] ^= 255
    assert "cannot be unpacked" in next(iter(taken(bytes(broken), tmp_path).values()))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes, which this system does not have")
def test_links_pipes_and_folders_in_a_folder_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "1001").mkdir(parents=True)
    (folder / "1001" / "x.ipynb").symlink_to("/etc/passwd")
    (folder / "1002").symlink_to("/etc", target_is_directory=True)
    os.mkfifo(folder / "pipe.ipynb")
    (folder / "dir.ipynb").mkdir()
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    found = {entry.path: entry.problem for entry in downloads.read(folder, SMALL)}
    assert found == {
        "1001/x.ipynb": "a symbolic link",
        "1002": "a symbolic link",
        "loop": "a symbolic link",
        "pipe.ipynb": "not a regular file",
    }
