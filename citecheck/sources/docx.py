"""DOCX → plain text with its notes, many times faster than a conversion (ECMA-376, 17). Runs in a worker process.

A source wants the words of a document and nothing of its form; manuscripts are read by pandoc.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from citecheck.sources.ziplimits import fault_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "sectPr", "tblPr", "instrText", "delText", "rt")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_LITERAL = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class DamagedDocx(Exception):
    """A DOCX file that cannot be read; the message goes on from "the DOCX file cannot be read:"."""


@dataclass(frozen=True, slots=True)
class DocxText:
    """The document's words, each paragraph apart by a blank line, notes at the end as "[1] …"."""

    text: str
    title: str
    author: str


@dataclass(slots=True)
class _Notes:
    """The notes in the order of their marks, by part and id."""

    order: list[tuple[str, str]] = field(default_factory=list)

    def label(self, part: str, id: str) -> str:
        self.order.append((part, id))
        return f"[{len(self.order)}]"


def read_docx(data: bytes) -> DocxText:
    """Reads a document: changes accepted, hidden text left out. Raises `DamagedDocx`."""
    if fault := fault_of(data):
        raise DamagedDocx(fault)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, ElementTree.ParseError, LookupError, ValueError, OSError, NotImplementedError):
        raise DamagedDocx("its contents are damaged or encrypted") from None


def _read(archive: zipfile.ZipFile) -> DocxText:
    names = set(archive.namelist())
    main = next((name for name in ("word/document.xml", *sorted(names)) if _is_main(name, names)), "")
    if not main:
        raise DamagedDocx("its contents are damaged or encrypted")
    notes = _Notes()
    paragraphs = list(_paragraphs(_xml(archive, main), notes))
    bodies = {
        part: _bodies(_xml(archive, f"word/{part}s.xml"), f"{_W}{part}")
        for part in ("footnote", "endnote")
        if f"word/{part}s.xml" in names
    }
    for number, (part, id) in enumerate(notes.order, 1):
        body = bodies.get(part, {}).get(id)
        if body is not None:
            paragraphs.append(f"[{number}] " + " ".join(_paragraphs(body, _Notes())))
    core = _xml(archive, "docProps/core.xml") if "docProps/core.xml" in names else ElementTree.Element("none")
    said = {node.tag.rpartition("}")[2]: " ".join((node.text or "").split())[:500] for node in core.iter()}
    return DocxText("\n\n".join(filter(None, paragraphs)), said.get("title", ""), said.get("creator", ""))


def _is_main(name: str, names: set[str]) -> bool:
    return name in names and name.startswith("word/document") and name.endswith(".xml")


def _xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    data = archive.read(name)
    if b"<!DOCTYPE" in data[:2000] or b"<!ENTITY" in data:
        raise DamagedDocx("its contents declare entities")
    return ElementTree.fromstring(data.replace(_STRICT, _W[1:-1].encode()))


def _bodies(root: ElementTree.Element, tag: str) -> dict[str, ElementTree.Element]:
    return {node.get(f"{_W}id", ""): node for node in root if node.tag == tag}


def _paragraphs(root: ElementTree.Element, notes: _Notes) -> Iterator[str]:
    """The paragraphs under an element in the order of the text; those of a text box follow the one that holds it."""
    stack = [iter(root)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag == f"{_W}p":
            inner: list[ElementTree.Element] = []
            parts: list[str] = []
            _words(node, parts, notes, inner)
            yield "\n".join(" ".join(line.split()) for line in "".join(parts).split("\n")).strip()
            stack += [iter([box]) for box in reversed(inner)]
        elif node.tag not in _SKIPPED:
            stack.append(iter(node))


def _words(paragraph: ElementTree.Element, parts: list[str], notes: _Notes, boxes: list[ElementTree.Element]) -> None:
    stack = [iter(paragraph)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
            continue
        tag = node.tag
        if tag == f"{_W}t" or tag.endswith("/math}t"):
            parts.append(node.text or "")
        elif tag in _LITERAL:
            parts.append(_LITERAL[tag])
        elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
            parts.append(notes.label(tag.removeprefix(_W).removesuffix("Reference"), node.get(f"{_W}id", "")))
        elif tag == f"{_W}txbxContent":
            boxes.append(node)
        elif tag not in _SKIPPED and not (tag == f"{_W}r" and _is_hidden(node)):
            stack.append(iter(node))


def _is_hidden(run: ElementTree.Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")
