"""The parser as a whole: a Document in, a Manuscript out."""

from __future__ import annotations

from citecheck.model.document import Document
from citecheck.model.manuscript import Manuscript
from citecheck.parser.attribution import attribute
from citecheck.parser.links import find_links
from citecheck.parser.notes import find_notes
from citecheck.parser.quotations import find_quotations
from citecheck.parser.references import find_references


def parse(document: Document) -> Manuscript:
    """Finds all that a document holds: notes, quotations, links, references, and what answers for what."""
    notes = find_notes(document)
    found = find_quotations(document, notes)
    links = find_links(document, notes)
    cited = find_references(document, notes, links)
    attributions = attribute(document, notes, found.quotations, cited.links, cited.references)
    return Manuscript(document, notes, found.quotations, cited.links, cited.references, attributions, found.unbalanced)
