"""The parent's side of one child process."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

from citecheck.isolation.child import BROKEN, DONE, MEMORY, PART, REFUSED
from citecheck.isolation.limits import MIB, BrokenTaskError, Limits, LostError, RefusedError
from citecheck.isolation.spool import SPOOL

LARGEST_ANSWER = 256 * MIB
_START = "import sys; sys.path[:] = {path!r}; from citecheck.isolation.child import serve; serve()"
_KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT")
# Numerical libraries reserve address space for each of their threads.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Child:
    """One process, in a session of its own: an interrupt at the keyboard reaches the parent alone."""

    def __init__(self) -> None:
        SPOOL.open()
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-c", _START.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_THREAD,
            start_new_session=True,
            pass_fds=[SPOOL.descriptor] if SPOOL.descriptor >= 0 else [],
        )
        self._lost = ""
        self.served = 0
        """Tasks done."""
        self.usable = True
        """Whether it can be given another task."""

    def ask(self, task: str, data: bytes, arguments: Mapping[str, Any], limits: Limits) -> Iterator[bytes]:
        """The answers of a task, as they come.

        Raises `LostError` when a limit or a signal ended it (the child is then of no more use), `RefusedError` and
        `BrokenTaskError` as the task says.
        """
        head = {"task": task, "arguments": arguments, "size": len(data), "time": limits.time, "memory": limits.memory}
        self.usable = False
        clock = _Clock(self, limits)
        try:
            self._write(json.dumps(head).encode() + b"\n", data)
            while True:
                kind, content = self._read()
                if kind != PART:
                    break
                yield content
                clock.heard()
        finally:
            clock.stop()
        self.served += 1
        self.usable = kind in (DONE, REFUSED)
        _raise_for(kind, content, limits)

    def kill(self, reason: str) -> None:
        """Ends the process and all that it started. Whoever waits for an answer gets LostError with the reason."""
        self._lost = self._lost or reason
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def end(self) -> None:
        """Ends the process and waits until it is gone."""
        self.kill("it was ended")
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _write(self, *parts: bytes) -> None:
        assert self._process.stdin is not None
        try:
            for part in parts:
                self._process.stdin.write(part)
            self._process.stdin.flush()
        except OSError:
            raise self._loss() from None

    def _read(self) -> tuple[bytes, bytes]:
        """One frame. What is no frame comes from a child that is no longer ours."""
        assert self._process.stdout is not None
        try:
            kind, _, length = self._process.stdout.readline(40).partition(b" ")
            size = int(length)
            if not 0 <= size <= LARGEST_ANSWER:
                self.kill("its contents are too large")
                raise self._loss()
            content = self._process.stdout.read(size)
        except (OSError, ValueError):
            raise self._loss() from None
        if len(content) < size:
            raise self._loss()
        return kind, content

    def _loss(self) -> LostError:
        self.kill("")
        code = self._process.wait()
        if self._lost:
            return LostError(self._lost)
        return LostError(f"its process was ended by signal {-code}" if code < 0 else "its process ended early")


class _Clock:
    """Kills a child when its time is up, or when nothing was heard of it for too long."""

    def __init__(self, child: Child, limits: Limits) -> None:
        self._child = child
        self._limits = limits
        self._whole = self._timer(limits.time)
        self._silence = self._timer(limits.silence) if limits.silence is not None else None

    def heard(self) -> None:
        if self._silence is not None and self._limits.silence is not None:
            self._silence.cancel()
            self._silence = self._timer(self._limits.silence)

    def stop(self) -> None:
        self._whole.cancel()
        if self._silence is not None:
            self._silence.cancel()

    def _timer(self, seconds: float) -> threading.Timer:
        timer = threading.Timer(seconds, self._child.kill, (f"it took longer than {seconds:g} s",))
        timer.daemon = True
        timer.start()
        return timer


def _raise_for(kind: bytes, content: bytes, limits: Limits) -> None:
    told = content[:2000].decode("utf-8", "replace")
    if kind == REFUSED:
        raise RefusedError(told)
    if kind == MEMORY:
        raise LostError(f"it needs more than {limits.memory // MIB} MiB of memory")
    if kind == BROKEN:
        raise BrokenTaskError(told)
    if kind != DONE:
        raise LostError("its process gave no sense")
