"""What the cases teach: each result with its sign, and with the lever that makes it vanish.

A result is a paired difference whose 95 % interval lies on the stated side; its off-switch is a paired difference
whose whole interval lies inside a stated margin. A result that does not come is shown as such, and never forced.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from simulation.experiment import Comparison, compare
from simulation.validation import company, learned, organised, public
from simulation.validation.claims import Claim, Group, Result

GROUPS = tuple(Group(part.scenarios, part.CLAIMS) for part in (company, learned, organised, public))


def results(
    executor: Executor | None = None,
    progress: Callable[[float], None] | None = None,
    groups: tuple[Group, ...] = GROUPS,
) -> list[Result]:
    """Run every claim on common random numbers and return what came out."""
    work = [part for group in groups for part in _parts(group)]
    runs = sum(replications * len(names) for _, replications, names in work)
    found: list[Result] = []
    before = 0.0
    for group, replications, names in work:
        share = replications * len(names) / runs

        def of_all(done: float, before: float = before, share: float = share) -> None:
            if progress is not None:
                progress(before + done * share)

        known = group.scenarios()
        comparison = compare({name: known[name] for name in names}, replications, 1, executor, of_all)
        found += [_result(claim, comparison) for claim in group.claims if claim.replications == replications]
        before += share
    return found


def _parts(group: Group) -> list[tuple[Group, int, list[str]]]:
    """Return a group's runs: for each number of replications, the scenarios that claims with so many name."""
    numbers = sorted({claim.replications for claim in group.claims})
    return [
        (group, number, sorted({name for claim in group.claims if claim.replications == number for name in claim[1:3]}))
        for number in numbers
    ]


def _result(claim: Claim, comparison: Comparison) -> Result:
    interval = comparison.difference(claim.first, claim.second, claim.measure).interval
    what = (claim.result, claim.expected(), claim.first, claim.second, claim.measure)
    return Result(*what, interval.mean, interval.low, interval.high, claim.holds(interval))
