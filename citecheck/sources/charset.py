"""Bytes → text: the encoding a page declares, carries, or lets be seen."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import map_encoding_to_html5

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(
    rb"""<(?:meta|\?xml)\s[^<>]{0,400}?(?:charset|encoding)\s{0,9}+=\s{0,9}+["']?\s{0,9}+([\w.:-]{1,40})""", re.I
)
_META_WINDOW = 4096
_SAMPLE = 32_768
_TELLING_SHARE = 0.06
"""Above this share of bytes over 0x7F among its letters a text may be other than Western European (Windows-1252)."""

_TAG = re.compile(rb"<[^<>]*+>")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read by. `certain` is False when that was guessed from the bytes' statistics.

    It is also False for ASCII of a declared charset that is none of the web's (utf-7, rot13), which may mean others.

    `damage` is the share of characters that could not be decoded, 0 to 1.
    """

    text: str
    encoding: str
    certain: bool
    damage: float


def decode(data: bytes, declared: str = "", *, markup: bool = False) -> Decoded:
    """Decodes a document. `declared` is the charset of its Content-Type, `markup` says that it may hold its own.

    A byte order mark wins, then what is declared, then what the document says of itself (WHATWG Encoding and HTML,
    "determining the character encoding"); a declaration that the bytes refute is not believed. UTF-8 that decodes
    is UTF-8 whatever is said. Never raises.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _forced(data[len(bom) :], name)
    wide = _wide(data, declared)
    if wide is not None:
        return wide
    own = _own_label(data) if markup else ""
    text = _utf8(data)
    if text is not None:
        known = not declared.strip() or bool(codec(declared) or codec(own))
        return Decoded(text, "utf-8", known or not text.isascii(), 0.0)
    for label in (declared, own):
        name = codec(label)
        if name and name != "utf-8":
            decoded = _forced(data, name)
            if decoded.damage <= 0.01:
                return decoded
    return _sniffed(data)


def codec(label: str) -> str:
    """The codec that the web means by a charset label; "" for one it does not know (utf-7, zlib, undefined …)."""
    name = map_encoding_to_html5(label.strip().strip("\"'"), False) if label.isascii() and label else None
    if not name:
        return ""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return info.name


def _utf8(data: bytes) -> str | None:
    """The text, None when it is not UTF-8. A last character that is cut does not speak against it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start > 0 and error.reason == "unexpected end of data"
        return data[: error.start].decode("utf-8") if cut else None


def _wide(data: bytes, declared: str) -> Decoded | None:
    """UTF-16 without a mark: declared, or every other byte of its beginning a zero."""
    name = codec(declared)
    if not name.startswith("utf-16") and data[:200].count(0) * 3 < min(len(data), 200):
        return None
    if b"\x00" not in data[:200]:
        return None
    little = data[1:200:2].count(0) >= data[0:200:2].count(0)
    return _forced(data, "utf-16-le" if little else "utf-16-be")


def _own_label(data: bytes) -> str:
    found = _META.search(data[:_META_WINDOW])
    return found[1].decode("ascii", "replace") if found else ""


def _forced(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    return Decoded(text, name, True, text.count("\ufffd") / len(text) if text else 0.0)


def _sniffed(data: bytes) -> Decoded:
    mostly_utf8 = _forced(data, "utf-8")
    if mostly_utf8.damage and any(ord(char) > 0xFF for char in mostly_utf8.text.replace("\ufffd", "")[:_SAMPLE]):
        multibyte = sum(byte >= 0xC2 for byte in data[:_SAMPLE])
        if mostly_utf8.text.count("\ufffd") * 20 < multibyte:
            return mostly_utf8
    western = _forced(data, "cp1252")
    if _foreign_share(data[:_SAMPLE]) <= _TELLING_SHARE and not western.damage:
        return western
    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        guessed = _forced(data, best.encoding)
        if guessed.text == western.text:
            return western
        if guessed.damage <= 0.01:
            return Decoded(guessed.text, guessed.encoding, False, guessed.damage)
    return Decoded(western.text, "cp1252", False, western.damage)


def _foreign_share(sample: bytes) -> float:
    """The share of bytes over 0x7F among the letters of a text, tags left out."""
    text = _TAG.sub(b"", sample)
    high = sum(byte > 0x7F for byte in text)
    return high / max(1, high + sum(97 <= byte | 32 <= 122 for byte in text))
