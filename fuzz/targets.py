"""What is attacked: functions of bytes that must end without any error but those that users are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from citecheck.errors import CitecheckError
from citecheck.matching.interface import Query
from citecheck.matching.verdict import matches
from citecheck.model.document import Block, BlockKind, Document
from citecheck.model.verdict import Convention
from citecheck.parser.links.find import find_links
from citecheck.parser.parse import parse
from citecheck.parser.readers import read
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.references.forms import read_form
from citecheck.parser.references.split import split
from citecheck.sources.text import read_bytes
from fuzz.mutating import part_of, with_part

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ROOT / "fixtures" / "formats"
FOUND = Path(__file__).resolve().parent / "found"
"""Inputs that once broke a target, in a folder of its name; they are tests now."""
KEPT = ROOT / "build" / "fuzz"
"""Where a run keeps what breaks a target."""

LONGEST = 800
"""Bytes of an input of those targets that need no more: short ones are tried hundreds of times a second."""
WHOLE = frozenset({"any-page", "docx", "odt", "epub"})
"""Targets whose inputs are archives, which nobody can shorten."""

Target = Callable[[bytes], None]


def _reader(format: str, ending: str) -> Target:
    def target(data: bytes) -> None:
        try:
            parse(read(Path(f"strange{ending}"), format, ReadOptions(timeout=5), data))
        except CitecheckError as error:
            assert "\n" not in str(error), "an error is told in one line"

    return target


def _container(format: str, ending: str, part: str) -> Target:
    """As `_reader`; bytes that are no archive become the main part of one."""
    target = _reader(format, ending)
    whole = (FORMATS / f"ferry{ending}").read_bytes()
    return lambda data: target(data if data.startswith(b"PK") else with_part(whole, part, data))


def document_of(text: str) -> Document:
    """A document of paragraphs apart by blank lines; those that begin "[^" are bodies of notes in nothing but place."""
    blocks = []
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Document("strange", "text", text, len(text), tuple(blocks))


def notes(data: bytes) -> None:
    """Notes, quotations, references, attribution over a text in printed style."""
    _reader("text", ".txt")(data)


def references(data: bytes) -> None:
    """One note, cut into its references, each read alone; what "ibid." leads to is the business of `notes`."""
    text = data.decode("utf-8", "replace")[:LONGEST]
    for start, end in split(text, 0, len(text)):
        read_form(text[start:end], [], linked=len(data) % 2 == 0)


def links(data: bytes) -> None:
    find_links(document_of(data.decode("utf-8", "replace")))


def matcher(data: bytes) -> None:
    """The first line, looked for in the rest; the length says by which convention."""
    quote, _, text = data.decode("utf-8", "replace").partition("\n")
    convention = list(Convention)[len(data) % len(Convention)]
    for found in matches([Query("1", quote, ())], {"page": text}, convention):
        if found.found is not None:
            assert 0 <= found.found.start <= found.found.end <= len(text)


def page(data: bytes) -> None:
    read_bytes(data, "text/html")


def any_page(data: bytes) -> None:
    """A page of a type that its bytes show."""
    read_bytes(data)


TARGETS: dict[str, Target] = {
    "text": notes,
    "references": references,
    "links": links,
    "matcher": matcher,
    "page": page,
    "any-page": any_page,
    "pdf": _reader("pdf", ".pdf"),
    "markdown": _reader("markdown", ".md"),
    "html": _reader("html", ".html"),
    "latex": _reader("latex", ".tex"),
    "docx": _container("docx", ".docx", "word/document.xml"),
    "odt": _container("odt", ".odt", "content.xml"),
    "epub": _container("epub", ".epub", "EPUB/text/ch001.xhtml"),
}

_MARKDOWN = """She writes: “the sea is *the* sea.”[^1]

> No more [was] said … of it.

[^1]: Weiss, *Sea*, 3, <https://a.example/x>.
""".encode()
_HTML = (
    "<p>She writes: “the sea is <i>the</i> sea.”<sup><a href='#n1' id='r1'>1</a></sup><blockquote>No more</blockquote>"
    "<ol><li id='n1'>Weiss, <i>Sea</i>, 3, <a href='https://a.example/x'>here</a>. <a href='#r1'>↩</a></ol>"
).encode()
_LATEX = (
    rb"\documentclass{article}\begin{document}She writes: ``the sea is \emph{the} sea.''\footnote{Weiss, "
    rb"\textit{Sea}, 3, \url{https://a.example/x}.} \begin{quote}No more\end{quote}\end{document}"
)
_NOTE = (
    "He says: “the sea is the sea”,¹ and ‘no more’.\n\n¹ Anna Weiss, *The Sea*, trans. B. Mill, 2nd edn, vol. 3 "
    "(London: Press, 1910), pp. 3–7, https://a.example/x_(y)?q=1#f; see also ibid., at 9; doi:10.1000/xyz.123; "
    "ISBN 978-0-306-40615-7; Roe v. Wade, 410 U.S. 113 (1973); Weiss, Sea, 12, quoted in Mill 1999, 33."
).encode()


def seeds(name: str) -> list[bytes]:
    """Sound inputs for a target to begin with, and what was once found for it."""
    found = [path.read_bytes() for path in sorted((FOUND / name).glob("*"))]
    ferry = {path.suffix: path.read_bytes() for path in FORMATS.glob("ferry.*")}
    own = {
        "text": [_NOTE, (ROOT / "fixtures" / "demo" / "essay.txt").read_bytes()],
        "references": [_NOTE.partition("¹ ".encode())[2]],
        "links": [_NOTE, b"see https://a.ex-\nample/b and\n\nwww.b.example/%20), arXiv:2101.00001v2"],
        "matcher": ["the sea … is [the] sea\nIn all\u00ad truth the sea, he says, is a sea.".encode(), _NOTE],
        "page": [_HTML, ferry[".html"]],
        "any-page": [ferry[ending] for ending in (".html", ".docx", ".odt", ".epub", ".rtf")],
        "pdf": [_pdf()],
        "markdown": [_MARKDOWN, ferry[".md"]],
        "html": [_HTML, ferry[".html"]],
        "latex": [_LATEX, ferry[".tex"]],
        "docx": [ferry[".docx"], part_of(ferry[".docx"], "word/document.xml")],
        "odt": [ferry[".odt"], part_of(ferry[".odt"], "content.xml")],
        "epub": [ferry[".epub"]],
    }
    return [*own[name], *found]


def _pdf() -> bytes:
    """A sheet of one line, so small that mutations hit what matters."""
    content = b"BT /F1 12 Tf 72 720 Td (The sea is the sea.) Tj T* (1. Weiss, The Sea, 3.) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    return b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n"
