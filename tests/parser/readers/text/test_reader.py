"""Plain text, typed or pulled out of a PDF: notes, markers, joined lines, displayed quotations, positions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.errors import UnreadableError
from citecheck.model.document import Block, BlockKind, Document, MarkKind
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.text import TextReader
from citecheck.parser.readers.text.reader import document

PULLED = """\
The keepers of the northern lights were not, as the songs have
it, lonely men. Their log books speak of visits, of music, and
of a lively trade in eggs. As the first of them wrote, “we had
more company than the bishop.”* The winters were another mat-
ter: for five months no boat could land, and the fog-

* Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12.
 horn sounded day and night. The widow of one keeper put the
whole of it in a few words:

The lamp was a child that never grew up, and we were old
before it let us sleep.*

None of her neighbours would have said so much, and few had
written anything at all before the old queen died.

* Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 31,
http://www.harbour.example/salt/win-
ter.htm.
"""


def read(text: str) -> Document:
    return document("a.txt", "text", text)


def markers(found: Document) -> list[tuple[str, str]]:
    """The words before each marker and the body it leads to."""
    bodies = {body.id: found.text[body.start : body.end] for body in found.note_bodies}
    marks = [mark for mark in found.marks if mark.kind is MarkKind.NOTE_MARKER]
    return [(found.text[: mark.start].split("\n\n")[-1][-12:], bodies.get(mark.target, "")) for mark in marks]


def texts(found: Document, kind: BlockKind) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind is kind]


def test_notes_at_page_ends_are_lifted_out_of_the_sentence() -> None:
    found = read(PULLED)
    assert [(before, body.split(",")[0]) for before, body in markers(found)] == [
        ("the bishop.”", "Ann Moor"),
        ("et us sleep.", "Ann Moor"),
    ]
    assert "no boat could land, and the foghorn sounded day and night" in found.text[: found.body_end]
    assert "another matter: for five months" in found.text


def test_a_displayed_quotation_is_known_by_its_introduction_and_its_marker() -> None:
    assert texts(read(PULLED), BlockKind.BLOCK_QUOTATION) == [
        "The lamp was a child that never grew up, and we were old before it let us sleep."
    ]


def test_a_broken_url_keeps_both_readings() -> None:
    (link,) = [mark for mark in read(PULLED).marks if mark.kind is MarkKind.LINK]
    assert link.target == "http://www.harbour.example/salt/winter.htm"
    assert link.label == "http://www.harbour.example/salt/win-ter.htm"


def test_every_word_is_led_back_to_its_line_and_column() -> None:
    found = read(PULLED)
    lines = PULLED.split("\n")
    for word in ("keepers", "company", "widow", "neighbours", "Harbour"):
        start = found.text.index(word)
        at = found.locate(start, start + len(word))
        assert at.line and at.column and at.end_column
        assert lines[at.line - 1][at.column - 1 : at.end_column - 1] == word


def test_a_word_broken_over_two_lines_spans_them() -> None:
    found = read(PULLED)
    start = found.text.index("matter")
    at = found.locate(start, start + len("matter"))
    assert (at.line, at.end_line) == (4, 5)


@pytest.mark.parametrize("label", ["*", "†", "1", "[1]", "¹"])
def test_labels_of_every_kind(label: str) -> None:
    marker = label if label != "1" else "1"
    body = label if label != "¹" else "1"
    found = read(
        f"The harbour master kept a diary through the whole of that year.{marker} He wrote\nlittle else in it.\n\n"
        f"{body} Jon Fell, Harbour Diaries (Leith, 1899), 4.\n"
    )
    assert markers(found) == [("f that year.", "Jon Fell, Harbour Diaries (Leith, 1899), 4.")]
    assert marker not in found.text[: found.body_end]


def test_numbers_that_are_no_markers_stay() -> None:
    text = (
        "In 1859 the light stood 31 feet high, 1.5 times the old one.1 It burned 10:30 to 4.\n\n"
        "1 Jon Fell, Lights (Leith, 1899), 4.\n"
    )
    found = read(text)
    assert found.text[: found.body_end].strip().endswith("1.5 times the old one. It burned 10:30 to 4.")


def test_a_list_with_stars_is_no_run_of_notes() -> None:
    found = read("He brought home three things.\n\n* a lamp\n\n* a rope\n\n* a bell\n")
    assert found.note_bodies == ()
    assert "a lamp" in found.text


def test_typed_endnotes_in_brackets() -> None:
    found = read(
        "The first boat came in May [1]. The second was lost on the bar, as everyone knows [2].\n\n"
        "Notes\n\n[1] Moor, Salt, 3.\n[2] Fell, Lights, 9.\n"
    )
    assert [body for _, body in markers(found)] == ["Moor, Salt, 3.", "Fell, Lights, 9."]


def test_a_marker_without_a_note_is_kept_as_one() -> None:
    found = read(
        "The bell was cast in Delft.1 It cracked in the first frost.2 Nobody would pay for another.3\n\n"
        "1 Moor, Salt, 3.\n\n3 Fell, Lights, 9.\n"
    )
    assert [(mark.label, mark.target) for mark in found.marks] == [("1", "n1"), ("2", ""), ("3", "n2")]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        f"SALT AND LAMP OIL    {number}\n\nOn page {number} the tale goes on without a break\n"
        "from one page to the next, as in\n"
        for number in range(7, 12)
    ]
    found = read("\f".join(pages))
    assert "SALT AND LAMP OIL" not in found.text
    assert "as in On page 9 the tale" in found.text


@pytest.mark.parametrize(
    ("even", "odd"),
    [("{}    OF SALT", "MOOR    {}"), ("{}   Of Salt", "Ann Moor   {}"), ("\n{}\n", "\n{}\n")],
    ids=["capitals", "titles", "bare numbers"],
)
def test_heads_and_numbers_show_the_page_ends_where_nothing_else_does(even: str, odd: str) -> None:
    pages = [
        f"{(even if page % 2 == 0 else odd).format(page)}\n\n"
        f"and on page {page} the keeper lit the lamp and went\nhome by the lower road,{page - 11} "
        "as he had done before\n\n"
        f"{page - 11} Ann Moor, Salt, {page}."
        for page in range(12, 18)
    ]
    found = read("\n".join(pages) + "\n")
    assert markers(found) == [(" lower road,", f"Ann Moor, Salt, {page}.") for page in range(12, 18)]
    assert "as he had done before and on page 13 the keeper" in found.text


def test_numbers_that_are_headings_are_no_page_numbers() -> None:
    parts = [f"{number}\n\n{'The keeper lit the lamp and went home. ' * 3**number}\n" for number in range(1, 6)]
    found = read("\n".join(parts))
    assert [block.kind for block in found.blocks if found.text[block.start : block.end].isdigit()] != []


def test_a_note_of_two_paragraphs() -> None:
    page = "He never came back to the island after that winter.* " + "The tale is told in every house. " * 3
    text = f"{page}\n\n* So they say.\n\nBut others deny it.\n And a new page begins here with\nmore of the tale.\n"
    text += " And another page begins right after\nthat one.\n"
    (body,) = read(text).note_bodies
    found = read(text)
    assert found.text[body.start : body.end] == "So they say.\n\nBut others deny it."


def test_an_epigraph_and_its_attribution_line() -> None:
    found = read(
        "Chapter One\n\nNo lamp is lit for the man who holds it, and none is put out for the\nman who sleeps.\n\n"
        "—Ann Moor\n\nThe first thing that a keeper learned was to sleep by day and to wake when\n"
        "the gulls fell silent.\n"
    )
    assert texts(found, BlockKind.EPIGRAPH) == [
        "No lamp is lit for the man who holds it, and none is put out for the man who sleeps."
    ]
    assert texts(found, BlockKind.ATTRIBUTION) == ["—Ann Moor"]
    assert texts(found, BlockKind.HEADING) == ["Chapter One"]


def test_a_hyphen_of_the_word_itself_is_kept() -> None:
    text = (
        "The harbour-master was late, and the harbour-master was tired, as a harbour-\nmaster is. "
        "The light-house keep-\ners slept.\n"
    )
    found = read(text)
    assert "as a harbour-master is" in found.text
    assert "keepers slept" in found.text


@pytest.mark.parametrize("data", [bytes(range(256)) * 30, b"\x00\x01\x02\x03" * 500])
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"a\.txt"):
        TextReader().read(Path("a.txt"), data, "text", ReadOptions())


def test_five_megabytes_of_one_letter_end() -> None:
    found = read("a" * 5_000_000)
    assert len(found.text) == 5_000_000


WORDS = st.lists(
    st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x17F), min_size=1, max_size=9),
    min_size=1,
    max_size=60,
)


@given(WORDS, st.integers(20, 72))
def test_wrapping_and_joining_gives_the_words_back(words: list[str], width: int) -> None:
    lines, line = [], ""
    for word in words:
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    found = read("\n".join([*lines, line]))
    assert found.text.split() == words


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_place_is_known(text: str) -> None:
    found = read(text)
    lines = text.replace("\f", " ").split("\n")
    for block in found.blocks:
        at = found.locate(block.start, block.end)
        assert at.line is not None and 1 <= at.line <= len(lines)
    assert all(isinstance(block, Block) and block.start <= block.end for block in found.blocks)
