"""A course on disk: a private folder with its key, its candidates and its papers."""

from __future__ import annotations

import csv
import hashlib
import hmac
import re
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from . import files, log
from .errors import Refused, nearest
from .settings import CourseSettings, PaperSettings, read

CANDIDATE = re.compile(r"[0-9]{1,12}")
TEMPLATE = Path(__file__).parent / "template" / "course"
NBGRADER_CONFIG = '''\
"""Plain nbgrader in this folder grades as `python -m grading` does: nothing of a hand-in is executed."""

from grading.nbgrader_setup import configure

configure(get_config(), __file__)  # noqa: F821 - nbgrader defines it
'''


@dataclass(frozen=True)
class Course:
    """A course folder."""

    root: Path

    @classmethod
    def at(cls, root: Path | str) -> Course:
        """Return the course in a folder, or in the nearest folder above it."""
        start = Path(root).resolve()
        for folder in (start, *start.parents):
            if (folder / "course.toml").is_file():
                return cls(folder)
        raise Refused(f"There is no course.toml in {start} or above it; `python -m grading new DIR` makes a course.")

    @cached_property
    def settings(self) -> CourseSettings:
        """The institution's rules."""
        return read(self.root / "course.toml", CourseSettings)

    @cached_property
    def key(self) -> bytes:
        """The course key, from which all candidates' numbers come."""
        path = self.root / "course.key"
        try:
            key = bytes.fromhex(path.read_text("ascii").strip())
        except FileNotFoundError:
            raise Refused(f"There is no course key {path}; a copy of the course is worthless without it.") from None
        except ValueError:
            raise Refused(f"{path} must hold hexadecimal digits.") from None
        if len(key) < 16:
            raise Refused(f"{path} must hold at least 32 hexadecimal digits, and has {2 * len(key)}.")
        return key

    @cached_property
    def candidates(self) -> Mapping[str, int]:
        """Candidate numbers and their extra minutes, in the file's order."""
        return read_candidates(self.root / "candidates.csv")

    def paper_names(self) -> list[str]:
        """Return the names of all papers."""
        return sorted(path.parent.name for path in (self.root / "papers").glob("*/paper.toml"))

    def paper(self, name: str | None = None) -> Paper:
        """Return a paper; the only one needs no name."""
        names = self.paper_names()
        if name is None:
            if len(names) != 1:
                raise Refused(f"Say which paper: {', '.join(names) or 'there is none yet'}.")
            name = names[0]
        if name not in names:
            raise Refused(f"There is no paper '{name}'; {nearest(name, names)}.")
        return Paper(self, name)

    @property
    def gradebook(self) -> str:
        """The address of nbgrader's gradebook."""
        return f"sqlite:///{(self.root / 'gradebook.db').as_posix()}"

    def log(self, event: str, **facts: object) -> None:
        """Add a line to the course's log."""
        log.append(self.root, event, **facts)


@dataclass(frozen=True)
class Paper:
    """One exam or assignment of a course."""

    course: Course
    name: str

    @property
    def folder(self) -> Path:
        """Where the lecturer writes it."""
        return self.course.root / "papers" / self.name

    @cached_property
    def settings(self) -> PaperSettings:
        """Title, closing time and weights."""
        return read(self.folder / "paper.toml", PaperSettings)

    @property
    def frozen(self) -> Path:
        """The frozen key table."""
        return self.course.root / "frozen" / f"{self.name}.json"

    @property
    def kits(self) -> Path:
        """What the candidates get."""
        return self.course.root / "kits" / self.name

    @property
    def intake(self) -> Path:
        """Reports and unreadable files of the intake."""
        return self.course.root / "intake" / self.name

    @property
    def results(self) -> Path:
        """Letters, exports and feedback zips."""
        return self.course.root / "results" / self.name

    def handin(self, candidate: str) -> Path:
        """Return where the rebuilt hand-in of a candidate lies, as nbgrader expects it."""
        return self.course.root / "submitted" / candidate / self.name / f"{self.name}.ipynb"

    def autograded(self, candidate: str) -> Path:
        """Return where nbgrader puts the graded notebook of a candidate."""
        return self.course.root / "autograded" / candidate / self.name / f"{self.name}.ipynb"

    def handed_in(self) -> list[str]:
        """Return the candidates with a readable hand-in, sorted."""
        found = self.course.root.glob(f"submitted/*/{self.name}/{self.name}.ipynb")
        return sorted((path.parent.parent.name for path in found), key=candidate_order)

    def stamp(self, candidate: str) -> str:
        """Return the mark in a candidate's notebook that nobody can make without the course key."""
        return keyed(self.course.key, "stamp", self.name, candidate)[:16]

    def seed(self, item: str, candidate: str) -> int:
        """Return a candidate's seed for an item: an HMAC of the course key."""
        return int(keyed(self.course.key, self.name, item, candidate)[:16], 16)


