"""One Chromium and one JupyterLab for all tests of a module, on loopback, with folders of their own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.notebook import Lab, opened_lab

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture(scope="module")
def chromium() -> str:
    if CHROMIUM is None:
        assert os.environ.get("CI") != "true", "Chromium must be installed for these tests; .ci/run does it"
        pytest.skip("needs Chromium, which this machine does not have")
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def lab(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab with copies of all notebooks."""
    with opened_lab(browser, tmp_path_factory.mktemp("a class"), NOTEBOOKS) as lab:
        yield lab
