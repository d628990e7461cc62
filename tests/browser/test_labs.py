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
POLICIES = ".kl-preset select"
# How many points a list lacks to show its longest title.
LACKS = """(select) => {
    const wide = select.offsetWidth;
    Object.assign(select.style, { width: 'max-content', maxWidth: 'none', flexShrink: 0 });
    const lacks = select.offsetWidth - wide;
    select.removeAttribute('style');
    return lacks;
}"""
PROJECTOR = {"width": 1024, "height": 768}
# What reaches past the right edge of its panel.
STICKS_OUT = """(panel) => {
    const edge = panel.getBoundingClientRect().right + 1;
    return Array.from(panel.querySelectorAll('*')).filter((one) => one.getBoundingClientRect().right > edge)
        .map((one) => one.className || one.tagName);
}"""
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
        for replay in notebook.replays():
            play(notebook, replay)
            notebook.watch.keep(f"{name}-replay", whole=False)
        assert notebook.complaints() == []
        unnoticed(notebook.watch, lab)


def turn(notebook: Notebook, panel: Any) -> None:
    """Nothing is seen before the guess; then every lever is heard and reached, and one is moved, by keyboard alone."""
    assert panel.locator(".kl-rows tr").count() == 0, "the result is shown before the guess"
    notebook.press_skip(panel)
    heard = notebook.accessible(LEVERS)
    assert len(heard) == sum(lever.is_visible() for lever in notebook.page.locator(LEVERS).all()) > 0
    assert [pair for pair in heard if pair[0] not in ROLES or not pair[1].strip()] == []
    levers = panel.locator(LEVERS)
    ids = levers.evaluate_all("(all) => all.filter((one) => !one.disabled).map((one) => one.id)")
    assert set(ids) <= set(notebook.tab_through(panel))
    assert [lacks for policy in panel.locator(POLICIES).all() if (lacks := policy.evaluate(LACKS)) > 0] == []
    assert not notebook.changed(panel), "nothing was turned, and yet there is a change"
    for lever in [*levers.all(), *panel.locator(POLICIES).all()]:  # some move nothing, and that is a result too
        if lever.is_enabled():
            before = standing(lever)
            assert notebook.press(panel, lever, key_for(lever)) < GENEROUS
            assert standing(lever) != before
            if notebook.changed(panel):
                return
    raise AssertionError("no lever and no policy changes anything")


def key_for(lever: Any) -> str:
    """Return the key that moves a lever as far as it goes."""
    if lever.get_attribute("type") == "checkbox":
        return "Space"
    if lever.get_attribute("type") == "range":
        return "Home" if lever.input_value() == lever.get_attribute("max") else "End"
    last = lever.evaluate("(one) => one.selectedIndex === one.options.length - 1")
    return "ArrowUp" if last else "ArrowDown"


def standing(lever: Any) -> Any:
    return lever.evaluate("(one) => one.type === 'checkbox' ? one.checked : one.value")


def play(notebook: Notebook, replay: Any) -> None:
    """A replay is played and wound by keyboard; everything that takes the focus has a name."""
    controls = ".kl-replay button, .kl-replay input, .kl-replay select, .kl-replay canvas"
    clock, start = replay.locator(".kl-clock"), replay.locator(".kl-play")
    start.focus()  # brings it into sight; what is far below is not drawn
    start.wait_for(state="visible")
    notebook.page.wait_for_timeout(200)
    heard = notebook.accessible(controls)
    assert {"button", "slider"} <= {role for role, _ in heard}
    assert [pair for pair in heard if not pair[1].strip()] == []
    begin = clock.inner_text()
    notebook.page.keyboard.press("Space")
    replay.locator(f".kl-clock:not(:text-is('{begin}'))").wait_for(timeout=30_000)
    notebook.page.keyboard.press("Space")
    time_line = replay.locator("input[type=range]").first
    time_line.focus()
    notebook.page.keyboard.press("End")
    assert time_line.input_value() == time_line.get_attribute("max")
    notebook.page.keyboard.press("Home")


def unnoticed(watch: Watch, lab: Lab) -> None:
    """Nothing was thrown, complained of, asked in a window, or fetched from elsewhere."""
    assert watch.errors == []
    assert watch.console == []
    assert watch.dialogs == []
    assert watch.outside(lab.server.url) == []


def test_a_guess_is_typed_and_sent_by_keyboard(lab: Lab) -> None:
    """In JupyterLab's command mode, a digit makes a heading, and Enter opens the cell's text."""
    with lab.notebook("start-here") as notebook:
        notebook.run_all()
        (panel,) = notebook.panels()
        panel.locator(".kl-ask input").focus()
        notebook.page.keyboard.type("2.5")
        notebook.page.keyboard.press("Enter")
        panel.locator(".kl-rows tr").first.wait_for(timeout=30_000)
        assert "2.5" in panel.locator(".kl-guessed").inner_text()
        assert panel.locator(".kl-ask").is_hidden()


def test_two_companies_fit_on_a_projector(lab: Lab) -> None:
    """Beside JupyterLab's side bar, and with a policy whose title is longer than its column."""
    with lab.notebook("lecture-hall", PROJECTOR) as notebook:
        notebook.run_all()
        (hall,) = notebook.panels()
        hall.locator(POLICIES).last.select_option(index=1)
        assert hall.evaluate(STICKS_OUT) == []
        notebook.press_skip(hall)
        assert hall.evaluate(STICKS_OUT) == []
        notebook.watch.keep("lecture-hall-projector", whole=False)


def test_a_click_while_the_model_still_refines_is_answered(lab: Lab) -> None:
    text, few = (NOTEBOOKS / "start-here.ipynb").read_text("utf-8"), r"replications=10\n"
    assert text.count(few) == 1
    many = text.replace(few, few.replace("10", "2000"))  # so many that no machine is done when the last key is pressed
    (lab.server.folder / "many-replications.ipynb").write_text(many, "utf-8")
    with lab.notebook("many-replications") as notebook:
        notebook.run_all()
        (panel,) = notebook.panels()
        notebook.press_skip(panel)
        lever = panel.locator("input[type=range]")
        for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
            assert notebook.press(panel, lever, key) < GENEROUS
        progress = panel.locator("progress")
        assert progress.evaluate("(bar) => bar.value < bar.max"), "all replications were done: nothing was refined"


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
        notebook.page.wait_for_selector("#jupyterlab-splash", state="detached")
        notebook.watch.keep("start-here-dark", whole=False)
        assert notebook.page.locator(".Toastify__toast").count() == 0
        plugins = notebook.page.evaluate("window.jupyterapp.listPlugins()")
        assert [one for one in plugins if "nbgrader" in one or "extensionmanager" in one] == []
