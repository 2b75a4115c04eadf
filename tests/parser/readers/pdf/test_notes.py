"""Notes at the feet of pages and at the end, and their markers, on printed lines without any PDF."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.model.document import Document, MarkKind, NoteKind
from citecheck.parser.notes import find_notes
from citecheck.parser.readers.pdf.markers import Found, label_at_start, with_leading
from citecheck.parser.readers.pdf.rows import fragments, merged
from citecheck.parser.readers.pdf.sheet import Font, Word
from tests.parser.readers.pdf.printing import BOLD, PLAIN, PROSE, Print, paragraph, read, rows, sheet, turned

MARKED = PROSE.replace("visits", "visits^1^").replace("eggs", "eggs^2^")
FIRST = "Anna Lindt, The Mill (Bergen: Holm, 1931), 44."
SECOND = "Per Moe, The Lamp (Oslo: Dahl, 1902), 7."


def notes(document: Document) -> list[tuple[str, str, str]]:
    """Of each note its label, the word before its marker, and its body."""
    found = []
    for note in find_notes(document):
        before = document.text[: note.markers[0]].split()[-1] if note.markers else ""
        found.append((note.label, before, note.body))
    return found


BOTH = [("1", "visits", FIRST), ("2", "eggs", SECOND)]


def foot(*lines: Print) -> list[Print]:
    return [replace(lines[0], down=24.0), *lines[1:]]


@pytest.mark.parametrize("label", ["^{}^", "^{}^ ", "{}. ", "{} ", "[{}] "])
@pytest.mark.parametrize("ruled", [False, True])
def test_notes_in_smaller_type_at_the_foot(label: str, ruled: bool) -> None:
    lines = paragraph(MARKED) + foot(
        Print(label.format(1) + FIRST, size=8.0), Print(label.format(2) + SECOND, size=8.0)
    )
    found = read(sheet(1, lines, rules=(len(lines) - 2,) if ruled else ()))
    assert notes(found) == BOTH
    assert found.text[: found.body_end] == PROSE
    assert {body.kind for body in found.note_bodies} == {NoteKind.FOOTNOTE}


def test_notes_in_the_texts_own_type_by_their_raised_labels() -> None:
    lines = paragraph(MARKED) + foot(Print("^1^" + FIRST), Print("^2^" + SECOND))
    assert notes(read(sheet(1, lines))) == BOTH


def test_symbols_anew_on_each_page() -> None:
    text = PROSE.replace("visits", "visits*").replace("eggs", "eggs†")
    lines = paragraph(text) + foot(Print("* " + FIRST, size=8.0), Print("† " + SECOND, size=8.0))
    found = read(sheet(1, lines), sheet(2, lines))
    assert notes(found) == [("*", "visits", FIRST), ("†", "eggs", SECOND)] * 2
    assert len({body.scope for body in found.note_bodies}) == 2


def test_a_note_that_runs_on_to_the_next_page() -> None:
    long = "Anna Lindt, The Mill (Bergen: Holm, 1931), 44, where she speaks of the light and of"
    first = paragraph(PROSE.replace("visits", "visits^1^")) + foot(Print("^1^" + long, size=8.0))
    second = paragraph(PROSE) + foot(Print("the stairs that led to it in her day.", size=8.0))
    assert notes(read(sheet(1, first), sheet(2, second))) == [
        ("1", "visits", f"{long} the stairs that led to it in her day.")
    ]


def test_a_note_of_two_paragraphs() -> None:
    lines = paragraph(PROSE.replace("visits", "visits^1^"))
    lines += foot(Print("^1^" + FIRST, size=8.0), Print("She is often wrong.", size=8.0, down=16.0))
    assert notes(read(sheet(1, lines)))[0][2] == f"{FIRST}\n\nShe is often wrong."


def test_a_note_on_the_page_after_its_marker() -> None:
    second = paragraph(PROSE) + foot(Print("1. " + FIRST, size=8.0))
    found = read(sheet(1, paragraph(PROSE.replace("visits", "visits^1^"))), sheet(2, second))
    assert notes(found) == [("1", "visits", FIRST)]


def test_a_marker_thrown_to_the_next_line_is_no_note() -> None:
    lines = paragraph(PROSE.replace("visits", "visits^1^"))
    index = next(index for index, line in enumerate(lines) if "^1^" in line.text)
    before, after = lines[index].text.split("^1^")
    broken = [*lines[:index], Print(before), Print("^1^" + after), *lines[index + 1 :]]
    found = read(sheet(1, broken + foot(Print("1. " + FIRST, size=8.0))))
    assert notes(found) == [("1", "visits", FIRST)]
    assert found.text[: found.body_end] == PROSE


def test_two_markers_at_one_place() -> None:
    lines = paragraph(PROSE.replace("eggs", "eggs^1,2^")) + foot(
        Print("^1^" + FIRST, size=8.0), Print("^2^" + SECOND, size=8.0)
    )
    found = read(sheet(1, lines))
    assert notes(found) == [("1", "eggs", FIRST), ("2", "eggs", SECOND)]
    assert found.text[: found.body_end] == PROSE


def test_small_type_at_the_foot_without_labels_is_no_note() -> None:
    lines = paragraph(PROSE) + foot(
        Print("A passage from the log of the northern light", 70, 9.0), Print("which nobody has signed.", 70, 9.0)
    )
    found = read(sheet(1, lines))
    assert not found.note_bodies and "which nobody has signed." in found.text


@pytest.mark.parametrize("label", ["{}. ", "^{}^"])
def test_endnotes_under_a_heading(label: str) -> None:
    lines = [*paragraph(MARKED), Print("Notes", size=14.0, down=30.0)]
    lines += foot(Print(label.format(1) + FIRST), Print(label.format(2) + SECOND, down=14.0))
    found = read(sheet(1, lines))
    assert notes(found) == BOTH
    assert {body.kind for body in found.note_bodies} == {NoteKind.ENDNOTE}


def test_endnotes_that_begin_anew_by_chapter() -> None:
    chapter = [Print("A Chapter", size=14.0, down=30.0), *[replace(each) for each in paragraph(MARKED)]]
    ends = [Print("Notes", size=14.0, down=30.0)]
    for _ in range(2):
        ends += [
            Print("A Chapter", size=12.0, down=30.0),
            Print("1. " + FIRST, down=20.0),
            Print("2. " + SECOND, down=14.0),
        ]
    assert notes(read(sheet(1, chapter), sheet(2, chapter), sheet(3, ends))) == BOTH * 2


def test_endnotes_in_roman_figures_without_a_heading() -> None:
    text = PROSE.replace("visits", "visits^i^").replace("eggs", "eggs^ii^")
    found = read(sheet(1, paragraph(text)), sheet(2, [Print("^i^ " + FIRST), Print("^ii^ " + SECOND)]))
    assert notes(found) == [("i", "visits", FIRST), ("ii", "eggs", SECOND)]


def test_a_numbered_list_is_no_notes() -> None:
    lines = [*paragraph(MARKED), *foot(Print("1. The lamp is lit at dusk."), Print("2. The lamp is put out at dawn."))]
    lines += [replace(each, down=14.0) for each in paragraph(PROSE)]
    lines += foot(Print("^1^" + FIRST, size=8.0), Print("^2^" + SECOND, size=8.0))
    found = read(sheet(1, lines))
    assert notes(found) == BOTH and "1. The lamp is lit at dusk." in found.text


def test_a_power_is_no_marker() -> None:
    lines = paragraph(PROSE.replace("visits", "10^5^ visits").replace("eggs", "eggs^1^")) + foot(
        Print("^1^" + FIRST, size=8.0)
    )
    found = read(sheet(1, lines))
    assert notes(found) == [("1", "eggs", FIRST)] and "105 visits" in found.text


def test_a_number_between_its_neighbours_is_a_marker_without_a_note() -> None:
    text = PROSE.replace("music", "music^1^").replace("eggs", "eggs^2^").replace("hand", "hand^3^")
    lines = paragraph(text) + foot(Print("^1^" + FIRST, size=8.0), Print("^3^" + SECOND, size=8.0))
    found = read(sheet(1, lines))
    marks = [(mark.label, mark.target) for mark in found.marks if mark.kind is MarkKind.NOTE_MARKER]
    assert marks == [("1", "n1"), ("2", ""), ("3", "n2")]


@pytest.mark.parametrize("two", [False, True])
def test_short_notes_that_are_alike_on_all_sheets_are_no_running_feet(two: bool) -> None:
    sheets = []
    for number in range(1, 6):
        lines = paragraph(turned(number).replace("eggs", f"eggs^{number}^")) + foot(
            Print(f"^{number}^Ibid., {40 + number}.", size=8.0)
        )
        if two:
            lines[-1] = replace(lines[-1], text=f"^{number}^Anna Lindt, The Mill,")
            lines.append(Print(f"https://example.org/mill/part-{number}.html.", size=8.0, down=10.0))
        sheets.append(sheet(number, [*lines, Print(str(number + 70), left=190.0, down=30.0)]))
    bodies = [body for _, _, body in notes(read(*sheets))]
    if two:
        assert bodies == [
            f"Anna Lindt, The Mill, https://example.org/mill/part-{number}.html." for number in range(1, 6)
        ]
    else:
        assert bodies == [f"Ibid., {40 + number}." for number in range(1, 6)]


def test_a_year_at_a_lines_beginning_is_no_note_among_endnotes() -> None:
    lines = paragraph(MARKED.replace("harbour", "harbour^3^"))
    lines += [
        Print("Notes", size=12.0, down=30.0, font=BOLD),
        Print("1. Anna Lindt, The Mill, Oil Quarterly 23, no.", down=24.0),
    ]
    lines += [
        Print("2 (1907): 26."),
        Print("2. " + SECOND),
        Print("3. Per Moe, Oil, Oil Quarterly 24, no."),
        Print("1 (1908): 4."),
    ]
    assert [(label, body) for label, _, body in notes(read(sheet(1, lines)))] == [
        ("1", "Anna Lindt, The Mill, Oil Quarterly 23, no. 2 (1907): 26."),
        ("2", SECOND),
        ("3", "Per Moe, Oil, Oil Quarterly 24, no. 1 (1908): 4."),
    ]


def test_markers_at_two_lines_beginnings_fill_a_gap() -> None:
    texts = ["The lamp was lit^2^ at", "^3^dusk, and the boats", "^4^lay in the harbour", "till noon.^5^ Nobody came"]
    texts += ["^6^Nor did", "any boat come"]
    assert [row.marked for row in with_leading(rows(*map(Print, texts)))] == [False, True, True, False, False, False]
    texts += ["^6^" + FIRST]
    assert [row.marked for row in with_leading(rows(*map(Print, texts)))][3:] == [False, True, False, False]


def test_a_label_raised_by_half_a_size_stands_in_its_notes_row() -> None:
    # LaTeX sets the label of a 9 point note in 6 points, 4.57 points above the base line.
    words = [Word("9", 103.1, 106.8, 126.32, 5.98, PLAIN), Word("That", 107.3, 122.6, 121.75, 8.97, PLAIN, True)]
    (row,) = merged(fragments([*words, Word("leads", 126.1, 146.4, 121.75, 8.97, PLAIN)], 1))
    assert row.text == "9That leads"
    assert label_at_start(row) == Found(0, 1, "9", True)


def test_the_number_of_a_line_of_code_is_no_label() -> None:
    code = Font("Mono", fixed=True)
    words = [Word("2", 50.0, 54.0, 100.0, 6.0, PLAIN), Word("int", 60.0, 75.0, 98.0, 9.0, code)]
    (row,) = fragments([*words, Word("w;", 80.0, 90.0, 98.0, 9.0, code)], 1)
    assert label_at_start(row) is None


@pytest.mark.parametrize("power", ["x^3^", "km^3^", "(a − b)^3^", "10^3^"])
def test_a_power_among_markers_is_none(power: str) -> None:
    text = MARKED.replace("harbour", power)
    lines = paragraph(text) + foot(Print("^1^" + FIRST, size=8.0), Print("^2^" + SECOND, size=8.0))
    found = read(sheet(1, lines))
    assert [mark.label for mark in found.marks if mark.kind is MarkKind.NOTE_MARKER] == ["1", "2"]
