"""The parser as a whole: a Document in, a Manuscript out."""

from __future__ import annotations

from citecheck.model.document import Document
from citecheck.model.manuscript import Manuscript


def parse(document: Document) -> Manuscript:
    """Finds all that a document holds: notes, quotations, links, references, and what answers for what."""
    return Manuscript(document)
