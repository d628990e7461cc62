"""A short memory for values that follow from their key alone, so that no result depends on what is remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

from numpy.typing import NDArray

Arrays = tuple[NDArray[Any], ...]


class Remembered:
    """Keeps the arrays that were asked for last, for whoever asks in this process next.

    Parameters
    ----------
    most_bytes : int
        How much all that is kept may take; what takes more than a quarter of that alone is never kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Hashable, Arrays] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Arrays]) -> Arrays:
        """Return the arrays of a key, made now if they are not kept; nobody can write to them."""
        found = self._look_up(key)
        if found is None:
            found = make()
            for array in found:
                array.flags.writeable = False
            self._keep(key, found)
        return found

    # Nobody waits for the lock: who would have to does without the memory. A process that was begun (by fork) while a
    # thread held it would otherwise wait for ever.

    def _look_up(self, key: Hashable) -> Arrays | None:
        if not self._lock.acquire(blocking=False):
            return None
        try:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found
        finally:
            self._lock.release()

    def _keep(self, key: Hashable, made: Arrays) -> None:
        size = _bytes_of(made)
        if size > self.most_bytes // 4 or not self._lock.acquire(blocking=False):
            return
        try:
            if key in self._kept:  # two threads made it
                return
            self._kept[key] = made
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= _bytes_of(self._kept.popitem(last=False)[1])
        finally:
            self._lock.release()


def _bytes_of(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays)
