"""Pairs the note markers of a document with its note bodies."""

from __future__ import annotations

from collections import Counter

from citecheck.model.document import Document, MarkKind, NoteKind
from citecheck.model.manuscript import Note
from citecheck.parser.quotations.blocks import Words


def find_notes(document: Document) -> tuple[Note, ...]:
    """All notes, in the order of their first markers.

    A body that nothing marks comes after the note whose body stands before it. A marker without a body is a note
    of its own, with start and end -1 and an id that no body has; two such markers are two notes.
    """
    words = Words(document)
    bodies = {body.id: body for body in document.note_bodies}
    markers: dict[str, list[int]] = {id: [] for id in bodies}
    missing: list[tuple[int, str]] = []
    for mark in document.marks:
        if mark.kind is not MarkKind.NOTE_MARKER:
            continue
        if mark.target in markers:
            markers[mark.target].append(mark.start)
        else:
            missing.append((mark.start, mark.label))
    ordered: list[tuple[int, int, Note]] = []
    place = -1
    for rank, body in enumerate(document.note_bodies):
        at = tuple(markers[body.id])
        place = min(at) if at else place
        text = words.between(body.start, body.end)
        ordered.append((place, rank, Note(body.id, body.label, body.kind, text, body.start, body.end, at, body.scope)))
    kind = _usual_kind(document)
    for offset, label in missing:
        ordered.append((offset, -1, Note(f"missing@{offset}", label, kind, "", -1, -1, (offset,))))
    return tuple(note for _, _, note in sorted(ordered, key=lambda each: each[:2]))


def _usual_kind(document: Document) -> NoteKind:
    """What the document's notes mostly are: a marker without a body is counted among them."""
    kinds = Counter(body.kind for body in document.note_bodies)
    return kinds.most_common(1)[0][0] if kinds else NoteKind.FOOTNOTE
