"""Citations in Word files: fields of Zotero, Mendeley and EndNote, and Word's own."""

from __future__ import annotations

import base64
import json
from html import escape
from pathlib import Path

import pytest

from citecheck.model.document import BlockKind
from tests.parser.readers.pandoc.packages import R, docx, docx_parts, marker, note, p, pack, r
from tests.parser.readers.pandoc.reading import citations, document, texts

ROADS = {
    "id": 41, "type": "book", "title": "The Salt Roads", "author": [{"family": "Doe", "given": "Jane"}],
    "issued": {"date-parts": [["2004"]]}, "publisher": "Harbour", "DOI": "10.1234/abc", "URL": "https://x.example/a",
}  # fmt: skip
WINDS = {"id": 42, "type": "book", "title": "Winds", "author": [{"family": "Roe"}], "issued": {"date-parts": [[1999]]}}
RECORD = """<EndNote><Cite><Author>Poe</Author><Year>1998</Year><Pages>33</Pages><record>
<ref-type name="Book">6</ref-type><contributors><authors><author>
<style face="normal">Poe, Ann</style></author></authors></contributors>
<titles><title><style face="normal">Bells</style></title></titles><dates><year>1998</year></dates>
<publisher>Ring</publisher><electronic-resource-num>10.5555/bells</electronic-resource-num>
<urls><related-urls><url>https://bells.example/1</url></related-urls></urls></record></Cite></EndNote>"""


def char(type: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{type}">{inside}</w:fldChar></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def field(text: str, *printed: str) -> str:
    runs = "".join(run if run.startswith("<") else r(run) for run in printed)
    return char("begin") + code(text) + char("separate") + runs + char("end")


def csl(*items: dict[str, object], uri: str = "http://zotero.org/users/1/items/{id}", **more: str) -> str:
    cited = [
        {"id": item["id"], "uris": [uri.format(id=item["id"])] if uri else [], "itemData": item, **more}
        for item in items
    ]
    return json.dumps({"citationID": "c", "citationItems": cited, "schema": "https://github.com/csl"})


def works(document_: object) -> list[dict[str, object]]:
    return [json.loads(item) for item in document_.bibliography]  # type: ignore[attr-defined]


def test_zotero_field_is_a_citation_with_its_work(tmp_path: Path) -> None:
    printed = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS, locator="12", label="page"), "(Doe 2004, 12)")
    read = document(tmp_path, "a.docx", docx(p("He said so ", printed, ".")))
    assert read.text == "He said so (Doe 2004, 12)."
    assert citations(read) == [("(Doe 2004, 12)", "doe2004", "p. 12")]
    work = works(read)[0]
    assert (work["id"], work["title"], work["DOI"], work["URL"]) == (
        "doe2004", "The Salt Roads", "10.1234/abc", "https://x.example/a",
    )  # fmt: skip
    assert work["issued"] == {"date-parts": [[2004]]}


def test_citation_of_two_works_has_both(tmp_path: Path) -> None:
    printed = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS, WINDS), "(Doe 2004; Roe 1999)")
    read = document(tmp_path, "a.docx", docx(p("So ", printed, ".")))
    assert [key for _, key, _ in citations(read)] == ["doe2004", "roe1999"]
    assert {shown for shown, _, _ in citations(read)} == {"(Doe 2004; Roe 1999)"}


def test_field_code_spread_over_runs_is_read_whole(tmp_path: Path) -> None:
    text = "ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS)
    runs = char("begin") + code(text[:50]).replace(" </w:", "</w:") + code(text[50:]).replace("> ", ">")
    read = document(tmp_path, "a.docx", docx(p("So ", runs + char("separate") + r("(Doe)") + char("end"), ".")))
    assert citations(read) == [("(Doe)", "doe2004", "")]


def test_mendeley_numbers_its_works_anew_in_each_citation(tmp_path: Path) -> None:
    first, second = {**ROADS, "id": "ITEM-1"}, {**WINDS, "id": "ITEM-1"}
    body = p(
        field("ADDIN CSL_CITATION " + csl(first, uri=""), "(Doe, 2004)"),
        " and ",
        field("ADDIN CSL_CITATION " + csl(second, uri=""), "(Roe, 1999)"),
    )
    assert [key for _, key, _ in citations(document(tmp_path, "a.docx", docx(body)))] == ["doe2004", "roe1999"]


def test_one_work_cited_twice_stands_once_in_the_list(tmp_path: Path) -> None:
    printed = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS), "(Doe 2004)")
    read = document(tmp_path, "a.docx", docx(p("One ", printed, ". Two ", printed, ".")))
    assert [key for _, key, _ in citations(read)] == ["doe2004", "doe2004"]
    assert len(works(read)) == 1


def test_two_works_of_one_author_and_year_have_different_keys(tmp_path: Path) -> None:
    other = {**ROADS, "id": 43, "title": "The Sweet Roads"}
    printed = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS, other), "(Doe 2004a, 2004b)")
    read = document(tmp_path, "a.docx", docx(p("So ", printed, ".")))
    assert [key for _, key, _ in citations(read)] == ["doe2004", "doe2004b"]


def test_control_of_mendeley_cite_is_a_citation(tmp_path: Path) -> None:
    tag = "MENDELEY_CITATION_v3_" + base64.b64encode(csl(ROADS, uri="").encode()).decode()
    control = f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{r("(Doe, 2004)")}</w:sdtContent></w:sdt>'
    read = document(tmp_path, "a.docx", docx(p("So ", control, ".")))
    assert citations(read) == [("(Doe, 2004)", "doe2004", "")]
    assert read.text == "So (Doe, 2004)."


