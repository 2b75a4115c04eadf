"""Bytes of any readable kind → a Reading: plain text with what else the document says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from citecheck.model.source import PageBreak, Paging, Reason, SourceText
from citecheck.model.text import Text, held
from citecheck.sources.charset import Decoded, codec, decode
from citecheck.sources.html import Page, read_page, tidy
from citecheck.sources.mediatype import kind_of
from citecheck.sources.office import OfficeError, to_html

MOST_DAMAGE = 0.01
"""The share of characters that may be undecodable in a text that still can be held against a quotation."""

CONVERTED = ("odt", "rtf")
"""What is read through pandoc."""

_READABLE = "HTML, plain text, PDF, EPUB, DOCX, ODT and RTF can be read"


@dataclass(frozen=True)
class Reading:
    """A document's text. `reason` and `detail` say why there is none, or why it may not be the whole of it.

    `page` holds what only a web page has. `encoding` is the codec that it was decoded by, "" where none was needed.
    """

    kind: str
    text: Text = Text("")  # noqa: RUF009
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
    paging: Paging = Paging.NONE
    identifiers: tuple[str, ...] = ()

    def as_source(self, id: str, *, url: str = "", retrieved: str = "", whole: bool = True) -> SourceText:
        """The reading as a source of that id. `whole` False adds that the bytes may not have been the whole."""
        return SourceText(
            id=id,
            text=held(self),
            title=self.title,
            url=url,
            kind=self.kind,
            whole=whole and self.whole,
            pages=self.pages,
            anchors=self.anchors,
            author=self.author,
            year=self.year,
            retrieved=retrieved,
            paging=self.paging,
            identifiers=self.identifiers,
            reason=self.reason,
            detail=self.detail,
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
    if kind == "epub":
        return _read_epub(data)
    if kind == "docx":
        return _read_docx(data)
    if kind in CONVERTED:
        return read_office(data, kind)
    advice = "" if "damaged" in kind else f"; {_READABLE}"
    return Reading(kind, whole=False, reason=Reason.UNREADABLE, detail=f"it is {kind}{advice}")


def read_office(
    data: bytes, kind: str, seconds: float = 60.0, read_html: Callable[[bytes], Reading] | None = None
) -> Reading:
    """Reads an ODT or RTF file through pandoc, which is a process of its own and ended after `seconds`.

    `read_html` reads the page that pandoc makes of it; without it that is done in this process.
    """
    try:
        made = to_html(data, kind, seconds)
    except OfficeError as error:
        return _damaged(kind, error)
    page = read_html(made) if read_html is not None else _read_html(made, "utf-8")
    title = "" if page.title == "-" else page.title
    reading = replace(page, kind=kind, title=title, encoding="", page=None)
    if kind == "rtf" and reading.reason is Reason.NONE and b"\\footnote" in data:
        return replace(reading, whole=False, detail="the notes of an RTF file are not read; save it as DOCX")
    return reading


def _read_epub(data: bytes) -> Reading:
    from citecheck.sources.epub import DamagedEpub, read_epub  # noqa: PLC0415

    try:
        book = read_epub(data)
    except DamagedEpub as error:
        return _damaged("epub", error)
    paging = Paging.DECLARED if book.pages else Paging.NONE
    return Reading(
        "epub", book.text, book.title, book.author, book.year, book.pages, book.anchors,
        paging=paging, identifiers=book.identifiers,
    )  # fmt: skip


def _read_docx(data: bytes) -> Reading:
    from citecheck.sources.docx import DamagedDocx, read_docx  # noqa: PLC0415

    try:
        document = read_docx(data)
    except DamagedDocx as error:
        return _damaged("docx", error)
    return Reading("docx", tidy(document.text), document.title, document.author)


def _damaged(kind: str, error: Exception) -> Reading:
    detail = f"the {kind.upper()} file cannot be read: {error}"
    return Reading(kind, whole=False, reason=Reason.UNREADABLE, detail=detail)


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
        "html", page.text, page.title, page.author, page.year, page.breaks, page.anchors,
        page=replace(page, text="", breaks=()), paging=Paging.DECLARED if page.breaks else Paging.NONE,
    )  # fmt: skip
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
        return Reading("pdf", "", pdf.title, pdf.author, whole=False, reason=Reason.UNREADABLE, detail=detail)
    pages = tuple(PageBreak(start, label, sheet) for start, label, sheet in pdf.pages)
    reading = Reading("pdf", tidy_pdf(pdf.text), pdf.title, pdf.author, pages=pages, paging=pdf.paging)
    if not pdf.whole:
        detail = "only a part of the PDF file was read, for it is very long"
        return replace(reading, whole=False, reason=Reason.INCOMPLETE, detail=detail)
    if len(pdf.images) > max(2, len(pages) // 50):
        # Fewer are plates.
        detail = f"{len(pdf.images)} of its {len(pages)} pages are images without text"
        return replace(reading, whole=False, reason=Reason.INCOMPLETE, detail=detail)
    return reading


def tidy_pdf(text: str) -> str:
    """A PDF's text without what cannot stand in a text; no length changes, so that its page offsets stay right."""
    return text.translate({0: " ", 0xAD: "-", 0x200B: " ", 0xFEFF: " "})
