"""The reader of all that pandoc reads: prepare the source, run pandoc, walk its tree, find the places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from citecheck.errors import UnreadableError
from citecheck.model.document import Document, MarkKind, Position, Segment
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc.bibliography import works, works_beside
from citecheck.parser.readers.pandoc.builder import Built
from citecheck.parser.readers.pandoc.formats import FORMATS
from citecheck.parser.readers.pandoc.includes import relocated, relocated_directives
from citecheck.parser.readers.pandoc.inlines import Node, plain
from citecheck.parser.readers.pandoc.positions import Places, align
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.run import PandocError, read_ast
from citecheck.parser.readers.pandoc.sniffing import sniff
from citecheck.parser.readers.pandoc.walk import Walk

MOST_ATTEMPTS = 20
"""Runs of pandoc on one file, each with one more thing mended that it stumbled over."""


class PandocReader:
    """Reads structured text, word processors' files, e-books and XML."""

    formats: tuple[str, ...] = tuple(FORMATS)

    def __init__(self) -> None:
        self.extensions = {ending: name for name, each in FORMATS.items() for ending in each.endings}

    def sniff(self, data: bytes) -> str | None:
        """The format that the content itself shows beyond doubt, or None."""
        return sniff(data)

    def read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        """Reads one manuscript. Raises `UnreadableError` when it cannot be read as `format`."""
        try:
            return _read(path, data, format, options)
        except (PandocError, UnreadableError) as error:
            raise UnreadableError(f"{path}: cannot be read as {format}: {error}") from None
        except RecursionError:
            raise UnreadableError(f"{path}: cannot be read as {format}: it is nested too deeply") from None


def _read(path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
    prepared = FORMATS[format].prepare(data, format, path, options)
    prepared, tree = _parse(prepared, options.timeout)
    meta = tree["meta"]
    bibliography, complaints = works(path, meta, prepared, options.timeout)
    built = Walk(prepared).read(tree["blocks"], _front(meta) if FORMATS[format].front else [])
    keys = {mark.target for mark in built.marks if mark.kind is MarkKind.CITATION}
    if keys and not bibliography and not complaints:
        bibliography = works_beside(path, keys, options.timeout)
    return Document(
        path=str(path),
        format=format,
        text=built.text,
        body_end=built.body_end,
        blocks=tuple(built.blocks),
        marks=tuple(built.marks),
        note_bodies=tuple(built.note_bodies),
        segments=tuple(relocated(_segments(built, prepared.text), prepared.stretches)),
        language=_meta_text(meta.get("lang")) or prepared.language,
        title=_meta_text(meta.get("title")) or prepared.title,
        bibliography=bibliography,
        warnings=(*prepared.warnings, *complaints),
        directives=relocated_directives(prepared.directives, prepared.stretches),
    )


def _parse(prepared: Prepared, timeout: float) -> tuple[Prepared, dict[str, Any]]:
    """pandoc's tree, and the source it was made of where the first was refused."""
    for _ in range(MOST_ATTEMPTS):
        try:
            return prepared, read_ast(prepared.source, prepared.format, timeout, prepared.arguments)
        except PandocError as error:
            other = prepared.again(str(error)) if prepared.again else None
            if other is None:
                raise
            prepared = replace(prepared, source=other.source, again=other.again)
    return prepared, read_ast(prepared.source, prepared.format, timeout, prepared.arguments)


def _segments(built: Built, text: str | None) -> list[Segment]:
    if text is None:
        return [
            Segment(block.start, Position(paragraph=at.paragraph, note=at.note, heading=at.heading, part=at.part))
            for block, at in zip(built.blocks, built.places, strict=True)
        ]
    parts = [(0, built.body_end), *((note.start, note.end) for note in built.note_bodies)]
    blocks = [(block.start, block.end) for block in built.blocks]
    return Places(text).segments(blocks, align(built.text, parts, blocks, text))


def _front(meta: dict[str, Node]) -> list[list[Node]]:
    """What is printed before the text but stands in the metadata: title and subtitle, as inline nodes."""
    found = [meta[name]["c"] for name in ("title", "subtitle") if meta.get(name, {}).get("t") == "MetaInlines"]
    return [nodes[1:] if nodes[0] == {"t": "Str", "c": ":"} else nodes for nodes in found if nodes]


def _meta_text(value: Node | None) -> str | None:
    if value is None:
        return None
    if value["t"] == "MetaString":
        return str(value["c"])
    return plain(value["c"]).strip() or None if value["t"] == "MetaInlines" else None
