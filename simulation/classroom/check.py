"""Is everything here that a class needs? Tried with the network off, each thing a line, in about a minute."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from simulation.classroom import jupyter, offline
from simulation.classroom.copies import FIRST, ROOT, Copies
from simulation.errors import InputError

LOCK = ROOT / "requirements.lock"
SETTINGS = ROOT / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
WIDGETS = ("@jupyter-widgets/jupyterlab-manager", "anywidget")
DISK, MEMORY = 0.5e9, 1e9  # bytes: a class writes little; a kernel, a server and a browser's page need about this
LONGEST = 300.0  # seconds for one trial, far more than it takes, so that a check always ends

Trial = Callable[[], str]


def packages() -> str:
    """Compare what is installed with the lock."""
    from packaging.requirements import Requirement

    lines = re.findall(r"(?m)^([^\s#][^\\\n]*)", LOCK.read_text("utf-8"))
    pins = [pin for pin in map(Requirement, lines) if pin.marker is None or pin.marker.evaluate()]
    wrong = []
    for pin in pins:
        try:
            if not pin.specifier.contains(importlib.metadata.version(pin.name), prereleases=True):
                wrong.append(pin.name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(pin.name)
    if wrong:
        raise InputError(
            f"{len(wrong)} packages are missing or of another version (such as {wrong[0]}): delete the folder .venv, "
            "and call `python start.py check` once with a network"
        )
    return f"Python {sys.version.split()[0]} and {len(pins)} packages, all as locked"


def room() -> str:
    """See whether there is room on the disk and in memory, and whether the folder can be written to."""
    import psutil

    free, memory = shutil.disk_usage(ROOT).free, psutil.virtual_memory().available
    if not os.access(ROOT, os.W_OK):
        raise InputError(f"{ROOT} cannot be written to: move the folder to where your own files are")
    if free < DISK:
        raise InputError(f"only {free / 1e9:.1f} GB are free on the disk, expected {DISK / 1e9:.1f}: delete something")
    if memory < MEMORY:
        raise InputError(f"only {memory / 1e9:.1f} GB of memory are free, expected {MEMORY / 1e9:.0f}: close something")
    return f"{free / 1e9:.0f} GB free on the disk, {memory / 1e9:.1f} GB in memory"


def browser() -> str:
    """See whether there is a browser that can be opened from here."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return "no browser can be opened from here: `python start.py lab` will tell the address to put into one"
    return "there is a browser to open the labs in"


def tried(off: offline.Offline, home: Path, *words: str) -> Trial:
    """Return a trial that runs in a child without network."""

    def child() -> str:
        command = [sys.executable, "-m", "simulation.classroom.trials", *words]
        surroundings = off.variables(jupyter.surroundings(home))
        try:
            done = subprocess.run(
                command, env=surroundings, cwd=home, capture_output=True, text=True, timeout=LONGEST, check=False
            )
        except subprocess.TimeoutExpired:
            raise InputError(f"{' '.join(words)} did not end in {LONGEST:.0f} s: restart the machine") from None
        said = (done.stderr if done.returncode else done.stdout).strip().splitlines() or ["it gave no reason"]
        if done.returncode:
            raise InputError(said[-1])
        return said[-1]

    return child


def refusal(off: offline.Offline, home: Path) -> str:
    """See that a try to leave the machine is refused and noticed; else the rest would prove nothing."""
    said = tried(off, home, "outside")()
    if not off.notes.exists():
        raise InputError("the network could not be switched off for this check: something replaces its sitecustomize")
    off.notes.unlink()
    return f"{said} for all that follows"


def server(process: subprocess.Popen[bytes], home: Path) -> str:
    """See that JupyterLab answers on loopback, with our settings in force and the widgets' scripts at hand."""
    answering = jupyter.answering(process, home)
    if answering is None:
        raise InputError("JupyterLab does not start; `python start.py lab --log-level=INFO` writes down why")
    page = answering.read("lab").decode()
    found = re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, flags=re.DOTALL)
    told = json.loads(found[1]) if found else {}
    scripts = {one["name"]: one["load"] for one in told.get("federated_extensions", [])}
    for name in WIDGETS:
        if name not in scripts or not answering.read(f"lab/extensions/{name}/{scripts[name]}"):
            raise InputError(f"JupyterLab does not find {name}, so no lever would show: delete .venv, and start again")
    for plugin, wanted in json.loads(SETTINGS.read_text("utf-8")).items():
        known = json.loads(answering.read(f"lab/api/settings/{plugin}"))["schema"]["properties"]
        for name, value in wanted.items():
            if known.get(name, {}).get("default") != value:
                raise InputError(f"JupyterLab does not follow the project's setting {name} of {plugin}")
    return f"JupyterLab answers on {answering.url}, with levers and settings in place"


def plan(off: offline.Offline, home: Path, files: Sequence[Path]) -> Iterator[Trial]:
    """Return the trials in their order; the server starts first, and gets ready meanwhile."""
    command = jupyter.command(home)
    yield lambda: refusal(off, home)
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = jupyter.begun(command, off.variables(jupyter.surroundings(home)), home, log)
    try:
        yield from (packages, room, browser)
        yield from (tried(off, home, name) for name in ("imports", "model", "engine", "picture"))
        yield lambda: server(process, home)
        yield from (tried(off, home, "notebook", str(file)) for file in files)
        yield lambda: silence(off)
    finally:
        jupyter.ended(process, home)


def silence(off: offline.Offline) -> str:
    """See that nothing tried to leave the machine."""
    if tries := off.tries():
        raise InputError(f"something tried to reach the network: {'; '.join(tries[:3])}; please tell the authors")
    return "nothing tried to reach the network"


def check(copies: Copies, *, every: bool) -> int:
    """Try everything, tell each as a line, and return how many failed."""
    failed, started = 0, time.monotonic()
    names = copies.names() if every else [FIRST]
    with tempfile.TemporaryDirectory(prefix="kundelab check ", ignore_cleanup_errors=True) as folder:
        home = Path(folder).resolve()
        with offline.switched_off(home) as off:
            for trial in plan(off, home, [copies.originals / f"{name}.ipynb" for name in names]):
                try:
                    print(f"ok   {trial()}", flush=True)
                except (InputError, OSError) as problem:
                    failed += 1
                    print(f"NOT  {problem}", flush=True)
    verdict = "Everything that a class needs is here" if not failed else f"{failed} to mend"
    print(f"{verdict} ({time.monotonic() - started:.0f} s).")
    return failed


def main(arguments: Sequence[str]) -> int:
    """Run the check; the exit code is 1 when something is to be mended."""
    about = "Try everything that a class needs, with the network off."
    parser = argparse.ArgumentParser(prog="python start.py check", description=about)
    parser.add_argument("--all", action="store_true", help="run every lab, not only the first notebook")
    every = parser.parse_args(arguments).all
    try:
        return int(check(Copies(), every=every) > 0)
    except InputError as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
