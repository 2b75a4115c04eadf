"""The other markup languages: reStructuredText, Org, AsciiDoc, Typst, MediaWiki, JATS, DocBook, FictionBook, RTF."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.errors import UnreadableError
from citecheck.model.document import BlockKind, NoteKind
from tests.parser.readers.pandoc.reading import citations, document, manuscript, notes, quoted, texts

NOTES = {
    "a.rst": "One [1]_ and two [#]_ and three [*]_.\n\n.. [1] A.\n.. [#] B.\n.. [*] C.\n",
    "a.org": "One[fn:1] and two[fn:b] and three[fn:: C.].\n\n[fn:1] A.\n\n[fn:b] B.\n",
    "a.adoc": "Onefootnote:[A.] and twofootnote:x[B.] and threefootnote:[C.].\n",
    "a.typ": "One#footnote[A.] and two#footnote[B.] <b> and three#footnote[C.].\n",
    "a.wiki": 'One<ref>A.</ref> and two<ref name="b">B.</ref> and three{{efn|C.}}.\n\n<references />\n',
    "a.jats": '<article><body><p>One<xref ref-type="fn" rid="a">1</xref> and two<xref ref-type="fn" rid="b">2</xref> '
    'and three<fn id="c"><p>C.</p></fn>.</p></body><back><fn-group><fn id="a"><p>A.</p></fn><fn id="b"><p>B.</p></fn>'
    "</fn-group></back></article>",
    "a.dbk": '<article xmlns="http://docbook.org/ns/docbook"><para>One<footnote><para>A.</para></footnote> and two'
    "<footnote><para>B.</para></footnote> and three<footnote><para>C.</para></footnote>.</para></article>",
    "a.fb2": '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
    '<body><section><p>One<a l:href="#a" type="note">1</a> and two<a l:href="#b" type="note">2</a> and three'
    '<a l:href="#c" type="note">3</a>.</p></section></body><body name="notes"><section id="a"><p>A.</p></section>'
    '<section id="b"><p>B.</p></section><section id="c"><p>C.</p></section></body></FictionBook>',
    "a.rtf": "{\\rtf1\\ansi One{\\super\\chftn}{\\footnote\\pard\\plain A.} and two{\\super\\chftn}{\\footnote B.} and "
    "three{\\super\\chftn}{\\footnote C.}.\\par}",
}


@pytest.mark.parametrize("name", NOTES)
def test_notes_stand_at_their_markers(tmp_path: Path, name: str) -> None:
    found = [(before, body) for _, before, body in notes(manuscript(tmp_path, name, NOTES[name]))]
    assert found == [("One", "A."), ("two", "B."), ("three", "C.")]


MARKS = "He said \"straight 'inner' words\" and “curly words”; rock 'n' roll in the '70s; the boys' room."


@pytest.mark.parametrize(
    ("name", "around"),
    [("a.rst", "{}\n"), ("a.org", "{}\n"), ("a.adoc", "{}\n"), ("a.wiki", "{}\n"),
     ("a.jats", "<article><body><p>{}</p></body></article>"), ("a.html", "<html><body><p>{}</p></body></html>"),
     ("a.dbk", '<article xmlns="http://docbook.org/ns/docbook"><para>{}</para></article>')],
)  # fmt: skip
def test_quotation_marks_and_apostrophes_stay_as_typed(tmp_path: Path, name: str, around: str) -> None:
    read = manuscript(tmp_path, name, around.format(MARKS))
    assert read.document.text == MARKS
    assert quoted(read) == ["straight 'inner' words", "curly words"]


def test_typst_sets_double_marks_and_keeps_apostrophes(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.typ", MARKS + "\n")
    assert read.document.text == MARKS.replace('"straight', "“straight").replace('words"', "words”")
    assert quoted(read) == ["straight 'inner' words", "curly words"]


QUOTES = {
    "a.rst": "Text.\n\n   Set apart.\n\nMore.\n",
    "a.org": "Text.\n\n#+begin_quote\nSet apart.\n#+end_quote\n\nMore.\n",
    "a.adoc": "Text.\n\n____\nSet apart.\n____\n\nMore.\n",
    "a.typ": "Text.\n\n#quote(block: true)[Set apart.]\n\nMore.\n",
    "a.wiki": "Text.\n\n{{quote|Set apart.|Pryce}}\n\nMore.\n",
    "a.jats": "<article><body><p>Text.</p><disp-quote><p>Set apart.</p></disp-quote><p>More.</p></body></article>",
    "a.dbk": '<article xmlns="http://docbook.org/ns/docbook"><para>Text.</para><blockquote><para>Set apart.</para>'
    "</blockquote><para>More.</para></article>",
    "a.fb2": '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section><p>Text.</p><cite><p>Set '
    "apart.</p></cite><p>More.</p></section></body></FictionBook>",
    "a.rtf": "{\\rtf1\\ansi{\\stylesheet{\\s0 Normal;}{\\s15 Quotations;}}\\pard Text that is longer.\\par\\pard\\s15\\"
    "li567 Set apart.\\par\\pard More.\\par}",
}


@pytest.mark.parametrize("name", QUOTES)
def test_displayed_quotation_is_found(tmp_path: Path, name: str) -> None:
    assert quoted(manuscript(tmp_path, name, QUOTES[name])) == ["Set apart."]


@pytest.mark.parametrize(
    ("name", "source", "label"),
    [("a.rst", "One [1]_ two [5]_.\n\n.. [1] A.\n", "5"), ("a.org", "One[fn:1] two[fn:5].\n\n[fn:1] A.\n", "5")],
)
def test_marker_without_a_note_is_kept(tmp_path: Path, name: str, source: str, label: str) -> None:
    found = [(note.label, note.start >= 0) for note in manuscript(tmp_path, name, source).notes]
    assert found == [("1", True), (label, False)]


@pytest.mark.parametrize(
    ("name", "source"),
    [("a.rst", "One [1]_.\n\n.. [1] A.\n.. [7] Nobody asks.\n"),
     ("a.org", "One[fn:1].\n\n[fn:1] A.\n\n[fn:7] Nobody asks.\n")],
)  # fmt: skip
def test_note_that_nothing_marks_is_kept(tmp_path: Path, name: str, source: str) -> None:
    found = [(note.body, len(note.markers)) for note in manuscript(tmp_path, name, source).notes]
    assert found == [("A.", 1), ("Nobody asks.", 0)]


def test_asciidoc_note_used_twice_is_one_note(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.adoc", "Onefootnote:x[A.] twofootnote:x[].\n")
    assert [(note.body, len(note.markers)) for note in read.notes] == [("A.", 2)]


def test_asciidoc_note_may_hold_brackets_and_escaped_addresses(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.adoc", "Onefootnote:[See [here], https://a.example/x++_++y.] two.\n")
    assert read.notes[0].body == "See [here], https://a.example/x_y."
    assert [link.url for link in read.links] == ["https://a.example/x_y"]


def test_asciidoc_listing_holds_no_notes(tmp_path: Path) -> None:
    assert manuscript(tmp_path, "a.adoc", "Text.\n\n----\nfootnote:[no]\n----\n").notes == ()


def test_asciidoc_quote_block_names_its_author(tmp_path: Path) -> None:
    read = manuscript(tmp_path, "a.adoc", "[quote, Pryce, Daybook]\n____\nSet apart.\n____\n")
    assert quoted(read) == ["Set apart."]
    assert texts(read.document, BlockKind.ATTRIBUTION) == ["— Pryce, Daybook"]


def test_typst_note_used_twice_is_one_note(tmp_path: Path) -> None:
    source = '#import "@preview/x:1.0": *\n#show link: underline\nOne#footnote[A.] <n> two#footnote(<n>).\n'
    assert [(note.body, len(note.markers)) for note in manuscript(tmp_path, "a.typ", source).notes] == [("A.", 2)]


def test_typst_links_are_kept_whatever_rule_shows_them(tmp_path: Path) -> None:
    source = '#show link: this => {\n  text(this)\n}\nSee #link("https://a.example/x_y")[the page] there.\n'
    read = manuscript(tmp_path, "a.typ", source)
    assert read.document.text == "See the page there."
    assert [link.url for link in read.links] == ["https://a.example/x_y"]


def test_typst_citations_and_bibliography(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@book{doe, title={Roads}, year={2004}}\n")
    read = document(tmp_path, "a.typ", 'So @doe[p. 12] and #cite(<doe>, supplement: [3]).\n#bibliography("refs.bib")\n')
    assert [(key, where) for _, key, where in citations(read)] == [("doe", "p. 12"), ("doe", "3")]
    assert len(read.bibliography) == 1


def test_typst_function_that_is_not_at_hand_shows_what_it_is_given(tmp_path: Path) -> None:
    read = document(tmp_path, "a.typ", '#import "house.typ": aside\nBefore #aside[inside] after.\n')
    assert read.text == "Before inside after."


def test_org_citations_and_language(tmp_path: Path) -> None:
    read = document(tmp_path, "a.org", "#+LANGUAGE: fr\n\nSo [cite:@doe p. 12].\n")
    assert read.language == "fr"
    assert [(key, where) for _, key, where in citations(read)] == [("doe", "p. 12")]


def test_wiki_reference_used_twice_is_one_note(tmp_path: Path) -> None:
    source = 'One<ref name="a">{{cite book|last=Doe|title=Roads|year=2004}}</ref> two<ref name="a" />.\n'
    read = manuscript(tmp_path, "a.wiki", source)
    assert [(note.body, len(note.markers)) for note in read.notes] == [("Doe, Roads, 2004.", 2)]


def test_jats_attribution_and_list_of_works(tmp_path: Path) -> None:
    source = (
        "<article><body><p>Text.</p><disp-quote><p>Set apart.</p><attrib>Pryce</attrib></disp-quote></body>"
        "<back><ref-list><ref><mixed-citation>Doe, Roads, 2004.</mixed-citation></ref></ref-list></back></article>"
    )
    read = document(tmp_path, "a.jats", source)
    assert texts(read, BlockKind.ATTRIBUTION) == ["Pryce"]
    assert texts(read, BlockKind.BIBLIOGRAPHY_ENTRY) == ["Doe, Roads, 2004."]


def test_rtf_endnotes_headings_and_encoded_characters(tmp_path: Path) -> None:
    source = (
        "{\\rtf1\\ansi\\ansicpg1252{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}\\pard\\s1 Chapter\\par\\pard "
        "Caf\\'e9 \\u8220?words here\\u8221?{\\super\\chftn}{\\footnote\\ftnalt A.}.\\par}"
    )
    read = manuscript(tmp_path, "a.rtf", source)
    assert quoted(read) == ["words here"]
    assert [(note.kind, note.body) for note in read.notes] == [(NoteKind.ENDNOTE, "A.")]
    at = read.document.locate(read.quotations[0].start, read.quotations[0].end)
    assert (at.paragraph, at.heading) == (2, "Chapter")


def test_rtf_bookmarks_tear_nothing_apart(tmp_path: Path) -> None:
    source = "{\\rtf1\\ansi\\pard {\\*\\bkmkstart a-b}First words{\\*\\bkmkend a-b}\\par\\pard Second.\\par}"
    assert document(tmp_path, "a.rtf", source).text == "First words\n\nSecond."


@pytest.mark.parametrize("name", ["a.jats", "a.dbk", "a.fb2"])
def test_xml_that_is_not_well_formed_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        document(tmp_path, name, NOTES[name][:-30])
