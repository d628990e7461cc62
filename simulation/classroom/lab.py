"""Open the labs: copies for the student, JupyterLab on this machine alone, and the browser on the first page."""

from __future__ import annotations

import argparse
import signal
import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from simulation.classroom import jupyter
from simulation.classroom.copies import FIRST, Copies
from simulation.engines import make_ready, missing
from simulation.errors import InputError

OPEN = "Your labs are open in the browser."
CLOSED = "No browser could be opened here: copy this address into one on this computer."


def asked(arguments: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return what the user asked of this command, and what goes on to JupyterLab."""
    parser = argparse.ArgumentParser(
        prog="python start.py lab",
        description="Open the labs in JupyterLab. You work in copies of your own, in the folder my-labs.",
        epilog="Other options go to JupyterLab, written with an equals sign, as in --port=8899.",
        allow_abbrev=False,
    )
    parser.add_argument("notebook", nargs="?", default=None, help="such as lab-1 or lecture-hall (else start-here)")
    parser.add_argument("--fresh", action="store_true", help="a new copy of this notebook, or of all; yours is kept")
    parser.add_argument("--no-browser", action="store_true", help="only tell the address")
    return parser.parse_known_args(arguments)


def show(address: str, *, browser: bool) -> None:
    """Open the address in a browser if one is wanted and can be; tell it in any case."""
    opened = browser and _opened(address)
    print(f"{OPEN if opened else CLOSED if browser else 'The labs are ready.'}\n\n    {address}\n", flush=True)


def _opened(address: str) -> bool:
    """Return whether a browser took the address."""
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False


def serve(notebook: Path, copies: Copies, options: Sequence[str], *, browser: bool) -> int:
    """Run JupyterLab until Ctrl-C; return its exit code. What it says to its makers goes into a file."""
    command = jupyter.command(copies.folder, *options)
    log = copies.hidden / "server.log"
    with log.open("w", encoding="utf-8") as words:
        process = jupyter.begun(command, jupyter.surroundings(copies.hidden), copies.folder, words)
    try:
        server = jupyter.answering(process, copies.hidden)
        if server is None and process.poll() != 0:
            process.kill()
            said = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
            raise InputError(f"JupyterLab did not start ({said[-1] if said else 'it gave no reason'}); see {log}")
        if server is not None:
            show(server.address(notebook), browser=browser)
            print(
                "Leave this window open while you work; Ctrl-C in it ends the labs. Your copies are kept.", flush=True
            )
        return process.wait()
    except KeyboardInterrupt:
        jupyter.ended(process, copies.hidden)
        print(f"\nThe labs are closed. Your copies are in {copies.folder.name}.")
        return 0


def make_fast() -> None:
    """Compile the compiled engine where that has not been done yet; without it the labs work, only more slowly."""
    if missing() is not None:
        return
    from simulation.compiled.entry import is_kept

    try:
        if not is_kept():
            make_ready(lambda words: print(words, flush=True))
    except Exception as problem:  # whatever a compiler says on some machine, it is no reason not to open the labs
        print(f"Levers will answer more slowly: the engine could not be compiled ({problem}).", file=sys.stderr)


def interrupt(*_: object) -> None:
    """Let the end of a terminal, or of a session, end the labs as Ctrl-C does."""
    raise KeyboardInterrupt


def main(arguments: Sequence[str], copies: Copies | None = None) -> int:
    """Hand out copies, then open the notebook, in the JupyterLab that runs already or in a new one."""
    wanted, options = asked(arguments)
    copies = copies or Copies()
    try:
        name = copies.called(wanted.notebook or FIRST)
        fresh = [] if not wanted.fresh else [name] if wanted.notebook else copies.names()
        for sentence in copies.hand_out(fresh):
            print(sentence)
        for server in jupyter.running(copies.hidden):
            show(server.address(copies.copy(name)), browser=not wanted.no_browser)
            print("They were running already; Ctrl-C in the window where they were started ends them.")
            return 0
        make_fast()
        return serve(copies.copy(name), copies, options, browser=not wanted.no_browser)
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), interrupt)
    sys.exit(main(sys.argv[1:]))
