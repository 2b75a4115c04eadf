"""Whether a zipped document may be given to a parser: its limits are judged before any parser sees it."""

from __future__ import annotations

import stat
import zipfile
import zlib
from io import BytesIO

MAX_ENTRIES = 5_000
MAX_ENTRY = 50 * 2**20
MAX_TOTAL = 200 * 2**20
MAX_RATIO = 200
_RATIO_FROM = 2**20
_CHUNK = 2**16
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


def fault_of(data: bytes) -> str:
    """Why a zip archive must not be opened, in words; "" when it may.

    Looks at names (absolute, "..", backslash, drive, NUL, duplicate), links, encryption, the number of entries, and
    the sizes declared and those really read, entry by entry, nothing being kept.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                return f"it has {len(entries)} parts, more than {MAX_ENTRIES}"
            return _fault_of_entries(entries) or _fault_of_contents(archive, entries)
    except _FAULTS:
        return "its zip archive is damaged"


def _fault_of_entries(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.orig_filename for entry in entries]
    if len(set(names)) != len(names):
        return "two of its parts have one name"
    for entry in entries:
        name = entry.orig_filename
        if name.startswith("/") or "\\" in name or "\x00" in name or ":" in name[:3] or ".." in name.split("/"):
            return "a part's name leads outside of it"
        if stat.S_ISLNK(entry.external_attr >> 16):
            return "one of its parts is a link"
        if entry.flag_bits & 1:
            return "it is encrypted"
        if entry.file_size > MAX_ENTRY:
            return f"one of its parts is larger than {MAX_ENTRY >> 20} MiB"
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        return f"its parts are larger than {MAX_TOTAL >> 20} MiB together"
    return ""


def _fault_of_contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    total = 0
    for entry in entries:
        size = 0
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > min(MAX_ENTRY, MAX_TOTAL - total):
                    return "its parts are larger than they say"
                if size > _RATIO_FROM and size > MAX_RATIO * max(1, entry.compress_size):
                    return "a part of it unpacks to more than 200 times its size"
        total += size
    return ""
