"""The reader of all that pandoc reads: prepare the source, run pandoc, walk its tree, find the places."""

from __future__ import annotations

from pathlib import Path

from citecheck.errors import UnreadableError
from citecheck.model.document import Document, Segment
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc import markdown
from citecheck.parser.readers.pandoc.decoding import decode
from citecheck.parser.readers.pandoc.formats import FORMATS
from citecheck.parser.readers.pandoc.inlines import Node, plain
from citecheck.parser.readers.pandoc.positions import Places, align
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.run import PandocError, read_ast
from citecheck.parser.readers.pandoc.tags import without_tags
from citecheck.parser.readers.pandoc.walk import Walk


class PandocReader:
    """Reads structured text, word processors' files, e-books and XML."""

    formats: tuple[str, ...] = tuple(FORMATS)

    def __init__(self) -> None:
        self.extensions = {ending: name for name, each in FORMATS.items() for ending in each.endings}

    def sniff(self, data: bytes) -> str | None:  # noqa: ARG002
        """The format that the content itself shows, or None."""
        return None

    def read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        """Reads one manuscript. Raises `UnreadableError` when it cannot be read as `format`."""
        try:
            return self._read(path, data, format, options)
        except PandocError as error:
            raise UnreadableError(f"{path}: cannot be read as {format}: {error}") from None
        except RecursionError:
            raise UnreadableError(f"{path}: cannot be read as {format}: it is nested too deeply") from None

    def _read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        text = without_tags(decode(data, options.encoding))
        prepared = markdown.prepare(text, format) if format in markdown.DIALECTS else Prepared(text.encode(), format)
        tree = read_ast(prepared.source, prepared.format, options.timeout)
        built = Walk(prepared.notes, prepared.places).read(tree["blocks"], _front(tree["meta"]))
        parts = [(0, built.body_end), *((note.start, note.end) for note in built.note_bodies)]
        blocks = [(block.start, block.end) for block in built.blocks]
        segments: list[Segment] = Places(text).segments(blocks, align(built.text, parts, text))
        return Document(
            path=str(path),
            format=format,
            text=built.text,
            body_end=built.body_end,
            blocks=tuple(built.blocks),
            marks=tuple(built.marks),
            note_bodies=tuple(built.note_bodies),
            segments=tuple(segments),
            language=_meta_text(tree["meta"].get("lang")) or prepared.language,
            title=_meta_text(tree["meta"].get("title")),
        )


def _front(meta: dict[str, Node]) -> list[list[Node]]:
    """What is printed before the text but stands in the metadata: title and subtitle, as inline nodes."""
    return [meta[name]["c"] for name in ("title", "subtitle") if meta.get(name, {}).get("t") == "MetaInlines"]


def _meta_text(value: Node | None) -> str | None:
    if value is None:
        return None
    if value["t"] == "MetaString":
        return str(value["c"])
    return plain(value["c"]).strip() or None if value["t"] == "MetaInlines" else None
