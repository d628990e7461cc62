"""Every student works in copies of her own: the notebooks in git stay whole, and no copy is ever written over."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from simulation.errors import InputError, nearest
from simulation.files import written, written_text

ROOT = Path(__file__).resolve().parents[2]
FIRST = "start-here"


@dataclass(frozen=True)
class Copies:
    """The folder of a student's copies, and the notebooks of which they are copies."""

    originals: Path = ROOT / "notebooks"
    folder: Path = ROOT / "my-labs"

    @property
    def hidden(self) -> Path:
        """Return the folder for what JupyterLab and this module keep; JupyterLab shows no folder that begins so."""
        return self.folder / ".jupyter"

    @property
    def record(self) -> Path:
        """Return the file with the digest of every original as it was handed out."""
        return self.hidden / "handed-out.json"

    def names(self) -> list[str]:
        """Return the names of the notebooks.

        Raises
        ------
        InputError
            When there are none, as in an installed package without its clone.
        """
        names = sorted(path.stem for path in self.originals.glob("*.ipynb"))
        if not names:
            raise InputError(f"{self.originals}: no notebooks here, expected the folder 'notebooks' of a whole clone")
        return names

    def called(self, name: str) -> str:
        """Return the notebook of this name, or the only one that begins so, such as 'lab-1' or '1'.

        Raises
        ------
        InputError
            When there is none.
        """
        names = self.names()
        plain = name.removesuffix(".ipynb")
        begun = [known for known in names if known.startswith((f"{plain}-", f"lab-{plain}-"))]
        if plain in names:
            return plain
        if len(begun) == 1:
            return begun[0]
        raise InputError(f"there is no notebook '{name}', {nearest(plain, names)}")

    def copy(self, name: str) -> Path:
        """Return where the student's copy of a notebook lies."""
        return self.folder / f"{name}.ipynb"

    def handed_out(self) -> dict[str, str]:
        """Return the digest of each original when it was last copied, nothing where none was."""
        try:
            return dict(json.loads(self.record.read_text("utf-8")))
        except (OSError, ValueError):
            return {}

    def hand_out(self, fresh: list[str]) -> list[str]:
        """Copy every notebook of which there is no copy yet, and those that shall be fresh.

        A copy in which the student has worked is first renamed; one in which nobody has follows the original.

        Parameters
        ----------
        fresh : list of str
            Notebooks of which a new copy is wanted.

        Returns
        -------
        list of str
            One sentence for each thing that the student should know.
        """
        before, news = self.handed_out(), []
        now = {name: _digest(self.originals / f"{name}.ipynb") for name in self.names()}
        for name, original in now.items():
            copy = self.copy(name)
            worked_in = copy.exists() and _digest(copy) not in {original, before.get(name)}
            if worked_in and name not in fresh:
                if name in before and before[name] != original:
                    now[name] = before[name]
                    news.append(
                        f"There is a newer {name}; `python start.py lab {name} --fresh` gets it, yours is kept."
                    )
                continue
            if worked_in:
                kept = next(path for number in count(1) if not (path := self.copy(f"{name}-kept-{number}")).exists())
                copy.replace(kept)
                news.append(f"{name} is fresh; what you had is now {kept.name}.")
            elif name in fresh:
                news.append(f"{name} is fresh.")
            _bring(self.originals / copy.name, copy)
        written_text(self.record, json.dumps(now, indent=1) + "\n")
        return news


def _bring(original: Path, copy: Path) -> None:
    """Copy a file as a whole."""
    content = original.read_bytes()
    written(copy, lambda file: file.write(content))


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
