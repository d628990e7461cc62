"""One sentence for an impossible input: where, what, and what was expected."""

import math
from collections.abc import Iterable
from numbers import Integral, Real


def _number(where: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{where}: {name} is {value!r}, expected a finite number.")
    return float(value)


def positive(where: str, name: str, value: object) -> float:
    """Return `value` as a float, or raise ValueError unless it is finite and above 0."""
    number = _number(where, name, value)
    # 1e-50 keeps every rate, its square and its inverse inside double precision.
    if not 1e-50 < number < 1e50:
        expected = "a number above 0" if number <= 0 else "a number between 1e-50 and 1e50"
        raise ValueError(f"{where}: {name} is {value!r}, expected {expected}.")
    return number


def not_negative(where: str, name: str, value: object) -> float:
    """Return `value` as a float, or raise ValueError unless it is finite and at least 0."""
    number = _number(where, name, value)
    if number < 0:
        raise ValueError(f"{where}: {name} is {value!r}, expected 0 or more.")
    return number


def share(where: str, name: str, value: object) -> float:
    """Return `value` as a float, or raise ValueError unless it lies from 0 to 1."""
    number = _number(where, name, value)
    if not 0 <= number <= 1:
        raise ValueError(f"{where}: {name} is {value!r}, expected a share from 0 to 1.")
    return number


def inner_share(where: str, name: str, value: object) -> float:
    """Return `value` as a float, or raise ValueError unless it lies strictly between 0 and 1."""
    number = _number(where, name, value)
    if not 0 < number < 1:
        raise ValueError(f"{where}: {name} is {value!r}, expected a share between 0 and 1, neither of them included.")
    return number


def whole(where: str, name: str, value: object, least: int = 1) -> int:
    """Return `value` as an int, or raise ValueError unless it is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < least:
        raise ValueError(f"{where}: {name} is {value!r}, expected a whole number of at least {least}.")
    return int(value)


def several(where: str, name: str, value: object) -> list[object]:
    """Return `value` as a list, or raise ValueError unless it is a sequence with something in it."""
    items = list(value) if isinstance(value, Iterable) and not isinstance(value, str) else []
    if not items:
        raise ValueError(f"{where}: {name} is {value!r}, expected a list with at least one value.")
    return items


def stable(where: str, servers: float, load: float) -> None:
    """Raise ValueError unless the offered load stays below what the servers can carry."""
    if load >= servers:
        raise ValueError(
            f"{where}: the queue grows without end, the offered load is {load:.6g} erlangs; "
            f"expected less than {servers:.6g}, what the servers can carry."
        )
