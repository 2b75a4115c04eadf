"""EPUB: the text in the order of the spine, and the pages of the printed edition."""

from __future__ import annotations

import pytest

from citecheck.model.source import Paging, Reason
from citecheck.sources.text import Reading, read_bytes
from tests.sources.tinybooks import epub_of

INLINE = (
    "<p>The lamp was lit at <span epub:type='pagebreak' id='page{0}' title='{0}'/>dusk by the keeper of page {0}.</p>"
)


def pages(reading: Reading) -> list[tuple[str, str]]:
    """Each page's label and the first word on it."""
    return [(page.label, reading.text[page.start :].split()[0]) for page in reading.pages]


def test_the_text_in_the_order_of_the_spine_with_metadata() -> None:
    book = epub_of(
        ["<h1>One</h1><p>First part.</p>", "<p>Second &#8212; part.</p>"], "On Tides", "Jon Fell", isbn="9780306406157"
    )
    reading = read_bytes(book)
    assert reading.text == "One\n\nFirst part.\n\nSecond — part."
    assert (reading.kind, reading.title, reading.author, reading.whole) == ("epub", "On Tides", "Jon Fell", True)
    assert reading.identifiers == ("urn:isbn:9780306406157",)
    assert reading.paging is Paging.NONE


def test_page_breaks_in_the_text_leave_no_trace_in_it() -> None:
    reading = read_bytes(epub_of([INLINE.format(11) + INLINE.format(12), INLINE.format(13)]))
    assert reading.text.startswith("The lamp was lit at dusk by the keeper of page 11.")
    assert pages(reading) == [("11", "dusk"), ("12", "dusk"), ("13", "dusk")]
    assert reading.paging is Paging.DECLARED


@pytest.mark.parametrize(
    "mark",
    [
        "<span epub:type='pagebreak' title='{0}'></span>",
        "<span epub:type='pagebreak'>{0}</span>",
        "<a role='doc-pagebreak' aria-label=' {0}. '></a>",
        "<span epub:type='pagebreak' id='page_{0}'/>",
        "<span class='pagenum' id='Page_{0}'>[Pg {0}]</span>",
        "<span class='pagenum'><a id='Page_{0}'>{0}</a></span>",
    ],
)
def test_forms_of_page_breaks(mark: str) -> None:
    body = "".join(f"<p>before{label} {mark.format(label)}after{label} and more</p>" for label in ("9", "10", "11"))
    reading = read_bytes(epub_of([body]))
    assert pages(reading) == [("9", "after9"), ("10", "after10"), ("11", "after11")]
    assert "before9 after9 and more" in reading.text


@pytest.mark.parametrize("list_name", ["nav", "ncx"])
def test_page_lists(list_name: str) -> None:
    parts = ["<p>one <a id='a'/>two</p><p id='b'>three</p>", "<p>four <span id='c'>five</span></p>"]
    listed = [("p1.xhtml#a", "vi"), ("p1.xhtml#b", "vii"), ("p2.xhtml", "1"), ("p2.xhtml#c", "2")]
    reading = read_bytes(epub_of(parts, **{list_name: listed}))
    assert pages(reading) == [("vi", "two"), ("vii", "three"), ("1", "four"), ("2", "five")]
    assert reading.text == "one two\n\nthree\n\nfour five"


def test_labels_that_do_not_rise_are_no_pages() -> None:
    reading = read_bytes(epub_of([INLINE.format(3) + INLINE.format(2) + INLINE.format(1)]))
    assert (reading.pages, reading.paging) == ((), Paging.NONE)


def test_elements_closed_in_their_own_tag_do_not_swallow_the_rest() -> None:
    reading = read_bytes(epub_of(["<p>one<a id='x'/> two</p><div id='y'/><p>three</p>"]))
    assert reading.text == "one two\n\nthree"


LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData '
    'xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"META-INF/encryption.xml": LOCKED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}, "locked"),
        ({"META-INF/encryption.xml": "<not xml"}, "damaged"),
        ({"META-INF/encryption.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}, "entities"),
    ],
)
def test_books_that_cannot_be_read_say_why(more: dict[str, str], word: str) -> None:
    reading = read_bytes(epub_of(["<p>words</p>"], more=more))
    assert (reading.text, reading.reason, reading.whole) == ("", Reason.UNREADABLE, False)
    assert word in reading.detail


def test_locked_fonts_do_not_hinder() -> None:
    font = LOCKED.format("http://www.idpf.org/2008/embedding")
    assert read_bytes(epub_of(["<p>words</p>"], more={"META-INF/encryption.xml": font})).text == "words"


def test_pages_of_a_web_page_that_transcribes_a_book() -> None:
    marks = "".join(f"<p>words <span class='pagenum' id='Page_{n}'>{n}</span>of page {n}</p>" for n in (4, 5, 6))
    reading = read_bytes(f"<html><body>{marks}</body></html>".encode(), "text/html")
    assert [page.label for page in reading.pages] == ["4", "5", "6"]
    assert reading.text.startswith("words of page 4")
