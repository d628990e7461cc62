"""Names for drawn customers, so that a story is about somebody: keyed by seed, the same in every world.

Only first and last names are made up; never a number of identity or of a phone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from simulation.errors import InputError, nearest
from simulation.scenario import Scenario
from simulation.strings import t

if TYPE_CHECKING:
    from faker import Faker

LOCALES = ("no_NO", "da_DK", "en_GB")
"""Where names can come from, as Faker calls them."""


class Names:
    """The names of drawn customers by their numbers.

    Parameters
    ----------
    locale : str
        One of `LOCALES`.
    seed : int
        The run's: the same customer has the same name under every policy and in every process.

    Raises
    ------
    InputError
        When the locale is unknown, or Faker is not installed.

    Examples
    --------
    >>> Names("no_NO", 1)(7) == Names("no_NO", 1)(7)
    True
    """

    def __init__(self, locale: str, seed: int) -> None:
        if locale not in LOCALES:
            raise InputError(f"no names of '{locale}', {nearest(locale, LOCALES)}")
        try:
            from faker import Faker
        except ImportError:
            raise InputError("names: Faker is not installed, expected the extra 'lab' (python start.py lab)") from None
        self._locale, self._seed = locale, seed
        self._faker: Faker = Faker(locale)

    def __call__(self, customer: int) -> str:
        """Return the name of a drawn customer, numbered from 0."""
        self._faker.seed_instance(f"{self._locale}/{self._seed}/{customer}")  # of this instance alone
        return f"{self._faker.first_name()} {self._faker.last_name()}"


def shown_names(scenario: Scenario, seed: int, customers: Iterable[int]) -> dict[int, str]:
    """Return how to show customers: the cast by their names, others by drawn ones, without Faker by their numbers.

    Parameters
    ----------
    scenario : Scenario
        Whose customers.
    seed : int
        The run's.
    customers : iterable of int
        Their numbers: -1 and down for the cast, 0 and up for drawn ones.
    """
    drawn: Callable[[int], str]
    try:
        drawn = Names(t("names.locale"), seed)
    except InputError:

        def drawn(customer: int) -> str:
            return t("names.numbered", number=customer)

    return {
        customer: scenario.cast[-customer - 1].name if customer < 0 else drawn(customer) for customer in set(customers)
    }
