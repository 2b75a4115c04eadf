"""Runs pandoc as a program of its own: no other file read, bounded in time and memory."""

from __future__ import annotations

import contextlib
import functools
import json
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import Any

import pypandoc

from citecheck.parser.readers.pandoc.tags import APOSTROPHE

MEMORY = "1g"
"""Heap of one run: pandoc's own limit (`+RTS -M`). A book of 300 pages takes a fifth of it."""

LARGEST_ANSWER = 512 * 1024 * 1024
"""Bytes of JSON. More is no manuscript."""

_ENVIRONMENT = {"LANG": "C.UTF-8", "HOME": "/nonexistent"}


class PandocError(Exception):
    """pandoc could not read its input. The message is one line of its own words."""


@functools.cache
def program() -> str:
    """The path of the pandoc that comes with `pypandoc_binary`."""
    return str(pypandoc.get_pandoc_path())


def read_ast(source: bytes, format: str, timeout: float, arguments: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON syntax tree (`pandoc-api-version`, `meta`, `blocks`) of a source in one of pandoc's input formats.

    Raises `PandocError` when pandoc refuses the source, runs longer than `timeout` seconds, or out of memory.
    """
    answer = _run(source, ("--from", format, "--to", "json", *arguments), timeout)
    tree: dict[str, Any] = _decoded(answer.replace(APOSTROPHE.encode(), b"'"))
    return tree


def read_bibliography(source: bytes, format: str, timeout: float) -> list[dict[str, Any]]:
    """The CSL-JSON items of a bibliography (biblatex, bibtex, csljson, ris, endnotexml). Raises `PandocError`."""
    items = _decoded(_run(source, ("--from", format, "--to", "csljson"), timeout))
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _decoded(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except RecursionError:
        raise PandocError("it is nested too deeply") from None
    except ValueError:
        raise PandocError("pandoc gave no usable answer") from None


def _run(source: bytes, arguments: tuple[str, ...], timeout: float) -> bytes:
    try:
        return _answer(source, arguments, timeout)
    except OSError as error:
        raise PandocError(f"pandoc cannot be run on it: {error.strerror}") from None


def _answer(source: bytes, arguments: tuple[str, ...], timeout: float) -> bytes:
    command = [program(), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", *arguments]
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        with (
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=answer,
                stderr=complaints,
                env=_ENVIRONMENT,
            ) as process,
            _killed_after(timeout, process) as late,
        ):
            process.communicate(source)
        if late.is_set():
            raise PandocError(f"pandoc needs longer than {timeout:g} seconds for it")
        if process.returncode:
            complaints.seek(0)
            raise PandocError(_reason(process.returncode, complaints.read(10_000).decode("utf-8", "replace")))
        if answer.tell() > LARGEST_ANSWER or answer.seek(0, 2) > LARGEST_ANSWER:
            raise PandocError("its contents are too large")
        answer.seek(0)
        return answer.read()


@contextlib.contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Kills a process when its time is up, which the event then tells, and in any case at the end.

    `communicate` with a time-out looks only twenty times a second whether the process has ended.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(seconds, end)
    clock.daemon = True
    clock.start()
    try:
        yield late
    finally:
        clock.cancel()
        process.kill()


def _reason(code: int, complaints: str) -> str:
    if code == 251 or "Heap exhausted" in complaints:
        return f"pandoc needs more than {MEMORY.replace('g', ' GiB')} of memory for it"
    if code < 0:
        return f"pandoc was ended by signal {-code}"
    lines = [line.strip() for line in complaints.splitlines() if line.strip() and not line.startswith("[WARNING]")]
    return " ".join(lines)[:200] or f"pandoc ended with {code}"
