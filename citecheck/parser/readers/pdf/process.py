"""Reads PDF files in a process of their own, which is killed when it takes too long or too much memory."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from citecheck.parser.readers.pdf.sheet import Printed
from citecheck.parser.readers.pdf.unpacking import sheet_of

MEMORY_LIMIT = 400 * 2**20
"""Bytes of the process's address space, beside the file itself."""

LARGEST = 200 * 2**20
"""Bytes of a file."""

_START = "import sys; sys.path[:] = {path!r}; from citecheck.parser.readers.pdf.process import serve; serve()"

Told = Callable[[int, int], None]
"""Takes how many sheets are read, and how many there are."""


class UnreadablePdf(Exception):
    """A PDF that could not be read; the message is a clause that goes on from the file's name."""


def printed(data: bytes, time_limit: float, told: Told | None = None) -> Printed:
    """What is printed in a PDF. Raises `UnreadablePdf`."""
    if len(data) > LARGEST:
        raise UnreadablePdf(f"is larger than {LARGEST // 2**20} MiB; export it with smaller images")
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-E", "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=keep,
        start_new_session=True,
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    clock = threading.Timer(time_limit, end)
    clock.daemon = True
    clock.start()
    try:
        return _answer(process, data, told)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        if late.is_set():
            raise UnreadablePdf(f"took longer than {time_limit:g} s to read") from None
        raise UnreadablePdf("is damaged, or made to take more memory than a manuscript does") from None
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def _answer(process: subprocess.Popen[bytes], data: bytes, told: Told | None) -> Printed:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(b"%d\n" % len(data))
    process.stdin.write(data)
    process.stdin.close()
    head = _line(process.stdout)
    sheets = []
    for number in range(1, int(head["sheets"]) + 1):
        if told is not None:
            told(number - 1, int(head["sheets"]))
        sheets.append(sheet_of(_line(process.stdout), number))
    return Printed(tuple(sheets), str(head["title"]), str(head["language"]))


def _line(stream: IO[bytes]) -> dict[str, Any]:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise ValueError("the process ended")
    values: dict[str, Any] = json.loads(line)
    if "error" in values:
        raise UnreadablePdf(str(values["error"]))
    return values


def serve(source: IO[bytes] | None = None, sink: IO[bytes] | None = None) -> None:
    """The process's life: reads one PDF from its standard input, and writes a line of JSON a sheet."""
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    data = source.read(int(source.readline()))
    _limit_memory(MEMORY_LIMIT + len(data))
    # Only this process may load PDFium.
    from citecheck.parser.readers.pdf.pdfium import PdfError, pages  # noqa: PLC0415

    try:
        for values in pages(data):
            sink.write(json.dumps(values).encode() + b"\n")
    except PdfError as error:
        sink.write(json.dumps({"error": str(error)}).encode() + b"\n")
    sink.flush()


def _limit_memory(limit: int) -> None:
    # POSIX alone has it.
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
