"""The open bank: as it stands, and a copy in which papers may be released."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grading.course import Course

BANK = Path(__file__).parents[2] / "assignments"
OWN = ("course.toml", "course.key", "candidates.csv", "nbgrader_config.py", "papers")


@pytest.fixture(scope="session")
def bank() -> Course:
    """The open bank; nothing may be written into it."""
    return Course.at(BANK)


@pytest.fixture(scope="session")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the bank with three candidates."""
    root = tmp_path_factory.mktemp("bank")
    for name in OWN:
        (shutil.copytree if (BANK / name).is_dir() else shutil.copyfile)(BANK / name, root / name)
    (root / "candidates.csv").write_text("candidate\n1\n2\n3\n", "utf-8")
    return Course.at(root)
