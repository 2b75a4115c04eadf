"""Bytes of any readable kind → a Reading: plain text with what else the document says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from citecheck.model.source import PageBreak, Reason, SourceText
from citecheck.sources.charset import Decoded, codec, decode
from citecheck.sources.html import Page, read_page, tidy
from citecheck.sources.mediatype import kind_of
from citecheck.sources.office import FORMATS, OfficeError, to_html

MOST_DAMAGE = 0.01
"""The share of characters that may be undecodable in a text that still can be held against a quotation."""

_READABLE = "HTML, plain text, PDF, EPUB, DOCX, ODT and RTF can be read"


@dataclass(frozen=True)
class Reading:
    """A document's text. `reason` and `detail` say why there is none, or why it may not be the whole of it.

    `page` holds what only a web page has. `encoding` is the codec that it was decoded by, "" where none was needed.
    """

    kind: str
    text: str = ""
    title: str = ""
    author: str = ""
    year: str = ""
    pages: tuple[PageBreak, ...] = ()
    anchors: frozenset[str] = frozenset()
    whole: bool = True
    reason: Reason = Reason.NONE
    detail: str = ""
    encoding: str = ""
    page: Page | None = None

    def as_source(self, id: str, *, url: str = "", retrieved: str = "", whole: bool = True) -> SourceText:
        """The reading as a source of that id. `whole` False adds that the bytes may not have been the whole."""
        return SourceText(
            id=id,
            text=self.text,
            title=self.title,
            url=url,
            kind=self.kind,
            whole=whole and self.whole,
            pages=self.pages,
            anchors=self.anchors,
            author=self.author,
            year=self.year,
            retrieved=retrieved,
        )


def read_bytes(data: bytes, content_type: str = "", name: str = "", kind: str = "") -> Reading:
    """Reads a document in this process. `content_type` is an HTTP header value, `name` a file name or URL path.

    `kind` is what `kind_of` gave, where that is known. Never raises for what the bytes hold; hostile ones may take
    long or much memory (see `worker`).
    """
    kind = kind or kind_of(data, content_type, name)
    charset = _charset(content_type)
    if kind == "html":
        return _read_html(data, charset)
    if kind == "text":
        decoded = decode(data, charset)
        return _with_encoding(Reading("text", tidy(decoded.text)), decoded)
    if kind == "pdf":
        return _read_pdf(data)
    if kind in FORMATS:
        return read_office(data, kind)
    return Reading(kind, whole=False, reason=Reason.UNREADABLE, detail=f"it is {kind}; {_READABLE}")


def read_office(data: bytes, kind: str) -> Reading:
    """Reads an EPUB, DOCX, ODT or RTF file through pandoc, which is a process of its own."""
    try:
        page = read_page(to_html(data, kind))
    except OfficeError as error:
        return Reading(
            kind, whole=False, reason=Reason.UNREADABLE, detail=f"the {kind.upper()} file cannot be read: {error}"
        )
    title = "" if page.title == "-" else page.title
    reading = Reading(kind, page.text, title, page.author, page.year, anchors=page.anchors)
    if kind == "rtf" and b"\\footnote" in data:
        return replace(reading, whole=False, detail="the notes of an RTF file are not read; save it as DOCX")
    return reading


def _charset(content_type: str) -> str:
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")[:40]
    return ""


def _read_html(data: bytes, charset: str) -> Reading:
    decoded = decode(data, charset, markup=True)
    page = read_page(decoded.text)
    reading = Reading(
        "html", page.text, page.title, page.author, page.year, anchors=page.anchors, page=replace(page, text="")
    )
    return _with_encoding(reading, decoded)


def _with_encoding(reading: Reading, decoded: Decoded) -> Reading:
    encoding = codec(decoded.encoding) or decoded.encoding
    if decoded.damage > MOST_DAMAGE:
        detail = f"{decoded.damage:.0%} of its characters cannot be decoded: its encoding is not known"
        return replace(reading, whole=False, reason=Reason.ENCODING, detail=detail, encoding=encoding)
    if not decoded.certain:
        detail = f"its encoding is not declared, or not one of the web; {encoding} was guessed"
        return replace(reading, whole=False, detail=detail, encoding=encoding)
    return replace(reading, encoding=encoding)


def _read_pdf(data: bytes) -> Reading:
    # PDFium is only ever wanted in the processes that read PDF files.
    from citecheck.sources.pdf import DamagedPdf, read_pdf  # noqa: PLC0415

    try:
        pdf = read_pdf(data)
    except DamagedPdf as error:
        return Reading("pdf", whole=False, reason=Reason.UNREADABLE, detail=f"the PDF file {error}")
    if len(pdf.text.split()) < 3:
        detail = "the PDF file holds images of pages and no text"
        return Reading("pdf", whole=False, reason=Reason.UNREADABLE, detail=detail)
    pages = tuple(PageBreak(start, label, sheet) for start, label, sheet in pdf.pages)
    detail = "" if pdf.whole else "only a part of the PDF file was read, for it is very long"
    return Reading("pdf", tidy_pdf(pdf.text), pdf.title, pdf.author, pages=pages, whole=pdf.whole, detail=detail)


def tidy_pdf(text: str) -> str:
    """A PDF's text without what cannot stand in a text; no length changes, so that its page offsets stay right."""
    return text.translate({0: " ", 0xAD: "-", 0x200B: " ", 0xFEFF: " "})
