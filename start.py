"""Kundelab's front door: ``python start.py JOB [arguments]`` sets up what the job needs, then runs it."""

from __future__ import annotations

import contextlib
import csv
import difflib
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

OLDEST, NEWEST = (3, 11), (3, 14)
VERSION = "{}.{}".format(*sys.version_info)
ROOT = Path(__file__).resolve().parent
CORE, WHOLE = "requirements-core.lock", "requirements.lock"  # CORE, what the model alone needs, is a part of WHOLE
ENVIRONMENT = ROOT / ".venv"
SCRIPTS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
PACKAGES = ENVIRONMENT / ("Lib" if os.name == "nt" else f"lib/python{VERSION}") / "site-packages"
STAMP = ENVIRONMENT / "kundelab.json"
LOG = ENVIRONMENT / "setup.log"
LAST_WORDS = 30.0  # seconds that a step may take after Ctrl-C


class Job(NamedTuple):
    """What a job is for, the lock it needs, and the modules it runs; the caller's arguments go to the last one."""

    purpose: str
    lock: str
    modules: tuple[str, ...]


CLASS = "simulation.classroom"
CHECKS = ("ruff check", "ruff format --check", "mypy", "simulation compile", "pytest -n auto --dist worksteal")
JOBS = {
    "lab": Job("open the labs in your browser; you work in copies of your own, in my-labs", WHOLE, (f"{CLASS}.lab",)),
    "check": Job("try all that a class needs, with the network off", WHOLE, (f"{CLASS}.check",)),
    "demo": Job("run the tablet order; pictures in results/demo", CORE, ("simulation demo --out results/demo",)),
    "exam": Job("show an exam from an empty folder to letters, on an invented class of 24", WHOLE, ("grading.demo",)),
    "test": Job("run all checks and tests", WHOLE, CHECKS),
    "sim": Job("run any command of the model, as in: sim trace tablet-order", CORE, ("simulation",)),
    "bench": Job("measure the model's speed", CORE, ("simulation bench",)),
}


class Refused(Exception):
    """Something the user can mend; the message is one clear sentence."""


def wanted(lock: str) -> dict[str, str]:
    """Return what the stamp says of an environment that holds the lock; a moved folder counts as another one."""
    digests = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in (CORE, lock)}
    return {"python": VERSION, "root": str(ROOT), **digests}


def stamped() -> dict[str, str]:
    """Return what the last finished set-up wrote, nothing if there was none."""
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def set_up(lock: str) -> None:
    """Make or mend the environment; the stamp goes first and comes back last, so a broken-off set-up is seen."""
    if PYTHON.exists() and wanted(lock).items() <= stamped().items():
        return
    with contextlib.closing(sqlite3.connect(ROOT / ".venv.lock", timeout=300)) as guard:
        guard.execute("BEGIN EXCLUSIVE")  # one set-up at a time; the system frees the lock even if we are killed
        before = stamped()
        if PYTHON.exists() and wanted(lock).items() <= before.items():
            return
        started = time.monotonic()
        print(f"Setting up .venv from {lock}: this can take up to two minutes, and happens once.", flush=True)
        STAMP.unlink(missing_ok=True)
        uv = shutil.which("uv")
        moved = before.get("root", str(ROOT)) != str(ROOT)
        make_environment(clear=moved or environment_version() != VERSION, pip=not uv)
        options = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
        if not (uv and install([uv, "pip", "install", "--python", str(PYTHON), *options], lock)):
            make_environment(clear=False, pip=True)
            pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--no-compile"]
            if not install([*pip, *options], lock):
                raise Refused(diagnosis(LOG.read_text("utf-8", "replace")))
        (PACKAGES / "kundelab.pth").write_text(os.path.relpath(ROOT, PACKAGES) + "\n", "utf-8")
        STAMP.with_suffix(".new").write_text(json.dumps(wanted(lock), indent=1), "utf-8")
        STAMP.with_suffix(".new").replace(STAMP)
        print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def environment_version() -> str | None:
    """Return the Python version for which the environment was made, None if there is none that runs."""
    settings = ENVIRONMENT / "pyvenv.cfg"
    found = re.search(r"(?m)^version\w* *= *(\d+\.\d+)", settings.read_text("utf-8") if PYTHON.exists() else "")
    return found[1] if found else None


def make_environment(*, clear: bool, pip: bool) -> None:
    """Make a new environment or mend the old one, with pip where it is asked for."""
    if not clear:
        forget_half_installed()
        if not pip or any(PACKAGES.glob("pip-*.dist-info")):
            return
    options = ["--clear"] * clear + ["--without-pip"] * (not pip)
    made = subprocess.run([sys.executable, "-m", "venv", *options, str(ENVIRONMENT)], capture_output=True, check=False)
    if made.returncode:
        raise Refused(
            f"{sys.executable} could not make the environment {ENVIRONMENT}; on Debian or Ubuntu "
            "'apt install python3-venv' helps, elsewhere Python from python.org."
        )


