"""The network switched off for some processes: nothing of theirs leaves the machine, and every try is known.

Python reports each look-up and each connection to its audit hooks; a hook in every child (`guard/sitecustomize.py`)
refuses all but loopback. Programs that are no Python find a proxy on loopback, which notes what they ask for and
refuses it. What a program in C does on its own, without a proxy, is not seen.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

GUARD = Path(__file__).parent / "guard"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")


@dataclass(frozen=True)
class Offline:
    """A switched-off network: the variables that switch it off for a child, and what tried to get out."""

    notes: Path
    port: int
    refused: list[str] = field(default_factory=list)

    def variables(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of a child without network."""
        nowhere = f"http://127.0.0.1:{self.port}"
        proxies = {name: nowhere for low in PROXIES for name in (low, low.upper())}
        path = os.pathsep.join(filter(None, [str(GUARD), environment.get("PYTHONPATH")]))
        here = dict.fromkeys(("no_proxy", "NO_PROXY"), "127.0.0.1,localhost,::1")
        return {**environment, **proxies, **here, "PYTHONPATH": path, "KUNDELAB_OFFLINE": str(self.notes)}

    def tries(self) -> list[str]:
        """Return who tried to reach what, each once."""
        noted = self.notes.read_text("utf-8").splitlines() if self.notes.exists() else []
        return sorted({*noted, *self.refused})


@contextmanager
def switched_off(folder: Path) -> Iterator[Offline]:
    """Keep the network off for children that get the variables; notes go into `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        offline = Offline(folder / "tries.txt", proxy.getsockname()[1])
        threading.Thread(target=_refuse, args=(proxy, offline.refused), daemon=True).start()
        yield offline


def _refuse(proxy: socket.socket, refused: list[str]) -> None:
    """Note the first line of every request and refuse it, until the socket is closed."""
    while True:
        try:
            caller, _ = proxy.accept()
        except OSError:
            return
        with caller:
            caller.settimeout(2)
            try:
                asked = caller.recv(4096).split(b"\r\n")[0].decode("ascii", "replace").split()
                caller.sendall(b"HTTP/1.1 403 The network is off\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:
                continue
            if asked:
                refused.append("a program asked for " + " ".join(asked[1:2] or asked))
