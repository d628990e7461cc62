"""What the lecturer can mend, in one sentence."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class Refused(Exception):
    """Something the user can mend; the message is one clear sentence."""


def nearest(word: str, names: Iterable[str]) -> str:
    """Return a half sentence that names the nearest valid name and all others: ``the nearest is 'x' (all: x, y)``."""
    known = sorted(names)
    if not known:
        return "there are none"
    folded = {name.casefold(): name for name in known}
    close = folded[difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0)[0]]
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f"the nearest is '{close}' (all: {shown})"
