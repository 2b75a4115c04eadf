"""Note markers in the rows of a page, and the labels of notes at their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.parser.readers.pdf.rows import Row
from citecheck.parser.readers.prose.labels import label_of
from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.markers import SYMBOLS

_ROMAN = r"[ivxl]{1,6}"
_LABEL = rf"\d{{1,4}}|[{SYMBOLS}]{{1,4}}|{_ROMAN}|[a-z]"
_RAISED = re.compile(rf"[\[(]?(?:{_LABEL})[\])]?[.:)]?(?:[,;–-](?:{_LABEL}))*,?")
_ONE = re.compile(_LABEL)
_SYMBOLS = re.compile(rf"[{SYMBOLS}]{{1,4}}")


@dataclass(frozen=True, slots=True)
class Found:
    """A marker or label in a row: `text[start:end]` of it. `raised` tells it from a mere number."""

    start: int
    end: int
    label: str
    raised: bool


def label_at_start(row: Row) -> Found | None:
    """The note label that a row begins with, or None: a raised one, a symbol, or a plain number."""
    end, raised = 0, ""
    for word, place in zip(row.words, row.places, strict=True):
        if not row.is_raised(word) or (end and not word.glued):
            break
        raised += word.text
        end = place + len(word.text)
    if raised and end < len(row.text) and _RAISED.fullmatch(raised):
        found = _ONE.search(raised)
        after = len(row.text) - len(row.text[end:].lstrip(" .)"))
        return Found(0, after, found[0], True) if found else None
    symbols = _SYMBOLS.match(row.text)
    if symbols and symbols.end() < len(row.text):
        return Found(0, len(row.text) - len(row.text[symbols.end() :].lstrip()), symbols[0], False)
    plain = label_of(Line(1, 1, row.text, 0, False))
    return Found(0, plain[1], plain[0], False) if plain else None


def markers_in(row: Row) -> Iterator[Found]:
    """The raised figures, symbols and single letters in a row that can be note markers; none at its beginning."""
    at = 0
    while at < len(row.words):
        begin = at
        while at < len(row.words) and row.is_raised(row.words[at]) and (at == begin or row.words[at].glued):
            at += 1
        if at == begin:
            at += 1
            continue
        start = row.places[begin]
        text = row.text[start : row.places[at - 1] + len(row.words[at - 1].text)]
        if start and _RAISED.fullmatch(text):
            yield from _split(text, start)


def _split(text: str, start: int) -> Iterator[Found]:
    """The markers of one raised piece: 3,4 are two. What stands between them belongs to the first."""
    found = list(_ONE.finditer(text))
    ends = [after.start() for after in found[1:]] + [len(text)]
    begins = [0, *ends[:-1]]
    for match, begin, end in zip(found, begins, ends, strict=True):
        yield Found(start + begin, start + end, match[0], True)
