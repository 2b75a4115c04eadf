"""Web pages and e-books: notes made of links, quotations told by elements, classes and style sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model.document import BlockKind, NoteKind
from tests.parser.readers.pandoc.packages import epub
from tests.parser.readers.pandoc.reading import document, manuscript, notes, quoted, texts

LONG = "<p>The ferry went twice a day in summer, and in winter when the ice allowed it, or so they said.</p>" * 3


def page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en-GB"><head><title>T</title>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("marker", "body"),
    [
        ('<sup><a href="#n1" id="r1">1</a></sup>', '<ol><li id="n1">A note. <a href="#r1">↩</a></li></ol>'),
        ('<a href="#n1" id="r1">[1]</a>', '<p id="n1"><a href="#r1">[1]</a> A note.</p>'),
        ('<a href="#n1" role="doc-noteref">1</a>', '<aside id="n1" role="doc-footnote"><p>1. A note.</p></aside>'),
        ('<a href="#n1" epub:type="noteref">*</a>', '<aside epub:type="footnote" id="n1"><p>* A note.</p></aside>'),
    ],
)  # fmt: skip
def test_notes_are_links_there_and_back(tmp_path: Path, marker: str, body: str) -> None:
    read = manuscript(tmp_path, "a.html", page(f"<p>Word{marker} more.</p>{body}"))
    assert [(before, text) for _, before, text in notes(read)] == [("Word", "A note.")]
    assert read.document.text.startswith("Word more.")


def test_links_to_other_places_of_the_page_are_no_notes(tmp_path: Path) -> None:
    body = '<p>See <a href="#two">chapter two</a>.</p><h2 id="two">Two</h2><p>Text.</p>'
    assert manuscript(tmp_path, "a.html", page(body)).notes == ()


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<blockquote><p>Set apart.</p></blockquote>", ""),
        ('<p class="extract">Set apart.</p>', ""),
        ('<div class="Block-Quote"><p>Set apart.</p></div>', ""),
        ('<p class="x">Set apart.</p>', "<style>/* a */ .x, p.y { margin: 0 0 0 2em }</style>"),
        ('<p style="margin-left: 1.5cm">Set apart.</p>', ""),
        ('<div class="in"><p>Set apart.</p></div>', "<style>div.in {margin-left:5%; margin-right:5%}</style>"),
    ],
)
def test_block_quotation_by_element_class_and_edge(tmp_path: Path, body: str, head: str) -> None:
    assert quoted(manuscript(tmp_path, "a.html", page(LONG + body + LONG, head))) == ["Set apart."]


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<p class="x">An entry that hangs.</p>', "<style>.x {margin-left: 2em; text-indent: -2em}</style>"),
        ("<ul><li><p>An item.</p></li></ul>", "<style>ul {margin-left: 3em}</style>"),
        ('<p class="x">Hardly set in.</p>', "<style>.x {margin-left: 0.3em}</style>"),
    ],
)
def test_edge_that_sets_nothing_off_is_no_quotation(tmp_path: Path, body: str, head: str) -> None:
    assert quoted(manuscript(tmp_path, "a.html", page(LONG + body + LONG, head))) == []


def test_page_set_in_as_a_whole_has_no_block_quotations(tmp_path: Path) -> None:
    content = page(f'<div class="main">{LONG}</div>', "<style>.main {margin: 0 10%}</style>")
    assert quoted(manuscript(tmp_path, "a.html", content)) == []


def test_what_no_reader_sees_is_not_read(tmp_path: Path) -> None:
    hidden = (
        '<script>"not a word"</script><style>p{}</style><nav>Menu</nav><p hidden>no</p><p style="display:none">no</p>'
    )
    assert document(tmp_path, "a.html", page(hidden + "<p>Seen.</p><!-- no -->")).text == "Seen."


def test_inline_quotation_elements_have_marks(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.html", page("<p>He wrote <q>of the <i>slow</i> river</q> there.</p>"))
    assert quoted(read) == ["of the slow river"]


def test_entities_and_tags_keep_columns(tmp_path: Path) -> None:
    source = page("<p>Caf&eacute;&nbsp;notes: &ldquo;the <i>slow</i> river&rdquo; ends.</p>")
    read = manuscript(tmp_path, "a.html", source)
    at = read.document.locate(read.quotations[0].start, read.quotations[0].end)
    assert source[(at.column or 0) - 1 : (at.end_column or 0) - 1] == "the <i>slow</i> river"


def test_address_in_a_link_is_found_where_it_is_printed(tmp_path: Path) -> None:
    source = page('<p>See\n<a href="https://a.example/x">\nhttps://a.example/x</a>.</p>')
    read = manuscript(tmp_path, "a.html", source)
    assert read.document.locate(read.links[0].start, read.links[0].end).line == 3


def test_book_is_read_in_the_order_of_its_spine_with_its_files(tmp_path: Path) -> None:
    one = '<h1>One</h1><p>Word<a epub:type="noteref" href="two.xhtml#n">1</a>.</p>'
    two = '<section epub:type="endnotes"><ol><li id="n" epub:type="endnote"><p>A note.</p></li></ol></section>'
    read = manuscript(tmp_path, "a.epub", epub(one, two))
    assert notes(read) == [("1", "Word", "A note.")]
    assert read.notes[0].kind is NoteKind.ENDNOTE
    assert (read.document.title, read.document.language) == ("A Book", "en-GB")
    at = read.document.locate(read.document.text.index("Word"), read.document.text.index("Word") + 4)
    assert (at.part, at.paragraph, at.heading) == ("OEBPS/one.xhtml", 2, "One")


def test_block_quotation_of_a_book_by_its_style_sheet(tmp_path: Path) -> None:
    content = epub(LONG + '<p class="p7">Set apart.</p>' + LONG, css=".p7 {\n margin: 0px 0.0in 0px 0.5in;\n}")
    assert quoted(manuscript(tmp_path, "a.epub", content)) == ["Set apart."]


def test_verse_and_epigraph_of_a_book(tmp_path: Path) -> None:
    body = '<div epub:type="epigraph"><p>The motto.</p></div><blockquote class="verse"><p>one<br/>two</p></blockquote>'
    read = document(tmp_path, "a.epub", epub(body + LONG))
    assert texts(read, BlockKind.EPIGRAPH) == ["The motto."]
    assert texts(read, BlockKind.VERSE) == ["one\ntwo"]
