"""The labs' door: one command opens a browser on the first page, a second one finds the first, Ctrl-C ends all."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulation.classroom import jupyter, lab
from simulation.classroom.copies import Copies
from simulation.classroom.jupyter import Server

NAMES = ("lab-1-the-order", "start-here")
DOOR = "import sys, pathlib; from simulation.classroom import copies, lab; places = map(pathlib.Path, sys.argv[1:3]); "
DOOR += "sys.exit(lab.main(sys.argv[3:], copies.Copies(*places)))"


@pytest.fixture
def copies(tmp_path: Path) -> Copies:
    made = Copies(tmp_path / "the notebooks", tmp_path / "my labs")
    made.originals.mkdir()
    for name in NAMES:
        (made.originals / f"{name}.ipynb").write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4}))
    return made


@contextmanager
def opened(copies: Copies, *arguments: str, browser: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command as a terminal does, in a group of its own."""
    command = [sys.executable, "-c", DOOR, str(copies.originals), str(copies.folder), *arguments]
    process = subprocess.Popen(
        command,
        env={**os.environ, "BROWSER": browser},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def until(process: subprocess.Popen[str], words: str) -> str:
    """Return what the command says, up to these words."""
    assert process.stdout is not None
    said = ""
    while words not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    return said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="names a browser, and sends Ctrl-C, as other systems do")
def test_one_command_opens_the_labs_and_ctrl_c_closes_them(copies: Copies, tmp_path: Path) -> None:
    seen = tmp_path / "seen.txt"
    write = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    note = f"{shlex.join([sys.executable, '-c', write, str(seen)])} %s"
    with opened(copies, "lab-1", browser=note) as first:
        said = until(first, "Ctrl-C")
        assert lab.OPEN in said
        (address,) = re.findall(r"http://127\.0\.0\.1:\d+/lab/tree/lab-1-the-order\.ipynb\?token=\w{40,}", said)
        assert seen.read_text() == address
        assert sorted(path.name for path in copies.folder.glob("*.ipynb")) == [f"{name}.ipynb" for name in NAMES]
        assert jupyter.Server(address.split("lab/tree")[0], address[-48:], copies.folder).read(
            "api/kernels", method="POST"
        )
        with opened(copies, browser="/nowhere/browser %s") as second:
            again = until(second, "Ctrl-C")
            assert lab.CLOSED in again
            assert "/lab/tree/start-here.ipynb?token=" in again
            assert second.wait(60) == 0
        os.killpg(first.pid, signal.SIGINT)
        assert "The labs are closed." in until(first, "closed")
        assert first.wait(60) == 0
    assert [file.name for file in (copies.hidden / "runtime").glob("*.json")] == []  # no server, and no kernel
    assert nobody_left(first.pid)


def nobody_left(group: int, seconds: float = 10.0) -> bool:
    """Return whether every process of a group ends by itself."""
    for _ in range(int(seconds * 10)):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["lab-7"], "there is no notebook 'lab-7', expected one of: lab-1-the-order, start-here"),
        (["--ServerApp.nonsense=x", "--ServerApp.port=y"], "JupyterLab did not start"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    copies: Copies, arguments: list[str], sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert lab.main(arguments, copies) == 2
    told = capfd.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_a_users_option_replaces_ours(tmp_path: Path) -> None:
    command = jupyter.command(tmp_path, "--port=8899", "--debug")
    assert "--port=0" not in command
    assert command[-2:] == ["--port=8899", "--debug"]
    assert "--ip=127.0.0.1" in command


def test_an_address_fits_blanks_and_another_folder(tmp_path: Path) -> None:
    server = Server("http://127.0.0.1:1/", "secret", tmp_path)
    address = server.address(tmp_path / "my labs" / "a lab.ipynb")
    assert address == "http://127.0.0.1:1/lab/tree/my%20labs/a%20lab.ipynb?token=secret"
