"""Reads the references of the notes as they are printed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from citecheck.model.document import Document, MarkKind
from citecheck.model.manuscript import Link, LinkKind, Note, Reference
from citecheck.parser.references.forms import Read, read_form
from citecheck.parser.references.split import split

_LONGEST = 2000  # characters of a note's part that can still be a reference; longer ones are commentary


def read_references(document: Document, notes: Sequence[Note], links: Sequence[Link]) -> list[Reference]:
    """The references of the notes, in the order in which the notes are marked in the text; nothing led anywhere yet.

    A part of a note that cites by key is left to the keys.
    """
    slanted = [mark for mark in document.marks if mark.kind is MarkKind.EMPHASIS and mark.start >= document.body_end]
    keys = sorted(mark.start for mark in document.marks if mark.kind is MarkKind.CITATION)
    slants, places = [mark.start for mark in slanted], [link.start for link in links]
    found: list[Reference] = []
    for note in sorted((note for note in notes if note.start >= 0), key=_order):
        within = slanted[bisect_left(slants, note.start) : bisect_left(slants, note.end)]
        inside = [(mark.start, mark.end) for mark in within]
        own = range(bisect_left(places, note.start), bisect_left(places, note.end))
        for start, end in split(document.text, note.start, note.end):
            key = bisect_left(keys, start)
            if (key < len(keys) and keys[key] < end) or not 0 < end - start <= _LONGEST:
                continue
            held = tuple(index for index in own if start <= links[index].start < end)
            emphasised = [(max(begin, start) - start, stop - start) for begin, stop in inside if start <= begin < end]
            read = read_form(document.text[start:end], emphasised, linked=bool(held))
            if read is not None:
                found.append(reference_of(f"r{len(found) + 1}", read, (start, end), note.id, links, held))
    return found


def _order(note: Note) -> tuple[int, int]:
    return (note.markers[0] if note.markers else note.start, note.start)


def reference_of(
    id: str, read: Read, span: tuple[int, int], note: str | None, links: Sequence[Link], held: tuple[int, ...]
) -> Reference:
    """The reference that was read at a span, with the links that it holds."""
    fields = read.fields
    identifiers = {links[index].kind: links[index].identifier for index in reversed(held)}
    return Reference(
        id, read.form, *span, note, fields.authors, fields.title, fields.container, fields.editor, fields.translator,
        fields.place, fields.publisher, fields.year, fields.volume, fields.pages, fields.access_date,
        doi=identifiers.get(LinkKind.DOI, ""), isbn=identifiers.get(LinkKind.ISBN, ""),
        arxiv=identifiers.get(LinkKind.ARXIV, ""), pmid=identifiers.get(LinkKind.PMID, ""), signal=fields.signal,
        target_note=read.target, links=held, alias=read.alias,
    )  # fmt: skip
