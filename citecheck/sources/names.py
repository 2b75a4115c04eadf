"""Looks names up, with a limit of time, and remembers the answers for a run."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable

Lookup = Callable[[str, int], list[str]]
"""Takes a host and a port, returns its addresses as text, best first. Raises OSError (`socket.gaierror`)."""

_CONTROL = "example.com"
"""A name that stands for ever (RFC 2606): when it is not found, no name is."""

_NO_SUCH_NAME = {
    getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)
}


class NoSuchName(OSError):
    """The name does not exist, as its servers say."""


class NotLookedUp(OSError):
    """Nobody could say whether the name exists."""


def system_lookup(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _says_something(host: str) -> bool:
    """Whether that a host has addresses says that names are found: an address or this machine's own name does not."""
    name = host.rstrip(".").lower()
    return "." in name and ":" not in name and not name.rpartition(".")[2].isdigit() and not name.endswith(".localhost")


class Names:
    """Look-ups of one run."""

    def __init__(self, lookup: Lookup = system_lookup) -> None:
        self._lookup = lookup
        self._known: dict[tuple[str, int], list[str]] = {}
        self._lock = threading.Lock()
        self._answered = False
        self._offline: bool | None = None

    def addresses(self, host: str, port: int, limit: float) -> list[str]:
        """The addresses of a host. Raises `NoSuchName`, `NotLookedUp`, or TimeoutError after `limit` seconds."""
        with self._lock:
            known = self._known.get((host, port))
        if known is not None:
            return known
        addresses = self._ask(host, port, limit)
        with self._lock:
            self._known[host, port] = addresses
            self._answered = self._answered or _says_something(host)
        return addresses

    def offline(self, limit: float = 5.0) -> bool:
        """Whether it seems that no name at all can be looked up."""
        with self._lock:
            if self._answered:
                return False
            if self._offline is not None:
                return self._offline
        try:
            self._ask(_CONTROL, 443, limit)
            offline = False
        except OSError:
            offline = True
        with self._lock:
            self._offline = offline
        return offline

    def _ask(self, host: str, port: int, limit: float) -> list[str]:
        # The system's resolver cannot be interrupted: a thread that still waits for it is left behind.
        box: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def work() -> None:
            try:
                box.put(self._lookup(host, port))
            except (OSError, UnicodeError, ValueError) as error:
                box.put(error)

        threading.Thread(target=work, name="names", daemon=True).start()
        try:
            answer = box.get(timeout=max(0.01, limit))
        except queue.Empty:
            raise TimeoutError(f"looking up {host} took too long") from None
        if isinstance(answer, socket.gaierror) and answer.errno in _NO_SUCH_NAME:
            raise NoSuchName(f"there is no host of the name {host}")
        if isinstance(answer, Exception):
            raise NotLookedUp(f"the name {host} cannot be looked up")
        return answer
