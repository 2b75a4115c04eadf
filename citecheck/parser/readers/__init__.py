"""The readers: each turns one family of manuscript formats into a Document."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path

from citecheck.errors import UnreadableError
from citecheck.model.document import Document
from citecheck.parser.readers.interface import Reader, ReadOptions

READERS: tuple[tuple[str, str], ...] = (
    ("citecheck.parser.readers.pandoc", "PandocReader"),
    ("citecheck.parser.readers.pdf", "PdfReader"),
    ("citecheck.parser.readers.text", "TextReader"),
)
"""Module and class of each reader. A new family of formats is one line here; the first that knows a format wins."""


@cache
def readers() -> tuple[Reader, ...]:
    """All readers that can be imported."""
    found = []
    for module, name in READERS:
        try:
            found.append(getattr(importlib.import_module(module), name)())
        except ModuleNotFoundError as error:
            if not (error.name or "").startswith(__name__):
                raise
    return tuple(found)


def formats() -> tuple[str, ...]:
    """The names that `--from` takes."""
    return tuple(name for reader in readers() for name in reader.formats)


def taking_in() -> frozenset[str]:
    """The file name endings of formats whose files may take in others."""
    # The text reader alone does without what this needs.
    from citecheck.parser.readers.pandoc.includes import FORMATS  # noqa: PLC0415

    return frozenset(
        ending for reader in readers() for ending, format in reader.extensions.items() if format in FORMATS
    )


def detect(path: Path, data: bytes) -> str:
    """The format of a file: what its content shows beyond doubt, then what its name's ending says.

    Raises `UnreadableError` for what no reader reads.
    """
    for reader in readers():
        try:
            found = reader.sniff(data)
        except UnreadableError as error:
            raise UnreadableError(f"{path}: {error}") from None
        if found:
            return found
    ending = path.suffix.lower()
    for reader in readers():
        if ending in reader.extensions:
            return reader.extensions[ending]
    raise UnreadableError(f"{path}: the format {ending} is not known; name one with --from: {', '.join(formats())}")


LARGEST = 200 * 2**20
"""Bytes. No manuscript is larger."""


def read(
    path: Path, format: str | None = None, options: ReadOptions | None = None, data: bytes | None = None
) -> Document:
    """Reads a manuscript; `data` is the file's content where it is at hand.

    Raises `UnreadableError`, one line, for what is no file, is empty, or cannot be read as the format.
    """
    data = content(path) if data is None else data
    chosen = format or detect(path, data)
    for reader in readers():
        if chosen in reader.formats:
            return reader.read(path, data, chosen, options or ReadOptions())
    raise UnreadableError(f"{path}: there is no format {chosen!r}; known are {', '.join(formats())}")


def content(path: Path) -> bytes:
    """A manuscript's bytes. Raises `UnreadableError` for what is no file, is empty or is far too large."""
    if path.is_dir():
        raise UnreadableError(f"{path}: is a folder; name a manuscript in it")
    # A pipe of the shell's ("<(…)") has its writer; one with a name may wait for ever.
    if path.is_fifo() and not str(path.absolute()).startswith(("/dev/", "/proc/")):
        raise UnreadableError(f"{path}: is a named pipe; give /dev/stdin, or a file")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if len(data) > LARGEST:
        raise UnreadableError(f"{path}: is larger than {LARGEST >> 20} MiB, as no manuscript is; split it")
    if not data.strip():
        raise UnreadableError(f"{path}: is empty")
    return data
