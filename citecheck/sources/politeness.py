"""One request at a time to a registrable domain, and a pause between two."""

from __future__ import annotations

import contextlib
import ipaddress
import threading
import time
from collections import deque
from collections.abc import Iterator
from functools import cache

from publicsuffixlist import PublicSuffixList


class Stopped(Exception):
    """The run was ended while waiting."""


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def domain_of(host: str, port: int) -> str:
    """What one is polite to: the registrable domain; for an address or a local name, host and port."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if "." in host:
            return str(_suffixes().privatesuffix(host) or host)
    return f"{host}:{port}"


class _Domain:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.busy = False
        self.waiting: deque[threading.Event] = deque()
        self.free_at = 0.0
        self.interval = 0.0


class Manners:
    """Turns at all domains of a run. `interval` is in seconds."""

    def __init__(self, interval: float, stopped: threading.Event) -> None:
        self._interval = interval
        self._stopped = stopped
        self._domains: dict[str, _Domain] = {}
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def turn(self, domain: str, *, pause: bool = True) -> Iterator[None]:
        """Waits for the domain to be free and its pause to be over, in the order of asking. Raises `Stopped`.

        Without `pause` it waits for the turn alone: the scripts of one page come one after another.
        """
        place = self._domain(domain)
        self._wait_for_turn(place)
        try:
            left = place.free_at - time.monotonic() if pause else 0.0
            if self._stopped.wait(left) if left > 0 else self._stopped.is_set():
                raise Stopped
            yield
        finally:
            with place.lock:
                place.free_at = max(place.free_at, time.monotonic() + max(self._interval, place.interval))
                self._pass_on(place)

    def ask_for(self, domain: str, interval: float) -> None:
        """Makes the pause at a domain at least so long, as its robots.txt asks."""
        place = self._domain(domain)
        with place.lock:
            place.interval = max(place.interval, interval)
            place.free_at = max(place.free_at, time.monotonic() + interval)

    def hold_off(self, domain: str, seconds: float) -> None:
        """Lets a domain alone for so long."""
        place = self._domain(domain)
        with place.lock:
            place.free_at = max(place.free_at, time.monotonic() + seconds)

    def ready_at(self, domain: str) -> float:
        """The monotonic time from which a domain may be asked."""
        return self._domain(domain).free_at

    def _domain(self, name: str) -> _Domain:
        with self._lock:
            return self._domains.setdefault(name, _Domain())

    def _wait_for_turn(self, place: _Domain) -> None:
        with place.lock:
            if not place.busy:
                place.busy = True
                return
            mine = threading.Event()
            place.waiting.append(mine)
        while not mine.wait(0.2):
            if self._stopped.is_set():
                with place.lock:
                    if not mine.is_set():
                        place.waiting.remove(mine)
                        raise Stopped
                return

    @staticmethod
    def _pass_on(place: _Domain) -> None:
        if place.waiting:
            place.waiting.popleft().set()
        else:
            place.busy = False
