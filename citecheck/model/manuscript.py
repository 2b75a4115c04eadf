"""What the parser finds in a document: notes, quotations, links, references, and what answers for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from citecheck.model.document import Document, NoteKind


class QuotationKind(StrEnum):
    """How a quotation is set."""

    INLINE = "inline"
    BLOCK = "block"
    EPIGRAPH = "epigraph"
    VERSE = "verse"


class Role(StrEnum):
    """What a quoted passage is for. Titles and terms are not held to a source unless a note or link cites them."""

    QUOTATION = "quotation"
    TITLE = "title"
    TERM = "term"


class LinkKind(StrEnum):
    """What a link is printed as."""

    URL = "url"
    DOI = "doi"
    ARXIV = "arxiv"
    ISBN = "isbn"
    PMID = "pmid"


class ReferenceForm(StrEnum):
    """How much of its work a reference names."""

    FULL = "full"
    SHORT = "short"
    IBID = "ibid"
    OP_CIT = "op-cit"
    CROSS = "cross-reference"  # supra note n, see note n
    KEY = "key"  # [@key], \\cite{key}
    LISTED = "bibliography-entry"  # of the document's list of works


class Confidence(StrEnum):
    """How sure a statement is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its body and the places that mark it.

    `start`, `end` span the body in `Document.text`; both are -1 for a marker without a body. `markers` are the
    offsets in the text at which its marker stands; none for a body without a marker.
    """

    id: str
    label: str
    kind: NoteKind
    body: str
    start: int
    end: int
    markers: tuple[int, ...]
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted passage. `start`, `end` span its content in `Document.text`, without the outer marks.

    `text` is that content (paragraphs apart by a blank line, repeated opening marks taken out). `opening` and
    `closing` are the marks as printed, "" for a block; `closing` is "" too where the mark is missing
    (`balanced` False). `depth` is 0 for an outer quotation, 1 for one inside it. `in_note` is the id of the
    note whose body holds it.
    """

    id: str
    kind: QuotationKind
    role: Role
    text: str
    start: int
    end: int
    opening: str = ""
    closing: str = ""
    balanced: bool = True
    depth: int = 0
    in_note: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link: `url` is the reading thought best, `readings` all that are possible, best first.

    A URL broken at a line's end can be read with or without the hyphen; the one that resolves wins. `problem`
    says what was wrong with the printed form ("line-end hyphen", "stray mark", "space", …), "" when nothing.
    `identifier` is the bare DOI, arXiv number, ISBN or PMID.
    """

    url: str
    readings: tuple[str, ...]
    as_printed: str
    start: int
    end: int
    kind: LinkKind = LinkKind.URL
    identifier: str = ""
    in_note: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as a note, a link or the bibliography cites it. Empty strings stand for what is not there.

    `id` is unique in the manuscript. `authors` are as printed, one string a person. `pages` and `locator` are as
    printed without "p.". `antecedent` is the id of the reference that an ibid., a short form or a
    cross-reference stands for, "" when there is none; `candidates` are the ids between which it is doubtful.
    `links` are indexes into `Manuscript.links`.
    """

    id: str
    form: ReferenceForm
    start: int
    end: int
    note: str | None = None
    authors: tuple[str, ...] = ()
    title: str = ""
    container: str = ""
    editor: str = ""
    translator: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""
    access_date: str = ""
    key: str = ""
    doi: str = ""
    isbn: str = ""
    arxiv: str = ""
    pmid: str = ""
    signal: str = ""  # "see also", "cf.", "quoted in"
    target_note: str = ""  # the note label that "supra note 4" names
    antecedent: str = ""
    candidates: tuple[str, ...] = ()
    links: tuple[int, ...] = ()
    alias: str = ""  # what "hereafter cited as" gives it for a name


class AttributionWay(StrEnum):
    """How a quotation was led to what answers for it."""

    MARKER_AFTER = "marker after the quotation"
    MARKER_AT_SENTENCE_END = "marker at the sentence's end"
    MARKER_AT_PARAGRAPH_END = "marker at the paragraph's end"
    MARKER_BEFORE = "marker before the quotation"
    ATTRIBUTION_LINE = "attribution line"
    SAME_NOTE = "reference in the same note"
    LINK_AROUND = "link around the quotation"
    LINK_BESIDE = "link beside the quotation"
    CITATION_KEY = "citation beside the quotation"
    AUTHOR_IN_SENTENCE = "author named in the sentence"
    REQUOTATION = "quoted above, with its note"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What answers for one quotation.

    `quotation` is its id. `note` is a note's id; `references` are ids of the full references meant (short forms
    already followed); `links` indexes into `Manuscript.links`. `repeats` is the id of an earlier quotation that
    holds the same words. `citations` are ids of the references by which the text itself cites, as they stand there.
    """

    quotation: str
    way: AttributionWay
    confidence: Confidence
    note: str | None = None
    references: tuple[str, ...] = ()
    links: tuple[int, ...] = ()
    repeats: str = ""
    citations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manuscript:
    """A document with all that the parser found in it, each list in the order of the text."""

    document: Document
    notes: tuple[Note, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    links: tuple[Link, ...] = ()
    references: tuple[Reference, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    unbalanced: tuple[int, ...] = field(default=())  # offsets of quotation marks without a partner
