"""A page that is watched: every request, dialog, script error and console error is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

LAPTOP = {"width": 1280, "height": 800}


class Watch:
    """A page of a browser, and what happened on it."""

    def __init__(self, browser: Any, viewport: dict[str, int] | None = None) -> None:
        self.page = browser.new_page(viewport=viewport or {"width": 1200, "height": 1000})
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.console: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self.dismiss)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self.listen)

    def dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def listen(self, message: Any) -> None:
        if message.type == "error":
            self.console.append(message.text)

    def outside(self, home: str) -> list[str]:
        """Return every request that did not go to the server, nor stayed in the browser."""
        mine = (home, home.replace("http:", "ws:"), "data:", "file:", "blob:")
        return [url for url in self.requests if not url.startswith(mine)]

    def pwned(self) -> object:
        return self.page.evaluate("window.pwned === undefined ? null : window.pwned")

    def keep(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture where the one who runs the tests asks for it."""
        if folder := os.environ.get("KUNDELAB_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=whole)
