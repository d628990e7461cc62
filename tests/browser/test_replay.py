"""The stand-alone replay in real headless Chromium: it plays, scrubs, tells a story by keyboard, fetches nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.replay.page import replay_page
from tests.browser.watch import Watch

pytestmark = pytest.mark.slow

INK = """() => { const canvas = document.querySelector('.kl-stage canvas');
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let sum = 0; for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] + data[i + 3]) % 1000003;
    return sum; }"""
"""A number that changes when the picture does."""


def test_a_lecturer_s_page_plays_scrubs_and_tells_a_story_by_keyboard(browser: Any, tmp_path: Path) -> None:
    run = sim.simulate(sim.load("reference-company").with_({"days": 5, "warm_up_days": 0}))
    path = replay_page(run, tmp_path / "replay.html")
    watch = Watch(browser, {"width": 1366, "height": 768})
    page = watch.page
    page.goto(path.as_uri())
    page.get_by_role("button", name="Play").wait_for()
    first = page.inner_text(".kl-clock")
    before = page.evaluate(INK)

    page.get_by_role("button", name="Play").click()
    page.wait_for_function("clock => document.querySelector('.kl-clock').textContent !== clock", arg=first)
    page.wait_for_function(f"before => ({INK})() !== before", arg=before)
    page.get_by_role("button", name="Pause").click()

    page.focus(".kl-stage canvas")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Play").wait_for()
    stopped = page.inner_text(".kl-clock")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("clock => document.querySelector('.kl-clock').textContent !== clock", arg=stopped)

    slider = page.get_by_role("slider", name="Time")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.kl-clock').textContent.startsWith('Sat 00:00')")
    solved = int(page.inner_text(".kl-status").split(" solved")[0].split()[-1])
    cases = run.cases()
    assert solved == cases["solved"].sum() - cases["deflected"].sum()
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('.kl-clock').textContent.startsWith('Mon 00:00')")

    page.get_by_role("button", name="Asks").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.get_attribute("th:has(button:text-is('Asks'))", "aria-sort") == "descending"
    most = page.locator(".kl-table tbody tr").first
    assert int(most.locator("td").nth(3).inner_text()) == cases["asks"].max()
    name = most.locator("button").inner_text()
    most.locator("button").focus()
    page.keyboard.press("Enter")
    story = page.get_by_role("region", name="Story")
    assert story.get_by_role("heading", name=name).count() == 1
    said = story.get_by_role("listitem").all_inner_texts()
    assert sum("asks for the number" in line for line in said) == cases["asks"].max()
    assert "Mon 00:00" not in page.inner_text(".kl-clock")
    watch.keep("replay")
    page.keyboard.press("Escape")
    assert story.get_by_role("listitem").count() == 0
    assert page.evaluate("document.activeElement.textContent") == name

    page.get_by_role("searchbox", name="Find a case").fill("no such case")
    page.get_by_text("No case fits").wait_for()
    assert watch.errors == watch.console == []
    assert watch.requests == [path.as_uri()]
    page.close()