def keyed(key: bytes, *parts: str) -> str:
    """Return HMAC-SHA256(key, ``a|b|c``) in hexadecimal digits."""
    return hmac.new(key, "|".join(parts).encode(), hashlib.sha256).hexdigest()


def candidate_order(candidate: str) -> tuple[int, str]:
    """Sort candidates as numbers."""
    return (int(candidate) if candidate.isdigit() else 0, candidate)


def read_candidates(path: Path) -> dict[str, int]:
    """Read ``candidate[,extra_minutes]``; refuse whatever is not a number, names above all."""
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except FileNotFoundError:
        raise Refused(f"There is no {path}; it has one column `candidate`, numbers only.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path} is not a UTF-8 text.") from None
    if rows and "candidate" not in rows[0]:
        raise Refused(f"{path} has no column `candidate` in its first line; columns are separated by commas.")
    found: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        candidate, extra = (
            (row.get("candidate") or "").strip(),
            (row.get("extra_minutes") or "0").strip(),
        )
        if not CANDIDATE.fullmatch(candidate):
            raise Refused(
                f"{path}, line {line}: a candidate is a number of at most 12 digits, not '{candidate}'; "
                "names stay in the institution's own list."
            )
        if not extra.isdigit():
            raise Refused(f"{path}, line {line}: extra_minutes is a whole number, not '{extra}'.")
        if candidate in found:
            raise Refused(f"{path}, line {line}: candidate {candidate} stands there twice.")
        found[candidate] = int(extra)
    if not found:
        raise Refused(f"{path} names no candidate; it has one column `candidate`, numbers only.")
    return found


def work_tree(folder: Path) -> Path | None:
    """Return the git work tree in which a folder lies, None if in none."""
    start = folder.resolve()
    return next(
        (parent for parent in (start, *start.parents) if (parent / ".git").exists()),
        None,
    )


def new(folder: Path, *, candidates: int = 24, dry_run: bool = False) -> list[str]:
    """Make a private course from the template, with a key of its own.

    Parameters
    ----------
    folder
        Must not exist, or be empty, and lie outside every git work tree.
    candidates
        How many invented numbers to write into ``candidates.csv``; replace them by the institution's.
    dry_run
        Only say what would be written.

    Returns
    -------
    list of str
        The files, relative to the folder.
    """
    folder = folder.resolve()
    if tree := work_tree(folder):
        raise Refused(
            f"{folder} lies in the git work tree {tree}; a course that grades must lie outside, so choose another."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is not empty; choose a new folder.")
    if not 1 <= candidates <= 5000:
        raise Refused(f"A course has 1 to 5000 candidates, not {candidates}.")
    names = sorted(path.relative_to(TEMPLATE).as_posix() for path in template_files())
    made = [*names, "candidates.csv", "course.key", "nbgrader_config.py"]
    if dry_run:
        return made
    files.private_folder(folder)
    for name in names:
        files.private_folder((folder / name).parent)
        shutil.copyfile(TEMPLATE / name, folder / name)
    files.write(folder / "course.key", secrets.token_hex(32) + "\n")
    files.write(folder / "nbgrader_config.py", NBGRADER_CONFIG)
    numbers = [str(1001 + 7 * index) for index in range(candidates)]
    files.write(
        folder / "candidates.csv",
        "candidate,extra_minutes\n" + "".join(f"{number},0\n" for number in numbers),
    )
    log.append(folder, "new", candidates=candidates)
    return made


def template_files() -> list[Path]:
    """Return the files of the template course."""
    return [path for path in TEMPLATE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
