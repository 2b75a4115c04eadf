"""The parser as a whole."""

from __future__ import annotations

from citecheck.parser.parse import parse
from tests.parser.built import build


def test_finds_all_in_one_pass() -> None:
    document = build(
        "He wrote that “the sea was calm and the wind fell.”[^1] She said “no.",
        notes={"1": "A. Author, “On the Sea,” https://example.org/sea."},
    )
    manuscript = parse(document)
    assert manuscript.document is document
    assert [note.label for note in manuscript.notes] == ["1"]
    assert [each.text for each in manuscript.quotations] == [
        "the sea was calm and the wind fell.",
        "no.",
        "On the Sea,",
    ]
    assert [(link.url, link.in_note) for link in manuscript.links] == [("https://example.org/sea", "n1")]
    assert [document.text[at : at + 3] for at in manuscript.unbalanced] == ["“no"]


def test_a_document_without_anything_gives_nothing() -> None:
    manuscript = parse(build("Only words."))
    assert (manuscript.notes, manuscript.quotations, manuscript.links, manuscript.unbalanced) == ((), (), (), ())
