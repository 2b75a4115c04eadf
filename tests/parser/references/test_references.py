"""References in notes: fields, forms, and what short forms stand for."""

from __future__ import annotations

import pytest

from citecheck.model.document import Block, BlockKind, Document, NoteBody, NoteKind
from citecheck.model.manuscript import Note, Reference, ReferenceForm
from citecheck.parser.links import find_links
from citecheck.parser.references import find_references
from citecheck.parser.references.fields import read_fields


def references(*notes: str) -> tuple[Reference, ...]:
    """The references of notes 1, 2, … with these bodies."""
    text, bodies, found, blocks = "Text.", [], [], [Block(BlockKind.PARAGRAPH, 0, 5)]
    for number, body in enumerate(notes, 1):
        start = len(text) + 2
        text = f"{text}\n\n{body}"
        bodies.append(NoteBody(f"n{number}", str(number), NoteKind.FOOTNOTE, start, len(text)))
        blocks.append(Block(BlockKind.NOTE_BODY, start, len(text), note=f"n{number}"))
        found.append(Note(f"n{number}", str(number), NoteKind.FOOTNOTE, body, start, len(text), (number - 1,)))
    document = Document("a.md", "markdown", text, 5, tuple(blocks), (), tuple(bodies))
    return find_references(document, found, find_links(document, tuple(found))).references


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (
            "Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12.",
            {"authors": ("Ann Moor",), "title": "Salt and Lamp Oil", "place": "Leith", "publisher": "Harbour Press",
             "year": "1911", "pages": "12"},
        ),
        (
            "Jon Fell and Mary Orr, “The Price of Oil,” Coastal Review 4 (1933): 121–34.",
            {"authors": ("Jon Fell", "Mary Orr"), "title": "The Price of Oil", "year": "1933", "pages": "121–34"},
        ),
        ("John Stuart Fell, On Tides (London, 1859), 230.", {"title": "On Tides", "place": "London", "pages": "230"}),
        ("See also Mary Orr, Lamps (York: Fen, 1960), 9.", {"signal": "See also", "authors": ("Mary Orr",)}),
        ("Mary Orr, Lamps (York: Fen, 1960), Vol. II, 167.", {"volume": "II", "pages": "167"}),
        ("Mary Orr on Lamps and Their Keepers (York: Fen, 1960), 9.", {"authors": (), "year": "1960"}),
    ],
)  # fmt: skip
def test_the_fields_of_a_full_reference(note: str, expected: dict[str, object]) -> None:
    fields = read_fields(note)
    assert {name: getattr(fields, name) for name in expected} == expected


def test_an_italic_title_is_taken_for_the_title() -> None:
    fields = read_fields("Jon Fell, A Book, with a Comma, 1899, 4", [(10, 30)])
    assert (fields.title, fields.year) == ("A Book, with a Comma", "1899")


FULL = "Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12."
OTHER = "Jon Fell, On Tides (London: Orr, 1859), 3."
SECOND = "Ann Moor, Winter Letters (Leith: Harbour Press, 1915), 7."


@pytest.mark.parametrize(
    ("chain", "form", "antecedent"),
    [
        ((FULL, "Ibid., 33."), ReferenceForm.IBID, "r1"),
        ((FULL, "Ibid."), ReferenceForm.IBID, "r1"),
        ((FULL, "ibid, p. 4"), ReferenceForm.IBID, "r1"),
        ((FULL, "Id. at 4."), ReferenceForm.IBID, "r1"),
        ((FULL, "Ebd., S. 4."), ReferenceForm.IBID, "r1"),
        ((FULL, "Ibid., 3.", "Ibid., 4."), ReferenceForm.IBID, "r1"),
        ((FULL, OTHER, "Moor, Salt and Lamp Oil, 40."), ReferenceForm.SHORT, "r1"),
        ((FULL, OTHER, "Moor, 40."), ReferenceForm.SHORT, "r1"),
        ((FULL, SECOND, "Moor, Salt, 40."), ReferenceForm.SHORT, "r1"),
        ((FULL, OTHER, "Moor, op. cit., 40."), ReferenceForm.OP_CIT, "r1"),
        ((FULL, OTHER, "Moor, supra note 1, at 40."), ReferenceForm.CROSS, "r1"),
        ((FULL, OTHER, "See note 1 above."), ReferenceForm.CROSS, "r1"),
        ((FULL, "Nobody knows why.", "Moor, 40.", "Ibid."), ReferenceForm.IBID, "r1"),
        (("Ibid., 33.",), ReferenceForm.IBID, ""),
        ((FULL, OTHER, "Orr, Lamps, 40."), ReferenceForm.SHORT, ""),
        ((OTHER, "Moor, op. cit., 40."), ReferenceForm.OP_CIT, ""),
        ((OTHER, "See note 9 above."), ReferenceForm.CROSS, ""),
    ],
)
def test_what_a_short_form_stands_for(chain: tuple[str, ...], form: ReferenceForm, antecedent: str) -> None:
    last = references(*chain)[-1]
    assert (last.form, last.antecedent) == (form, antecedent)


def test_ibid_after_a_note_with_two_works_is_doubtful() -> None:
    last = references(f"{FULL[:-1]}; {OTHER}", "Ibid., 4.")[-1]
    assert last.candidates == ("r1", "r2")


def test_a_surname_with_two_works_is_doubtful() -> None:
    assert references(FULL, SECOND, "Moor, 40.")[-1].candidates == ("r1", "r2")


def test_several_references_in_one_note() -> None:
    found = references(f"{FULL[:-1]}; see also {OTHER} Cf. Mary Orr, Lamps (York: Fen, 1960), 9.")
    assert [(each.authors, each.signal) for each in found] == [
        (("Ann Moor",), ""),
        (("Jon Fell",), "see also"),
        (("Mary Orr",), "Cf."),
    ]


def test_a_remark_is_no_reference() -> None:
    assert references("Nobody knows why he left the island.") == ()


def test_a_reference_holds_its_link() -> None:
    (found,) = references("Ann Moor, “Oil,” https://harbour.example/oil.htm.")
    assert found.links == (0,)
