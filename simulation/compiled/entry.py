"""The one function of the engine that Python calls: compiled once, and kept on disk for all processes to come."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_FROM_OUTSIDE = ("log.py", "units.py", "randomness.py", "model/clock.py")
"""Modules beside the engine whose numbers become part of the compiled code."""


def sources() -> list[Path]:
    """Return the files that compiled code is made of."""
    return sorted([*_HERE.glob("*.py"), *(_HERE.parent / name for name in _FROM_OUTSIDE)])


@cache
def stamp() -> str:
    """Return what compiled code depends on, as a short text: its sources, numba, and Python."""
    total = hashlib.sha256(f"{version('numba')} {sys.version}".encode())
    for path in sources():
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


@cache
def folder() -> Path:
    """Return where compiled code is kept: beside the engine where that can be written to, else in the user's cache."""
    own = os.environ.get("KUNDELAB_CACHE")
    if own:
        return Path(own) / stamp()
    places = [_HERE / "__pycache__" / f"compiled-{stamp()}"]
    with suppress(RuntimeError):  # nobody's home
        places.append(Path.home() / ".cache" / "kundelab" / f"compiled-{stamp()}")
    kept = next((place for place in places if any(place.glob("*.nbc"))), None)
    return kept or next((place for place in places if _is_writable(place)), places[0])


def _is_writable(place: Path) -> bool:
    try:
        place.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=place).close()
    except OSError:
        return False
    return True


def is_kept() -> bool:
    """Return whether compiled code of this engine lies on disk; it may be that of another processor."""
    return any(folder().glob("*.nbc"))


@cache
def _advance() -> Any:
    """Return the loop as numba holds it, not yet compiled."""
    import numba
    from numba.core import caching

    from simulation.compiled import loop

    class Locator(caching._CacheLocator):  # type: ignore[misc]
        """Keeps the engine in a folder of its own for each version of its sources."""

        def get_cache_path(self) -> str:
            return str(folder())

        def get_source_stamp(self) -> str:
            return stamp()

        def get_disambiguator(self) -> str:
            return ""

        @classmethod
        def from_function(cls, function: Any, _: str) -> Any:
            if function is not loop.advance:
                return None
            return cls()

    before = list(caching.CacheImpl._locator_classes)
    caching.CacheImpl._locator_classes = [Locator, *before]
    try:
        keeps = is_kept() or _is_writable(folder())
        return numba.njit(loop.advance, error_model="numpy", nogil=True, cache=keeps)
    finally:
        caching.CacheImpl._locator_classes = before


def _signature() -> Any:
    import numba

    from simulation.compiled.layout import WORLD

    return (numba.from_dtype(WORLD)[::1],)


@contextmanager
def _alone() -> Iterator[None]:
    """Let others wait while one process compiles, where the system has such locks; elsewhere both do the work."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    try:
        lock = (folder() / "lock").open("w")
    except OSError:  # where nothing can be written, each compiles for itself
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_loaded() -> bool:
    """Return whether this process holds the compiled loop already."""
    return bool(_loaded)


_loading = threading.Lock()  # a panel loads the loop beside the page, while a cell may want it as well
_loaded: list[Callable[[Any], None]] = []  # the loop, once it can be called


def load(may_compile: bool = True) -> Callable[[Any], None] | None:
    """Return the compiled loop, from this process, from disk, or compiled now (half a minute).

    Parameters
    ----------
    may_compile : bool
        Whether to compile it where it lies on no disk; if not, None is returned then.
    """
    if _loaded:
        return _loaded[0]
    with _loading:
        return _loaded[0] if _loaded else _found(may_compile)


def _found(may_compile: bool) -> Callable[[Any], None] | None:
    from simulation.compiled.jit import PLAIN

    if PLAIN:
        from simulation.compiled.loop import advance as plain

        _loaded.append(plain)
        return plain
    loop = _advance()
    kept = loop._cache.load_overload(_signature(), loop.targetctx)
    if kept is not None:
        loop.add_overload(kept)
    elif may_compile:
        from simulation.compiled.unit import one_unit

        with _alone(), one_unit("advance"):
            loop.compile(_signature())
    else:
        return None
    loop.disable_compile()
    _loaded.append(loop)
    return _loaded[0]
