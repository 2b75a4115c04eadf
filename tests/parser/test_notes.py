"""Notes: markers and bodies paired."""

from __future__ import annotations

from dataclasses import replace

from citecheck.model.document import Mark, MarkKind, NoteKind
from citecheck.parser.notes import find_notes
from tests.parser.built import build


def test_pairs_a_marker_with_its_body() -> None:
    document = build("One claim.[^1] Another.[^2]", notes={"1": "First source.", "2": "Second source."})
    first, second = find_notes(document)
    assert (first.label, first.body, first.markers) == ("1", "First source.", (10,))
    assert (second.label, second.body, second.markers) == ("2", "Second source.", (19,))
    assert document.text[first.start : first.end] == "First source."


def test_a_body_of_several_paragraphs_keeps_them_apart() -> None:
    (note,) = find_notes(build("Claim.[^1]", notes={"1": "One part.\n\nAnother part."}))
    assert note.body == "One part.\n\nAnother part."


def test_a_line_end_inside_a_body_is_a_space() -> None:
    (note,) = find_notes(build("Claim.[^1]", notes={"1": "One line\nand another."}))
    assert note.body == "One line and another."


def test_a_note_marked_twice_is_one_note() -> None:
    (note,) = find_notes(build("Here[^1] and there.[^1]", notes={"1": "Source."}))
    assert note.markers == (4, 15)


def test_a_marker_without_a_body_is_a_note_without_a_span() -> None:
    here, gone = find_notes(build("One.[^1] Two.[^9]", notes={"1": "Source."}))
    assert here.start >= 0
    assert (gone.label, gone.body, gone.start, gone.end, gone.markers) == ("9", "", -1, -1, (9,))


def test_two_markers_without_bodies_are_two_notes() -> None:
    first, second = find_notes(build("One.[^*] Two.[^*]"))
    assert first.label == second.label == "*"
    assert first.id != second.id


def test_a_marker_whose_target_no_body_has_is_missing() -> None:
    document = build("One.")
    document = replace(document, marks=(Mark(MarkKind.NOTE_MARKER, 4, 4, "nowhere", "3"),))
    (note,) = find_notes(document)
    assert (note.label, note.start) == ("3", -1)


def test_a_body_without_a_marker_stands_after_its_neighbour() -> None:
    document = build("One.[^1] Two.[^3]", notes={"1": "First.", "2": "Orphan.", "3": "Third."})
    assert [(note.label, len(note.markers)) for note in find_notes(document)] == [("1", 1), ("2", 0), ("3", 1)]


def test_notes_come_in_the_order_of_their_markers() -> None:
    document = build("One.[^b] Two.[^a]", notes={"a": "Second.", "b": "First."})
    assert [note.label for note in find_notes(document)] == ["b", "a"]


def test_a_missing_note_is_of_the_kind_of_the_others() -> None:
    document = build("One.[^1] Two.[^2]", notes={"1": "Source."})
    bodies = tuple(replace(body, kind=NoteKind.ENDNOTE) for body in document.note_bodies)
    assert {note.kind for note in find_notes(replace(document, note_bodies=bodies))} == {NoteKind.ENDNOTE}
