"""Every notebook in JupyterLab in Chromium: opened, run, asked, levers turned by keyboard, heard by a screen reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import NOTEBOOKS
from tests.browser.notebook import Lab, Notebook
from tests.browser.watch import Watch

NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))
LEVERS = ".kl-lever input, .kl-lever select"
ROLES = {"slider", "checkbox", "switch", "combobox", "spinbutton"}
SETTINGS = Path(__file__).resolve().parents[2] / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
GENEROUS = 10_000.0  # milliseconds: this is no measurement, see latency.py; but a page that sleeps is a fault

pytestmark = pytest.mark.slow


def test_the_class_is_there() -> None:
    assert {"start-here", "lab-1-the-tablet-order", "lecture-hall"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_student_goes_through(lab: Lab, name: str) -> None:
    with lab.notebook(name) as notebook:
        notebook.run_all()
        assert notebook.complaints() == []
        notebook.watch.keep(f"{name}-before", whole=False)
        for number, panel in enumerate(notebook.panels(), 1):
            turn(notebook, panel)
            notebook.watch.keep(f"{name}-panel-{number}", whole=False)
        assert notebook.complaints() == []
        unnoticed(notebook.watch, lab)


def turn(notebook: Notebook, panel: Any) -> None:
    """Nothing is seen before the guess; then every lever is heard and reached, and one is moved, by keyboard alone."""
    assert panel.locator(".kl-rows tr").count() == 0, "the result is shown before the guess"
    notebook.press_skip(panel)
    levers = panel.locator(LEVERS)
    heard = notebook.accessible(LEVERS)
    assert [pair for pair in heard if pair[0] not in ROLES or not pair[1].strip()] == []
    names = panel.locator(LEVERS).evaluate_all("(all) => all.filter((one) => !one.disabled).map((one) => one.id)")
    assert set(names) <= set(notebook.tab_through(panel))
    notebook.settle(panel)
    for lever in levers.all():
        if lever.is_enabled() and lever.get_attribute("type") == "range":
            before = lever.input_value()
            key = "ArrowLeft" if before == lever.get_attribute("max") else "ArrowRight"
            assert notebook.press(panel, lever, key) < GENEROUS
            assert lever.input_value() != before
            break


def unnoticed(watch: Watch, lab: Lab) -> None:
    """Nothing was thrown, complained of, asked in a window, or fetched from elsewhere."""
    assert watch.errors == []
    assert watch.console == []
    assert watch.dialogs == []
    assert watch.outside(lab.server.url) == []


def test_a_click_while_the_model_still_refines_is_answered(lab: Lab) -> None:
    with lab.notebook("lab-1-the-tablet-order") as notebook:
        notebook.run_all()
        panel = notebook.panels()[0]
        notebook.press_skip(panel)
        lever = panel.locator("input[type=range]").first
        for key in ("ArrowRight", "ArrowLeft"):
            assert notebook.press(panel, lever, key) < GENEROUS


def test_the_projects_settings_are_in_force(lab: Lab) -> None:
    with lab.notebook("start-here") as notebook:
        asked = (
            "(plugin) => window.jupyterapp.serviceManager.settings.fetch(plugin).then((one) => one.schema.properties)"
        )
        for plugin, wanted in json.loads(SETTINGS.read_text("utf-8")).items():
            known = notebook.page.evaluate(asked, plugin)
            assert {name: known[name]["default"] for name in wanted} == wanted
        notebook.page.emulate_media(color_scheme="dark")
        notebook.page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
        notebook.watch.keep("start-here-dark", whole=False)
        assert notebook.page.locator(".Toastify__toast").count() == 0
        plugins = notebook.page.evaluate("window.jupyterapp.listPlugins()")
        assert [one for one in plugins if "nbgrader" in one or "extensionmanager" in one] == []
