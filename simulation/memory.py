"""How much memory a piece of work takes at its height, seen from outside: the process that does it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Outcome = TypeVar("Outcome")

_OWN = Path("/proc/self")


def with_peak(work: Callable[[], Outcome]) -> tuple[Outcome, int | None]:
    """Do a piece of work, and return its outcome and by how many bytes the process grew at most while it was done.

    Linux counts the height from where the work begins. Elsewhere it is the height of the process's whole life, so that
    work which stays below what was there before takes nothing; where the system does not tell, None.
    """
    gc.collect()
    begins_anew = _forget_peak()
    before = _status("VmRSS") if begins_anew else _highest()
    outcome = work()
    after = _status("VmHWM") if begins_anew else _highest()
    return outcome, None if before is None or after is None else max(0, after - before)


def _forget_peak() -> bool:
    try:
        (_OWN / "clear_refs").write_text("5", encoding="ascii")
        return _status("VmRSS") is not None and _status("VmHWM") is not None
    except OSError:
        return False


def _status(name: str) -> int | None:
    """Return what Linux says of this process, in bytes."""
    for line in (_OWN / "status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return None


def _highest() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
