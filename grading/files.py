"""Files that are whole or not there, and folders that are ours alone."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def write(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name in its folder and rename it, so that a reader never sees half of it."""
    private_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        os.replace(temporary, path)  # noqa: PTH105 - the documented atomic rename
    except BaseException as problem:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(problem, OSError) and problem.filename is None:
            problem.filename = str(path)  # a full disk does not say where
        raise


def write_json(path: Path, value: object) -> None:
    """Write a value as JSON, one key a line, keys sorted: the same value gives the same bytes."""
    write(path, json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def read_json(path: Path) -> Any:
    """Read JSON that these tools wrote."""
    return json.loads(path.read_text("utf-8"))


def private_folder(path: Path) -> Path:
    """Make a folder that, where the system knows permissions, only its owner can enter."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def now() -> str:
    """Return this moment, to the second, in UTC; for logs and reports alone."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in another folder for a while; nbgrader's converters do the same."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
