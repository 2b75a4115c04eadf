"""Zip containers (Word, OpenDocument, EPUB), vetted before any parser sees what is in them.

The bounds are those of the project's threat model: at most 5,000 entries, 200 MiB in all and 50 MiB an entry, no
entry blown up more than 200 times, no names that lead out of the container, no entry twice or over another, no
encryption. Nothing is ever written to disk.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable

from citecheck.errors import UnreadableError

MOST_ENTRIES = 5_000
LARGEST_WHOLE = 200 * 1024 * 1024
LARGEST_ENTRY = 50 * 1024 * 1024
MOST_BLOWN_UP = 200
SMALL = 1024 * 1024
"""Bytes. An entry no larger than this may be blown up more: short runs of one character are."""


class Container:
    """A vetted zip file in memory. Raises `UnreadableError`, without a file name, for what must not be opened."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(b"PK"):
            raise UnreadableError("it is not what its name says; if it is a manuscript, name its format with --from")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeError):
            raise UnreadableError("the file is damaged or cut short; save it again") from None
        entries = self._archive.infolist()
        _vet_sizes(entries)
        _vet_names(entries)
        _vet_places(entries, len(data))
        self.names = tuple(entry.filename for entry in entries if not entry.is_dir())
        self._read = 0

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """An entry's content. Raises `UnreadableError` when it is missing, damaged or larger than it says."""
        try:
            with self._archive.open(name) as entry:
                content = entry.read(LARGEST_ENTRY + 1)
        except KeyError:
            raise UnreadableError(f"the part {name} is missing; save the file again") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise UnreadableError(f"the part {name} is damaged; save the file again") from None
        self._read += len(content)
        if len(content) > LARGEST_ENTRY or self._read > LARGEST_WHOLE:
            raise UnreadableError("it unpacks to far more than a manuscript holds")
        return content


def pack(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file, not compressed, of parts in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _vet_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise UnreadableError(f"it holds {len(entries)} files; no manuscript holds more than {MOST_ENTRIES}")
    if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise UnreadableError("it unpacks to far more than a manuscript holds")
    for entry in entries:
        blown_up = entry.file_size > MOST_BLOWN_UP * max(1, entry.compress_size) and entry.file_size > SMALL
        if entry.file_size > LARGEST_ENTRY or blown_up:
            raise UnreadableError("it unpacks to far more than a manuscript holds")


def _vet_names(entries: list[zipfile.ZipInfo]) -> None:
    seen = set()
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if not name:
            raise UnreadableError("it holds a file without a name, as no honest program writes")
        outside = name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in entry.orig_filename
        if outside or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnreadableError("it holds a file name that leads out of it, as no honest program writes")
        if entry.flag_bits & 0x1:
            raise UnreadableError("it is encrypted; save it without a password")
        if name in seen:
            raise UnreadableError("it holds two files of one name, as no honest program writes")
        seen.add(name)


def _vet_places(entries: list[zipfile.ZipInfo], size: int) -> None:
    ends = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < ends:
            raise UnreadableError("its files lie over one another, as no honest program writes")
        ends = entry.header_offset + 30 + entry.compress_size
    if ends > size:
        raise UnreadableError("the file is damaged or cut short; save it again")
