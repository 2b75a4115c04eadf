"""Finds the references of a document: those of its notes, of its text, and its list of works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.model.document import Document
from citecheck.model.manuscript import Link, Note, Reference
from citecheck.parser.references.cited import authors_cited, keys_cited
from citecheck.parser.references.listed import brought_works, printed_works, with_links
from citecheck.parser.references.read import read_references
from citecheck.parser.references.resolve import resolve


@dataclass(frozen=True, slots=True)
class FoundReferences:
    """The references in the order of the text, then the list of works; and all links, those of the list put in."""

    references: tuple[Reference, ...]
    links: tuple[Link, ...]


def find_references(document: Document, notes: Sequence[Note], links: Sequence[Link]) -> FoundReferences:
    """All references of a document, each short form led to the work it means."""
    printed = printed_works(document, links)
    brought, urls = brought_works(document, len(printed) + 1)
    listed = (*printed, *brought)
    keyed = keys_cited(document, notes)
    read = [*read_references(document, notes, links), *keyed, *authors_cited(document, listed)]
    marks = {note.id: note.markers[0] for note in notes if note.markers}
    read.sort(key=lambda each: (marks.get(each.note or "", each.start), each.start))
    numbered = [replace(each, id=f"r{number}") for number, each in enumerate(read, 1)]
    resolved = resolve(numbered, notes, document.text, listed)
    cited: dict[str, tuple[int, str | None]] = {}
    for each in resolved:
        cited.setdefault(each.antecedent, (each.start, each.note))
    works, all_links = with_links(listed, urls, links, cited)
    return FoundReferences((*resolved, *works), all_links)
