"""Measure panels in a real browser: ``python -m tests.browser.latency [--notebook NAME] [--presses 20]``.

From a key press on a lever to the first picture of its result, in milliseconds, as the page's own clock has it: with
the model at rest, and while it still refines the answer to the move before.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.browser.notebook import Notebook, opened_lab

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def measured(notebook: Notebook, presses: int, *, rest: bool) -> list[float]:
    """Return the milliseconds of each press, back and forth over the lever; each asks what was not asked before."""
    (panel,) = notebook.panels()[:1]
    lever = panel.locator("input[type=range]:enabled").first
    times = []
    for number in range(presses):
        if rest:
            notebook.settle(panel)
        at_end = lever.input_value() == lever.get_attribute("max")
        times.append(notebook.press(panel, lever, "Home" if at_end else "ArrowRight"))
        if sys.stderr.isatty():
            print(f"  {number + 1} of {presses}", end="\r", file=sys.stderr)
    return times


def told(name: str, times: Sequence[float]) -> str:
    """Return a line of results."""
    return f"{name:<28} median {statistics.median(times):6.0f} ms   worst of {len(times)} {max(times):6.0f} ms"


def main(arguments: Sequence[str]) -> int:
    """Measure, and print a line for each kind of move."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(prog="python -m tests.browser.latency", description=__doc__)
    parser.add_argument("--notebook", default="start-here", help="a notebook with a panel (start-here)")
    parser.add_argument("--presses", type=int, default=20, help="how many key presses (20)")
    parser.add_argument("--json", action="store_true", help="print every time, in milliseconds")
    wanted = parser.parse_args(arguments)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("This measurement needs Chromium, which is not on the path.", file=sys.stderr)
        return 2
    if not (NOTEBOOKS / f"{wanted.notebook}.ipynb").exists():
        print(f"There is no notebook '{wanted.notebook}' in {NOTEBOOKS.name}.", file=sys.stderr)
        return 2
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with opened_lab(browser, Path(folder), NOTEBOOKS) as lab, lab.notebook(wanted.notebook) as notebook:
            notebook.run_all()
            notebook.press_skip(notebook.panels()[0])
            times = {
                "the model at rest": measured(notebook, wanted.presses, rest=True),
                "while it still refines": measured(notebook, wanted.presses, rest=False),
            }
        browser.close()
    print(json.dumps(times) if wanted.json else "\n".join(told(name, found) for name, found in times.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
