"""A Dask cluster as an executor: the same blocks, on the cores of many machines."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from simulation.errors import InputError

_PATIENCE = 10.0  # seconds
_ADDRESS = re.compile(r"(?:tcp|tls)://([^/:]+|\[[0-9a-fA-F:]+\]):(\d{1,5})")


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Connect to a Dask scheduler; yields an executor, and how many blocks its workers can run at once.

    Blocks of a worker that dies are run again by another. Workers need the same version of this project.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://127.0.0.1:8786``.

    Raises
    ------
    InputError
        When the package ``distributed`` is missing, nobody answers at the address, or there is no worker.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "cluster: needs the package 'distributed', which the extra 'cluster' of this project installs"
        ) from None
    _somebody_answers(address)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise InputError(f"cluster: what answers at '{address}' is no scheduler ({type(problem).__name__})") from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise InputError(f"cluster: the scheduler at '{address}' has no workers, expected at least one")
        executor = client.get_executor(pure=False, retries=3)
        yield executor, threads


def _somebody_answers(address: str) -> None:
    """Look before Dask does, which takes long to give up."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise InputError(
            f"cluster: '{address}' is no address of a scheduler, expected one such as tcp://127.0.0.1:8786"
        )
    try:
        socket.create_connection((match[1].strip("[]"), int(match[2])), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as problem:
        why = getattr(problem, "strerror", None) or type(problem).__name__
        raise InputError(f"cluster: no scheduler answers at '{address}' ({why})") from None
