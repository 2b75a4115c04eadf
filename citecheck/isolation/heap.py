"""What the C library does with memory that is no longer used."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGE = 4 << 20
"""Bytes from which on a block is a mapping of its own, which the system has back as soon as it is free."""
_SPARE = 1 << 20
"""Bytes that may be unused at the end of a heap."""
_HEAPS = 2
"""Python runs one thread at a time: more heaps would only be more places where something is left over."""


@functools.cache
def give_memory_back() -> None:
    """Keeps pages that are done with from staying in the process, once for its whole life.

    Left alone, glibc (mallopt(3)) makes up to eight heaps a processor for threads, takes blocks of up to 32 MiB from
    them as soon as one as large was freed, and one small block that lives on keeps a heap from shrinking: a process
    that read the same hostile pages over and over grew from 75 to 299 MiB in twelve rounds. Elsewhere than on Linux
    with glibc nothing is done.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            change = ctypes.CDLL(None).mallopt
            change(_M_MMAP_THRESHOLD, _LARGE)
            change(_M_TRIM_THRESHOLD, _SPARE)
            change(_M_ARENA_MAX, _HEAPS)
