"""The network that is off: nothing leaves the machine, loopback stays, and every try is told of."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from simulation.classroom import check, offline
from simulation.classroom.copies import Copies
from simulation.classroom.offline import Offline
from simulation.errors import InputError

OUTSIDE = "192.0.2.1"  # kept for examples; nobody has it
TRIES = {
    "a connection": f"import socket; socket.create_connection(('{OUTSIDE}', 80), 1)",
    "a name": "import socket; socket.getaddrinfo('somewhere.example', 80)",
    "a datagram": f"import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('{OUTSIDE}', 53))",
    "version six": "import socket; socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
    "asyncio": f"import asyncio; asyncio.run(asyncio.wait_for(asyncio.open_connection('{OUTSIDE}', 80), 1))",
    "urllib, past the proxy": "from urllib.request import *; "
    f"build_opener(ProxyHandler({{}})).open('http://{OUTSIDE}/', timeout=1)",
}


@pytest.fixture
def off(tmp_path: Path) -> Iterator[Offline]:
    with offline.switched_off(tmp_path) as off:
        yield off


def python(off: Offline, code: str) -> subprocess.CompletedProcess[str]:
    """Run a line without network."""
    environment = off.variables(dict(os.environ))
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", TRIES)
def test_a_try_to_leave_is_refused_and_noticed(off: Offline, kind: str) -> None:
    done = python(off, TRIES[kind])
    assert done.returncode == 1
    assert "the network is off in this check" in done.stderr
    (told,) = off.tries()
    assert "asked for" in told


def test_what_asks_through_a_proxy_is_refused_and_noticed(off: Offline) -> None:
    done = python(off, "import urllib.request; urllib.request.urlopen('http://somewhere.example/news', timeout=5)")
    assert "403" in done.stderr
    assert off.tries() == ["a program asked for http://somewhere.example/news"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl, as a program that is no Python")
def test_another_program_is_noticed_too(off: Offline) -> None:
    address = f"https://{OUTSIDE}/"
    environment = off.variables(dict(os.environ))
    assert subprocess.run(["curl", "-s", "-m", "5", address], env=environment, check=False).returncode
    assert off.tries() == [f"a program asked for {OUTSIDE}:443"]


def test_loopback_is_open(off: Offline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for name in ("127.0.0.1", "localhost"):
            code = f"import socket; print(socket.create_connection(('{name}', {port}), 5).getpeername()[0])"
            assert python(off, code).stdout == "127.0.0.1\n"
    assert off.tries() == []


def notebook(folder: Path, code: str) -> Copies:
    """Return a class whose only notebook is one line."""
    cells = [nbformat.v4.new_code_cell(code)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    (folder / "the labs").mkdir()
    (folder / "the labs" / "start-here.ipynb").write_text(json.dumps(book), "utf-8")
    return Copies(folder / "the labs", folder / "mine")


@pytest.mark.slow
def test_the_check_passes_here(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    failed = check.check(notebook(tmp_path, "import simulation"), every=False)
    lines = capfd.readouterr().out.splitlines()
    assert [line for line in lines[:-1] if not line.startswith("ok ")] == []
    assert failed == 0
    assert lines[-1].startswith("Everything that a class needs is here (")


@pytest.mark.slow
def test_the_check_tells_of_a_notebook_that_reaches_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """It hides its failure, so that only the watch over the network can tell."""
    try_it = f"socket.create_connection(('{OUTSIDE}', 80), 1)"
    quiet = f"import contextlib, socket\nwith contextlib.suppress(OSError):\n    {try_it}"
    assert check.check(notebook(tmp_path, quiet), every=False) == 1
    told = capfd.readouterr().out
    assert "ok   start-here runs from top to bottom" in told
    assert f"asked for {OUTSIDE}; please tell the authors" in told


def test_a_check_says_what_differs_from_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("numpy==0.1 \\\n    --hash=sha256:0\nno-such-package==1.0\nnever==1.0 ; python_version < '3'\n")
    monkeypatch.setattr(check, "LOCK", lock)
    with pytest.raises(InputError, match="2 packages are missing or of another version"):
        check.packages()


@pytest.mark.parametrize(("what", "sentence"), [("DISK", "delete something"), ("MEMORY", "close something")])
def test_a_check_says_what_there_is_too_little_of(what: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, what, 1e15)
    with pytest.raises(InputError, match=sentence):
        check.room()
