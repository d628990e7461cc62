"""JupyterLab as the labs want it: on this machine alone, with the project's settings, and nobody else's."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from simulation.classroom.copies import ROOT

GRADING = ("assignment_list", "course_list", "formgrader", "validate_assignment")


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, what it asks for, and the folder that it shows."""

    url: str
    token: str
    folder: Path

    def address(self, notebook: Path) -> str:
        """Return the address of a notebook, with the token that lets this user in."""
        place = quote(Path(os.path.relpath(notebook, self.folder)).as_posix())
        return f"{self.url}lab/tree/{place}" + (f"?token={self.token}" if self.token else "")

    def read(self, path: str, seconds: float = 10.0, method: str = "GET") -> bytes:
        """Return what the server answers; OSError when it does not."""
        headers = {"Authorization": f"token {self.token}"}
        asked = urllib.request.Request(self.url + path, headers=headers, method=method)
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy knows no loopback
        with direct.open(asked, timeout=seconds) as answer:
            return bytes(answer.read())


def command(folder: Path, *options: str) -> list[str]:
    """Return the command of a JupyterLab that shows a folder; an option of the user's replaces ours."""
    unused = {f"nbgrader.server_extensions.{name}": False for name in GRADING}
    ours = [
        "--no-browser",
        "--ip=127.0.0.1",
        "--port=0",
        "--log-level=ERROR",
        f"--ServerApp.root_dir={folder}",
        f"--ServerApp.jpserver_extensions={unused}",
        "--ServerApp.allow_root=True",  # as in a container; it listens on loopback alone
    ]
    given = {option.split("=")[0] for option in options}
    return [sys.executable, "-m", "jupyterlab", *(o for o in ours if o.split("=")[0] not in given), *options]


def surroundings(home: Path) -> dict[str, str]:
    """Return the variables of a Jupyter whose own folders lie in `home`, with the project's settings."""
    changed = {f"JUPYTER_{kind}_DIR": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    first = {
        "JUPYTER_CONFIG_PATH": ROOT / "etc" / "jupyter",
        "PYTHONPATH": ROOT,
        "PATH": Path(sys.executable).parent,
    }
    for name, path in first.items():
        changed[name] = os.pathsep.join(filter(None, [str(path), os.environ.get(name)]))
    return {
        **os.environ,
        **changed,
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }


def begun(command: list[str], environment: dict[str, str], folder: Path, log: IO[str]) -> subprocess.Popen[bytes]:
    """Start a server in a group of its own: Ctrl-C reaches us, and we ask the server to stop, see `ended`."""
    if sys.platform == "win32":
        alone = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, cwd=folder, env=environment, stderr=log, creationflags=alone)
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=environment, stdin=quiet, stderr=log, process_group=0)


def running(home: Path) -> Iterator[Server]:
    """Return the servers that were started with these folders and still answer."""
    for file in sorted((home / "runtime").glob("jpserver-*.json")):
        try:
            told = json.loads(file.read_text("utf-8"))
            server = Server(told["url"], told["token"], Path(told["root_dir"]))
            server.read("api/status", seconds=2)
        except (OSError, ValueError, KeyError):
            continue  # ended, or just being written
        yield server


def answering(process: subprocess.Popen[bytes], home: Path, seconds: float = 120.0) -> Server | None:
    """Wait until a server that was started with these folders answers; None when it ended or never did."""
    until = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < until:
        for server in running(home):
            return server
        time.sleep(0.1)
    return None


def ended(process: subprocess.Popen[bytes], home: Path, seconds: float = 20.0) -> int:
    """Ask a server to put its kernels to rest and stop; end it when it does not; return its exit code."""
    asked = False
    for server in running(home):
        asked = True
        with contextlib.suppress(OSError):  # it may go without an answer
            server.read("api/shutdown", seconds, "POST")
    try:
        if not asked:
            process.terminate()
        return process.wait(seconds)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        return process.wait()
