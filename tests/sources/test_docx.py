"""DOCX: the words of a document and of its notes."""

from __future__ import annotations

import pytest

from citecheck.model.source import Reason
from citecheck.sources.text import read_bytes
from tests.sources.tinybooks import docx_of, zip_of


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (run("one ") + run("two"), "one two"),
        (f"<w:ins>{run('added ')}</w:ins>" + run("kept"), "added kept"),
        ("<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>" + run("kept"), "kept"),
        (f"<w:moveFrom>{run('gone ')}</w:moveFrom>" + run("kept"), "kept"),
        (run("seen ") + run("unseen", "<w:vanish/>") + run("seen", '<w:vanish w:val="0"/>'), "seen seen"),
        ("<w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t></w:r>", "well-known"),
        ("<w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>", "one two\nthree"),
        (f"<w:hyperlink>{run('linked')}</w:hyperlink>", "linked"),
        (f"<w:sdt><w:sdtContent>{run('held')}</w:sdtContent></w:sdt>", "held"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("shown"), "shown"),
        ("<w:r><w:t>lamp</w:t></w:r><w:r><w:t>&#xAD;light</w:t></w:r>", "lamplight"),
    ],
)
def test_words_of_a_paragraph(markup: str, text: str) -> None:
    assert read_bytes(docx_of([markup])).text == text


def test_paragraphs_tables_and_text_boxes_in_order() -> None:
    box = f"<w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r>"
    document = docx_of(["first", run("second") + box, "third"])
    assert read_bytes(document).text == "first\n\nsecond\n\nboxed\n\nthird"


def test_notes_stand_at_the_end() -> None:
    mark = run("text") + '<w:r><w:footnoteReference w:id="1"/></w:r>'
    reading = read_bytes(docx_of([mark, "more"], "Title", "Author", notes=["The note."]))
    assert reading.text == "text[1]\n\nmore\n\n[1] The note."
    assert (reading.title, reading.author) == ("Title", "Author")


def test_a_document_that_declares_entities_is_not_read() -> None:
    files = {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    reading = read_bytes(zip_of(files))
    assert (reading.text, reading.reason) == ("", Reason.UNREADABLE)
