"""The report: every item of STRESS-DES, filled from a scenario; what only its author knows is asked."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib import metadata

from simulation.parameters import STATUS_MEANING
from simulation.scenario import Scenario
from simulation.stress import components
from simulation.stress.checklist import CHECKLIST
from simulation.stress.inputs import further, inputs
from simulation.stress.logic import RULES
from simulation.stress.outputs import outputs
from simulation.stress.texts import question, table
from simulation.version import VERSION

_SOURCE = "Monks et al., Journal of Simulation 13(1), 2019, 55-67"
_PACKAGES = ("simpy", "numpy", "scipy", "pandas", "pydantic", "pyarrow")


def stress_report(scenario: Scenario) -> str:
    """Return the report of a scenario as Markdown.

    Parameters
    ----------
    scenario : Scenario
        What is reported, as it is: of a policy, the scenario under that policy.

    Returns
    -------
    str
        A section a part and a heading an item of the checklist, in its order.
    """
    title = f"{scenario.name}: {scenario.title}" if scenario.title else scenario.name
    lines = [f"# STRESS-DES report of {title}", "",
             f"After the checklist of {_SOURCE}. Filled from the scenario with the hash `{scenario.hash()}`; "
             "questions marked *For the author* wait for what no file can know."]  # fmt: skip
    for section, items in CHECKLIST.items():
        lines += ["", f"## {section}"]
        for item in items:
            lines += ["", f"### {item}"]
            for part in _ITEMS[item](scenario):
                lines += ["", part]
    return _tight("\n".join(lines) + "\n")


def _tight(text: str) -> str:
    """Take out the empty lines between the points of a list."""
    lines = text.split("\n")
    kept = [
        line for place, line in enumerate(lines)
        if line or not (lines[place - 1].startswith("- ") and lines[(place + 1) % len(lines)].startswith("- "))
    ]  # fmt: skip
    return "\n".join(kept)


def _purpose(scenario: Scenario) -> list[str]:
    told = [" ".join(scenario.story.split())] if scenario.story.strip() else []
    return [*told, question("Which problem is the model to help with, for whom, and which decision hangs on it?")]


def _outputs(scenario: Scenario) -> list[str]:
    return [
        "Every measure is a pure function of the event log and the scenario; `simulation.measures` has the formulas, "
        "the page of the model all names. They cover the cases opened after the warm-up.",
        table(("measure", "unit", "what it says"), outputs(scenario)),
        question("Which of these are the outputs that the study rests on, and what differences in them matter?"),
    ]


def _aims(scenario: Scenario) -> list[str]:
    if scenario.policies:
        said = ["The scenario names these policies to compare:",
                table(("policy", "what it does"),
                      [(name, each.title) for name, each in scenario.policies.items()])]  # fmt: skip
    else:
        said = ["The scenario names no policies to compare; it is one system as it stands."]
    return [*said, question("Which of them are compared with which, which hypotheses stood before the runs, and what "
                            "else is varied over which range?")]  # fmt: skip


def _logic(scenario: Scenario) -> list[str]:
    said = [
        "A need arises; some customers look at My Page first, and some needs are met without a contact. Otherwise the "
        "customer chooses a channel, waits on hold or for a reply, loses patience or is served; the agent asks, hands "
        "on, looks up, and gives an answer that solves the case or does not; unsolved, she comes back or leaves it.",
        "Rules that do something in this scenario:",
    ]
    said += [f"- **{rule.name}.** {rule.sentence}" for rule in RULES if rule.on(scenario)]
    off = ", ".join(rule.name for rule in RULES if not rule.on(scenario))
    return [*said, f"Rules of the model that do nothing here: {off}."] if off else said


def _scenario_logic(scenario: Scenario) -> list[str]:
    if not scenario.policies:
        return ["None: the scenario has no policies."]
    rows = [
        (name, "; ".join(f"`{key}` = {_written(value)}" for key, value in policy.changes.items()) or "the base itself")
        for name, policy in scenario.policies.items()
    ]
    return ["Each policy changes values of the base, and nothing else:", table(("policy", "changes"), rows)]


def _written(value: object) -> str:
    return "default" if value is None else str(value)


def _algorithms(scenario: Scenario) -> list[str]:
    said = [
        "- Simultaneous events: by time, class of event, row and attempt, so no run hangs on the calendar's order.",
        "- Channel choice: the maximum of utility plus Gumbel noise over what is considered and open.",
        "- Queues: a heap by (class, time, case).",
    ]
    if scenario.publicity is not None:
        said.append("- Reactions: exact, by inverting the integrated intensity with one exponential draw a reaction.")
    if scenario.learning is not None:
        said.append("- Learning: exponential smoothing of believed waits.")
    return said


def _sources(scenario: Scenario) -> list[str]:
    here = inputs(scenario)
    counts = [(letter, meaning, sum(not each.stated and each.parameter.status == letter for each in here))
              for letter, meaning in STATUS_MEANING.items()]  # fmt: skip
    stated = sum(each.stated for each in here)
    return [
        "Numbers that the scenario takes from the model's catalogue, by status:",
        table(("status", "meaning", "numbers"), counts),
        f"{stated} numbers of the catalogue are stated otherwise by the scenario (3.3).",
        question("Where does each number that the scenario states come from, and from which time?"),
    ]


def _processing(_: Scenario) -> list[str]:
    return [
        "The model does none: it reads the scenario's values as they stand. Durations are rounded to 2^-20 minute.",
        question(
            "How were the numbers that the scenario states made from data (cleaning, fitting, outliers left out)?"
        ),
    ]


def _inputs(scenario: Scenario) -> list[str]:
    rows = [
        (f"`{each.key}`", each.value, each.parameter.unit,
         f"stated here (catalogue: {each.parameter.value:g}, {each.parameter.status})" if each.stated
         else each.parameter.status,
         "the scenario" if each.stated else each.parameter.source, each.parameter.meaning)
        for each in inputs(scenario)
    ]  # fmt: skip
    said = [table(("key", "value", "unit", "status", "source", "meaning"), rows)]
    more = further(scenario)
    if more:
        said += ["What the scenario states beyond the catalogue:",
                 table(("key", "value"), [(f"`{key}`", value) for key, value in more])]  # fmt: skip
    return said


def _assumptions(scenario: Scenario) -> list[str]:
    here = inputs(scenario)
    assumed = [each for each in here if not each.stated and each.parameter.status in "ARF"]
    ranges = [(f"`{each.key}`", each.value, each.parameter.low, each.parameter.high, each.parameter.status)
              for each in assumed]  # fmt: skip
    return [
        f"{len(assumed)} of the {len(here)} numbers are assumed (A), recalled (R) or fitted (F); what follows only "
        "from them is an assumption too. The ranges are for sensitivity studies (`python -m simulation robust`).",
        table(("key", "value", "from", "to", "status"), ranges),
        "- Needs arise independently of each other and of the company, incidents and what the company causes apart.",
        "- Agents of a team are alike, and do not tire or learn.",
        "- Luck belongs to the customer: policies decide which draws are read, never their values.",
        question("Which of these assumptions were checked against the system that is modelled, and how?"),
    ]


def _initialisation(scenario: Scenario) -> list[str]:
    warm = f"the first {scenario.warm_up_days:g} days are warm-up: cases opened then are left out of the measures"
    none = "there is no warm-up, and all cases count"
    return [
        f"A run begins empty on Monday 00:00; {warm if scenario.warm_up_days else none}.",
        question(
            "How was the length of the warm-up chosen (`analyse --warm-up` draws Welch's plot and cuts by MSER-5)?"
        ),
    ]


def _run_length(scenario: Scenario) -> list[str]:
    return [f"{scenario.days:g} days of 24 hours, of which {scenario.days - scenario.warm_up_days:g} count. Time is in "
            "minutes."]  # fmt: skip


def _estimation(_: Scenario) -> list[str]:
    return [
        "Independent replications; means with Student-t intervals. Scenarios are compared on common random numbers, "
        "with paired intervals; experiments with several comparisons have Bonferroni intervals and Holm's correction.",
        question("How many replications were run, with which seed, and how was their number chosen?"),
    ]


def _software(_: Scenario) -> list[str]:
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in _PACKAGES)
    return [f"Kundelab {VERSION} on Python {platform.python_version()}, with {packages}. The model is a discrete-event "
            "model on SimPy."]  # fmt: skip


def _sampling(_: Scenario) -> list[str]:
    return [
        "Philox, a counter-based generator of NumPy. Every draw is a pure function of seed, replication, stream name, "
        "attempt and row; a stream is one purpose, a row one need or order. The same seed and replication give the "
        "same customers with the same luck under every policy (common random numbers), and the same event log, whose "
        "SHA-256 travels with each result as its digest."
    ]


def _execution(_: Scenario) -> list[str]:
    return [
        "Event-driven: a customer's journey is a SimPy process, an agent's work a timer that can be stopped. Runs are "
        "independent of the number of processes they are spread over.",
        "To run it: save the scenario (`python -m simulation show NAME --toml > FILE.toml`), then "
        "`python -m simulation run FILE.toml --seed 1 --replications 10`.",
    ]


def _system(_: Scenario) -> list[str]:
    return [
        question("On which machine (processor, memory, operating system) did the runs go, and how long did they take?")
    ]


def _sharing(_: Scenario) -> list[str]:
    return [
        "The model is open source under the BSD-3-Clause licence; CITATION.cff says how to cite it. A scenario is one "
        "TOML file, and every run repeatable from it with seed and version.",
        question("Where can the scenario file, the experiments and the results of this study be had?"),
    ]


_ITEMS: dict[str, Callable[[Scenario], list[str]]] = {
    "1.1 Purpose of the model": _purpose,
    "1.2 Model outputs": _outputs,
    "1.3 Experimentation aims": _aims,
    "2.1 Base model overview diagram": lambda scenario: [components.diagram(scenario)],
    "2.2 Base model logic": _logic,
    "2.3 Scenario logic": _scenario_logic,
    "2.4 Algorithms": _algorithms,
    "2.5.1 Entities": components.entities,
    "2.5.2 Activities": components.activities,
    "2.5.3 Resources": components.resources,
    "2.5.4 Queues": components.queues,
    "2.5.5 Entry and exit points": components.entries,
    "3.1 Data sources": _sources,
    "3.2 Pre-processing": _processing,
    "3.3 Input parameters": _inputs,
    "3.4 Assumptions": _assumptions,
    "4.1 Initialisation": _initialisation,
    "4.2 Run length": _run_length,
    "4.3 Estimation approach": _estimation,
    "5.1 Software or programming language": _software,
    "5.2 Random sampling": _sampling,
    "5.3 Model execution": _execution,
    "5.4 System specification": _system,
    "6.1 Computer model sharing statement": _sharing,
}
