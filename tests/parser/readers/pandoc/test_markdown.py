"""Markdown and its dialects, notebooks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from citecheck.model.document import BlockKind
from tests.parser.readers.pandoc.reading import citations, document, manuscript, notes, quoted, texts

DIALECTS = ["markdown", "quarto", "multimarkdown", "commonmark", "gfm"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_notes_are_read_in_every_dialect(tmp_path: Path, dialect: str) -> None:
    source = "One[^a] and two[^2].\n\n[^a]: First note,\n    *Daybook*, 14.\n\n[^2]: Second.\n"
    read = manuscript(tmp_path, "a.md", source, dialect)
    assert [(before, body) for _, before, body in notes(read)] == [
        ("One", "First note, Daybook, 14."), ("two", "Second."),
    ]  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_quotation_marks_stay_as_they_are_typed(tmp_path: Path, dialect: str) -> None:
    source = "He said \"straight 'inner' words\" and “curly words” -- rock 'n' roll...\n"
    read = manuscript(tmp_path, "a.md", source, dialect)
    assert read.document.text == source.strip()
    assert quoted(read) == ["straight 'inner' words", "curly words"]


def test_note_that_nothing_marks_and_marker_that_has_no_note_are_kept(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.md", "One[^1] two[^9].\n\n[^1]: A.\n\n[^7]: Nobody asks.\n")
    assert [(note.label, note.body, len(note.markers)) for note in read.notes] == [
        ("1", "A.", 1), ("7", "Nobody asks.", 0), ("9", "", 1),
    ]  # fmt: skip


def test_note_defined_twice_is_two_notes(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.md", "One[^1].\n\n[^1]: A.\n\n[^1]: B.\n")
    assert sorted((note.label, note.body) for note in read.notes) == [("1", "A."), ("1", "B.")]


def test_inline_note_and_note_of_several_paragraphs(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.md", "One^[Inside.] two[^x].\n\n[^x]: A.\n\n    B.\n\n    > C.\n")
    assert [body for _, _, body in notes(read)] == ["Inside.", "A.\n\nB.\n\nC."]


def test_code_holds_no_notes_or_quotations(tmp_path: Path) -> None:
    source = "Text `[^1] “no”` more.\n\n```\n“not a quotation”[^1]\n[^1]: no\n```\n"
    read = manuscript(tmp_path, "a.md", source)
    assert read.notes == ()
    assert [each for each in quoted(read) if "not a" in each] == []


def test_raw_html_keeps_its_text_and_block_quotations(tmp_path: Path) -> None:
    source = "He <em>said</em> <q>this of it</q>.\n\n<blockquote>\n\nSet apart.\n\n</blockquote>\n"
    assert quoted(manuscript(tmp_path, "a.md", source)) == ["this of it", "Set apart."]


def test_line_that_begins_with_a_year_or_initials_is_no_list(tmp_path: Path) -> None:
    source = "He was born in\n\n1838. He died there.\n\nG. H. Gurney wrote it.\n\np. 12 has it.\n"
    assert document(tmp_path, "a.md", source).text == source.strip()


def test_initials_that_a_format_takes_for_a_list_are_kept(tmp_path: Path) -> None:
    source = "G. H. Gurney wrote it.\n\n1838. He died there.\n"
    assert document(tmp_path, "a.dj", source).text == source.strip()


def test_citations_carry_key_and_locator(tmp_path: Path) -> None:
    source = "So [@doe2004, p. 12; see @roe99] and @poe [33] and [-@doe2004].\n"
    found = [(key, where) for _, key, where in citations(document(tmp_path, "a.md", source))]
    assert found == [("doe2004", "p. 12"), ("roe99", ""), ("poe", "33"), ("doe2004", "")]


def test_works_of_the_metadata_and_of_a_file_beside_are_read(tmp_path: Path) -> None:
    (tmp_path / "refs.json").write_text(json.dumps([{"id": "roe", "type": "book", "title": "Winds"}]))
    source = "---\nbibliography: refs.json\nreferences:\n- id: doe\n  type: book\n  title: Roads\n---\n\n[@doe; @roe]\n"
    read = document(tmp_path, "a.md", source)
    assert sorted(json.loads(item)["id"] for item in read.bibliography) == ["doe", "roe"]


def test_title_and_language_are_those_of_the_metadata(tmp_path: Path) -> None:
    read = document(tmp_path, "a.md", "---\ntitle: Of “Salt”\nlang: de-AT\n---\n\nText.\n")
    assert (read.title, read.language) == ("Of “Salt”", "de-AT")
    assert texts(read, BlockKind.HEADING) == ["Of “Salt”"]


def test_author_line_of_a_block_quotation_is_no_part_of_it(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.md", "> The river keeps accounts.\n>\n> — Pryce, *Daybook*\n\nText.\n")
    assert quoted(read) == ["The river keeps accounts."]
    assert texts(read.document, BlockKind.ATTRIBUTION) == ["— Pryce, Daybook"]


@pytest.mark.parametrize(
    "line", ["Mary Orr", "Orr, *Lamps and Keepers*, p. 70", "Mary Orr, *Lamps* (1911)", "Orr, *Lamps*, 22."]
)
def test_source_line_without_a_dash_is_no_part_of_a_block_quotation(tmp_path: Path, line: str) -> None:
    read = manuscript(tmp_path, "a.md", f"> The lamp was lit.\n>\n> {line}\n\nText.\n")
    assert quoted(read) == ["The lamp was lit."]


@pytest.mark.parametrize(
    "text",
    ["> Dear Jon,\n>\n> The lamp was lit.\n>\n> Mary Orr\n", "> I remain your obedient servant,\n>\n> Mary Orr\n",
     "> The lamp was lit.\n>\n> Mary Orr\n>\n> It was not.\n", "> The lamp was lit.\n>\n> It was not\n",
     "> Mary Orr\n>\n> The lamp was lit.\n"],
)  # fmt: skip
def test_signature_speaker_and_last_line_stay_in_a_block_quotation(tmp_path: Path, text: str) -> None:
    words = text.replace(">\n", "\n").replace("> ", "").strip()
    assert quoted(manuscript(tmp_path, "a.md", text)) == [words]


def test_source_line_under_verse_needs_a_page_or_year(tmp_path: Path) -> None:
    verse = "> | The lamp was lit,\n> | The ship was by.\n>\n"
    with_page = manuscript(tmp_path, "a.md", verse + "> Orr, *Lamps*, p. 3\n")
    assert quoted(with_page) == ["The lamp was lit,\nThe ship was by."]


def test_dialogue_dash_in_a_displayed_quotation_of_one_paragraph_is_speech(tmp_path: Path) -> None:
    assert quoted(manuscript(tmp_path, "a.md", "> — Where to? she asked.\n")) == ["— Where to? she asked."]


def test_quarto_takes_in_a_file_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "_part.qmd").write_text("The part’s words.\n")
    assert document(tmp_path, "a.qmd", "Before.\n\n{{< include _part.qmd >}}\n").text == "Before.\n\nThe part’s words."


def test_emphasis_links_and_notes_inside_a_quotation_leave_its_words(tmp_path: Path) -> None:
    source = "He wrote “the *slow* [river](https://r.example/1)[^1] goes **on**” there.\n\n[^1]: A.\n"
    read = manuscript(tmp_path, "a.md", source)
    assert quoted(read) == ["the slow river goes on"]
    assert [link.url for link in read.links] == ["https://r.example/1"]
    at = read.document.locate(read.quotations[0].start, read.quotations[0].end)
    assert source[(at.column or 0) - 1 : (at.end_column or 0) - 1].startswith("the *slow*")
    assert source[: (at.end_column or 0) - 1].endswith("goes **on")


def test_notebook_is_its_markdown_and_its_code(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["He wrote “the first\n", "of words”[^1].\n"]},
        {"cell_type": "code", "metadata": {}, "source": ["print('“no”')"], "outputs": [], "execution_count": None},
        {"cell_type": "markdown", "metadata": {}, "source": "[^1]: Pryce, 14."},
    ]
    source = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    read = manuscript(tmp_path, "a.ipynb", source)
    assert quoted(read) == ["the first of words"]
    assert notes(read) == [("1", "words”", "Pryce, 14.")]
    at = read.document.locate(read.quotations[0].start, read.quotations[0].end)
    assert "He wrote" in source.split("\n")[(at.line or 0) - 1]
