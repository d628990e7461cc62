"""What the labs' prose names is there: policies by their titles, and no words that nobody shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import simulation as sim
from simulation.labs.build import sources
from simulation.strings import table

ROOT = Path(__file__).resolve().parents[2]
LABS = [source for source in sources() if re.match(r"lab-[234]-", source.stem)]


def prose(source: Path) -> str:
    """Return the Markdown of a source, its lines joined."""
    lines = [line[2:] for line in source.read_text("utf-8").splitlines() if re.match(r"# (?!%%)", line)]
    return " ".join(lines)


def titles() -> set[str]:
    """Return the titles of all policies: of packaged scenarios, and those that a lab adds."""
    found = {policy.title for name in sim.packaged() for policy in sim.load(name).policies.values()}
    return found | {table()[key]["en"] for key in ("lab-4.attended", "lab-4.now-and-then")}


@pytest.mark.parametrize("source", LABS, ids=lambda source: source.stem)
def test_policies_are_called_by_their_titles(source: Path) -> None:
    named = re.findall(r"policy \*([^*]+)\*", prose(source))
    assert named
    assert set(named) <= titles()


def test_all_words_of_these_labs_are_shown_somewhere() -> None:
    shown = [*LABS, *(ROOT / "simulation" / "plots").glob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in shown)
    keys = {key for key in table() if re.match(r"lab-[234]\.", key)}
    assert len(keys) > 30
    assert {key for key in keys if f'"{key}"' not in text} == set()
