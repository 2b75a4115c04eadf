"""Builds documents for tests of the parser, as a reader would give them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from citecheck.model.document import Block, BlockKind, Document, Mark, MarkKind, NoteBody, NoteKind

Paragraph = str | tuple[BlockKind, str]

_MARKER = re.compile(r"\[\^([^\]]+)\]")


def build(
    *paragraphs: Paragraph,
    notes: Mapping[str, str] | None = None,
    marks: tuple[Mark, ...] = (),
    language: str | None = None,
    continued: tuple[int, ...] = (),
) -> Document:
    """A document of these paragraphs; `[^1]` marks note 1, whose body is `notes["1"]` (paragraphs by blank lines).

    `continued` are the indexes of paragraphs that run on from the one before.
    """
    text = ""
    blocks: list[Block] = []
    found: list[Mark] = list(marks)
    bodies: list[NoteBody] = []

    def add(paragraph: Paragraph, note: str | None, *, runs_on: bool = False) -> tuple[int, int]:
        nonlocal text
        kind, words = paragraph if isinstance(paragraph, tuple) else (BlockKind.PARAGRAPH, paragraph)
        start = len(text) + 2 if text else 0
        text += "\n\n" if text else ""
        at = 0
        for marker in _MARKER.finditer(words):
            text += words[at : marker.start()]
            at = marker.end()
            label = marker.group(1)
            target = f"n{label}" if label in (notes or {}) else ""
            found.append(Mark(MarkKind.NOTE_MARKER, len(text), len(text), target, label))
        text += words[at:]
        blocks.append(Block(kind, start, len(text), note, continues=runs_on))
        return start, len(text)

    for index, paragraph in enumerate(paragraphs):
        add(paragraph, None, runs_on=index in continued)
    body_end = len(text)
    for label, body in (notes or {}).items():
        spans = [add((BlockKind.NOTE_BODY, part), f"n{label}") for part in body.split("\n\n")]
        bodies.append(NoteBody(f"n{label}", label, NoteKind.FOOTNOTE, spans[0][0], spans[-1][1]))
    return Document(
        path="essay.md",
        format="markdown",
        text=text,
        body_end=body_end,
        blocks=tuple(blocks),
        marks=tuple(sorted(found, key=lambda mark: mark.start)),
        note_bodies=tuple(bodies),
        language=language,
    )


def marked(document: Document, words: str, kind: MarkKind, target: str = "", label: str = "") -> Document:
    """The document with a mark on the first place of these words."""
    start = document.text.index(words)
    mark = Mark(kind, start, start + len(words), target, label)
    marks = tuple(sorted((*document.marks, mark), key=lambda each: each.start))
    return Document(**{**_fields(document), "marks": marks})


def _fields(document: Document) -> dict[str, object]:
    return {name: getattr(document, name) for name in Document.__dataclass_fields__}
