"""The front door: what it sets up, when it does so again, and what it says when it cannot."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

START = Path(__file__).resolve().parents[1] / "start.py"
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
PROGRAM = """
import json, os, shutil, sys
import greeting
print(json.dumps({"arguments": sys.argv[1:], "greeting": greeting.__file__, "here": os.getcwd(),
                  "path": os.environ["PATH"], "jupyter": os.environ["JUPYTER_CONFIG_PATH"]}))
sys.exit(3 if "--fail" in sys.argv else 0)
"""


def wheel(folder: Path, name: str) -> str:
    """Make a wheel of one module and return its line in a lock."""
    folder.mkdir(exist_ok=True)
    contents = {
        f"{name}.py": "WORD = 'hello'\n",
        f"{name}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{name}-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for path, text in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(text)}")
    file = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(file, "w") as archive:
        for path, text in {**contents, f"{name}-1.0.dist-info/RECORD": "\n".join([*rows, ""])}.items():
            archive.writestr(path, text)
    return f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a small copy of the project: the real start.py, and a model and locks of one module each."""
    root = tmp_path / "a køpy of it"
    (root / "simulation").mkdir(parents=True)
    (root / "simulation" / "__main__.py").write_text(PROGRAM)
    shutil.copy(START, root)
    core, extra = wheel(tmp_path / "wheels", "greeting"), wheel(tmp_path / "wheels", "farewell")
    (root / "requirements-core.lock").write_text(core)
    (root / "requirements.lock").write_text(core + extra)
    return root


