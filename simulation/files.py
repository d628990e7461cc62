"""Files that are whole or not there: written to a temporary name beside the place, then renamed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from simulation.errors import InputError


def _umask() -> int:
    """Return the mask of permissions that new files lack."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def folder_for(path: Path) -> Path:
    """Return a folder to write results into, made if need be.

    Raises
    ------
    InputError
        When it is a file, or cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(f"{path}: is a file, expected a folder") from None
    except OSError as problem:
        raise InputError(f"{path}: cannot be written ({problem.strerror})") from None
    return path


def written_text(path: Path, text: str) -> Path:
    """Write a text as a whole, in UTF-8; see `written`."""
    return written(path, lambda file: file.write(text.encode()))


def written(path: Path, write: Callable[[IO[bytes]], Any]) -> Path:
    """Write a file as a whole.

    Parameters
    ----------
    path : Path
        Where; folders on the way are made.
    write : callable
        Gets the open binary file.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    InputError
        When the place cannot be written to, or the disk is full; what stood there before is kept.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as problem:
        raise InputError(f"{path}: cannot be written ({problem.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
        Path(name).chmod(0o666 & ~_umask())  # a temporary file is private, a result need not be
        Path(name).replace(path)
    except BaseException as problem:
        Path(name).unlink(missing_ok=True)
        if isinstance(problem, OSError):
            raise InputError(f"{path}: cannot be written ({problem.strerror})") from None
        raise
    return path
