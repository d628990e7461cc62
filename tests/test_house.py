"""The files that hold the house together agree with each other, and contain only what belongs to the project."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ["requirements.lock", "requirements-core.lock"]
# Written so that no pattern matches its own line.
REGISTRIES = re.compile(
    r"py[p]i\.(org|python)|python[h]osted\.|np[m]js\.|yarn[p]kg\.|(conda|repo)\.anacond[a]\.|deb\.debia[n]\.|"
    r"archive\.ubunt[u]\.|(proxy|sum)\.golan[g]\.|crate[s]\.io|(extra-|-)index-url",
    re.IGNORECASE,
)
PATHS = re.compile(r"(?<![\w.>*])([/](work|root|home|Users|opt|mnt)[/]\w|[A-Z]:\\+Users\\)")


def locked(name: str) -> dict[tuple[str, str], frozenset[str]]:
    """Return the hashes of every (name, version) of a lock."""
    pins: dict[tuple[str, str], frozenset[str]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text().strip()):
        requirement = Requirement(block.split("\\\n")[0])
        (pin,) = requirement.specifier
        assert pin.operator == "==", block
        hashes = frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block))
        pins[canonicalize_name(requirement.name), pin.version] = hashes
    return pins


def declared(*extras: str) -> list[Requirement]:
    """Return what pyproject.toml asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return [Requirement(line) for line in lines]


def all_extras() -> list[str]:
    """Return the names of the extras of pyproject.toml."""
    return list(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"])


def tracked() -> list[Path]:
    """Return the files that git keeps."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        assert os.environ.get("CI") != "true", "git does not list the files of this clone"
        pytest.skip("this copy is no git clone, so there are no tracked files to look at")
    return [path for path in (ROOT / name for name in listing.stdout.split("\0") if name) if path.is_file()]


def tracked_texts() -> dict[str, str]:
    """Return the tracked files that hold text, by their path."""
    texts = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            texts[path.relative_to(ROOT).as_posix()] = content.decode("utf-8")
    return texts


def found(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    """Return file, line and match of every place where the pattern occurs."""
    return [
        f"{name}:{number}: {match[0]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := pattern.search(line))
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_hashed(lock: str) -> None:
    pins = locked(lock)
    assert len(pins) > 10
    assert [pin for pin, hashes in pins.items() if not hashes] == []


@pytest.mark.parametrize(("lock", "extras"), [(LOCKS[0], all_extras()), (LOCKS[1], [])])
def test_every_declared_dependency_is_pinned_within_its_range(lock: str, extras: list[str]) -> None:
    versions = dict(locked(lock))
    for requirement in declared(*extras):
        pinned = [version for name, version in versions if name == canonicalize_name(requirement.name)]
        assert pinned, f"{requirement.name} is missing in {lock}"
        assert all(requirement.specifier.contains(version) for version in pinned), f"{requirement} against {pinned}"


def test_one_version_of_each_package() -> None:
    names = [name for name, _ in locked("requirements.lock")]
    assert sorted(names) == sorted(set(names))


def test_the_core_lock_is_a_part_of_the_whole() -> None:
    whole, core = locked("requirements.lock"), locked("requirements-core.lock")
    assert core.items() <= whole.items()
    assert len(core) < len(whole)


def test_conda_installs_the_lock_and_nothing_else() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, last = environment["dependencies"]
    assert last == {"pip": ["-r requirements.lock"]}
    python, pip = conda
    assert pip == "pip"
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert Requirement(f"python{requires}").specifier.contains(python.removeprefix("python="))


@pytest.mark.parametrize("name", [*LOCKS, "environment.yml"])
def test_no_address_in_what_is_installed(name: str) -> None:
    assert found(re.compile(r"https?:|[/]{2}|@|--(find|trusted|index)"), {name: (ROOT / name).read_text()}) == []


def test_citation_and_metadata_agree() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert citation["cff-version"] == "1.2.0"
    assert citation["type"] == "software"
    assert citation["message"]
    assert citation["title"].startswith("Kundelab")
    assert str(citation["version"]) == project["version"]
    assert citation["license"] == project["license"]
    assert citation["authors"] == project["authors"]
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text()
    assert project["authors"][0]["name"] in (ROOT / "LICENSE").read_text()


def test_start_accepts_the_pythons_that_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declaration = re.search(r"^OLDEST, NEWEST = .*", (ROOT / "start.py").read_text(), re.MULTILINE)
    assert declaration is not None
    oldest, newest = re.findall(r"\((\d), (\d+)\)", declaration[0])
    assert project["requires-python"] == ">=" + ".".join(oldest)
    supported = [line.split(" :: ")[-1] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]
    assert [supported[0], supported[-1]] == [".".join(oldest), ".".join(newest)]


def test_no_registry_is_named() -> None:
    assert found(REGISTRIES, tracked_texts()) == []


def test_no_path_of_a_developers_machine() -> None:
    assert found(PATHS, tracked_texts()) == []


@pytest.mark.parametrize(
    "line", ["--index" + "-url x", "see pypi" + ".org/simple", "https://files.python" + "hosted.org/x"]
)
def test_the_search_for_registries_finds_them(line: str) -> None:
    assert found(REGISTRIES, {"a": line})


@pytest.mark.parametrize("line", ["open('/" + "home/kari/x')", "cd /" + "work/main", "C:" + "\\Users\\Kari"])
def test_the_search_for_paths_finds_them(line: str) -> None:
    assert found(PATHS, {"a": line})


def test_no_file_is_large() -> None:
    assert [(path.name, path.stat().st_size) for path in tracked() if path.stat().st_size > 2**20] == []


def test_no_module_is_long() -> None:
    lengths = {name: text.count("\n") for name, text in tracked_texts().items() if name.endswith(".py")}
    assert "start.py" in lengths
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_the_checks_of_continuous_integration_are_the_users() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK) or os.name == "nt"
    assert script.read_text().rstrip().endswith("exec python3 start.py test")
