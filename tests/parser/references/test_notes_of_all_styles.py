"""A table of notes in all styles, read field by field."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from citecheck.model.document import Block, BlockKind, Document, Mark, MarkKind, NoteBody, NoteKind
from citecheck.model.manuscript import LinkKind, Note, Reference, ReferenceForm
from citecheck.parser.links import find_links
from citecheck.parser.references.read import read_references

NOTES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "notes.toml").read_text("utf-8"))["note"]
FIELDS = (
    "form", "signal", "authors", "title", "container", "editor", "translator", "place", "publisher", "year", "volume",
    "pages", "url", "access_date", "doi", "isbn", "arxiv", "pmid",
)  # fmt: skip
LEAST = 0.97


def document_of(note: str) -> Document:
    """A document with one note, whose *asterisks* are italics."""
    text, marks = "Text.\n\n", []
    for index, part in enumerate(note.split("*")):
        if index % 2:
            marks.append(Mark(MarkKind.EMPHASIS, len(text), len(text) + len(part)))
        text += part
    blocks = (Block(BlockKind.PARAGRAPH, 0, 5), Block(BlockKind.NOTE_BODY, 7, len(text), note="n1"))
    body = NoteBody("n1", "1", NoteKind.FOOTNOTE, 7, len(text))
    return Document("a.md", "markdown", text, 5, blocks, tuple(marks), (body,))


def fields_of(note: str) -> list[dict[str, Any]]:
    """What is read of a note: one table a reference, of the fields that it has."""
    document = document_of(note)
    whole = Note("n1", "1", NoteKind.FOOTNOTE, document.text[7:], 7, len(document.text), (5,))
    links = find_links(document, (whole,))
    urls = [link.url if link.kind is LinkKind.URL else "" for link in links]
    return [_shown(each, urls) for each in read_references(document, [whole], links)]


def _shown(reference: Reference, urls: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(reference, name) for name in FIELDS if hasattr(reference, name)}
    shown |= {"authors": list(reference.authors), "form": str(reference.form)}
    shown["url"] = next((urls[index] for index in reference.links if urls[index]), "")
    if reference.form is ReferenceForm.FULL:
        del shown["form"]
    return {name: value for name, value in shown.items() if value}


def compared(note: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Each field that the reference has or was read with: its name, what is right, what was read."""
    right, read = note["references"], fields_of(note["text"])
    pairs = [
        (right[i] if i < len(right) else {}, read[i] if i < len(read) else {})
        for i in range(max(len(right), len(read)))
    ]
    return [(name, a.get(name), b.get(name)) for a, b in pairs for name in FIELDS if name in a or name in b]


def wrong(name: str) -> tuple[float, list[str]]:
    """The share of a field that is right, and what is wrong with the rest."""
    rows = [(note["text"], a, b) for note in NOTES for field, a, b in compared(note) if name in (field, "")]
    bad = [f"{text}: {b!r} for {a!r}" for text, a, b in rows if a != b]
    return (1 - len(bad) / len(rows) if rows else 1.0), bad


def test_there_are_notes_in_every_style() -> None:
    styles = Counter(note["style"] for note in NOTES)
    assert sum(styles.values()) >= 150
    assert set(styles) == {"chicago", "author-date", "mla", "apa", "mhra", "oscola", "bluebook", "messy"}
    assert min(styles.values()) >= 15


def test_nearly_all_fields_are_right() -> None:
    share, bad = wrong("")
    assert share >= LEAST, f"{share:.3f}\n" + "\n".join(bad)


@pytest.mark.parametrize("name", FIELDS)
def test_nearly_all_of_each_field_are_right(name: str) -> None:
    share, bad = wrong(name)
    assert share >= LEAST or len(bad) <= 1, f"{share:.3f}\n" + "\n".join(bad)
