"""A comparison as Python that runs outside the panel, and gives its numbers."""

from __future__ import annotations

from typing import Any

from simulation.scenario import Scenario, load, packaged
from simulation.widgets.settings import Setting


def as_python(setting: Setting) -> str:
    """Return three lines (after the import) that make the panel's comparison."""
    question = setting.question
    measure = question.measures[0]
    return "\n".join(
        [
            "import simulation as sim",
            f"before = {_world(question.scenario)}",
            f"after = {_changed('before', setting)}",
            f'comparison = sim.compare({{"before": before, "after": after}}, replications={question.replications}'
            + (f", seed={question.seed})" if question.seed != 1 else ")"),
            f'print(comparison.difference("before", "after", "{measure}").interval)',
        ]
    )


def _changed(name: str, setting: Setting) -> str:
    text = f'{name}.policy("{setting.policy}")' if setting.policy else name
    return f"{text}.with_({setting.turned!r})" if setting.turned else text


def _world(scenario: Scenario) -> str:
    """Write how a scenario is made: from a packaged one where there is one, else from its whole table."""
    if scenario.name in packaged():
        begin = load(scenario.name)
        changes = _difference(begin.given(), scenario.given())
        if (begin.with_(changes) if changes else begin).hash() == scenario.hash():
            return f'sim.load("{scenario.name}")' + (f".with_({changes!r})" if changes else "")
    return f'sim.parse({scenario.given()!r}, "{scenario.name}")'


def _difference(first: dict[str, Any], second: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the changes, by dotted key, that make the second nested table of the first."""
    found: dict[str, Any] = {}
    for key in [*first, *(key for key in second if key not in first)]:
        a, b = first.get(key), second.get(key)
        if isinstance(a, dict) and isinstance(b, dict) and a and "." not in key:
            found |= _difference(a, b, f"{prefix}{key}.")
        elif a != b:
            found[f"{prefix}{key}"] = b
    return found
