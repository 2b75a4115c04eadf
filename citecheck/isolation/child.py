"""The child's side: takes tasks from its standard input until that ends.

A task is one line of JSON, `{"task": "module:function", "arguments": {…}, "size": n, "time": s, "memory": bytes}`,
and n bytes of data. Answers are frames, each a line `KIND LENGTH` and that many bytes.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import json
import os
from collections.abc import Iterator
from typing import IO, Any

from citecheck.errors import CitecheckError

PART, DONE, REFUSED, MEMORY, BROKEN = b"part", b"done", b"refused", b"memory", b"broken"
_SELDOM = 200_000
"""Objects made between two searches for unreachable ones."""

_TIME_TO_SPARE = 2.0
"""Seconds after its clock should have killed a child that it ends by itself: its parent may be no more."""


def serve() -> None:
    """The child's life. A task is a function of the data and the arguments that gives byte strings."""
    source, sink = _pipes()
    _forbid_core_files()
    while line := source.readline():
        head = json.loads(line)
        data = source.read(head["size"])
        _limit(head["time"], head["memory"])
        # A task makes very many objects that live until its end; going through them again and again takes long.
        gc.set_threshold(_SELDOM)
        try:
            for part in _task(head["task"], data, head["arguments"]):
                _send(sink, PART, part)
            _send(sink, DONE, b"")
        except CitecheckError as error:
            _send(sink, REFUSED, str(error).encode("utf-8", "replace"))
        except MemoryError:
            _send(sink, MEMORY, b"")
        except Exception as error:
            if _lacks_memory(error):
                _send(sink, MEMORY, b"")
            else:
                _send(sink, BROKEN, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))


def _task(name: str, data: bytes, arguments: dict[str, Any]) -> Iterator[bytes]:
    module, _, function = name.partition(":")
    parts: Iterator[bytes] = getattr(importlib.import_module(module), function)(data, **arguments)
    return parts


def _lacks_memory(error: Exception) -> bool:
    """Whether the limit of memory is behind it: a program cannot be started, or a library not be loaded."""
    return getattr(error, "errno", None) == errno.ENOMEM or "failed to map segment" in str(error)


def _send(sink: IO[bytes], kind: bytes, content: bytes) -> None:
    sink.write(b"%s %d\n" % (kind, len(content)))
    sink.write(content)
    sink.flush()


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The two ends of the talk with the parent, kept from what libraries print and from programs they start."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return source, sink


# POSIX alone has limits; elsewhere the parent's clock is the only one.
try:
    import resource
except ImportError:  # pragma: no cover
    resource = None  # type: ignore[assignment]


def _forbid_core_files() -> None:
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit(seconds: float, memory: int) -> None:
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds + _TIME_TO_SPARE) + 1
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, until)):
        hard = resource.getrlimit(kind)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