def start(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the copy's start.py with plain pip, which finds the wheels beside the copy and no index."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    offline = {
        "PATH": os.defpath,
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (root.parent / "wheels").as_uri(),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, str(root / "start.py"), *arguments]
    environment = {**kept, **offline, **variables}
    return subprocess.run(
        command, env=environment, cwd=root.parent, capture_output=True, text=True, encoding="utf-8", check=False
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return what the refusal says, after checking that it is one line and no traceback."""
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.mark.slow
def test_sets_up_once_and_runs_the_job(clone: Path) -> None:
    first = start(clone, "bench", "--json")
    assert first.returncode == 0, first.stderr
    announcement, *_, ready, answer = first.stdout.splitlines()
    assert "up to two minutes" in announcement
    assert ready.startswith("Ready after")

    told = json.loads(answer)
    assert told["arguments"] == ["bench", "--json"]
    assert Path(told["greeting"]).is_relative_to(clone / ".venv")
    assert Path(told["here"]) == clone
    assert Path(told["path"].split(os.pathsep)[0]).parent == clone / ".venv"
    assert Path(told["jupyter"].split(os.pathsep)[0]) == clone / "etc" / "jupyter"

    again = start(clone, "bench", "--fail")
    assert again.returncode == 3
    assert "Setting up" not in again.stdout

    python = shutil.which("python", path=told["path"])
    assert python is not None
    elsewhere = [python, "-c", "import simulation; print(list(simulation.__path__))"]
    printed = subprocess.check_output(elsewhere, cwd=clone.parent, text=True, encoding="utf-8")
    assert str(clone / "simulation") in printed


SLOW_TO_END = """
import signal, sys, time
def stop(*_):
    time.sleep(1)
    print("put away", flush=True)
    sys.exit({code})
signal.signal(signal.SIGINT, stop)
print("started", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name == "nt", reason="sends Ctrl-C as a terminal does, to a group of processes")
@pytest.mark.parametrize(("code", "exit_code"), [(0, 0), (1, 130)])
def test_ctrl_c_lets_a_step_put_its_things_away(door: ModuleType, code: int, exit_code: int) -> None:
    script = f"""
import sys
sys.path.insert(0, {str(door.ROOT)!r})
import start
start.surroundings = lambda: None
try:
    sys.exit(start.run([sys.executable, "-c", {SLOW_TO_END.format(code=code)!r}]))
except KeyboardInterrupt:
    sys.exit(130)
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read() == "put away\n"
    assert process.returncode == exit_code


@pytest.mark.slow
def test_mends_what_a_broken_off_set_up_left(clone: Path) -> None:
    assert start(clone, "bench").returncode == 0
    (clone / ".venv" / "kundelab.json").unlink()
    module = next((clone / ".venv").rglob("greeting.py"))
    module.unlink()

    mended = start(clone, "bench")
    assert mended.returncode == 0, mended.stderr
    assert "Setting up" in mended.stdout
    assert module.read_text() == "WORD = 'hello'\n"


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["greeting==1.0 --hash=sha256:" + "0" * 64, "greeting==1.0"])
def test_refuses_a_package_without_its_hash_and_goes_on_once_it_is_right(clone: Path, wrong: str) -> None:
    lock = clone / "requirements-core.lock"
    right = lock.read_text()
    lock.write_text(wrong + "\n")
    assert "hashes" in one_sentence(start(clone, "bench")).lower()
    assert not (clone / ".venv" / "kundelab.json").exists()

    lock.write_text(right)
    assert start(clone, "bench").returncode == 0


@pytest.mark.slow
def test_says_that_the_network_does_not_answer(clone: Path) -> None:
    nobody = "https://127.0.0.1:9/"
    done = start(clone, "bench", PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=nobody, PIP_RETRIES="1")
    assert "network does not answer" in one_sentence(done)


@pytest.mark.parametrize(("wrong", "nearest"), [("tset", "test"), ("dmeo", "demo"), ("Bench", "bench"), ("?", "demo")])
def test_unknown_job_is_refused_with_the_nearest_name(clone: Path, wrong: str, nearest: str) -> None:
    sentence = one_sentence(start(clone, wrong))
    assert f"'{wrong}'" in sentence
    assert f"the nearest is '{nearest}'" in sentence or wrong == "?"
    assert not (clone / ".venv").exists()


def test_without_a_job_it_lists_them(clone: Path) -> None:
    listing = start(clone, "--help")
    assert listing.returncode == 0
    assert all(f"  {job} " in listing.stdout for job in ("lab", "check", "demo", "test", "bench"))
    assert start(clone).returncode == 2


@pytest.fixture
def door(clone: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the copy's start.py as a module that believes uv is there."""
    specification = importlib.util.spec_from_file_location("door", clone / "start.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module.shutil, "which", lambda name: f"/somewhere/{name}")
    return module


@pytest.fixture
def installed(door: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the locks that were installed so far, by an installer that only notes them."""
    locks: list[str] = []

    def note(_: list[str], lock: str) -> bool:
        locks.append(lock)
        return True

    monkeypatch.setattr(door, "install", note)
    return locks


def test_installs_again_only_when_the_lock_changed(door: ModuleType, installed: list[str], clone: Path) -> None:
    door.set_up(door.CORE)
    door.set_up(door.CORE)
    assert installed == [door.CORE]
    with (clone / "requirements-core.lock").open("a") as lock:
        lock.write("# another digest\n")
    door.set_up(door.CORE)
    assert installed == [door.CORE, door.CORE]


def test_the_whole_lock_serves_the_core_too(door: ModuleType, installed: list[str]) -> None:
    door.set_up(door.CORE)
    door.set_up(door.WHOLE)
    door.set_up(door.CORE)
    assert installed == [door.CORE, door.WHOLE]


@pytest.mark.parametrize("key", ["python", "root"])
def test_another_python_or_folder_starts_afresh(door: ModuleType, installed: list[str], key: str) -> None:
    door.set_up(door.CORE)
    old = door.PACKAGES / "old.py"
    old.touch()
    if key == "python":
        settings = door.ENVIRONMENT / "pyvenv.cfg"
        settings.write_text(settings.read_text().replace(f"version = {HERE}", "version = 3.9"))
    door.STAMP.write_text(json.dumps({**door.stamped(), key: "another"}))
    door.set_up(door.CORE)
    assert len(installed) == 2
    assert not old.exists()


def test_an_installer_that_fails_leaves_no_stamp_and_pip_is_tried(
    door: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    door.set_up(door.CORE)
    tried: list[str] = []

    def fail(command: list[str], lock: str) -> bool:
        assert not door.STAMP.exists()
        tried.append("uv" if command[0].endswith("uv") else "pip")
        door.LOG.write_text("ERROR: No space left on device\n")
        return False

    monkeypatch.setattr(door, "install", fail)
    with pytest.raises(door.Refused, match="No space left on device"):
        door.set_up(door.WHOLE)
    assert tried == ["uv", "pip"]
    assert door.stamped() == {}


def test_an_environment_made_by_hand_is_completed_in_place(door: ModuleType, installed: list[str]) -> None:
    venv.create(door.ENVIRONMENT, with_pip=False)
    mine = door.PACKAGES / "mine.py"
    mine.touch()
    door.set_up(door.CORE)
    assert installed == [door.CORE]
    assert mine.exists()


def damage_nothing(module: Path) -> None:
    """Leave the module as it is."""


def cut_short(module: Path) -> None:
    """Leave half of the module."""
    module.write_text("WO")


def lose_record(module: Path) -> None:
    """Leave the module without its list of files."""
    next(module.parent.glob("whole-1.0.dist-info/RECORD")).unlink()


@pytest.mark.parametrize(("damage", "kept"), [(damage_nothing, True), (cut_short, False), (lose_record, False)])
def test_forgets_what_is_half_installed(door: ModuleType, damage: Callable[[Path], None], kept: bool) -> None:
    door.PACKAGES.mkdir(parents=True)
    wheel(door.ROOT.parent / "wheels", "whole")
    with zipfile.ZipFile(door.ROOT.parent / "wheels" / "whole-1.0-py3-none-any.whl") as archive:
        archive.extractall(door.PACKAGES)
    (door.PACKAGES / "~hole").mkdir()
    damage(door.PACKAGES / "whole.py")
    door.forget_half_installed()
    assert (door.PACKAGES / "whole-1.0.dist-info").exists() is kept
    assert not (door.PACKAGES / "~hole").exists()


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 15)])
def test_refuses_a_python_that_does_not_fit(door: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(door.Refused, match=rf"needs Python 3\.11 to 3\.14, and this is {version[0]}\.{version[1]}"):
        door.job_called("demo", version)


def test_the_worst_step_decides(door: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    codes = iter([1, 0, 0, 0, 0])
    commands: list[list[str]] = []

    def run(command: list[str]) -> int:
        commands.append(command[2:])
        return next(codes)

    monkeypatch.setattr(door, "run", run)
    assert door.main(["test", "-k", "door"]) == 1
    assert [command[0] for command in commands] == ["ruff", "ruff", "mypy", "simulation", "pytest"]
    assert commands[-1][-2:] == ["-k", "door"]
    assert "door" not in commands[0]
    assert installed == [door.WHOLE]
