"""A notebook in JupyterLab in a browser, driven as a student would: open, run all, press, move levers by keyboard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulation.classroom import jupyter
from tests.browser.watch import LAPTOP, Watch

# What a page is asked: the notebook in front, its outputs, and how panels look.
READY = """() => {
    const app = window.jupyterapp, panel = app && app.shell.currentWidget;
    if (!panel || !panel.sessionContext || !app.commands.hasCommand('notebook:run-all-cells')) return false;
    const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
    return panel.context.isReady && panel.sessionContext.isReady && kernel && kernel.status === 'idle';
}"""
RUN = "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"  # returns no promise: it may never come
CELLS = """() => {
    const cells = window.jupyterapp.shell.currentWidget.content.model.cells, found = [];
    for (let i = 0; i < cells.length; i++) {
        const cell = cells.get(i);
        if (cell.type !== 'code') continue;
        const outputs = cell.outputs.toJSON(), empty = !cell.sharedModel.getSource().trim();
        const errors = outputs.filter((o) => o.output_type === 'error').map((o) => `${o.ename}: ${o.evalue}`);
        const noise = outputs.filter((o) => o.name === 'stderr').map((o) => String(o.text));
        const done = empty || (cell.executionCount !== null && cell.executionState !== 'running');
        found.push({ done, errors, noise });
    }
    return found;
}"""
SHUTDOWN = "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"
CHANGES = """(panel) => Array.from(panel.querySelectorAll('.kl-measures tbody tr'))
    .map((row) => row.querySelectorAll('td')).filter((cells) => cells.length === 3)
    .map((cells) => cells[2].textContent)"""
SETTLED = """(panel) => {
    const bar = panel.querySelector('progress');
    return panel.querySelector('.kl-waiting') === null && bar.value > 0 && bar.value >= bar.max;
}"""
# Notes the milliseconds from the next key press to the first picture of its result: old numbers fade, then new stand.
WATCH_PICTURE = """(panel) => {
    const result = panel.querySelector('.kl-result');
    let pressed = null, waited = false;
    window.answered = null;
    panel.addEventListener('keydown', () => { pressed = performance.now(); }, { once: true, capture: true });
    const observer = new MutationObserver(() => {
        const waits = result.classList.contains('kl-waiting');
        if (pressed !== null && waited && !waits) {
            observer.disconnect();
            requestAnimationFrame(() => { window.answered = performance.now() - pressed; });
        }
        waited = waits;
    });
    observer.observe(result, { attributes: true, attributeFilter: ['class'] });
}"""


@dataclass
class Lab:
    """A JupyterLab that runs, and the browser that looks at it."""

    server: jupyter.Server
    browser: Any

    @contextmanager
    def notebook(self, name: str, viewport: dict[str, int] | None = None) -> Iterator[Notebook]:
        """Open a notebook in a page of its own; its kernel is shut down at the end."""
        watch = Watch(self.browser, viewport or LAPTOP)
        page = watch.page
        try:
            mark = "&" if self.server.token else "?"
            page.goto(self.server.address(self.server.folder / f"{name}.ipynb") + f"{mark}reset")
            page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=60_000)
            page.wait_for_function(READY, timeout=60_000)
            yield Notebook(watch, self.server)
            page.evaluate(SHUTDOWN)
        finally:
            page.close()


@dataclass
class Notebook:
    """A notebook in front of the student."""

    watch: Watch
    server: jupyter.Server

    @property
    def page(self) -> Any:
        return self.watch.page

    def run_all(self, seconds: float = 120.0) -> None:
        """Run every cell, and wait until all are done or one has failed."""
        self.page.evaluate(RUN)
        over = (
            f"() => {{ const all = ({CELLS})(); return all.every((c) => c.done) || all.some((c) => c.errors.length); }}"
        )
        self.page.wait_for_function(over, timeout=seconds * 1000, polling=200)

    def complaints(self) -> list[str]:
        """Return the errors and warnings that cells have shown."""
        return [line for cell in self.page.evaluate(CELLS) for line in cell["errors"] + cell["noise"]]

    def panels(self) -> list[Any]:
        """Return every panel of the notebook, and a lecture hall's."""
        return list(self.page.locator(".kl-panel, .kl-hall").all())

    def replays(self) -> list[Any]:
        """Return every replay of the notebook, drawn."""
        return list(self.page.locator(".kl-replay").all())

    def press_skip(self, panel: Any) -> None:
        """Press the button of those who would rather not guess."""
        skip = panel.locator(".kl-skip")
        skip.scroll_into_view_if_needed()
        skip.click()
        panel.locator(".kl-rows tr").first.wait_for(timeout=30_000)

    def changed(self, panel: Any) -> bool:
        """Return whether the panel shows a change in any measure."""
        changes = panel.evaluate(CHANGES)
        assert changes, "the panel shows no measures"
        return any(re.search("[1-9]", change.split("[")[0]) for change in changes)

    def settle(self, panel: Any, seconds: float = 120.0) -> None:
        """Wait until all replications of a panel are done."""
        self.page.wait_for_function(SETTLED, arg=panel.element_handle(), timeout=seconds * 1000)

    def tab_through(self, panel: Any, most: int = 60) -> list[str]:
        """Begin at the panel's cell, press Tab, and return the ids of everything in the panel that gets the focus."""
        panel.evaluate("(panel) => panel.closest('.jp-Cell').focus()")
        reached: list[str] = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            found = panel.evaluate("(p) => p.contains(document.activeElement) ? document.activeElement.id || '-' : ''")
            if reached and not found:
                break
            reached += [found] if found else []
        return reached

    def press(self, panel: Any, lever: Any, key: str, seconds: float = 30.0) -> float:
        """Press a key on a lever; return the milliseconds to the first new picture."""
        lever.focus()
        panel.evaluate(WATCH_PICTURE)
        self.page.keyboard.press(key)
        self.page.wait_for_function("window.answered !== null", timeout=seconds * 1000, polling=20)
        return float(self.page.evaluate("window.answered"))

    def accessible(self, selector: str) -> list[tuple[str, str]]:
        """Return role and name of every element that is in the browser's accessibility tree; hidden ones are not."""
        tree = self.page.context.new_cdp_session(self.page)
        root = tree.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = tree.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]
        nodes = []
        for node in found:
            asked = {"nodeId": node, "fetchRelatives": False}
            (told,) = tree.send("Accessibility.getPartialAXTree", asked)["nodes"]
            if not told["ignored"]:
                nodes.append((told["role"]["value"], told.get("name", {}).get("value", "")))
        tree.detach()
        return nodes


@contextmanager
def opened_lab(browser: Any, folder: Path, notebooks: Path) -> Iterator[Lab]:
    """Run a JupyterLab with the project's settings on copies of the notebooks, and stop it at the end."""
    shown, home = folder / "notebooks", folder / "home"
    shown.mkdir()
    home.mkdir()
    for file in notebooks.glob("*.ipynb"):
        shutil.copy(file, shown)
    with (folder / "server.log").open("w") as log:
        command = jupyter.command(shown, "--expose-app-in-browser")
        process = jupyter.begun(command, jupyter.surroundings(home), shown, log)
    try:
        server = jupyter.answering(process, home)
        assert server is not None, (folder / "server.log").read_text()
        yield Lab(server, browser)
    finally:
        jupyter.ended(process, home)
