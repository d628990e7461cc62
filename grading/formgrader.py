"""nbgrader's formgrader on this machine alone: no kernels, no terminals, no other extension, nothing from a network."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError

from . import files, frozen
from .course import Paper
from .errors import Refused

EXTENSION = "nbgrader.server_extensions.formgrader"
CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; frame-src 'none'; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'"
)


class NoKernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """A kernel manager that starts none: a hand-in cannot be run from here, not even by mistake."""

    async def start_kernel(self, **_options: Any) -> str:
        """Refuse."""
        raise HTTPError(403, "Kernels are off while hand-ins are marked.")


@dataclass(frozen=True)
class Server:
    """How to start a formgrader, and where it will be."""

    command: list[str]
    environment: dict[str, str]
    folder: Path
    url: str


def prepare(paper: Paper, *, port: int | None = None, browser: bool = True) -> Server:
    """Write the server's configuration and return how to start it.

    Parameters
    ----------
    paper
        The scored paper; its essays are opened first.
    port
        On the loopback interface; a free one if not given.
    browser
        Whether the server opens the lecturer's browser.
    """
    frozen.read(paper)
    if not any(paper.autograded(candidate).exists() for candidate in paper.handed_in()):
        raise Refused(f"Nothing of {paper.name} is scored yet; `python -m grading autograde {paper.name}` comes first.")
    port = free_port(port)
    token = secrets.token_hex(24)
    place = f"/formgrader/gradebook/{quote(paper.name)}/{quote(paper.name)}"
    home = files.private_folder(paper.course.root / "progress" / "formgrader")
    start = f"/login?next={quote(place, safe='')}"
    configuration = {
        "ServerApp": {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "root_dir": str(paper.course.root),
            "default_url": start,
            "open_browser": browser,
            "terminals_enabled": False,
            "allow_remote_access": False,
            "allow_root": True,
            "kernel_manager_class": "grading.formgrader.NoKernels",
            "jpserver_extensions": extensions(),
            "tornado_settings": {"headers": {"Content-Security-Policy": CSP, "Referrer-Policy": "no-referrer"}},
        },
        "IdentityProvider": {"token": token},
    }
    files.write(home / "jupyter_server_config.json", json.dumps(configuration, indent=1))
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH")])),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
        "PYTHONWARNINGS": "ignore",
    }
    url = f"http://127.0.0.1:{port}{start}&token={token}"
    return Server([sys.executable, "-m", "jupyter_server", "--log-level=WARN"], environment, paper.course.root, url)


def extensions() -> dict[str, bool]:
    """Return every server extension that is installed, all off but formgrader."""
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager

    found = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
    return {**dict.fromkeys(found, False), EXTENSION: True}


def free_port(wanted: int | None) -> int:
    """Return the wanted port if nobody has it, or any free one."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted or 0))
        except (OSError, OverflowError):
            raise Refused(f"Port {wanted} is taken or no port; leave --port away for a free one.") from None
        return int(probe.getsockname()[1])


def start(paper: Paper, *, port: int | None = None, browser: bool = True) -> int:
    """Run formgrader until Ctrl-C; return its exit code."""
    server = prepare(paper, port=port, browser=browser)
    print(f"Formgrader for {paper.name}, on this machine alone; stop it with Ctrl-C.\n{server.url}", flush=True)
    paper.course.log("formgrader", paper=paper.name)
    with subprocess.Popen(server.command, cwd=server.folder, env=server.environment) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            return 0
