"""What the reference company teaches: each result with its sign, and with the lever that makes it vanish.

A result is a paired difference whose 95 % interval lies on the stated side; its off-switch is a paired difference
whose whole interval lies inside a stated margin. A result that does not come is shown as such, and never forced.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, NamedTuple

from simulation.analysis import Interval
from simulation.experiment import Comparison, compare
from simulation.scenario import Scenario, load

FEW, MANY = 8, 24
"""Replications: many where the difference is small against its own spread."""


class Claim(NamedTuple):
    """What is claimed of a paired difference, second minus first.

    Attributes
    ----------
    result : str
        In words.
    first, second : str
        Scenarios, by their name in `scenarios`.
    measure : str
        What differs.
    sign : int
        +1 or -1: the whole interval lies on that side of `margin` (0 unless stated); 0: it lies within the margin.
    margin : float
        In the measure's unit.
    replications : int
        How many paired runs it rests on.
    """

    result: str
    first: str
    second: str
    measure: str
    sign: int
    margin: float = 0.0
    replications: int = FEW

    def expected(self) -> str:
        """Return what is expected, in words."""
        if self.sign == 0:
            return f"{self.measure} within {self.margin:g}"
        return f"{self.measure} {'more' if self.sign > 0 else 'less'} than {self.margin:g}"

    def holds(self, interval: Interval) -> bool:
        """Return whether an interval of the difference bears it out."""
        if self.sign == 0:
            return interval.within(self.margin)
        return interval.low > self.margin if self.sign > 0 else interval.high < self.margin


class Result(NamedTuple):
    """What came out.

    Attributes
    ----------
    result, expected : str
        See `Claim`.
    first, second, measure : str
        What was compared.
    difference, low, high : float
        The paired difference and its 95 % interval.
    ok : bool
        Whether the claim holds.
    """

    result: str
    expected: str
    first: str
    second: str
    measure: str
    difference: float
    low: float
    high: float
    ok: bool


def scenarios() -> dict[str, Scenario]:
    """Return every scenario that a claim names."""
    reference = load("reference-company")
    found = {name: reference.policy(name) for name in reference.policies}
    # Honest labels that say no more than a list of equals: official, with the times that people believe in and expect.
    alike = {"channels.facebook.believed": reference.behaviour.equal_minutes}
    told: dict[str, Any] = {f"channels.{name}.official": True for name in reference.channels}
    told |= {
        f"transparency.published_minutes.{name}": part.believed
        for name, part in reference.with_(alike).channels.items()
    }
    found["equal"] = reference.with_(alike)
    found["honest-but-equal"] = reference.policy("honest").with_(alike | told)
    levers_off = {key: 0 for key in reference.policies["integrated-five"].changes if key.startswith("integration.")}
    found["five-not-integrated"] = reference.policy("integrated-five").with_(levers_off)
    found["distracted-for-no-time"] = reference.policy("distracted").with_({"teams.social.away": 0})
    line = load("erlang-a").with_(
        {"channels.phone.patience": "never", "channels.phone.work.mean": 5, "needs.call.per_day": 2304, "days": 15}
    )
    for name, agents, load_share in (
        ("ten agents, 80 % busy", 10, 0.8),
        ("ten agents, 90 % busy", 10, 0.9),
        ("spare agents, the smaller load", 18, 0.8),
        ("spare agents, the larger load", 18, 0.9),
    ):
        found[name] = line.with_({"teams.phone.agents": agents, "needs.call.per_day": load_share * 2 * 1440})
    return found


CLAIMS = (
    Claim(
        "from 80 to 90 % utilisation the wait grows to more than two and a half times",
        "ten agents, 80 % busy", "ten agents, 90 % busy", "wait_min.phone", +1, 1.5 * 1.023,
    ),
    Claim(
        "off: with spare agents the same growth adds no wait to speak of",
        "spare agents, the smaller load", "spare agents, the larger load", "wait_min.phone", 0, 0.02,
    ),
    Claim("pooled without history, more customers are asked twice", "before", "pooled", "asked_twice", +1),
    Claim(
        "off: with shared history, pooling asks nobody twice more often",
        "with-history", "pooled-with-history", "asked_twice", 0, 0.01,
    ),
    Claim("one more channel, same staff: more contacts", "no-social", "before", "contacts_per_day", +1),
    Claim("and more again when its agent is distracted", "before", "distracted", "contacts_per_day", +1),
    Claim(
        "off: an agent who turns away for no time adds none",
        "before", "distracted-for-no-time", "contacts_per_day", 0, 1,
    ),
    Claim(
        "five integrated agents are no worse than eight separate ones in satisfaction (margin .01)",
        "before", "integrated-five", "satisfaction", +1, -0.01,
    ),
    Claim("with fewer contacts", "before", "integrated-five", "contacts_per_day", -1),
    Claim("off: five agents without the levers are worse", "before", "five-not-integrated", "satisfaction", -1),
    Claim(
        "an honest label helps when social media are neglected",
        "distracted", "distracted-honest", "satisfaction", +1,
    ),
    Claim(
        "and costs phone abandonment when they are attended",
        "before", "honest", "abandonment.phone", +1, 0.0, MANY,
    ),
    Claim(
        "off: a label that says what customers believed and expected anyway changes no abandonment",
        "equal", "honest-but-equal", "abandonment.phone", 0, 0.002,
    ),
)  # fmt: skip


def results(executor: Executor | None = None, progress: Callable[[float], None] | None = None) -> list[Result]:
    """Run every claim on common random numbers and return what came out."""
    known = scenarios()
    work = {count: sorted(_named(count)) for count in (FEW, MANY)}
    runs = sum(count * len(names) for count, names in work.items())
    found: dict[int, Comparison] = {}
    before = 0.0
    for count, names in work.items():
        share = count * len(names) / runs

        def of_all(done: float, before: float = before, share: float = share) -> None:
            if progress is not None:
                progress(before + done * share)

        found[count] = compare({name: known[name] for name in names}, count, 1, executor, of_all)
        before += share
    return [_result(claim, found[claim.replications]) for claim in CLAIMS]


def _named(replications: int) -> set[str]:
    """Return the scenarios that claims with so many replications name."""
    return {name for claim in CLAIMS if claim.replications == replications for name in (claim.first, claim.second)}


def _result(claim: Claim, comparison: Comparison) -> Result:
    interval = comparison.difference(claim.first, claim.second, claim.measure).interval
    what = (claim.result, claim.expected(), claim.first, claim.second, claim.measure)
    return Result(*what, interval.mean, interval.low, interval.high, claim.holds(interval))
