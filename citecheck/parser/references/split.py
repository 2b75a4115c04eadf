"""Cuts a note into its references: "see also A; cf. B" are two."""

from __future__ import annotations

import re
from collections.abc import Iterator

SIGNAL = re.compile(
    r"(?:but\s+)?(?:see,?\s+(?:also|e\.g\.|for example|generally|further)|see|cf\.|cp\.|compare|contra|accord|e\.g\.,?"
    r"|for example,?|as\s+(?:quoted|cited)\s+in|quoted\s+in|qtd\.\s+in|cited\s+in|quoting|citing|also|and)\s+",
    re.IGNORECASE,
)
_OPEN, _CLOSE = "([{“‘«„", ")]}”’»"


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of `text[start:end]` that each may hold one reference: cut at semicolons outside brackets and marks.

    A full stop cuts too where a signal ("See", "Cf.") follows it.
    """
    depth = 0
    begin = start
    for at in range(start, end):
        char = text[at]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth and not (char == "’" and text[at + 1 : at + 2].isalnum()):
            depth -= 1
        elif char == ";" and depth == 0:
            yield _trimmed(text, begin, at)
            begin = at + 1
        elif char in ".”" and _signal_follows(text, at + 1, end):
            yield _trimmed(text, begin, at + 1)
            begin = at + 1
            depth = 0
    yield _trimmed(text, begin, end)


def _signal_follows(text: str, at: int, end: int) -> bool:
    if at >= end or not text[at].isspace() or not text[at + 1 : at + 2].isupper():
        return False
    found = SIGNAL.match(text, at + 1, end)
    return found is not None and found[0].split()[0].casefold() not in ("and", "also")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
