"""The pages: every example runs, every link leads somewhere, every name is one that exists."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import shlex
import tomllib
from pathlib import Path

import pytest

import simulation
from simulation.commands import command_line
from simulation.log import EVENTS
from simulation.scenario import parse

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = [module.name for module in pkgutil.walk_packages(simulation.__path__, "simulation.")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_run(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    result = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test)
    assert result.failed == 0
    assert result.attempted == text.count("\n>>> ")


@pytest.mark.parametrize("name", [name for name in MODULES if "__main__" not in name])
def test_docstring_examples_run(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_event_is_documented() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    for event in EVENTS:
        assert f"| `{event.name}` | {event.meaning} |" in text


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in command_line()[1]:
        assert f"| `{command}" in text


@pytest.mark.parametrize("where", ["reference-company:before", "ash-cloud:broadcast", "learning-customers:reputation"])
def test_every_measure_is_documented(where: str) -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    name, _, policy = where.partition(":")
    company = simulation.load(name).policy(policy).with_({"days": 6})
    for name in simulation.simulate(company).measures():
        plain = name.split(".")[0]
        assert f"`{plain}`" in text or f"`{plain}." in text or plain.endswith("_per_case"), name


def test_files_shown_are_valid() -> None:
    """The smallest scenario of the page runs, and its snippets fit into the reference company."""
    text = (ROOT / "docs" / "scenario-files.md").read_text(encoding="utf-8")
    whole, *snippets = re.findall(r"```toml\n(.*?)```", text, flags=re.DOTALL)
    assert parse(tomllib.loads(whole) | {"name": "phone"}, "phone").days == 10
    assert len(snippets) == 4
    for snippet in snippets:
        company = simulation.load("reference-company").given()
        for key, value in tomllib.loads(snippet).items():
            company[key] = value if key not in company else company[key] | value
        assert parse(company, "snippet").hash()


def test_every_packaged_scenario_stands_among_the_cases() -> None:
    text = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    assert [name for name in simulation.packaged() if f"`{name}`" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_pages_show_can_be_given(page: Path) -> None:
    """They parse, and the scenarios and policies that they name exist; files of the reader's own are left out."""
    parser, commands = command_line()
    for line in re.findall(r"^python -m simulation (.*)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE):
        words = shlex.split(line.split(" > ")[0], comments=True)
        if any(".toml" in word or word.isupper() for word in words):
            continue
        options = vars(parser.parse_args(words))
        assert options["command"] in commands
        named = [options[key] for key in ("scenario", "a", "b") if options.get(key)]
        policies = options.get("policy") or []
        named += [
            f"{name}:{policy}" for name in named for policy in ([policies] if isinstance(policies, str) else policies)
        ]
        for name in named:
            scenario, _, policy = name.partition(":")
            company = simulation.load(scenario)
            assert not policy or policy in company.policies, line
