"""The one kind of error that a user sees: a sentence that says what, where, and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_TELLING, _FEW = 3, 3
"""A part of a name that tells which is meant: so many letters at least, and so many names that hold it at most."""


class InputError(ValueError):
    """Something a user wrote cannot be used; the message is one sentence for her, on one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(" ".join(sentence.splitlines()))

    def _render_traceback_(self) -> list[str]:
        """Show the sentence alone in a notebook."""
        return [str(self)]


def nearest(name: str, valid: Iterable[str]) -> str:
    """Return the hint that ends an error sentence: the nearest valid name, those that hold it, or the whole list.

    Parameters
    ----------
    name : str
        What was written.
    valid : iterable of str
        What could have been written.

    Returns
    -------
    str
        ``"did you mean 'redial'?"``, or ``"expected one of: ..."`` when nothing is near.
    """
    names = sorted(valid)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    holding = [known for known in names if len(name) >= _TELLING and name.casefold() in known.casefold()]
    if 1 <= len(holding) <= _FEW:
        return "did you mean " + " or ".join(f"'{known}'" for known in holding) + "?"
    folded = {known.casefold(): known for known in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"did you mean '{folded[close[0]]}'?"
    return "expected one of: " + ", ".join(names) if names else "none is defined"
