"""Reads hostile documents in processes that can be killed: by a clock, and within a limit of memory.

A parser in C holds the interpreter while it runs, and no thread can stop it; so a PDF of any size and a page of more
than 64 KiB are read in one of a few lasting child processes. They speak JSON: a child taken over by a document cannot
make its parent run anything.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, fields
from typing import IO, Any

from citecheck.model.source import PageBreak, Reason
from citecheck.sources.html import Page
from citecheck.sources.mediatype import kind_of
from citecheck.sources.office import FORMATS
from citecheck.sources.text import Reading, read_bytes, read_office

MEMORY_LIMIT = 400 * 2**20  # bytes, of one child's address space
TIME_LIMIT = 20.0  # seconds
_SMALL_PAGE = 2**16
_RECYCLE_AFTER = 500
_LARGE = 2**21
_START = "import sys; sys.path[:] = {path!r}; from citecheck.sources.worker import serve; serve()"


def read_safely(data: bytes, content_type: str = "", name: str = "", time_limit: float = TIME_LIMIT) -> Reading:
    """Reads a document as `text.read_bytes` does, but ends when it takes too long or too much memory."""
    kind = kind_of(data, content_type, name)
    if kind in FORMATS:
        return read_office(data, kind)
    if kind != "pdf" and len(data) <= _SMALL_PAGE:
        return read_bytes(data, content_type, name, kind)
    reading = _POOL.read(data, content_type, name, time_limit)
    if reading is None:
        detail = f"reading it took longer than {time_limit:g} s or too much memory"
        return Reading(kind, whole=False, reason=Reason.WORKER, detail=detail)
    return reading


def end_reading() -> None:
    """Ends all reading under way, whose callers get a reading with the reason WORKER."""
    _POOL.close()


class _Child:
    """One reading process."""

    def __init__(self) -> None:
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, "-E", "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=keep,
            start_new_session=True,
        )
        self.served = 0

    def read(self, data: bytes, content_type: str, name: str, time_limit: float) -> Reading | None:
        assert self.process.stdin is not None and self.process.stdout is not None
        clock = threading.Timer(time_limit, self.process.kill)
        clock.daemon = True
        clock.start()
        try:
            head = {"size": len(data), "content_type": content_type, "name": name}
            self.process.stdin.write(json.dumps(head).encode() + b"\n")
            self.process.stdin.write(data)
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            self.served += 1
            return unpack_reading(json.loads(answer)) if answer.endswith(b"\n") else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        finally:
            clock.cancel()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


class _Pool:
    """As many children as there are cores to run them, four at most; each is started when first needed."""

    def __init__(self) -> None:
        self._free: list[_Child] = []
        self._busy: set[_Child] = set()
        self._lock = threading.Lock()
        self._slots = threading.Semaphore(min(4, os.cpu_count() or 1))

    def read(self, data: bytes, content_type: str, name: str, time_limit: float) -> Reading | None:
        with self._slots:
            with self._lock:
                child = self._free.pop() if self._free else _Child()
                self._busy.add(child)
            reading = None
            try:
                reading = child.read(data, content_type, name, time_limit)
            finally:
                # A child keeps the memory that a large document took.
                lasting = reading is not None and child.served < _RECYCLE_AFTER and len(data) < _LARGE
                with self._lock:
                    self._busy.discard(child)
                    if lasting:
                        self._free.append(child)
                if not lasting:
                    child.end()
            return reading

    def close(self) -> None:
        with self._lock:
            children, self._free = self._free, []
            busy = list(self._busy)
        for child in children:
            child.end()
        for child in busy:
            child.process.kill()


_POOL = _Pool()
atexit.register(_POOL.close)


def pack_reading(reading: Reading) -> dict[str, Any]:
    """A reading as plain JSON values."""
    packed = {field.name: getattr(reading, field.name) for field in fields(reading)}
    packed["anchors"] = sorted(reading.anchors)
    packed["pages"] = [[page.start, page.label, page.sheet] for page in reading.pages]
    if reading.page is not None:
        packed["page"] = {**asdict(reading.page), "anchors": [], "headings": list(reading.page.headings)}
    return packed


def unpack_reading(packed: dict[str, Any]) -> Reading:
    """The reading that `pack_reading` packed. Raises KeyError, TypeError or ValueError for anything else."""
    page = packed.pop("page")
    if page is not None:
        page = Page(**{**page, "anchors": frozenset(), "headings": tuple(page["headings"])})
    packed["anchors"] = frozenset(packed["anchors"])
    packed["pages"] = tuple(PageBreak(int(start), str(label), int(sheet)) for start, label, sheet in packed["pages"])
    packed["reason"] = Reason(packed["reason"])
    return Reading(**packed, page=page)


def serve(source: IO[bytes] | None = None, sink: IO[bytes] | None = None) -> None:
    """The child's life: reads documents from its standard input until that ends."""
    _limit_memory()
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    while line := source.readline():
        head = json.loads(line)
        reading = read_bytes(source.read(head["size"]), head["content_type"], head["name"])
        sink.write(json.dumps(pack_reading(reading)).encode() + b"\n")
        sink.flush()


def _limit_memory() -> None:
    # POSIX alone has it.
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
