"""Who reads what is public: how many, and which customers."""

from __future__ import annotations

import bisect
import itertools
import math
from typing import TYPE_CHECKING

from simulation.model.records import Case
from simulation.randomness import Law, Series

if TYPE_CHECKING:
    from simulation.model.company import Company

MESSAGE, ANSWER = range(2)
"""What is read."""


class Readers:
    """The readers of public messages and answers: a Poisson number of customers, any of them alike.

    Parameters
    ----------
    company : Company
        Whose customers they are.
    mean : float
        Mean number of readers of one item.
    """

    def __init__(self, company: Company, mean: float) -> None:
        self._customers = company.scenario.population.customers
        self._sums = list(itertools.accumulate(poisson(mean)))
        luck = company.workload.luck
        self._who = [Series(luck, f"{source}.reader", Law(), 32) for source in company.workload.sources]

    def count(self, case: Case, number: int, what: int) -> int:
        """Return how many read a contact's message or its answer, see `of`."""
        return bisect.bisect_left(self._sums, case.draw("readers", 2 * number + what))

    def of(self, case: Case, number: int, what: int) -> list[int]:
        """Return the numbers of the customers who read a contact's message or its answer.

        Parameters
        ----------
        case : Case
            Whose contact.
        number : int
            The contact's number in its case.
        what : int
            `MESSAGE` or `ANSWER`.
        """
        series, begin = self._who[case.source], (2 * number + what) * 1024
        readers = range(self.count(case, number, what))
        return [int(series.at(case.row, begin + reader) * self._customers) for reader in readers]


def poisson(mean: float) -> list[float]:
    """Return the probabilities of 0, 1, 2 ... events, up to far in the tail."""
    if mean == 0:
        return [1.0]
    most = math.ceil(mean + 10 * math.sqrt(mean) + 10)
    return [math.exp(count * math.log(mean) - mean - math.lgamma(count + 1)) for count in range(most)]
