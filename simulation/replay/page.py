"""The replay as one HTML file that stands alone: no network, no other files, its own security policy."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import string
from importlib import resources
from pathlib import Path
from typing import Any

from simulation.files import written_text
from simulation.replay.record import Record, record
from simulation.replay.window import Days
from simulation.run import Run
from simulation.strings import t, table

_MODULES = ("words", "data", "world", "layout", "draw", "motion", "table", "story", "player")
"""The player's modules, each after those that it imports from."""
_START = """
const data = document.getElementById("record").textContent.trim();
const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
const words = JSON.parse(document.getElementById("words").textContent);
start(document.getElementById("replay"), bytes, words);
"""
_LOOK = """
:root { color-scheme: light dark; --jp-ui-font-color1: #1b1b1b; --jp-border-color1: #6f6f6f;
  --jp-border-color2: #a3a3a3; --jp-layout-color0: #ffffff; --kl-size: clamp(14px, 0.5vw + 8px, 19px); }
@media (prefers-color-scheme: dark) {
  :root { --jp-ui-font-color1: #ececec; --jp-border-color1: #9a9a9a; --jp-border-color2: #6a6a6a;
    --jp-layout-color0: #141414; }
}
body { margin: 10px 18px; background: var(--jp-layout-color0); color: var(--jp-ui-font-color1);
  font-family: system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0 0 4px; }
"""
_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{heading}</h1>
<div id="replay"><noscript>{needs_script}</noscript></div>
</main>
<script type="application/json" id="words">{words}</script>
<script type="text/plain" id="record">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def script() -> str:
    """Return the player as the text of one module, which exports a widget and what starts it anywhere else."""
    texts = (_asset(f"{name}.js") for name in _MODULES)
    joined = "\n".join(re.sub(r"^import .*\n", "", text, flags=re.MULTILINE) for text in texts)
    return re.sub(r"^export (?!default)", "", joined, flags=re.MULTILINE)


def style() -> str:
    """Return the player's style sheet."""
    return _asset("replay.css")


def player_words() -> dict[str, Any]:
    """Return the words that the player shows, in the language that is spoken; what has places keeps them."""
    prefix = "replay.player."
    found: dict[str, Any] = {"outcomes": [], "columns": {}}
    for key, words in table().items():
        if not key.startswith(prefix):
            continue
        places = {name: f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(words["en"]) if name}
        group, _, name = key.removeprefix(prefix).rpartition(".")
        if group == "outcomes":
            found[group].append(t(key, **places))  # in the order of their numbers
        else:
            (found[group] if group else found)[name] = t(key, **places)
    return found


def replay_page(run: Run, path: Path, customer: int | str | None = None, days: Days | None = None) -> Path:
    """Write the replay of a run as an HTML file that stands alone, under 200 kB.

    Parameters
    ----------
    run : Run
        What happened.
    path : Path
        Where the page goes.
    customer : int or str, optional
        Whose story is open at first: her name in the cast, or her number (0 and up for drawn customers).
    days : (int, int), optional
        The first and the last day to play, from 1; by default as many from the first as a replay holds.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    InputError
        When there are no such days, the customer has no case in them, or the file cannot be written.
    """
    return written_text(path, page_of(record(run, customer, days)))


def page_of(made: Record) -> str:
    """Return the text of a page that plays a record."""
    words = player_words()
    looks, code = _LOOK + style(), script() + _START
    policy = (
        f"default-src 'none'; script-src {_hash(code)}; style-src {_hash(looks)}; base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        lang=words["lang"],
        policy=policy,
        title=html.escape(t("replay.page_title", title=made.title)),
        heading=html.escape(made.title),
        style=looks,
        needs_script=html.escape(t("replay.needs_script")),
        words=json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"),
        data=base64.b64encode(made.data).decode(),
        script=code,
    )


def _asset(name: str) -> str:
    return resources.files("simulation.replay").joinpath("player", name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
