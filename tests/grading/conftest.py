"""A released and a scored course of the template, made once and copied for each test that changes it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grading import course, examiner, intake, release, run
from grading.course import Course, Paper
from grading.demo import essay_marks
from grading.invented import Class, invented_class

Notebook = dict[str, Any]


@dataclass
class Scored:
    """The invented class, taken in and scored."""

    paper: Paper
    invented: Class
    download: Path
    people: Path
    intake: dict[str, Any]
    autograde: dict[str, Any]


@pytest.fixture(scope="session")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("released") / "course"
    course.new(root)
    (root / "course.key").write_text("5e1f" * 16, "ascii")  # every run sees the same numbers
    release.release(Course.at(root).paper())
    return root


@pytest.fixture(scope="session")
def common_once(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A paper released as one file for all, with sheets; tests may hand in, not change it."""
    root = tmp_path_factory.mktemp("common") / "course"
    course.new(root, candidates=5)
    paper = Course.at(root).paper()
    release.release(paper, common=True, sheets=True)
    return paper


@pytest.fixture
def paper(released_once: Path, tmp_path: Path) -> Paper:
    """A released paper that a test may change."""
    return copied(released_once, tmp_path / "course")


@pytest.fixture(scope="session")
def scored_once(released_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Scored:
    folder = tmp_path_factory.mktemp("scored")
    paper = copied(released_once, folder / "course")
    invented = invented_class(paper)
    download, people = invented.write(paper, folder / "handed-in")
    taken = intake.take_in(paper, download, people=people)
    return Scored(paper, invented, download, people, taken, run.autograde(paper, workers=1))


@pytest.fixture(scope="session")
def marked_once(scored_once: Scored, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """The class with its essays marked; not to be changed."""
    paper = copied(scored_once.paper.course.root, tmp_path_factory.mktemp("marked") / "course")
    examiner.enter(paper, essay_marks(paper, scored_once.invented))
    return paper


@pytest.fixture
def marked(marked_once: Paper, tmp_path: Path) -> Paper:
    """The marked class, for a test to change."""
    return copied(marked_once.course.root, tmp_path / "course")


@pytest.fixture(scope="session")
def copy_course() -> Callable[[Path, Path], Paper]:
    return copied


def copied(source: Path, target: Path) -> Paper:
    shutil.copytree(source, target)
    return Course.at(target).paper()
