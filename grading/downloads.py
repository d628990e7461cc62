"""Read what a school's system gives: zips and folders from strangers, within limits, nothing unpacked to disk.

Regular files only: no symbolic links, no devices, no way out of the folder, bounded size, bounded number, and zips
inside zips at most two deep. Nothing is written and nothing of a path reaches the course.
"""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from .errors import Refused
from .settings import Limits

DEEPEST_ZIP = 2
NOTEBOOK, ARCHIVE = ".ipynb", ".zip"
JUNK = {"__MACOSX", ".ipynb_checkpoints", ".DS_Store", "desktop.ini", "Thumbs.db"}
MEGABYTE = 1 << 20
CHUNK = 1 << 16


@dataclass(frozen=True)
class Entry:
    """One file of a download: its content, or why it was left alone."""

    path: str
    data: bytes | None
    problem: str = ""


class Budget:
    """What may still be unpacked from one download."""

    def __init__(self, limits: Limits) -> None:
        self.file = limits.file_megabytes * MEGABYTE
        self.total = limits.total_megabytes * MEGABYTE
        self.files = limits.files

    def count(self) -> bool:
        """Count one file; False when there were too many."""
        self.files -= 1
        return self.files >= 0

    def read(self, file: IO[bytes]) -> bytes | None:
        """Read a file to its end, None if it is longer than allowed; the size that a header claims is not believed."""
        out = bytearray()
        while chunk := file.read(CHUNK):
            out += chunk
            self.total -= len(chunk)
            if len(out) > self.file or self.total < 0:
                return None
        return bytes(out)


def read(source: Path, limits: Limits) -> Iterator[Entry]:
    """Yield the files of a download, one at a time.

    Parameters
    ----------
    source
        A zip, a folder (zips in it are looked into), or a single notebook.
    limits
        Sizes and numbers allowed.
    """
    budget = Budget(limits)
    if source.is_symlink() or not source.exists():
        raise Refused(f"There is no file or folder {source}.")
    if source.is_dir():
        yield from read_folder(source, budget)
    elif source.suffix.lower() == ARCHIVE:
        yield from read_zip(source, "", budget, 1)
    elif source.suffix.lower() == NOTEBOOK:
        yield from read_file(source, source.name, budget)
    else:
        raise Refused(f"{source} is no zip, folder or notebook; a table of answers needs --csv.")


def read_folder(folder: Path, budget: Budget) -> Iterator[Entry]:
    """Yield the files below a folder, without following any link."""
    for here, folders, names in os.walk(folder, followlinks=False):
        folders.sort()
        for name in [name for name in folders if (Path(here) / name).is_symlink()]:
            yield Entry(
                (Path(here) / name).relative_to(folder).as_posix(),
                None,
                "a symbolic link",
            )
        folders[:] = [name for name in folders if name not in JUNK and not (Path(here) / name).is_symlink()]
        for name in sorted(names):
            path = Path(here) / name
            if not junk(path.relative_to(folder).as_posix()):
                yield from read_file(path, path.relative_to(folder).as_posix(), budget)


def read_file(path: Path, shown: str, budget: Budget) -> Iterator[Entry]:
    """Yield one file of a folder, or the files of a zip in it."""
    mode = path.lstat().st_mode
    if not stat.S_ISREG(mode):
        yield Entry(
            shown,
            None,
            "a symbolic link" if stat.S_ISLNK(mode) else "not a regular file",
        )
    elif not budget.count():
        yield Entry(shown, None, "too many files")
    elif path.suffix.lower() == ARCHIVE:
        yield from read_zip(path, shown + "/", budget, 1)
    elif path.suffix.lower() != NOTEBOOK:
        yield Entry(shown, None, "not a notebook")
    else:
        with path.open("rb") as file:
            yield whole(shown, budget.read(file))


def whole(shown: str, data: bytes | None) -> Entry:
    """Return an entry for data that may have been too long."""
    return Entry(shown, data, "" if data is not None else "larger than allowed")


def read_zip(source: Path | IO[bytes], prefix: str, budget: Budget, depth: int) -> Iterator[Entry]:
    """Yield the files of a zip; one that is broken, encrypted or hostile is named and left."""
    try:
        with zipfile.ZipFile(source) as archive:
            for info in archive.infolist():
                yield from read_member(archive, info, prefix, (budget, depth))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        yield Entry(
            prefix.rstrip("/") or str(getattr(source, "name", source)),
            None,
            f"not a readable zip ({type(problem).__name__})",
        )


def read_member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    prefix: str,
    within: tuple[Budget, int],
) -> Iterator[Entry]:
    """Yield one member of a zip, or the files of a zip in it."""
    budget, depth = within
    shown = prefix + info.filename.replace("\\", "/")
    if info.is_dir() or junk(shown):
        return
    if reason := unsafe(info):
        yield Entry(shown, None, reason)
        return
    if not budget.count():
        yield Entry(shown, None, "too many files")
        return
    suffix = PurePosixPath(shown).suffix.lower()
    if suffix not in {NOTEBOOK, ARCHIVE} or (suffix == ARCHIVE and depth >= DEEPEST_ZIP):
        yield Entry(
            shown,
            None,
            "not a notebook" if suffix != ARCHIVE else "a zip too deep inside others",
        )
        return
    try:
        with archive.open(info) as file:
            data = budget.read(file)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        OSError,
        ValueError,
        EOFError,
        zlib.error,
    ) as problem:
        yield Entry(shown, None, f"cannot be unpacked ({type(problem).__name__})")
        return
    if suffix == ARCHIVE and data is not None:
        yield from read_zip(io.BytesIO(data), shown + "/", budget, depth + 1)
    else:
        yield whole(shown, data)


def unsafe(info: zipfile.ZipInfo) -> str:
    """Return why a member of a zip is not taken: a link or device, or a path that leads out of the folder."""
    mode = info.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        return "a symbolic link" if stat.S_ISLNK(mode) else "not a regular file"
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in PurePosixPath(name).parts or "\0" in name:
        return "a path that leads out of the folder"
    return ""


def junk(path: str) -> bool:
    """Tell whether a path belongs to an operating system or editor, not to a candidate."""
    return any(part in JUNK or part.startswith("._") for part in PurePosixPath(path).parts)
