"""The text of a file whose encoding may have to be guessed."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from citecheck.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<\?xml[^>]{0,200}encoding=|<meta[^>]{0,200}charset=|coding:)\s?["']?([A-Za-z0-9._-]{2,40})"""
)
_INPUTENC = re.compile(rb"\\usepackage\[([a-z0-9]{2,20})\]\{inputenc\}")
_TEX_NAMES = {"latin1": "iso-8859-1", "ansinew": "cp1252", "applemac": "mac-roman", "latin9": "iso-8859-15"}
_FEW = 0.12  # of the letters
_ODD = re.compile(r"(?<=[^\W\d_])[\x80-\x9f¡-©«-´¶-¹»-¿](?=[^\W\d_])")  # signs that no Western word has inside
_MOST_ODD = 0.1  # of the characters beyond ASCII
SAMPLE = 100_000
"""Bytes looked at to guess an encoding."""


def decode(data: bytes, encoding: str | None = None) -> str:
    """The text with line ends made "\\n": by `encoding`, byte order mark, as UTF-8, as declared inside, or guessed.

    Raises `UnreadableError` (without a file name) for an encoding that is not known or does not fit.
    """
    try:
        text = data.decode(encoding) if encoding else _decoded(data)
    except (LookupError, UnicodeError):
        raise UnreadableError(f"its text is not in the encoding {encoding}; name another") from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _decoded(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    wide = _wide(data[:SAMPLE])
    if wide:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:4096]) or _INPUTENC.search(data[:SAMPLE])
    if found:
        name = found[1].decode("ascii")
        try:
            return data.decode(_TEX_NAMES.get(name, name))
        except (LookupError, UnicodeError):
            pass
    return data.decode(_guessed(data[:SAMPLE]), "replace")


def _guessed(sample: bytes) -> str:
    """The likeliest old encoding: where few letters have accents the Western one, for a few bytes prove no other."""
    high = sum(byte > 0x7F for byte in sample)
    letters = sum(chr(byte).isalpha() for byte in sample if byte < 0x80)
    if high <= letters * _FEW:
        try:
            western = sample.decode("cp1252")
        except UnicodeDecodeError:
            return "latin-1"
        if len(_ODD.findall(western)) <= high * _MOST_ODD:
            return "cp1252"
    return _best(sample)


def _best(sample: bytes) -> str:
    best = from_bytes(sample).best()
    return best.encoding if best else "cp1252"


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark shows by its empty bytes: every other one, in most scripts that have few characters."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or even + odd < len(sample) // 8:
        return None
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else None
