"""Sound bytes made unsound, from a seed."""

from __future__ import annotations

import io
import zipfile
import zlib
from random import Random

_STRANGE = [
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\x1b[2J", b"<!--", b"]]>", b"&#0;", b"\r", b"\n\n",
    "“".encode(), "”".encode(), b'"', b"'", b"[^1]", b"[^1]: ", b"\\input{", b"{" * 40, b"> " * 40, b"9" * 40, b"-1",
]  # fmt: skip


def mutated(data: bytes, random: Random, changes: int = 6) -> bytes:
    """The bytes with up to `changes` places overwritten, cut, doubled, moved or filled with what is strange.

    Of an archive mostly one part, packed again: what is changed in the packed bytes goes no further than its checksum.
    """
    if data.startswith(b"PK") and random.random() < 0.8 and (parts := _sound_parts(data)):
        part = random.choice(parts)
        return with_part(data, part, mutated(part_of(data, part), random, changes))
    out = bytearray(data)
    for _ in range(random.randint(1, changes)):
        at = random.randrange(len(out) + 1)
        length = min(len(out) - at, random.choice((1, 1, 4, 16, 200)))
        way = random.randrange(6)
        if way == 0:
            out[at : at + 1] = bytes([random.randrange(256)])
        elif way == 1:
            del out[at : at + length]
        elif way == 2:
            out[at:at] = out[at : at + length] * random.choice((1, 1, 30))
        elif way == 3:
            to = random.randrange(len(out) + 1)
            out[to:to] = out[at : at + length]
        elif way == 4:
            out[at:at] = random.choice(_STRANGE)
        elif random.random() < 0.1:
            del out[at:]
    return bytes(out)


def with_part(archive: bytes, part: str, data: bytes) -> bytes:
    """The archive with one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return out.getvalue()


def _sound_parts(archive: bytes) -> list[str]:
    """The names of an archive's parts; none when not all can be read, as in what once broke a target."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return opened.namelist() if opened.testzip() is None else []
    except (zipfile.BadZipFile, zlib.error, ValueError):
        return []


def part_of(archive: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(part)
