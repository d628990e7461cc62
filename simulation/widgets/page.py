"""What the page gets: scripts and styles from beside this module, words from the string table, pictures with words."""

from __future__ import annotations

import base64
from importlib import resources
from io import BytesIO

from simulation.plots import Picture
from simulation.plots.style import styled
from simulation.strings import t, table

_DOTS = 100
"""Per inch of a picture on a page."""


def script(*names: str) -> str:
    """Return the scripts of one widget as one module; the last has its `export`."""
    return "\n".join(_text(name) for name in names)


def style(*names: str) -> str:
    """Return style sheets as one."""
    return "\n".join(_text(name) for name in names)


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def words(room: str) -> dict[str, str]:
    """Return the words of one table that have no places to fill in, by the rest of their key."""
    found = {key.removeprefix(f"{room}."): key for key in table() if key.startswith(f"{room}.")}
    return {short: t(key) for short, key in found.items() if "{" not in table()[key]["en"]}


@styled
def picture_of(picture: Picture) -> dict[str, str]:
    """Return a picture as the page shows it: a PNG in a data address, and its words."""
    file = BytesIO()
    picture.figure.savefig(file, format="png", dpi=_DOTS)
    data = base64.b64encode(file.getvalue()).decode()
    return {"src": f"data:image/png;base64,{data}", "alt": picture.alt}