def forget_half_installed() -> None:
    """Remove the record of every distribution that lacks a file, so that it is installed again."""
    for leftover in PACKAGES.glob("~*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for folder in PACKAGES.glob("*.dist-info"):
        record = folder / "RECORD"
        rows = list(csv.reader(record.read_text("utf-8").splitlines())) if record.exists() else []
        files = [(PACKAGES / row[0], int(row[2])) for row in rows if len(row) == 3 and row[2]]
        if not files or any(not file.exists() or file.stat().st_size != size for file, size in files):
            shutil.rmtree(folder)


def install(command: list[str], lock: str) -> bool:
    """Run an installer, its words in LOG; tell how far it is, and return whether it succeeded."""
    total = len(re.findall(r"(?m)^\S+==(?!.*sys_platform)", (ROOT / lock).read_text("utf-8")))
    pause, end = (0.5, "\r") if sys.stdout.isatty() else (10.0, "\n")
    started = time.monotonic()
    with LOG.open("w", encoding="utf-8") as words:
        unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT, env=unbuffered) as installer:
            while installer.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    installer.wait(pause)
                told = LOG.read_text("utf-8", "replace")
                found = len(re.findall(r"(?m)^(?:Collecting|Processing|Requirement) ", told))
                placed = min(total, len(list(PACKAGES.glob("*.dist-info"))))  # pip itself is there, and in no lock
                found = max(found, placed)  # an installer that tells of none has found those it has placed
                seconds = time.monotonic() - started
                print(f"  {seconds:3.0f} s: {found} of {total} packages found, {placed} in place ", end=end, flush=True)
    return installer.returncode == 0


def diagnosis(words: str) -> str:
    """Say in one sentence why the installer gave up."""
    if re.search(r"(?i)connection (broken|refused|reset)|name resolution|failed to resolve|timed ?out", words):
        return "The packages could not be fetched: the network does not answer. The same command goes on when it does."
    errors = [line.strip() for line in words.splitlines() if re.match(r"(?i)\s*(error|×|caused by)", line)]
    return f"The packages could not be installed ({errors[-1] if errors else 'no reason given'}); see {LOG}."


def surroundings() -> dict[str, str]:
    """Return the variables under which a job runs: the environment first on PATH, Jupyter configured by the project."""
    changed = {"VIRTUAL_ENV": str(ENVIRONMENT)}
    for name, first in {"PATH": SCRIPTS, "JUPYTER_CONFIG_PATH": ROOT / "etc" / "jupyter"}.items():
        changed[name] = os.pathsep.join(filter(None, [str(first), os.environ.get(name)]))
    return {**{name: value for name, value in os.environ.items() if name != "PYTHONHOME"}, **changed}


def job_called(name: str, version: tuple[int, int]) -> Job:
    """Return the job of this name if this Python can run it."""
    if not OLDEST <= version <= NEWEST:
        raise Refused(
            "Kundelab needs Python {}.{} to {}.{}, and this is {}.{}; ".format(*OLDEST, *NEWEST, *version)
            + "start it with another one, such as 'python3.12 start.py demo' or 'py -3.12 start.py demo'."
        )
    if name not in JOBS:
        nearest = difflib.get_close_matches(name, JOBS, n=1, cutoff=0)[0]
        raise Refused(f"There is no job '{name}', the nearest is '{nearest}' (all jobs: {', '.join(JOBS)}).")
    return JOBS[name]


def run(command: list[str]) -> int:
    """Run a step and return its exit code; Ctrl-C reaches the step too, which gets time to end cleanly."""
    with subprocess.Popen(command, cwd=ROOT, env=surroundings()) as step:
        try:
            return step.wait()
        except KeyboardInterrupt:
            try:
                code = step.wait(LAST_WORDS)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                step.kill()
                raise
            if code:
                raise
            return code


def main(arguments: list[str]) -> int:
    """Run a job and return its exit code, the worst if it has several steps."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print("python start.py JOB [arguments]\n" + "".join(f"  {n:6} {j.purpose}\n" for n, j in JOBS.items()), end="")
        return 0 if arguments else 2
    try:
        job = job_called(arguments[0], sys.version_info[:2])
        set_up(job.lock)
    except (Refused, OSError, sqlite3.Error) as problem:
        print(problem, file=sys.stderr)
        return 2
    codes = {}
    for module in job.modules:
        extra = arguments[1:] if module == job.modules[-1] else []
        codes[module] = run([str(PYTHON), "-m", *module.split(), *extra])
    failed = [module for module, code in codes.items() if code]
    if failed and len(codes) > 1:
        print(f"Not passed: {', '.join(failed)}.", file=sys.stderr)
    return max(codes.values(), key=abs)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped; the same command begins again, and a set-up goes on from here.", file=sys.stderr)
        sys.exit(130)
