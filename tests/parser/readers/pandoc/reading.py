"""Reads a small manuscript as a user would: from a file, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from citecheck.model.document import BlockKind, Document, MarkKind
from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers import read
from citecheck.parser.readers.interface import ReadOptions


def document(folder: Path, name: str, content: str | bytes, format: str | None = None, **options: Any) -> Document:
    """The document of a file with this name and content; `options` are those of `ReadOptions`."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path, format, ReadOptions(**options))


def manuscript(folder: Path, name: str, content: str | bytes, format: str | None = None, **options: Any) -> Manuscript:
    """The same, parsed."""
    return parse(document(folder, name, content, format, **options))


def texts(document: Document, kind: BlockKind) -> list[str]:
    """The texts of all blocks of a kind."""
    return [document.text[block.start : block.end] for block in document.blocks if block.kind is kind]


def citations(document: Document) -> list[tuple[str, str, str]]:
    """What is printed for each citation, the key, and where in the work."""
    return [
        (document.text[mark.start : mark.end], mark.target, mark.label)
        for mark in document.marks
        if mark.kind is MarkKind.CITATION
    ]


def notes(manuscript: Manuscript) -> list[tuple[str, str, str]]:
    """Each note's label, the last word before its marker ("" without one), and its body."""
    text = manuscript.document.text
    return [
        (note.label, text[: note.markers[0]].split()[-1] if note.markers else "", note.body)
        for note in manuscript.notes
    ]


def quoted(manuscript: Manuscript) -> list[str]:
    """The texts of all outer quotations."""
    return [quotation.text for quotation in manuscript.quotations if not quotation.depth]
