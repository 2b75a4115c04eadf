"""A few child processes for all tasks of a run: documents, pages, matching."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from citecheck.isolation.limits import MIB, Limits, LostError
from citecheck.isolation.process import Child

MOST_CHILDREN = min(4, os.cpu_count() or 1)
_RECYCLE_AFTER = 500  # tasks
_LARGE = 2 * MIB
"""Bytes of data. A child keeps the memory that a large document took, and so is not kept."""


class Pool:
    """At most `size` children at a time; each is started when first needed, and kept for the next task."""

    def __init__(self, size: int = MOST_CHILDREN) -> None:
        self._free: list[Child] = []
        self._busy: set[Child] = set()
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(size)
        self._ends = 0

    def ask(
        self, task: str, data: bytes, arguments: Mapping[str, Any] | None = None, limits: Limits | None = None
    ) -> Iterator[bytes]:
        """The answers of the task `module:function` as they come; waits until a child is free.

        Raises `LostError`, `RefusedError` and `BrokenTaskError` (see `limits`).
        """
        ends = self._ends
        with self._slots:
            child = self._take(ends)
            try:
                yield from child.ask(task, data, arguments or {}, limits or Limits())
            finally:
                self._give_back(child, keep=child.usable and child.served < _RECYCLE_AFTER and len(data) < _LARGE)

    @property
    def times_closed(self) -> int:
        """How often all children were ended, by which who waits for something else sees that a run ended."""
        return self._ends

    def close(self) -> None:
        """Ends all children; tasks under way and those that wait for a child raise LostError."""
        with self._lock:
            self._ends += 1
            children, self._free = self._free, []
            busy = list(self._busy)
        for child in busy:
            child.kill("the run was ended")
        for child in children:
            child.end()

    def _take(self, ends: int) -> Child:
        with self._lock:
            if ends != self._ends:
                raise LostError("the run was ended")
            child = self._free.pop() if self._free else Child()
            self._busy.add(child)
            return child

    def _give_back(self, child: Child, *, keep: bool) -> None:
        with self._lock:
            self._busy.discard(child)
            if keep:
                self._free.append(child)
        if not keep:
            child.end()


POOL = Pool()
"""The children of this process."""

atexit.register(POOL.close)
