"""Texts that the package brings along, or that stand in files of one's own: scenarios, experiments, plans."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from simulation.errors import InputError, nearest


class Shelf:
    """The packaged TOML files of one kind.

    Parameters
    ----------
    folder : str
        Where they stand in the package.
    kind : str
        What one of them is called.
    """

    def __init__(self, folder: str, kind: str) -> None:
        self._folder = folder
        self._kind = kind

    def names(self) -> list[str]:
        """Return the names of the packaged ones."""
        return sorted(entry.name.removesuffix(".toml") for entry in self._place().iterdir() if _is_toml(entry))

    def read(self, name: str | Path) -> dict[str, Any]:
        """Read a packaged one by its name, or a TOML file of one's own.

        Raises
        ------
        InputError
            When there is no such name or file, or when it is no valid TOML.
        """
        text = str(name)
        if is_own(name):
            return read_toml(Path(text), text)
        if text not in self.names():
            hint = nearest(text, self.names())
            raise InputError(f"no {self._kind} '{text}', {hint} (a file of your own ends in .toml)")
        return tomllib.loads(self._place().joinpath(f"{text}.toml").read_text(encoding="utf-8"))

    def _place(self) -> Traversable:
        return resources.files("simulation").joinpath(self._folder)


def is_own(name: str | Path) -> bool:
    """Return whether a name is that of a file, not of a packaged text."""
    path = Path(name)
    return isinstance(name, Path) or path.suffix == ".toml" or len(path.parts) > 1


def read_toml(path: Path, where: str = "") -> dict[str, Any]:
    """Read a TOML file; an error names it as its reader did.

    Raises
    ------
    InputError
        When there is no such file, it is no text, or no valid TOML.
    """
    where = where or str(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InputError(f"{where}: no such file") from None
    except tomllib.TOMLDecodeError as problem:
        raise InputError(f"{where}: not valid TOML: {problem}") from None
    except (OSError, ValueError) as problem:
        raise InputError(f"{where}: cannot be read as text ({type(problem).__name__})") from None


def _is_toml(entry: Traversable) -> bool:
    return entry.name.endswith(".toml")
