"""What the labs need beyond the model comes with the extra `lab`, and is imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from simulation.errors import InputError


@contextmanager
def needed_for(what: str) -> Iterator[None]:
    """Import inside what the extra `lab` brings; where it is missing, one sentence says so.

    Parameters
    ----------
    what : str
        What it is needed for, as the sentence begins.

    Raises
    ------
    InputError
        When an import inside fails.
    """
    try:
        yield
    except ImportError as problem:
        sentence = f"{what} needs {problem.name}, which comes with the extra 'lab': python start.py lab"
        raise InputError(sentence) from None
