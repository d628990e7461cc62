"""Python imports this first where its folder is on the path: nothing leaves the machine, and each try is noted."""

import contextlib
import errno
import ipaddress
import os
import socket
import sys
from typing import Any

NOTES = os.environ.get("KUNDELAB_OFFLINE", "")
HOST = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}  # where each event names an address
NAME = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}  # where each names a host
HERE = {"", "localhost", "localhost.localdomain", "ip6-localhost", socket.gethostname()}


def _stays_here(host: object) -> bool:
    """Return whether a host is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name in HERE:
        return True
    with contextlib.suppress(ValueError):
        address = ipaddress.ip_address(name.split("%")[0])
        return address.is_loopback or address.is_unspecified
    return False


def _host(event: str, arguments: tuple[Any, ...]) -> object:
    """Return the host that an event is about; nothing for sockets that are files, and for replies without address."""
    if event in NAME:
        return arguments[NAME[event]]
    address = arguments[HOST[event]]
    return address[0] if isinstance(address, tuple) and address else None


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse what would leave this machine, as a machine without a network does."""
    if event not in HOST and event not in NAME:
        return
    host = _host(event, arguments)
    if not _stays_here(host):
        with open(NOTES, "a", encoding="utf-8") as notes:  # noqa: PTH123
            notes.write(f"{os.path.basename(sys.argv[0] or sys.executable)} asked for {host}\n")  # noqa: PTH119
        raise OSError(errno.ENETUNREACH, f"the network is off in this check, and something asked for {host}")


if NOTES:
    sys.addaudithook(_watch)