@pytest.mark.parametrize("way", ["in the code", "beside the code", "in a field inside"])
def test_endnote_keeps_its_record_in_three_ways(tmp_path: Path, way: str) -> None:
    data = f'<w:fldData xml:space="preserve">{base64.b64encode(RECORD.encode()).decode()}</w:fldData>'
    begins = {
        "in the code": char("begin") + code("ADDIN EN.CITE " + RECORD),
        "beside the code": char("begin", data) + code("ADDIN EN.CITE"),
        "in a field inside": char("begin") + code("ADDIN EN.CITE") + char("begin", data) + code("ADDIN EN.CITE.DATA")
        + char("end"),
    }  # fmt: skip
    runs = begins[way] + char("separate") + r("(Poe 1998, 33)") + char("end")
    read = document(tmp_path, "a.docx", docx(p("The bells ", runs, " ring.")))
    assert read.text == "The bells (Poe 1998, 33) ring."
    assert citations(read) == [("(Poe 1998, 33)", "poe1998", "p. 33")]
    work = works(read)[0]
    assert (work["title"], work["DOI"], work["URL"]) == ("Bells", "10.5555/bells", "https://bells.example/1")
    assert work["author"] == [{"family": "Poe", "given": "Ann"}]


def test_words_own_citation_finds_its_source_in_the_file(tmp_path: Path) -> None:
    name = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    simple = (
        f'<w:sdt><w:sdtPr><w:citation/></w:sdtPr><w:sdtContent><w:fldSimple w:instr=" CITATION Gre65 \\p 44 \\l 1033 ">'
        f"{r('(Grey, 1965, p. 44)')}</w:fldSimple></w:sdtContent></w:sdt>"
    )
    parts = docx_parts(p("The road ", simple, "."))
    rels = parts["word/_rels/document.xml.rels"]
    relation = f'<Relationship Id="rId9" Type="{R}/customXml" Target="../customXml/item1.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", relation)
    parts["customXml/item1.xml"] = (
        f'<?xml version="1.0"?><b:Sources xmlns:b="{name}"><b:Source><b:Tag>Gre65</b:Tag>'
        "<b:SourceType>Book</b:SourceType><b:Author><b:Author><b:NameList><b:Person><b:Last>Grey</b:Last>"
        "<b:First>Ann</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>Long Roads</b:Title>"
        "<b:Year>1965</b:Year><b:City>Leeds</b:City></b:Source></b:Sources>"
    )
    read = document(tmp_path, "a.docx", pack(parts))
    assert read.text == "The road (Grey, 1965, p. 44)."
    assert citations(read) == [("(Grey, 1965, p. 44)", "grey1965", "p. 44")]
    assert works(read)[0] == {
        "id": "grey1965", "type": "book", "title": "Long Roads", "publisher-place": "Leeds",
        "author": [{"family": "Grey", "given": "Ann"}], "issued": {"date-parts": [[1965]]},
    }  # fmt: skip


def test_citation_in_a_footnote_is_found_there(tmp_path: Path) -> None:
    printed = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(ROADS, locator="9"), "Doe, Salt Roads, 9")
    content = docx(p("Word.", marker("footnote", 2)), footnotes=note("footnote", 2, p(printed, ".")))
    read = document(tmp_path, "a.docx", content)
    assert citations(read) == [("Doe, Salt Roads, 9", "doe2004", "p. 9")]
    assert read.text[read.note_bodies[0].start : read.note_bodies[0].end] == "Doe, Salt Roads, 9."


def test_paragraphs_of_the_list_of_works_are_told(tmp_path: Path) -> None:
    body = p("Text.") + p(char("begin") + code("ADDIN ZOTERO_BIBL {}") + char("separate"), "Doe, Jane. Salt Roads.")
    body += p("Roe, R. Winds.", char("end"))
    read = document(tmp_path, "a.docx", docx(body))
    assert texts(read, BlockKind.BIBLIOGRAPHY_ENTRY)[-1] == "Roe, R. Winds."
    assert texts(read, BlockKind.PARAGRAPH)[0] == "Text."


@pytest.mark.parametrize(
    "code_", ["ADDIN ZOTERO_ITEM CSL_CITATION {broken", "ADDIN EN.CITE <EndNote><Cite>", "REF _Ref1 \\h", "CITATION X"]
)
def test_field_that_is_no_citation_or_is_damaged_keeps_its_text(tmp_path: Path, code_: str) -> None:
    read = document(tmp_path, "a.docx", docx(p("See ", field(code_, "chapter two"), " there.")))
    assert read.text == "See chapter two there."
    assert citations(read) == []


def test_record_that_declares_entities_is_not_read(tmp_path: Path) -> None:
    hostile = '<!DOCTYPE a [<!ENTITY b "bb">]>' + RECORD
    data = f"<w:fldData>{base64.b64encode(hostile.replace('<EndNote>', '<EndNote><!ENTITY c>').encode()).decode()}"
    runs = char("begin", data + "</w:fldData>") + code("ADDIN EN.CITE") + char("separate") + r("(Poe)") + char("end")
    assert citations(document(tmp_path, "a.docx", docx(p("So ", runs)))) == []
