"""One chapter in every format gives the same notes, quotations and links, each at its place."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers import read
from tests.conftest import ROOT
from tests.parser.readers.pandoc.places import letters, shown_at

FOLDER = ROOT / "fixtures" / "formats"
FILES = sorted(path.name for path in FOLDER.iterdir() if path.stem.startswith("ferry") and path.suffix != ".md")
WITH_LINES = ["md", "tex", "html", "rst", "typ", "org", "adoc", "jats", "dbk", "fb2", "wiki", "mmd", "dj"]
WITH_PARAGRAPHS = [name for name in FILES if Path(name).suffix[1:] not in WITH_LINES]


@cache
def chapter(name: str) -> Manuscript:
    return parse(read(FOLDER / name))


@pytest.mark.parametrize("name", FILES)
def test_quotations_are_those_of_the_markdown(name: str) -> None:
    kinds = [(each.kind, each.depth, letters(each.text)) for each in chapter("ferry.md").quotations]
    assert [(each.kind, each.depth, letters(each.text)) for each in chapter(name).quotations] == kinds


@pytest.mark.parametrize("name", FILES)
def test_notes_and_their_places_in_the_text_are_those_of_the_markdown(name: str) -> None:
    def notes(manuscript: Manuscript) -> list[tuple[str, str]]:
        text = manuscript.document.text
        return [(letters(text[: note.markers[0]])[-20:], letters(note.body)) for note in manuscript.notes]

    assert notes(chapter(name)) == notes(chapter("ferry.md"))


@pytest.mark.parametrize("name", FILES)
def test_links_are_those_of_the_markdown(name: str) -> None:
    assert [link.url for link in chapter(name).links] == [link.url for link in chapter("ferry.md").links]


@pytest.mark.parametrize("name", FILES)
def test_attributions_are_those_of_the_markdown(name: str) -> None:
    def led(manuscript: Manuscript) -> list[tuple[str, str]]:
        bodies = {note.id: letters(note.body) for note in manuscript.notes}
        return [(each.quotation, bodies.get(each.note or "", "")) for each in manuscript.attributions]

    assert led(chapter(name)) == led(chapter("ferry.md"))


@pytest.mark.parametrize("ending", WITH_LINES)
def test_quotation_stands_where_its_position_says(ending: str) -> None:
    path = FOLDER / f"ferry.{ending}"
    manuscript = chapter(path.name)
    lines = path.read_text().split("\n")
    for quotation in manuscript.quotations:
        at = manuscript.document.locate(quotation.start, quotation.end)
        assert shown_at(lines, at, quotation.text), (quotation.text, at)


@pytest.mark.parametrize("name", WITH_PARAGRAPHS)
def test_position_without_lines_names_paragraph_note_and_heading(name: str) -> None:
    manuscript = chapter(name)
    assert manuscript.quotations
    for quotation in manuscript.quotations:
        at = manuscript.document.locate(quotation.start, quotation.end)
        assert at.line is None
        assert at.paragraph
        assert bool(at.note) == bool(quotation.in_note)
        assert bool(at.part) == name.endswith(".epub")
    lamp = next(each for each in manuscript.quotations if each.text.startswith("no lamp"))
    assert name == "ferry-libreoffice.epub" or _heading(manuscript, lamp.start) == "Of tolls and lamps"


def _heading(manuscript: Manuscript, offset: int) -> str | None:
    return manuscript.document.locate(offset, offset + 1).heading


def test_position_counts_paragraphs_from_the_top() -> None:
    text = chapter("ferry.docx").document.text
    at = text.index("The keeper of the ferry")
    title, quoted, author, heading = 1, 2, 3, 4
    assert chapter("ferry.docx").document.locate(at, at + 3).paragraph == len([title, quoted, author, heading]) + 1


def test_entities_count_as_one_character_of_the_text() -> None:
    path = FOLDER / "ferry.dbk"
    link = next(each for each in chapter("ferry.dbk").links if "inquiry" in each.url)
    at = chapter("ferry.dbk").document.locate(link.start, link.end)
    line = path.read_text().split("\n")[(at.line or 0) - 1]
    shown = unescape(re.sub(r"<[^<>]*>", "", line[(at.column or 0) - 1 :]))
    assert shown.startswith(link.url)
