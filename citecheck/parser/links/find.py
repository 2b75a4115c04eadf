"""Finds the links of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from citecheck.model.document import BlockKind, Document, Mark, MarkKind
from citecheck.model.manuscript import Link, Note
from citecheck.parser.links.hyphens import Vocabulary, hyphen_readings
from citecheck.parser.links.identifiers import identifier_of_url, printed_identifiers
from citecheck.parser.links.printed import START, printed_urls, with_scheme
from citecheck.parser.links.trailing import kept_length

_STRAY = frozenset(" \t\n\"'“”„‘’«»‹›<>`*.,;:!?…")


def find_links(document: Document, notes: tuple[Note, ...] = ()) -> tuple[Link, ...]:
    """All links, in the order of the text: those that the reader marked, then what else is printed as one.

    What is printed inside a marked link is that link. Code holds none; mail, script and in-document addresses
    are none. A URL printed twice is two links.
    """
    in_note = {body.id: (body.start, body.end) for body in document.note_bodies}
    known = {note.id for note in notes} or set(in_note)
    broken = [(mark.start, mark.end) for mark in document.marks if _is_broken(mark)]
    vocabulary = Vocabulary(document.text, broken)
    links = list(_marked(document, vocabulary))
    taken = _Taken((link.start, link.end) for link in links)
    for block in document.blocks:
        if block.kind is BlockKind.CODE:
            continue
        for printed in printed_urls(document.text, block.start, block.end, vocabulary):
            if taken.free(printed.start, printed.end):
                links.append(_link(document, printed.start, printed.end, printed.readings, printed.problem))
    taken = _Taken((link.start, link.end) for link in links)
    links.extend(_identifiers(document, taken))
    links.sort(key=lambda link: (link.start, link.end))
    noted = _Noted({id: span for id, span in in_note.items() if id in known})
    return tuple(_placed(link, noted) for link in links)


class _Taken:
    """Spans that are links already."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def free(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, start) - 1
        before = index >= 0 and self._spans[index][1] > start
        after = index + 1 < len(self._spans) and self._starts[index + 1] < end
        return not before and not after


class _Noted:
    """Note bodies by offset."""

    def __init__(self, bodies: dict[str, tuple[int, int]]) -> None:
        self._bodies = sorted((start, end, id) for id, (start, end) in bodies.items())
        self._starts = [start for start, _, _ in self._bodies]

    def at(self, offset: int) -> str | None:
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset > self._bodies[index][1]:
            return None
        return self._bodies[index][2]


def _placed(link: Link, noted: _Noted) -> Link:
    note = noted.at(link.start)
    return link if note is None else replace(link, in_note=note)


def _is_broken(mark: Mark) -> bool:
    """Whether the reader joined a URL over a line's end: the label is the reading with the hyphen."""
    return mark.kind is MarkKind.LINK and mark.label not in ("", mark.target) and START.match(mark.label) is not None


def _marked(document: Document, vocabulary: Vocabulary) -> Iterator[Link]:
    """The links that the reader marked. Two marks on one span for one target are one link."""
    seen: set[tuple[int, int, str]] = set()
    for mark in document.marks:
        key = (mark.start, mark.end, mark.target)
        if mark.kind is not MarkKind.LINK or key in seen:
            continue
        seen.add(key)
        target = mark.target.strip()
        if target.lower().startswith("doi:"):
            target = "https://doi.org/" + target[4:].strip()
        if not START.match(target):
            continue
        if _is_broken(mark):
            whole, hyphened = with_scheme(target), with_scheme(mark.label.strip())
            readings = hyphen_readings(whole, hyphened, vocabulary)
            yield _link(document, mark.start, mark.end, readings, "line-end hyphen")
        else:
            clean = _without_stray(target)
            readings = tuple(dict.fromkeys(with_scheme(each) for each in (clean, target)))
            problem = "stray mark" if clean != target else "" if readings[0].startswith(clean[:8]) else "scheme"
            yield _link(document, mark.start, mark.end, readings, problem)


def _without_stray(url: str) -> str:
    """A URL without marks of the sentence that were drawn into it, as they are or percent-encoded."""
    while True:
        kept = kept_length(url, _STRAY)
        kept = _encoded_stray(url, kept)
        if kept == len(url):
            return url
        url = url[:kept]


def _encoded_stray(url: str, stop: int) -> int:
    """Where a percent-encoded quotation mark, bracket or space at the end of `url[:stop]` begins; else `stop`."""
    for length in (9, 3):
        tail = url[max(0, stop - length) : stop]
        if tail.startswith("%") and len(tail) == length:
            char = unquote(tail)
            if len(char) == 1 and char in '"“”„‘’«»‹›<> \u00a0':
                return stop - length
    return stop


def _link(document: Document, start: int, end: int, readings: tuple[str, ...], problem: str) -> Link:
    kind, identifier = identifier_of_url(readings[0])
    printed = document.text[start:end] or readings[0]
    return Link(readings[0], readings, printed, start, end, kind, identifier, None, problem)


def _identifiers(document: Document, taken: _Taken) -> Iterator[Link]:
    last: tuple[int, int] = (-1, -1)
    for block in document.blocks:
        if block.kind is BlockKind.CODE:
            continue
        bare = block.note is not None or block.kind is BlockKind.BIBLIOGRAPHY_ENTRY
        found = sorted(
            printed_identifiers(document.text, block.start, block.end, bare_dois=bare),
            key=lambda each: (each.start, -each.end),
        )
        for each in found:
            if not taken.free(each.start, each.end) or (last[0] <= each.start < last[1]):
                continue
            last = (each.start, each.end)
            printed = document.text[each.start : each.end]
            yield Link(each.url, (each.url,), printed, each.start, each.end, each.kind, each.value, None, each.problem)
