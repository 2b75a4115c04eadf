"""Finds the references of all notes of a document."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.model.document import Document, MarkKind
from citecheck.model.manuscript import Link, LinkKind, Note, Reference, ReferenceForm
from citecheck.parser.references.fields import Fields, pages_of, read_fields
from citecheck.parser.references.forms import form_of, without_form
from citecheck.parser.references.resolve import resolve
from citecheck.parser.references.split import split

_LONGEST = 2000  # characters of a note's part that can still be a reference; longer ones are commentary


def find_references(document: Document, notes: Sequence[Note], links: Sequence[Link]) -> tuple[Reference, ...]:
    """The references of the notes, in the order in which the notes are marked in the text, antecedents resolved."""
    slanted = [mark for mark in document.marks if mark.kind is MarkKind.EMPHASIS and mark.start >= document.body_end]
    found: list[Reference] = []
    for note in sorted((note for note in notes if note.start >= 0), key=_order):
        inside = [(mark.start, mark.end) for mark in slanted if note.start <= mark.start < note.end]
        for start, end in split(document.text, note.start, note.end):
            reference = _reference(document.text, start, end, note, links, inside, len(found) + 1)
            if reference is not None:
                found.append(reference)
    return resolve(found, {note.id: note.label for note in notes}, document.text)


def _order(note: Note) -> tuple[int, int]:
    return (note.markers[0] if note.markers else note.start, note.start)


def _reference(
    text: str,
    start: int,
    end: int,
    note: Note,
    links: Sequence[Link],
    slanted: Sequence[tuple[int, int]],
    number: int,
) -> Reference | None:
    if end - start > _LONGEST or start >= end:
        return None
    words = " ".join(text[start:end].split())
    own = tuple(index for index, link in enumerate(links) if start <= link.start < end)
    emphasised = [" ".join(text[begin:stop].split()) for begin, stop in slanted if start <= begin and stop <= end]
    fields = read_fields(words, emphasised)
    form = form_of(words, fields, linked=bool(own))
    if form is None:
        return None
    kind, target = form
    if kind in (ReferenceForm.OP_CIT, ReferenceForm.CROSS):
        fields = read_fields(without_form(words), emphasised)
    elif kind is ReferenceForm.IBID:
        fields = Fields(pages=pages_of(words), signal=fields.signal)
    identifiers = {links[index].kind: links[index].identifier for index in reversed(own)}
    return Reference(
        f"r{number}", kind, start, end, note.id, fields.authors, fields.title, fields.container,
        place=fields.place, publisher=fields.publisher, year=fields.year, volume=fields.volume, pages=fields.pages,
        access_date=fields.access_date, doi=identifiers.get(LinkKind.DOI, ""), isbn=identifiers.get(LinkKind.ISBN, ""),
        arxiv=identifiers.get(LinkKind.ARXIV, ""), pmid=identifiers.get(LinkKind.PMID, ""), signal=fields.signal,
        target_note=target, links=own,
    )  # fmt: skip
