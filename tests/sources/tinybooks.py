"""Writes small EPUB and DOCX files for tests, with no more in them than readers ask for."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

_CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def epub_of(
    parts: Sequence[str],
    title: str = "",
    author: str = "",
    *,
    isbn: str = "",
    nav: Sequence[tuple[str, str]] = (),
    ncx: Sequence[tuple[str, str]] = (),
    more: Mapping[str, str] | None = None,
) -> bytes:
    """A book of XHTML bodies. `nav` and `ncx` are page lists: pairs of a target ("p1.xhtml#page2") and a label."""
    manifest = [
        f'<item id="p{number}" href="p{number}.xhtml" media-type="application/xhtml+xml"/>'
        for number in range(1, len(parts) + 1)
    ]
    files = {f"OEBPS/p{number}.xhtml": _page(body) for number, body in enumerate(parts, 1)}
    if nav:
        links = "".join(f'<li><a href="{href}">{label}</a></li>' for href, label in nav)
        manifest.append('<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>')
        files["OEBPS/nav.xhtml"] = _page(f'<nav epub:type="page-list"><ol>{links}</ol></nav>')
    if ncx:
        targets = "".join(
            f'<pageTarget type="normal" value="{label}"><navLabel><text>{label}</text></navLabel>'
            f'<content src="{href}"/></pageTarget>'
            for href, label in ncx
        )
        manifest.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        files["OEBPS/toc.ncx"] = (
            '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">'
            f"<pageList>{targets}</pageList></ncx>"
        )
    spine = "".join(f'<itemref idref="p{number}"/>' for number in range(1, len(parts) + 1))
    files["OEBPS/book.opf"] = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"<dc:identifier>urn:isbn:{isbn}</dc:identifier></metadata>"
        f"<manifest>{''.join(manifest)}</manifest><spine>{spine}</spine></package>"
    )
    head = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    return zip_of({**head, **files, **(more or {})})


def _page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def docx_of(paragraphs: Sequence[str], title: str = "", author: str = "", notes: Sequence[str] = ()) -> bytes:
    """A document of paragraphs, each text or, where it begins with "<w:", markup of its own."""
    body = "".join(
        f"<w:p>{each if each.startswith('<w:') else f'<w:r><w:t>{escape(each)}</w:t></w:r>'}</w:p>"
        for each in paragraphs
    )
    files = {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
            f"<dc:creator>{escape(author)}</dc:creator></cp:coreProperties>"
        ),
    }
    if notes:
        bodies = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{escape(note)}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(notes, 1)
        )
        files["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{_W}">{bodies}</w:footnotes>'
    return zip_of(files)


def zip_of(files: Mapping[str, str]) -> bytes:
    """An archive of text files."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()
