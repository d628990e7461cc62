"""The bank study: three shares, two ways to fit each, and a surge that does not move them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor

from simulation.experiment import compare
from simulation.scenario import load
from simulation.validation.checks import Check, close_to, targets

REPLICATIONS = 5
BANKS = ("bank-a", "bank-b", "bank-c")
FITS = ("", "-other", "-tripled")


def checks(executor: Executor | None, progress: Callable[[float], None] | None = None) -> Iterator[Check]:
    """Yield the checks of the bank study."""
    group = targets()["banks"]
    source = group["source"]
    study = load("bank-study")
    found = compare(
        {bank + fit: study.policy(bank + fit) for bank in BANKS for fit in FITS}, REPLICATIONS, 1, executor, progress
    )
    tweets = sum(found.interval(bank, "offered.twitter").mean for bank in BANKS)
    yield close_to("banks: tweets in all", source, group["tweets"], tweets, group["tweets"] * 0.03)
    for bank in BANKS:
        expected, tolerance = group[bank]
        for fit in FITS:
            resolved = found.interval(bank + fit, "resolved_of_answered").mean
            yield close_to(f"{bank}{fit}: resolved of answered", source, expected, resolved, tolerance)
        answered, most = found.interval(f"{bank}-tripled", "answered_of_received").mean, group["answered_when_tripled"]
        name = f"{bank}-tripled: answered of received, at most"
        yield Check(name, "three times the tweets, the same staff", most, answered, None, answered <= most)
