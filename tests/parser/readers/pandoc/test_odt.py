"""OpenDocument texts, put together by hand."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from citecheck.errors import UnreadableError
from citecheck.model.document import NoteKind
from tests.parser.readers.pandoc.packages import odt, odt_parts, pack
from tests.parser.readers.pandoc.reading import citations, document, manuscript, notes, quoted

LONG = "The ferry went twice a day in summer, and in winter when the ice allowed it. " * 3
STYLES = (
    '<style:default-style style:family="paragraph"><style:text-properties fo:language="en" fo:country="GB"/>'
    '</style:default-style><style:style style:name="Standard" style:family="paragraph"/>'
    '<style:style style:name="Quotations" style:family="paragraph" style:parent-style-name="Standard"/>'
)
ZOTERO = escape(
    'ZOTERO_ITEM CSL_CITATION {"citationItems":[{"locator":"12","itemData":{"id":1,"type":"book","title":"Roads",'
    '"author":[{"family":"Doe"}],"issued":{"date-parts":[[2004]]}}}]} RNDa1',
    quote=True,
)


def note(kind: str, label: str, body: str) -> str:
    return (
        f'<text:note text:note-class="{kind}"><text:note-citation>{label}</text:note-citation>'
        f"<text:note-body>{body}</text:note-body></text:note>"
    )


def p(content: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def test_footnotes_and_endnotes_have_the_labels_that_are_printed(tmp_path: Path) -> None:
    body = p("One" + note("footnote", "1", p("A.") + p("B.")) + " two" + note("endnote", "i", p("C.")) + ".")
    read = manuscript(tmp_path, "a.odt", odt(body, styles=STYLES))
    assert notes(read) == [("1", "One", "A.\n\nB."), ("i", "two", "C.")]
    assert [each.kind for each in read.notes] == [NoteKind.FOOTNOTE, NoteKind.ENDNOTE]
    assert read.document.language == "en-GB"


@pytest.mark.parametrize(
    ("style", "automatic"),
    [
        ("Quotations", ""),
        ("P1", '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>'),
        (
            "P2",
            '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Standard">'
            '<style:paragraph-properties fo:margin-left="1.25cm"/></style:style>',
        ),
    ],
)
def test_block_quotation_by_style_and_by_indent(tmp_path: Path, style: str, automatic: str) -> None:
    content = odt(p(LONG) + p("Set apart.", style) + p(LONG), styles=STYLES, automatic=automatic)
    assert quoted(manuscript(tmp_path, "a.odt", content)) == ["Set apart."]


def test_text_box_and_table_stand_in_their_order(tmp_path: Path) -> None:
    box = f"<draw:frame><draw:text-box>{p('In the box.')}</draw:text-box></draw:frame>"
    cell = f"<table:table-cell>{p('cell')}</table:table-cell>"
    table = f"<table:table><table:table-row>{cell}</table:table-row></table:table>"
    read = document(tmp_path, "a.odt", odt(p(f"Anchor {box}here.") + table + p("After."), styles=STYLES))
    assert read.text == "Anchor here.\n\nIn the box.\n\ncell\n\nAfter."


def test_deleted_text_is_not_read_and_the_other_ways_are_told(tmp_path: Path) -> None:
    tracked = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        f"{p('gone')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    content = odt(tracked + p('Kept <text:change text:change-id="c1"/>here.'), styles=STYLES)
    assert document(tmp_path, "a.odt", content).text == "Kept here."
    assert "as accepted" in document(tmp_path, "a.odt", content, changes="reject").warnings[0]


def test_zotero_mark_is_a_citation_with_its_work(tmp_path: Path) -> None:
    body = p(
        f'<text:reference-mark-start text:name="{ZOTERO}"/>(Doe 2004, 12)<text:reference-mark-end '
        f'text:name="{ZOTERO}"/> has it.'
    )
    read = document(tmp_path, "a.odt", odt(body, styles=STYLES))
    assert citations(read) == [("(Doe 2004, 12)", "doe2004", "p. 12")]
    assert read.text == "(Doe 2004, 12) has it."
    assert '"title": "Roads"' in read.bibliography[0]
    assert read.locate(0, 4).paragraph == 1


def test_entry_of_the_bibliography_is_a_citation_with_its_work(tmp_path: Path) -> None:
    mark = (
        '<text:bibliography-mark text:identifier="R99" text:bibliography-type="book" text:author="Roe, Ann; Poe, B" '
        'text:title="Winds" text:year="1999" text:url="https://w.example/">[R99]</text:bibliography-mark>'
    )
    read = document(tmp_path, "a.odt", odt(p(f"So {mark}."), styles=STYLES))
    assert citations(read) == [("[R99]", "roe1999", "")]
    assert '"URL": "https://w.example/"' in read.bibliography[0]


def test_encrypted_text_is_told(tmp_path: Path) -> None:
    parts = odt_parts(p("A"))
    manifest = parts["META-INF/manifest.xml"].replace("/>", "><manifest:encryption-data/></manifest:manifest>")
    parts["META-INF/manifest.xml"] = manifest
    with pytest.raises(UnreadableError, match="without a password"):
        document(tmp_path, "a.odt", pack(parts))


@pytest.mark.parametrize("part", ["content.xml", "styles.xml"])
def test_missing_part_is_told(tmp_path: Path, part: str) -> None:
    parts = odt_parts(p("A"))
    del parts[part]
    with pytest.raises(UnreadableError, match=f"the part {part} is missing"):
        document(tmp_path, "a.odt", pack(parts))


LOEXT = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'


def test_what_stands_in_a_content_control_is_read(tmp_path: Path) -> None:
    control = f"<loext:content-control {LOEXT}>a poor flame</loext:content-control>"
    content = odt(p(f"He says: “{control} will be seen.”") + p(f"<loext:content-control {LOEXT}/>So it was."))
    assert document(tmp_path, "a.odt", content).text == "He says: “a poor flame will be seen.”\n\nSo it was."


def test_hidden_words_are_no_text(tmp_path: Path) -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="T2" style:family="text"><style:text-properties/></style:style>'
    )
    hidden = '<text:span text:style-name="T1">HIDDEN <text:span text:style-name="T2">WORDS </text:span></text:span>'
    content = odt(
        p(f"It has waited {hidden}for <text:span text:style-name='T2'>years</text:span>."), automatic=automatic
    )
    assert document(tmp_path, "a.odt", content).text == "It has waited for years."


def test_the_text_of_a_shape_follows_its_paragraph(tmp_path: Path) -> None:
    geometry = "<draw:enhanced-geometry><draw:equation/></draw:enhanced-geometry>"
    shape = f"<draw:custom-shape><text:p>In the box.</text:p>{geometry}"
    empty = "<draw:custom-shape><text:p/><draw:enhanced-geometry/></draw:custom-shape>"
    content = odt(p(f"Before{empty} and{shape}</draw:custom-shape> after.") + p("Last."))
    assert document(tmp_path, "a.odt", content).text == "Before and after.\n\nIn the box.\n\nLast."
