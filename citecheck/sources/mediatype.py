"""What a body is: by its first bytes where they tell, else by the media type declared for it, else by its name."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "text/x-markdown": "text",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/xml": "xml",
    "text/xml": "xml",
}
_BY_SUFFIX = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".pdf": "pdf",
    ".epub": "epub",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
}
_NO_TEXTS = frozenset(("text/css", "text/ecmascript", "text/event-stream", "text/calendar", "text/vcard", "text/json"))
SUFFIXES = frozenset(_BY_SUFFIX)
"""The file name endings, in lower case, of what can be read."""

_FOREIGN = (
    (b"\x89PNG", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00 ftyp", "a film"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc); save it as .docx"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<title",
    b"<!--",
    b"<?xml",
    b"<div",
    b"<p",
    b"<h1",
    b"<meta",
)


def kind_of(data: bytes, content_type: str = "", name: str = "") -> str:
    """One of html, text, pdf, epub, docx, odt, rtf; else words that say what it is, such as "a PNG image"."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    for magic, what in _FOREIGN:
        if data.startswith(magic):
            return what
    if b"%pdf-" in head[:1024] and not head.startswith(b"<"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    media_type = content_type.split(";")[0].strip().lower()
    declared = _BY_TYPE.get(media_type) or ("xml" if media_type.endswith("+xml") else "")
    suffix = PurePosixPath(name.lower()).suffix
    kind = declared or _BY_SUFFIX.get(suffix, "")
    if kind == "xml":
        return "html" if b"<html" in head else "XML that is not a page"
    if kind == "text" and suffix not in (".txt", ".md") and head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if kind in ("html", "text"):
        return "binary data" if _is_binary(data) else kind
    if kind in ("pdf", "epub", "docx", "odt", "rtf") or not media_type or "octet-stream" in media_type:
        if head.startswith(_MARKUP):
            return "html"
        return "binary data" if _is_binary(data) or kind in ("epub", "docx", "odt") else "text"
    if media_type in _NO_TEXTS or media_type.endswith("javascript"):
        return f"{media_type[:60]} data"
    if media_type.startswith("text/"):
        return "binary data" if _is_binary(data) else "text"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return f"{media_type[:60]} data"


def _is_binary(data: bytes) -> bool:
    """Zeros speak of no text, but for UTF-16, in which every other byte is one; so do many other controls."""
    sample = data[:4096]
    if not sample or sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros = sample.count(0)
    if zeros:
        return not (sample[::2].count(0) * 3 > len(sample[::2]) or sample[1::2].count(0) * 3 > len(sample[1::2]))
    return (len(sample) - len(sample.translate(None, _CONTROLS))) * 20 > len(sample)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            mark = archive.read("mimetype")[:100].strip() if "mimetype" in names and _small(archive) else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return "a damaged zip archive"
    if mark == b"application/epub+zip" or "META-INF/container.xml" in names:
        return "epub"
    if mark.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    return "a zip archive"


def _small(archive: zipfile.ZipFile) -> bool:
    info = archive.getinfo("mimetype")
    return info.file_size <= 200 and info.compress_size <= 200
