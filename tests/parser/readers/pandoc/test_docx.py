"""Word files, put together by hand: what Word and its like write, and pandoc alone would lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.errors import UnreadableError
from citecheck.model.document import BlockKind, MarkKind, NoteKind
from tests.parser.readers.pandoc.packages import docx, docx_parts, marker, note, p, pack, r
from tests.parser.readers.pandoc.reading import document, manuscript, notes, quoted, texts

AUTHOR = 'w:id="7" w:author="Ann" w:date="2024-05-01T10:00:00Z"'
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
LONG = "The ferry went twice a day in summer, and in winter when the ice allowed it. "


def style(id: str, name: str, based_on: str = "Normal", indent: str = "") -> str:
    inside = f"<w:pPr><w:ind {indent}/></w:pPr>" if indent else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based_on}"/>{inside}</w:style>'
    )


def settings(kind: str, inside: str) -> str:
    return f"<w:{kind}Pr>{inside}</w:{kind}Pr>"


def test_footnotes_and_endnotes_are_read_both(tmp_path: Path) -> None:
    body = p("First", marker("footnote", 2), " and last", marker("endnote", 2), ".")
    content = docx(
        body,
        footnotes=note("footnote", 2, p("At the foot."), p("Its second paragraph.")),
        endnotes=note("endnote", 2, p("At the end.")),
    )
    read = manuscript(tmp_path, "a.docx", content)
    assert [(each.label, each.kind, each.body) for each in read.notes] == [
        ("1", NoteKind.FOOTNOTE, "At the foot.\n\nIts second paragraph."),
        ("i", NoteKind.ENDNOTE, "At the end."),
    ]
    assert read.document.text.startswith("First and last.")


@pytest.mark.parametrize(
    ("inside", "labels"),
    [
        ('<w:numFmt w:val="lowerLetter"/>', ["a", "b"]),
        ('<w:numFmt w:val="upperRoman"/><w:numStart w:val="4"/>', ["IV", "V"]),
        ('<w:numFmt w:val="chicago"/>', ["*", "†"]),
    ],
)
def test_labels_are_numbered_as_the_settings_say(tmp_path: Path, inside: str, labels: list[str]) -> None:
    content = docx(
        p("One", marker("footnote", 5), " two", marker("footnote", 3), "."),
        footnotes=note("footnote", 3, p("Second.")) + note("footnote", 5, p("First.")),
        settings=settings("footnote", inside),
    )
    read = manuscript(tmp_path, "a.docx", content)
    assert [(each.label, each.body) for each in read.notes] == list(zip(labels, ["First.", "Second."], strict=True))


def test_numbers_begin_anew_in_each_section_where_the_settings_say_so(tmp_path: Path) -> None:
    section = "<w:sectPr/>"
    content = docx(
        p("One", marker("footnote", 2), properties=section) + p("two", marker("footnote", 3)),
        footnotes=note("footnote", 2, p("A.")) + note("footnote", 3, p("B.")),
        settings=settings("footnote", '<w:numRestart w:val="eachSect"/>'),
    )
    assert [label for label, _, _ in notes(manuscript(tmp_path, "a.docx", content))] == ["1", "1"]


def test_mark_typed_by_the_author_is_the_label_and_not_text(tmp_path: Path) -> None:
    content = docx(p("Word", marker("footnote", 2, "*"), " more."), footnotes=note("footnote", 2, p("* Star note.")))
    read = manuscript(tmp_path, "a.docx", content)
    assert notes(read) == [("*", "Word", "Star note.")]
    assert read.document.text.startswith("Word more.")


def test_marker_without_a_note_is_kept_as_one(tmp_path: Path) -> None:
    content = docx(
        p("One", marker("footnote", 2), " two", marker("footnote", 9), "."), footnotes=note("footnote", 2, p("A."))
    )
    read = manuscript(tmp_path, "a.docx", content)
    assert [(each.label, each.body, each.start >= 0) for each in read.notes] == [("1", "A.", True), ("2", "", False)]


CHANGED = (
    r("The tide ")
    + f'<w:ins {AUTHOR}><w:r><w:t xml:space="preserve">never </w:t></w:r></w:ins>'
    + f'<w:del {AUTHOR}><w:r><w:delText xml:space="preserve">always </w:delText></w:r></w:del>'
    + r("waits.")
)


@pytest.mark.parametrize(
    ("changes", "text"),
    [("accept", "The tide never waits."), ("reject", "The tide always waits."),
     ("all", "The tide never always waits.")],
)  # fmt: skip
def test_tracked_changes_are_read_as_asked_for_in_text_and_notes(tmp_path: Path, changes: str, text: str) -> None:
    content = docx(p(CHANGED, marker("footnote", 2)), footnotes=note("footnote", 2, p(CHANGED)))
    read = manuscript(tmp_path, "a.docx", content, changes=changes)
    assert read.document.text == f"{text}\n\n{text}"
    assert read.notes[0].body == text


@pytest.mark.parametrize(("changes", "labels"), [("accept", ["1"]), ("reject", ["1", "2"])])
def test_note_whose_marker_was_deleted_is_gone_with_it(tmp_path: Path, changes: str, labels: list[str]) -> None:
    content = docx(
        p("One", f"<w:del {AUTHOR}>{marker('footnote', 2)}</w:del>", " two", marker("footnote", 3)),
        footnotes=note("footnote", 2, p("Gone.")) + note("footnote", 3, p("Kept.")),
    )
    read = manuscript(tmp_path, "a.docx", content, changes=changes)
    assert [label for label, _, _ in notes(read)] == labels
    assert read.notes[-1].body == "Kept."


@pytest.mark.parametrize("closed", ["/>", "></w:{0}>"])
@pytest.mark.parametrize(("changes", "element"), [("accept", "del"), ("reject", "ins")])
def test_a_paragraph_whose_end_was_deleted_stays_out_of_the_notes(
    tmp_path: Path, changes: str, element: str, closed: str
) -> None:
    ended = f"<w:rPr><w:{element} {AUTHOR}{closed.format(element)}</w:rPr>"
    struck = '<w:r><w:delText xml:space="preserve">struck</w:delText></w:r>' if element == "del" else r("struck")
    content = docx(
        p("One.", marker("footnote", 2))
        + p(f"<w:{element} {AUTHOR}>{struck}</w:{element}>", properties=ended)
        + p("Two.", marker("footnote", 3))
        + p("Three,", properties=ended)
        + p("four.", marker("footnote", 4)),
        footnotes="".join(note("footnote", number, p(f"Note {number}.")) for number in (2, 3, 4)),
    )
    read = manuscript(tmp_path, "a.docx", content, changes=changes)
    assert [(each.label, each.body) for each in read.notes] == [("1", "Note 2."), ("2", "Note 3."), ("3", "Note 4.")]
    assert "struck" not in read.document.text
    assert "Three," in read.document.text[: read.document.body_end]


@pytest.mark.parametrize("changes", ["accept", "reject", "all"])
def test_comments_are_no_text(tmp_path: Path, changes: str) -> None:
    body = p(
        "A ", '<w:commentRangeStart w:id="0"/>', "word", '<w:commentRangeEnd w:id="0"/>',
        '<w:r><w:commentReference w:id="0"/></w:r>', ".",
    )  # fmt: skip
    parts = docx_parts(body, styles=STYLES)
    relations = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>",
        '<Relationship Id="rId9" Target="comments.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"/></Relationships>',
    )
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{name}"><w:comment w:id="0" w:author="Ann" w:date="2024-05-01T10:00:00Z">'
        f"{p('Says who, “nobody at all ever said it”?')}</w:comment></w:comments>"
    )
    read = manuscript(tmp_path, "a.docx", pack(parts), changes=changes)
    assert read.document.text == "A word."
    assert read.quotations == ()


def test_text_box_stands_once_after_the_paragraph_it_is_anchored_in(tmp_path: Path) -> None:
    inside = p("In the box.")
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    read = document(tmp_path, "a.docx", docx(p("Before ", box, "the anchor.") + p("After.")))
    assert read.text == "Before the anchor.\n\nIn the box.\n\nAfter."


def test_tables_and_headings_stand_in_their_order(tmp_path: Path) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = f"<w:tbl>{grid}<w:tr>{cell.format('left')}{cell.format('right')}</w:tr></w:tbl>"
    content = docx(p("Chapter", style="Heading1") + p("Text.") + table + p("More."), styles=STYLES)
    read = document(tmp_path, "a.docx", content)
    assert read.text == "Chapter\n\nText.\n\nleft\n\nright\n\nMore."
    assert [block.kind.value for block in read.blocks] == [
        "heading", "paragraph", "table-cell", "table-cell", "paragraph",
    ]  # fmt: skip
    assert read.locate(read.text.index("More"), len(read.text)).heading == "Chapter"
    assert read.locate(read.text.index("More"), len(read.text)).paragraph == 5


def test_note_says_its_number_and_where_its_marker_stands(tmp_path: Path) -> None:
    content = docx(
        p("Chapter", style="Heading1") + p("Text", marker("footnote", 2), "."),
        footnotes=note("footnote", 2, p("See there.")),
        styles=STYLES,
    )
    read = document(tmp_path, "a.docx", content)
    at = read.locate(read.note_bodies[0].start, read.note_bodies[0].end)
    assert (at.note, at.paragraph, at.heading, at.line) == ("1", 2, "Chapter", None)


@pytest.mark.parametrize(
    ("name", "based_on"),
    [("Quote", "Normal"), ("Intense Quote", "Normal"), ("Block Text", "Normal"), ("House extract", "Normal"),
     ("Eigenes", "Mine"), ("Zitat", "Normal"), ("Citation", "Normal"), ("Citation intense", "Normal"),
     ("Citation longue", "Normal"), ("Citát", "Normal"), ("Bloktekst", "Normal"), ("Sitat", "Normal")],
)  # fmt: skip
def test_block_quotation_is_told_by_its_style_or_one_it_is_based_on(tmp_path: Path, name: str, based_on: str) -> None:
    styles = STYLES + style("Mine", "Quote") + style("X", name, based_on)
    read = manuscript(tmp_path, "a.docx", docx(p(LONG * 3) + p("A displayed passage.", style="X"), styles=styles))
    assert quoted(read) == ["A displayed passage."]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Epigraph", BlockKind.EPIGRAPH), ("Verse", BlockKind.VERSE), ("Quote Source", BlockKind.ATTRIBUTION),
     ("Bibliography", BlockKind.BIBLIOGRAPHY_ENTRY), ("caption", BlockKind.CAPTION)],
)  # fmt: skip
def test_other_kinds_are_told_by_their_styles(tmp_path: Path, name: str, kind: BlockKind) -> None:
    content = docx(p(LONG) + p("Set apart.", style="X"), styles=STYLES + style("X", name))
    assert texts(document(tmp_path, "a.docx", content), kind) == ["Set apart."]


def test_style_of_the_sources_of_figures_is_no_block_quotation(tmp_path: Path) -> None:
    styles = STYLES + style("X", "Citation source")
    assert (
        quoted(manuscript(tmp_path, "a.docx", docx(p(LONG * 3) + p("Archive, box 4.", style="X"), styles=styles))) == []
    )


def test_each_epigraph_ends_with_its_author(tmp_path: Path) -> None:
    lines = ("The sea is near.", "Mary Orr", "Keep the lens clean.", "Tobias Vane, Keeping (1923)")
    content = docx(p(LONG) + "".join(p(line, style="X") for line in lines), styles=STYLES + style("X", "Epigraph"))
    assert quoted(manuscript(tmp_path, "a.docx", content)) == ["The sea is near.", "Keep the lens clean."]


@pytest.mark.parametrize(
    "displayed",
    [
        p("A displayed passage.", indent='w:left="720" w:right="720"'),
        p("A displayed passage.", indent='w:start="567"'),
        p("A displayed passage.", style="Narrow"),
    ],
)
def test_block_quotation_is_told_by_its_indent(tmp_path: Path, displayed: str) -> None:
    styles = STYLES + style("Narrow", "Body narrow", indent='w:left="1000"')
    read = manuscript(tmp_path, "a.docx", docx(p(LONG * 3) + displayed + p(LONG * 3), styles=styles))
    assert quoted(read) == ["A displayed passage."]


@pytest.mark.parametrize(
    "paragraph",
    [
        p("An entry that hangs.", indent='w:left="720" w:hanging="720"'),
        p("A first line set in.", indent='w:firstLine="720"'),
        p("An item.", indent='w:left="720"', properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
        p("Hardly set in.", indent='w:left="200"'),
    ],
)
def test_indent_that_sets_nothing_off_is_no_quotation(tmp_path: Path, paragraph: str) -> None:
    read = manuscript(tmp_path, "a.docx", docx(p(LONG * 3) + paragraph + p(LONG * 3), styles=STYLES))
    assert quoted(read) == []


def test_text_that_is_set_in_as_a_whole_has_no_block_quotations(tmp_path: Path) -> None:
    body = "".join(p(LONG * 2, indent='w:left="720"') for _ in range(4))
    assert quoted(manuscript(tmp_path, "a.docx", docx(body, styles=STYLES))) == []


def test_links_are_found_in_relations_and_in_fields(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.example/2" </w:instrText>'
        f'</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("two")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr=" HYPERLINK &quot;https://c.example/3&quot; ">{r("three")}</w:fldSimple>'
    related = f'<w:hyperlink r:id="rId50">{r("one")}</w:hyperlink>'
    parts = docx_parts(p(related, ", ", field, ", ", simple, "."), links={"rId50": "https://a.example/1"})
    read = manuscript(tmp_path, "a.docx", pack(parts))
    assert [link.url for link in read.links] == ["https://a.example/1", "https://b.example/2", "https://c.example/3"]
    assert read.document.text == "one, two, three."


@pytest.mark.parametrize(
    ("name", "xml"),
    [
        ("a simple field", f'<w:fldSimple w:instr=" REF _R1 \\h ">{r("kept")}</w:fldSimple>'),
        ("custom XML", f'<w:customXml w:element="a"><w:customXmlPr/>{r("kept")}</w:customXml>'),
        ("a smart tag", f'<w:smartTag w:element="a">{r("kept")}</w:smartTag>'),
        ("a content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('kept')}</w:sdtContent></w:sdt>"),
        ("a direction", f'<w:bdo w:val="ltr">{r("kept")}</w:bdo>'),
        (
            "ruby",
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('above')}</w:rt><w:rubyBase>{r('kept')}</w:rubyBase></w:ruby></w:r>",
        ),
        ("moved to here", f"<w:moveTo {AUTHOR}>{r('kept')}</w:moveTo>"),
    ],
)  # fmt: skip
def test_text_inside_other_elements_is_kept(tmp_path: Path, name: str, xml: str) -> None:
    content = docx(p("It is ", xml, " here.", marker("footnote", 2)), footnotes=note("footnote", 2, p("So ", xml, ".")))
    read = document(tmp_path, "a.docx", content)
    assert read.text == "It is kept here.\n\nSo kept.", name


def test_line_ends_tabs_and_hyphens_that_word_writes_as_elements(tmp_path: Path) -> None:
    run = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r>"
    assert document(tmp_path, "a.docx", docx(p(run))).text == "a\nb\nc de"


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    content = docx(p("Seen ", r("unseen ", "<w:vanish/>"), r("too", '<w:vanish w:val="0"/>')))
    assert document(tmp_path, "a.docx", content).text == "Seen too"


def test_table_of_contents_is_not_read_twice(tmp_path: Path) -> None:
    styles = STYLES + style("TOC1", "toc 1")
    content = docx(
        p("Of “salt and silence” 3", style="TOC1") + p("Of “salt and silence”", style="Heading1"), styles=styles
    )
    read = document(tmp_path, "a.docx", content)
    assert read.text == "Of “salt and silence”"
    assert read.locate(0, 3).paragraph == 2


def test_quotation_over_emphasis_links_and_notes_is_one(tmp_path: Path) -> None:
    content = docx(
        p("He wrote “the ", r("slow", "<w:i/>"), " river", marker("footnote", 2), " goes on” there."),
        footnotes=note("footnote", 2, p("Of all.")),
    )
    read = manuscript(tmp_path, "a.docx", content)
    assert quoted(read) == ["the slow river goes on"]
    assert [mark.kind for mark in read.document.marks] == [MarkKind.EMPHASIS, MarkKind.NOTE_MARKER]


def test_language_is_that_of_the_defaults(tmp_path: Path) -> None:
    assert document(tmp_path, "a.docx", docx(p("A."), styles=STYLES)).language == "en-GB"


def test_strict_namespaces_are_read(tmp_path: Path) -> None:
    parts = docx_parts(p("Word", marker("footnote", 2)), footnotes=note("footnote", 2, p("A note.")))
    strict = {
        name: xml.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, xml in parts.items()
    }
    assert notes(manuscript(tmp_path, "a.docx", pack(strict))) == [("1", "Word", "A note.")]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("word/document.xml", "its main part is missing"),
        ("word/footnotes.xml", "the part word/footnotes.xml is missing"),
    ],
)
def test_missing_part_is_told_by_its_name(tmp_path: Path, missing: str, said: str) -> None:
    parts = docx_parts(p("A", marker("footnote", 2)), footnotes=note("footnote", 2, p("B.")))
    del parts[missing]
    with pytest.raises(UnreadableError, match=said):
        document(tmp_path, "a.docx", pack(parts))
