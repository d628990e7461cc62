"""A comparison as Python that runs outside the panel, and gives its numbers."""

from __future__ import annotations

from simulation.scenario import Scenario, load, packaged
from simulation.widgets.found import difference
from simulation.widgets.settings import Setting


def as_python(setting: Setting, replications: int) -> str:
    """Return, after the import, three lines that make a panel's comparison, and one that prints its first difference.

    Parameters
    ----------
    setting : Setting
        How the levers stand.
    replications : int
        How many pairs of runs the panel makes.
    """
    question = setting.question
    luck = f", seed={question.seed}" if question.seed != 1 else ""
    return "\n".join(
        [
            "import simulation as sim",
            f"before = {_world(question.scenario)}",
            f"after = {_turned(setting)}",
            f'comparison = sim.compare({{"before": before, "after": after}}, replications={replications}{luck})',
            f'print(comparison.difference("before", "after", "{question.measures[0]}").interval)',
        ]
    )


def _turned(setting: Setting) -> str:
    """Write what was changed: by the policy's name where a packaged scenario has it, else key by key."""
    changes, text, policy = setting.changes(), "before", setting.policy
    scenario = setting.question.scenario
    if policy and scenario.name in packaged() and load(scenario.name).policies.get(policy) == scenario.policies[policy]:
        changes, text = setting.turned, f'before.policy("{policy}")'
    return f"{text}.with_({changes!r})" if changes else text


def _world(scenario: Scenario) -> str:
    """Write how a scenario is made: from a packaged one where that is possible, else from its whole table."""
    if scenario.name in packaged():
        begin = load(scenario.name)
        changes = difference(begin, scenario)
        if begin.with_(changes).hash() == scenario.hash():
            return f'sim.load("{scenario.name}")' + (f".with_({changes!r})" if changes else "")
    return f'sim.parse({scenario.given()!r}, "{scenario.name}")'
