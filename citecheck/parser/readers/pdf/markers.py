"""Note markers in the rows of a page, and the labels of notes at their beginning."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.rows import Row
from citecheck.parser.readers.prose.labels import label_of
from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.markers import SYMBOLS

_ROMAN = r"[ivxl]{1,6}"
_LABEL = rf"\d{{1,4}}|[{SYMBOLS}]{{1,4}}|{_ROMAN}|[a-z]"
_RAISED = re.compile(rf"[\[(]?(?:{_LABEL})[\])]?[.:)]?(?:[,;–-](?:{_LABEL}))*,?")
_ONE = re.compile(_LABEL)
_PLAIN = re.compile(rf"(?<=[^\s{SYMBOLS}])(?:([{SYMBOLS}]{{1,4}})(?=$|[\s.,;:!?)”’—])|\[(\d{{1,3}})\])")
_BEGINNINGS = frozenset("0123456789[(^⁰¹²³⁴⁵⁶⁷⁸⁹" + SYMBOLS)
_TIGHT = re.compile(r"(\d{1,3})[.)]?[“\"‘'(«„]?(?=([^\W\d_]))")
_SYMBOLS = re.compile(rf"[{SYMBOLS}]{{1,4}}")


_ROWS_BEGUN = 3
"""Markers one after the other that may each begin a row."""

LATEST = 3
"""Sheets that a note can stand after its marker where the engine finds no room for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A marker or label in a row: `text[start:end]` of it. `raised` tells it from a mere number."""

    start: int
    end: int
    label: str
    raised: bool


def label_at_start(row: Row) -> Found | None:
    """The note label that a row begins with, or None: a raised one, a symbol, or a plain number."""
    if row.marked or not (row.has_raised or row.text[0] in _BEGINNINGS) or _is_numbered_code(row):
        return None
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
    if plain:
        return Found(0, plain[1], plain[0], False)
    tight = _TIGHT.match(row.text)
    return Found(0, len(tight[1]), tight[1], False) if tight and tight[2].isupper() else None


def _is_numbered_code(row: Row) -> bool:
    """Whether a row is a line of a listing with its number before it."""
    first, *rest = row.words
    return bool(rest) and not first.font.fixed and all(word.font.fixed for word in rest)


def markers_in(row: Row) -> Iterator[Found]:
    """The raised figures, symbols and single letters in a row that can be note markers.

    One at its beginning is the label of a note, unless the row is known to begin with a marker.
    """
    if not row.has_raised and not row.marked:
        return
    at = 0
    if row.marked and len(row.words) == 1:
        yield from _split(row.text, 0, 0)
        return
    while at < len(row.words):
        begin = at
        while at < len(row.words) and row.is_raised(row.words[at]) and (at == begin or row.words[at].glued):
            at += 1
        if at == begin:
            at += 1
            continue
        start = row.places[begin]
        text = row.text[start : row.places[at - 1] + len(row.words[at - 1].text)]
        if (start or row.marked) and _RAISED.fullmatch(text):
            yield from _split(text, start, 0 if start else 1)


def _split(text: str, start: int, after: int) -> Iterator[Found]:
    """The markers of one raised piece: 3,4 are two. What stands between them belongs to the first.

    `after` characters behind them belong to the last.
    """
    found = list(_ONE.finditer(text))
    ends = [following.start() for following in found[1:]] + [len(text) + after]
    begins = [0, *ends[:-1]]
    for match, begin, end in zip(found, begins, ends, strict=True):
        yield Found(start + begin, start + end, match[0], True)


def plain_markers_in(row: Row) -> Iterator[str]:
    """The labels of what can be markers that do not stand raised: symbols after a word, numbers in brackets."""
    for found in _PLAIN.finditer(row.text):
        yield found[1] or found[2]


def with_leading(rows: Sequence[Row]) -> list[Row]:
    """The rows of a document, those that begin with a marker told from those that begin a note.

    Both begin with a raised figure. It is a marker where none of its number stands before it on the last sheets,
    and a note of that number begins after it.
    """
    rows = [_alone(row, rows[index - 1]) if index else row for index, row in enumerate(rows)]
    begins = [label_at_start(row) for row in rows]
    inner = [(index, found.label) for index, row in enumerate(rows) for found in markers_in(row)]
    marked: dict[str, list[int]] = defaultdict(list)
    labelled: dict[str, list[int]] = defaultdict(list)
    for index, marker in inner:
        marked[marker].append(index)
    for index, label in enumerate(begins):
        if label:
            labelled[label.label].append(index)
    out = list(rows)
    for index, (row, label) in enumerate(zip(rows, begins, strict=True)):
        if label is None or not label.raised or label.label.isalpha():
            continue
        before = any(index - at > 0 and row.sheet - rows[at].sheet <= LATEST for at in marked[label.label])
        after = any(at - index > 0 and rows[at].sheet - row.sheet <= LATEST for at in labelled[label.label])
        last = labelled[label.label][-1] > index
        if not before and (after or _fills_gap(index, label.label, inner, last=last)):
            out[index] = Row(row.words, row.sheet, True)
            marked[label.label].append(index)
            insort(inner, (index, label.label))
    return out


def _alone(row: Row, before: Row) -> Row:
    """A row that is nothing but a marker, thrown onto a line of its own, told as one."""
    if len(row.text) < 5 and row.size < 0.75 * before.size and _RAISED.fullmatch(row.text):
        return Row(row.words, row.sheet, True)
    return row


def _fills_gap(index: int, label: str, inner: Sequence[tuple[int, str]], *, last: bool) -> bool:
    """Whether the marker before a row has the number before its own, and the one after it the next or nearly so.

    `last` says that one after which none comes may be the last.
    """
    at = bisect_left(inner, (index, ""))
    if not label.isdigit() or not at:
        return False
    if at == len(inner):
        return last and inner[at - 1][1] == str(int(label) - 1)
    # The next one may begin a row too.
    following = range(int(label) + 1, int(label) + 1 + _ROWS_BEGUN)
    return inner[at - 1][1] == str(int(label) - 1) and inner[at][1] in map(str, following)
