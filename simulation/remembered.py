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
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = make()
        for array in made:
            array.flags.writeable = False
        self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Arrays) -> None:
        size = _bytes_of(made)
        if size > self.most_bytes // 4:
            return
        with self._lock:
            if key in self._kept:  # two threads made it
                return
            self._kept[key] = made
            self.bytes += size
            while self.bytes > self.most_bytes:
                self.bytes -= _bytes_of(self._kept.popitem(last=False)[1])


def _bytes_of(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays)
