"""Every kind of figure once, small and quick: for the tests that ask something of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

import simulation as sim
from simulation import plots
from simulation.analysis import Interval
from simulation.calibration.estimates import patience
from simulation.engine_cost import Cost
from simulation.explanation import INGREDIENTS, MEASURES, Explanation, Fed, Step
from simulation.plots import Picture
from simulation.robustness.table import read_table
from tests.plots.test_calibration import found, waits

Drawn = Mapping[str, Callable[[], Picture]]

LATE = "late"
CLAIMS = read_table(Path(__file__).parents[2] / "docs" / "robustness.csv")[:3]
ROW = {"scenario": "BASE", "first_reply_min": 210, "info_min": 297, "asked_number": 2, "customer_effort_min": 17.0}


def made_up(steps: Mapping[str, tuple[float, float]]) -> Explanation:
    """Return an explanation with some steps: their change of every measure, and half the interval's length."""

    def interval(mean: float, half: float) -> dict[str, Interval]:
        return {name: Interval(mean, mean - half, mean + half, 6) for name in MEASURES}

    told = [Step(name, "in words", interval(*each), interval(each[0] / 2, each[1])) for name, each in steps.items()]
    whole = sum(each[0] for each in steps.values())
    formula = dict.fromkeys(MEASURES, 0.9)
    fed = Fed(0.4, 5.0, 4, 7.5)
    end = interval(0.9 + whole, 0.01)
    return Explanation("phone", 1 / 3, fed, formula, told, end, interval(whole, 0.01), fed, formula, ["the choice"])


def of_cases(tablet: Mapping[str, sim.Run]) -> Drawn:
    """Draw customers' cases, a day, a storm and counterfactuals."""
    runs = {"rescue": sim.simulate(sim.load("rescue")), "agency": sim.simulate(sim.load("agency")), **tablet}
    drawn: dict[str, Callable[[], Picture]] = {
        f"case {name}": lambda run=run: plots.case_timeline(run)  # type: ignore[misc]
        for name, run in runs.items()
    }
    return drawn | {
        "two worlds": lambda: plots.two_worlds(tablet["BASE"], tablet["all"]),
        "counterfactuals": lambda: plots.counterfactual_bars([ROW | {"S": 0.2}, ROW | {"S": 0.3, "info_min": None}]),
        "one row": lambda: plots.counterfactual_bars([ROW | {"S": 0.2, "asked_number": 0}]),
        "storm": lambda: plots.storm_curve(
            {LATE: [[5.0, 90.0], [30.0]]}, answers={LATE: 60.0}, theory={LATE: ([60.0, 600.0], [1.0, 9.0])}
        ),
        "formula gap": lambda: plots.formula_gap(made_up({each.name: (0.1, 0.01) for each in INGREDIENTS})),
        "costs": lambda: plots.cost_chart(
            [Cost("compiled", 10_104, 0.007, 4_000_000), Cost("simpy", 10_104, 0.1, None)]
        ),
        "nothing in the gap": lambda: plots.formula_gap(made_up({"plain queue": (0.0, 0.1)}), "wait_min"),
    }


def of_companies(reference: sim.Run, comparison: sim.Comparison) -> Drawn:
    """Draw a company's day, and two companies beside each other."""
    first, second = comparison.runs
    pair = (first, second)
    every = [name for name in comparison.measures() if all(_is_there(comparison, each, name) for each in pair)]
    served = sim.load("service-levels").with_({"days": 8, "warm_up_days": 1, "transparency.callbacks": True})
    worlds = {"before": served, "integrated": served.with_({"handling.payers_first": False})}
    promised, alone = sim.compare(worlds, replications=2), sim.compare({"before": served}, replications=1)
    return {
        "day": lambda: plots.day_profile(reference),
        "two days": lambda: plots.two_days(reference, sim.simulate(reference.scenario.policy("pooled"))),
        "causes": lambda: plots.causes(comparison, reference.scenario),
        "promises": lambda: plots.commitments(promised, served),
        "promises of one": lambda: plots.commitments(alone, served),
        "before and after": lambda: plots.before_after(comparison, first, second, every),
        "differences": lambda: plots.paired_differences(comparison, first, second, every),
    }


def _is_there(comparison: sim.Comparison, scenario: str, measure: str) -> bool:
    mean = comparison.interval(scenario, measure).mean
    return mean == mean


def of_experiments(folder: Path) -> Drawn:
    """Draw what the analysis of an experiment, a calibration, an estimate and a robustness study ask for."""
    factors = [{"key": "needs.call.per_day", "levels": [100, 150, 200]}]
    factors += [{"key": "channels.phone.solve", "levels": [0.6, 0.8, 1.0]}, {"key": "days", "levels": [1, 1.5, 2]}]
    raw = {"scenario": "single-agent", "changes": {"warm_up_days": 0}, "replications": 2, "factors": factors}
    results = sim.sweep(sim.parse_experiment(raw), folder / "factors")
    ranges = [{"key": "needs.call.per_day", "low": 100, "high": 300}, {"key": "days", "low": 1, "high": 2}]
    raw |= {"factors": ranges, "design": "saltelli", "points": 8}
    shared = sim.sweep(sim.parse_experiment(raw), folder / "shared")
    days = np.add.outer([0.0, 0.5], np.sin(np.arange(60.0)))
    goals = {"contacts_per_day": "high", "answer_min.phone": "low"}
    estimate = patience(waits(["abandoned", "answered", "answered"] * 60))
    assert estimate is not None
    return {
        "points": lambda: plots.point_differences(results, "answer_min.phone"),
        "a family of points": lambda: plots.point_differences(results, "contacts", family=list(goals)),
        "effects": lambda: plots.factor_effects(results, "occupancy.phone"),
        "trade-offs": lambda: plots.trade_offs(results, goals),
        "surface": lambda: plots.response_surface(results, "answer_min.phone"),
        "shares": lambda: plots.sobol_shares(shared, "contacts_per_day"),
        "warm-up": lambda: plots.welch_plot(days, "satisfaction"),
        "too short": lambda: plots.welch_plot(np.linspace(1, 9, 60)[None, :], "backlog.email"),
        "profiles": lambda: plots.profiles(found(2)),
        "patience": lambda: plots.patience_curve(estimate, "phone"),
        "robustness": lambda: plots.robustness_chart([*CLAIMS, CLAIMS[0] | {"assumption_1": None, "points": 9}]),
    }
