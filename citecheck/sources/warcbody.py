"""The body of a WARC response record as other programs may have kept it: chunked still, or unpacked already."""

from __future__ import annotations

_HEX = frozenset(b"0123456789abcdefABCDEF")

Headers = tuple[tuple[str, str], ...]


def body_of(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Header fields and body without the transfer coding, and without a content coding that is no longer there."""
    named = {name.lower(): value.lower() for name, value in headers}
    if "chunked" in named.get("transfer-encoding", ""):
        joined = _unchunked(body)
        if joined is not None:
            body = joined
    coding = named.get("content-encoding", "")
    if "gzip" in coding and not body.startswith(b"\x1f\x8b"):
        headers = tuple(field for field in headers if field[0].lower() != "content-encoding")
    return headers, body


def _unchunked(body: bytes) -> bytes | None:
    """The chunks joined (RFC 9112, 7.1), None where the body is not chunked or not to its end."""
    parts: list[bytes] = []
    at = 0
    while True:
        line_end = body.find(b"\r\n", at, at + 1000)
        size = body[at:line_end].split(b";")[0].strip() if line_end > 0 else b""
        if not size or len(size) > 8 or not _HEX.issuperset(size):
            return None
        length = int(size, 16)
        start = line_end + 2
        if length == 0:
            return b"".join(parts)
        if body[start + length : start + length + 2] != b"\r\n":
            return None
        parts.append(body[start : start + length])
        at = start + length + 2
