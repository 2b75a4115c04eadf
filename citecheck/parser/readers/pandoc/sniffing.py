"""What a file's content shows of its format, whatever its name."""

from __future__ import annotations

import re

from citecheck.errors import UnreadableError
from citecheck.parser.readers.container import Container

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROOT = re.compile(rb"<(?:[A-Za-z][\w.-]{0,20}:)?([A-Za-z][\w.-]{0,40})[\s>/]")
_PROLOGUE = re.compile(rb"\s*+(?:<\?[^>]{0,500}\?>\s*+|<!--(?:[^-]|-(?!->)){0,2000}-->\s*+)*+")
_DOCTYPE = re.compile(rb"<!doctype\s{1,20}([A-Za-z]{1,20})", re.IGNORECASE)
_JATS = (b"jats", b"nlm//", b"article-type", b"<front>", b"<front ", b"<article-meta")
_DOCBOOK = (b"docbook", b"<para", b"articleinfo", b"bookinfo")
_NOT_READ = {
    "ppt/presentation.xml": "a PowerPoint file",
    "xl/workbook.xml": "an Excel file",
    "Index/Document.iwa": "a Pages file",
    "xl/workbook.bin": "an Excel file",
}


def sniff(data: bytes) -> str | None:
    """The format that the content shows beyond doubt, or None.

    Raises `UnreadableError`, without a file name, for a container that holds no manuscript.
    """
    if data.startswith(b"PK\x03\x04"):
        return _container(data)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableError("it is encrypted; save it without a password")
        raise UnreadableError("it is a Word file of before 2007 or the like; save it as .docx")
    start = data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{\\rtf"):
        return "rtf"
    return _markup(start) if start.startswith(b"<") else None


def _container(data: bytes) -> str:
    container = Container(data)
    if "mimetype" in container:
        kind = container.read("mimetype").strip()
        if kind.startswith(b"application/epub"):
            return "epub"
        if kind.startswith(b"application/vnd.oasis.opendocument.text"):
            return "odt"
    if "META-INF/container.xml" in container:
        return "epub"
    if "word/document.xml" in container or _main_is_word(container):
        return "docx"
    if "content.xml" in container:
        return "odt"
    named = next((what for name, what in _NOT_READ.items() if name in container), "a zip file")
    raise UnreadableError(f"it is {named}, no manuscript; save the text as .docx, .odt or .epub")


def _main_is_word(container: Container) -> bool:
    types = container.read("[Content_Types].xml") if "[Content_Types].xml" in container else b""
    return b"wordprocessingml" in types


def _markup(start: bytes) -> str | None:
    found = _PROLOGUE.match(start)
    rest = start[found.end() :] if found else start
    doctype = _DOCTYPE.match(rest)
    if doctype and doctype[1].lower() == b"html":
        return "html"
    root = _ROOT.search(rest)
    if root is None or (not doctype and root.start()):
        return None
    lowered = start.lower()
    if root[1] == b"FictionBook":
        return "fb2"
    if root[1].lower() == b"html":
        return "html"
    if root[1] == b"article" and any(sign in lowered for sign in _JATS):
        return "jats"
    known = root[1] in (b"article", b"book", b"chapter", b"section")
    return "docbook" if known and any(sign in lowered for sign in _DOCBOOK) else None
