"""Finds what the text itself cites: keys ([@mill, 33], \\cite), and authors with dates or pages ("(Mill 1859, 33)")."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from citecheck.model.document import BlockKind, Document, Mark, MarkKind
from citecheck.model.manuscript import Note, Reference, ReferenceForm
from citecheck.parser.references.fields import Fields
from citecheck.parser.references.forms import author_date
from citecheck.parser.references.imprint import is_city
from citecheck.parser.references.names import people, surname
from citecheck.parser.references.pieces import dated, pages
from citecheck.parser.references.split import after_signals

_TEXT = (
    BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION, BlockKind.LIST_ITEM, BlockKind.ATTRIBUTION, BlockKind.EPIGRAPH,
    BlockKind.VERSE, BlockKind.TABLE_CELL, BlockKind.CAPTION,
)  # fmt: skip
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,300})[)\]]")
_YEAR = r"(?:1[4-9]\d\d|20\d\d)[a-z]?"
_YEAR_ALONE = re.compile(rf"(?P<year>{_YEAR})(?:[,:]\s?(?P<pages>[^;]{{1,40}}))?")
_PAGE_ALONE = re.compile(
    r"(?P<who>[^\d,]{2,60}?)(?:,\s(?P<title>[^\d,]{3,60}?))?,?\s(?P<pages>(?:pp?\.\s)?[\divxlc]{1,6}(?:[-–]\d{1,5})?)"
)
_BEFORE = re.compile(
    r"(?P<who>[^\W\d_a-z][\w’'‐-]{1,30}(?:\s(?:and|&|und|et)\s[^\W\d_a-z][\w’'‐-]{1,30}|,?\set\sal\.)?)(?:[’']s?)?\s$"
)


def keys_cited(document: Document, notes: Sequence[Note]) -> list[Reference]:
    """One reference for each citation by key that the reader marked, with the pages of its locator. Ids are empty."""
    bodies = _Bodies(notes)
    return [_of_key(mark, bodies.at(mark.start)) for mark in document.marks if mark.kind is MarkKind.CITATION]


def _of_key(mark: Mark, note: str | None) -> Reference:
    said = pages(re.sub(r"[\[\](),]", " ", mark.label).strip()) if mark.label else None
    return Reference("", ReferenceForm.KEY, mark.start, mark.end, note, key=mark.target, pages=said[0] if said else "")


def authors_cited(document: Document, listed: Sequence[Reference]) -> list[Reference]:
    """The citations by author and date in the main text, and by author and page where a list names the author.

    Ids are empty; nothing is led anywhere yet.
    """
    known = {surname(author) for work in listed for author in work.authors}
    entries = {work.start for work in listed}
    found: list[Reference] = []
    for block in document.blocks:
        if (
            block.kind in _TEXT
            and block.note is None
            and block.start < document.body_end
            and block.start not in entries
        ):
            for brackets in _BRACKETS.finditer(document.text, block.start, block.end):
                found.extend(_within(document.text, brackets, known))
    return found


def _within(text: str, brackets: re.Match[str], known: set[str]) -> Iterator[Reference]:
    before = _BEFORE.search(text, max(0, brackets.start() - 70), brackets.start())
    names = people(before["who"]) if before else ()
    begin = brackets.start(1)
    for part in brackets[1].split(";"):
        start, end = begin, begin + len(part)
        begin = end + 1
        words = part.strip()
        words = words[after_signals(words) :]
        alone = _YEAR_ALONE.fullmatch(words)
        fields = author_date(words) or _by_page(words, known)
        if alone and names:
            said = pages(alone["pages"] or "")
            fields = Fields(authors=names, year=alone["year"], pages=said[0] if said else "")
        if fields is None or dated(words) or is_city(fields.authors[0]):
            continue
        names = fields.authors
        first = before.start() if alone and before and start == brackets.start(1) else start
        yield Reference(
            "",
            ReferenceForm.SHORT,
            first,
            end,
            None,
            fields.authors,
            fields.title,
            year=fields.year,
            pages=fields.pages,
        )


def _by_page(words: str, known: set[str]) -> Fields | None:
    """Author and page, as MLA cites: "Mill 33", "Mill, Liberty 33"."""
    found = _PAGE_ALONE.fullmatch(words)
    names = people(found["who"]) if found else ()
    if not found or not names or not all(surname(name) in known for name in names):
        return None
    said = pages(found["pages"])
    return Fields(authors=names, title=found["title"] or "", pages=said[0] if said else "")


class _Bodies:
    """Notes by offset."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self._notes = sorted((note.start, note.end, note.id) for note in notes if note.start >= 0)
        self._starts = [start for start, _, _ in self._notes]

    def at(self, offset: int) -> str | None:
        index = bisect_right(self._starts, offset) - 1
        return self._notes[index][2] if index >= 0 and offset <= self._notes[index][1] else None
