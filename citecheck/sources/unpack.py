"""Undoes the content coding of a body (RFC 9110, 8.4), within limits, and only when its end is proved."""

from __future__ import annotations

import zlib

MAX_UNPACKED = 20 * 2**20
MAX_RATIO = 200
_RATIO_FROM = 2**20
_MAX_CODINGS = 2
_MAX_MEMBERS = 100
_GZIP = ("gzip", "x-gzip")


class PackedWrong(Exception):
    """A body that cannot be unpacked; the message says why in words."""


class CutShort(PackedWrong):
    """The packed data stop before their end."""


class TooLarge(PackedWrong):
    """The body unpacks to more than is allowed."""


class UnknownCoding(PackedWrong):
    """A coding that was not asked for and is not known."""


def unpack(body: bytes, content_encoding: str, limit: int = MAX_UNPACKED) -> bytes:
    """The body without its content codings. Raises `PackedWrong`."""
    codings = [coding.strip().lower() for coding in content_encoding.split(",")]
    codings = [coding for coding in codings if coding and coding != "identity"]
    if len(codings) > _MAX_CODINGS:
        raise UnknownCoding(f"it is packed {len(codings)} times over")
    for coding in reversed(codings):
        if coding in _GZIP:
            body = _inflate(body, 31, limit)
        elif coding == "deflate":
            body = _inflate(body, _deflate_bits(body), limit)
        else:
            raise UnknownCoding(f"it is packed in a way that was not asked for ({coding[:20]!r})")
    return body


def proves_end(content_encoding: str) -> bool:
    """Whether an unpacked body shows by its coding that nothing is missing."""
    return any(coding.strip().lower() in (*_GZIP, "deflate") for coding in content_encoding.split(","))


def _deflate_bits(body: bytes) -> int:
    """ "deflate" means zlib's form (RFC 9110, 8.4.1.2); some servers send the bare one."""
    zlib_form = len(body) >= 2 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return 15 if zlib_form else -15


def _inflate(body: bytes, bits: int, limit: int) -> bytes:
    parts = []
    size = 0
    rest = body
    members = 0
    while rest:
        engine = zlib.decompressobj(bits)
        try:
            part = engine.decompress(rest, limit - size + 1)
        except zlib.error:
            raise PackedWrong("it is not packed as it says, or damaged") from None
        size += len(part)
        if size > limit or (size > _RATIO_FROM and size > MAX_RATIO * len(body)):
            raise TooLarge(f"it unpacks to more than {limit >> 20} MiB or {MAX_RATIO} times its size")
        if not engine.eof:
            raise CutShort("its packed data are cut short")
        parts.append(part)
        rest = engine.unused_data
        members += 1
        if not rest.strip(b"\x00"):
            break
        if bits != 31 or members >= _MAX_MEMBERS:
            raise PackedWrong("its packed data are followed by others")
    if not members:
        raise CutShort("its packed data are missing")
    return b"".join(parts)
