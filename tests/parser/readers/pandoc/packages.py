"""Hand-written Office Open XML, OpenDocument and EPUB files, put together part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)


def pack(parts: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip file of the parts, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            way = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=way)
    return out.getvalue()


def docx_parts(
    body: str,
    *,
    footnotes: str = "",
    endnotes: str = "",
    styles: str = "",
    settings: str = "",
    links: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The parts of a Word file. `body`, `footnotes` and so on are the XML inside the parts' root elements."""
    inside = {"styles": styles, "settings": settings, "footnotes": footnotes, "endnotes": endnotes}
    present = [name for name, xml in inside.items() if xml]
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KINDS}.{name}+xml"/>' for name in present
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{R}/{name}" Target="{name}.xml"/>' for n, name in enumerate(present)
    )
    relations += "".join(
        f'<Relationship Id="{id}" Type="{R}/hyperlink" Target="{url}" TargetMode="External"/>'
        for id, url in (links or {}).items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KINDS}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">'
        f"{relations}</Relationships>",
        "word/document.xml": f"{_HEAD}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name in present:
        parts[f"word/{name}.xml"] = f"{_HEAD}<w:{name} {_NAMES}>{inside[name]}</w:{name}>"
    return parts


def docx(body: str, **more: str) -> bytes:
    """A Word file; the arguments are those of `docx_parts`."""
    return pack(docx_parts(body, **more))  # type: ignore[arg-type]


def p(*runs: str, style: str = "", indent: str = "", properties: str = "") -> str:
    """A paragraph. A run is XML, or text to stand in a run of its own."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside += properties + (f"<w:ind {indent}/>" if indent else "")
    content = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{content}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def note(kind: str, id: int, *paragraphs: str) -> str:
    """A note for the footnotes or endnotes part; `kind` is "footnote" or "endnote"."""
    return f'<w:{kind} w:id="{id}">{"".join(paragraphs)}</w:{kind}>'


def marker(kind: str, id: int, mark: str = "") -> str:
    """A reference to a note, with a mark of its own or numbered by Word."""
    custom = ' w:customMarkFollows="1"' if mark else ""
    printed = f"<w:t>{mark}</w:t>" if mark else ""
    return f'<w:r><w:{kind}Reference{custom} w:id="{id}"/>{printed}</w:r>'


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = " ".join(
    f'xmlns:{name}="{_ODF}{space}:1.0"'
    for name, space in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip


def odt_parts(body: str, *, styles: str = "", automatic: str = "") -> dict[str, str]:
    """The parts of an OpenDocument text. The arguments are the XML inside the elements that hold such things."""
    names = f'{_ODF_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"{_HEAD}<office:document-content {names}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"{_HEAD}<office:document-styles {names}><office:styles>{styles}</office:styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0"/>',
    }


def odt(body: str, **more: str) -> bytes:
    """An OpenDocument text; the arguments are those of `odt_parts`."""
    return pack(odt_parts(body, **more), stored=("mimetype",))


def epub_parts(*pages: str, css: str = "") -> dict[str, str]:
    """The parts of an e-book. A page is what stands inside its body; the files are named one, two …"""
    names = ("one", "two", "three", "four")[: len(pages)]
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'{container}<rootfile full-path="OEBPS/book.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": f'{_HEAD}<package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A Book</dc:title>'
        "<dc:language>en-GB</dc:language></metadata>"
        f'<manifest>{items}<item id="css" href="book.css" media-type="text/css"/></manifest>'
        f"<spine>{spine}</spine></package>",
        "OEBPS/book.css": css,
    }
    for name, body in zip(names, pages, strict=True):
        parts[f"OEBPS/{name}.xhtml"] = (
            f'{_HEAD}<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
            f"<head><title>{name}</title></head><body>{body}</body></html>"
        )
    return parts


def epub(*pages: str, css: str = "") -> bytes:
    """An e-book; the arguments are those of `epub_parts`."""
    return pack(epub_parts(*pages, css=css), stored=("mimetype",))
