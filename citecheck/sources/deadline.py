"""Ends what takes too long: a budget of time for each URL, and a watch that shuts sockets when it is spent.

Time-outs of sockets bound one silence only: a byte now and then, or an endless row of header lines, goes on for ever.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import socket
import threading
import time
from collections.abc import Iterator


class Budget:
    """Time that one URL may use, in seconds. It runs only inside `running` and by `spend`."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self._since: float | None = None

    @property
    def left(self) -> float:
        """Seconds that are left, never below 0."""
        used = time.monotonic() - self._since if self._since is not None else 0.0
        return max(0.0, self._left - used)

    def spend(self, seconds: float) -> None:
        """Takes off time that passes outside of `running`."""
        self._left -= seconds

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Lets the time run."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._left -= time.monotonic() - self._since
            self._since = None


class Guard:
    """One request's hold on its socket: `expired` once its time was up, whatever the socket then gave."""

    def __init__(self, watch: Watch, seconds: float) -> None:
        self._watch = watch
        self.ends = time.monotonic() + seconds
        self._expired = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self.phase = "connect"

    @property
    def left(self) -> float:
        """Seconds until the end, never below 0."""
        return max(0.0, self.ends - time.monotonic())

    @property
    def expired(self) -> bool:
        """Whether the time was up at some moment."""
        return self._expired or time.monotonic() >= self.ends

    def hold(self, connection: socket.socket) -> None:
        """Takes a connection under guard. A copy of it is shut, so that wrapping it in TLS changes nothing."""
        with self._lock:
            self._sockets.append(connection.dup())
        if self._expired:
            self.shut()

    def shut(self) -> None:
        """Ends the connections: who waits for them wakes at once."""
        self._expired = True
        with self._lock:
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Lets go of the connections."""
        self._watch.forget(self)
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()


class Watch:
    """One thread that shuts each guarded connection when its time is up."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._heap: list[tuple[float, int, Guard]] = []
        self._guards: set[Guard] = set()
        self._order = itertools.count()
        self._thread: threading.Thread | None = None
        self._ended = False

    def guard(self, seconds: float) -> Guard:
        """A guard that shuts what it holds after so many seconds."""
        guard = Guard(self, seconds)
        with self._changed:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            self._guards.add(guard)
            heapq.heappush(self._heap, (guard.ends, next(self._order), guard))
            self._changed.notify()
        if self._ended:
            guard.shut()
        return guard

    def forget(self, guard: Guard) -> None:
        """No longer watches a guard."""
        with self._changed:
            self._guards.discard(guard)

    def shut_all(self) -> None:
        """Ends all that is under way now, and all that is begun later."""
        with self._changed:
            self._ended = True
            guards = list(self._guards)
        for guard in guards:
            guard.shut()

    def close(self) -> None:
        """Ends the thread."""
        self.shut_all()
        with self._changed:
            self._changed.notify()

    def _run(self) -> None:
        with self._changed:
            while not self._ended:
                wait = self._heap[0][0] - time.monotonic() if self._heap else None
                if wait is not None and wait <= 0:
                    guard = heapq.heappop(self._heap)[2]
                    if guard in self._guards:
                        guard.shut()
                    continue
                self._changed.wait(wait)
