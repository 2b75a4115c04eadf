"""Documents to plain text: what a reader sees is there, what one does not see is not."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pypandoc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.source import Reason
from citecheck.sources.html import read_page, tidy
from citecheck.sources.mediatype import kind_of
from citecheck.sources.text import read_bytes
from citecheck.sources.worker import pack_reading, read_safely, unpack_reading
from citecheck.sources.ziplimits import MAX_ENTRIES, fault_of
from tests.sources.faultserver import ARTICLE, SENTENCE
from tests.sources.tinypdf import pdf_of


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>one<div>two</div>three</div>", "one\ntwo\nthree"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one"),
        ("<p>an <b>old</b> <i>house</i>, s<span>aid</span> he</p>", "an old house, said he"),
        ("<p>soft&shy;hyphen and zero&#8203;width</p>", "softhyphen and zerowidth"),
        ("<p>&ldquo;caf&eacute;&rdquo; &#8212; &amp; co.</p>", "“café” — & co."),
        ("<p>escaped &amp;ldquo;twice&amp;rdquo;</p>", "escaped “twice”"),
        ("<p>a\n   wrapped\n\tline</p>", "a wrapped line"),
        ("<p>cafe\u0301</p>", "café"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a"),
        ("<details><summary>more</summary>inside</details>", "inside"),
        ("<blockquote><p>quoted</p></blockquote>", "quoted"),
        ("<p>x<![4 y</p>", "x"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("plain", "plain"),
        ('<p><img src="t.png" alt="T">here was a harbour</p>', "There was a harbour"),
        ("<figure><img src=x><figcaption>A boat.</figcaption></figure>", "A boat."),
    ],
)
def test_case_40_what_a_reader_sees_is_there(markup: str, text: str) -> None:
    assert text in read_page(f"<html><body>{markup}</body></html>").text


@pytest.mark.parametrize(
    "markup",
    [
        "<script>var x = 'unseen';</script>", "<style>.unseen{}</style>", "<!-- unseen -->", "<p hidden>unseen</p>",
        '<p style="display:none">unseen</p>', '<p style="color:red; DISPLAY: none">unseen</p>',
        '<div style="visibility: hidden">unseen</div>', "<template><p>unseen</p></template>",
        '<input value="unseen">', '<meta name=description content="unseen">', '<img alt="unseen">',
        "<noscript>unseen</noscript>", "<head><title>unseen</title></head>",
    ],
)  # fmt: skip
def test_case_41_what_a_reader_does_not_see_is_not(markup: str) -> None:
    page = read_page(f"<html><body><p>Seen before.</p>{markup}<p>Seen after.</p></body></html>")
    assert "unseen" not in page.text
    assert "Seen before." in page.text
    assert "Seen after." in page.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('hands.<a href="#n1"><sup>1</sup></a> Then', "hands.[1] Then"),
        ('hands.<sup><a href="#n1" id="r1">[1]</a></sup> Then', "hands.[1] Then"),
        ('hands.<sup class="footnote">*</sup> Then', "hands.[*] Then"),
        ('hands.<sup><a href="notes.html#n12">12</a></sup> Then', "hands.[12] Then"),
        ('hands.<a epub:type="noteref" href="#n">3</a> Then', "hands.[3] Then"),
        ('hands.<a role="doc-noteref" href="#n">3</a> Then', "hands.[3] Then"),
        ("10 m<sup>2</sup> of sand", "10 m² of sand"),
        ("in the 19<sup>th</sup> century", "in the 19th century"),
        ("M<sup>lle</sup> Rose", "Mlle Rose"),
    ],
)
def test_note_markers_stay_recognisable(markup: str, text: str) -> None:
    assert text in read_page(f"<p>{markup}</p>").text


def test_what_stands_beside_the_text_does_not_break_it() -> None:
    page = read_page("<body><p>The first half</p><aside><p>Subscribe now!</p></aside><p>and the second.</p>"
                     "<figure><figcaption>A boat.</figcaption></figure><p>The end.</p></body>")  # fmt: skip
    assert page.text.index("Subscribe now!") > page.text.index("The end.")
    assert "A boat." in page.text
    assert page.text.startswith("The first half\n\nand the second.")


def test_a_page_tells_what_it_says_of_itself() -> None:
    page = read_page(
        '<html><head><title> The  Keeper </title><meta name="author" content="A. Writer">'
        '<meta name="citation_publication_date" content="2019/05/01"><meta http-equiv=refresh content="0; url=/new">'
        '</head><body><h1>Head</h1><a name="old"></a><p id="new">x</p><nav>Home</nav><input type=PASSWORD>'
    )
    assert (page.title, page.author, page.year) == ("The Keeper", "A. Writer", "2019")
    assert {"old", "new"} <= page.anchors
    assert page.headings == ("Head",)
    assert page.refresh == "/new"
    assert page.password_field
    assert page.words == 2


@pytest.mark.parametrize("refresh", ["", "x", "5", "600; url=/x", "; url=/x", "1e999; url=/x"])
def test_only_a_quick_refresh_leads_on(refresh: str) -> None:
    assert read_page(f'<meta http-equiv="refresh" content="{refresh}"><p>x').refresh == ""


@given(st.text(max_size=300))
def test_tidy_changes_nothing_the_second_time(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet="<>/!-[]&;='\"abp \n", max_size=200))
def test_any_markup_is_read(markup: str) -> None:
    read_page(markup).text.encode("utf-8")


HOSTILE = {
    "nested": b"<div>" * 100_000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(100_000)) + b">x",
    "angles": b"<" * 2_000_000,
    "comments": b"<!--" * 500_000,
    "marked-section": b"<![4" * 100_000,
    "ampersands": b"&" * 1_000_000,
    "formatting": b"<b><i>" * 20_000 + b"<p>x" * 20_000,
    "tables": b"<table><tr><td>" * 20_000,
    "letters": b"a" * 5_000_000,
    "blanks": b"<p>" + b" " * 5_000_000 + b"x",
    "lines": b"<p>x\n\n\n" * 200_000,
    "ids": b"".join(b"<a id=%d>" % number for number in range(100_000)),
    "sups": b"<sup>1</sup>" * 100_000,
    "asides": b"<aside>x" * 20_000,
    "headings": b"<h1>" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_case_43_hostile_markup_is_read_or_given_up(name: str) -> None:
    began = time.monotonic()
    reading = read_safely(HOSTILE[name], "text/html", time_limit=3.0)
    assert time.monotonic() - began < 15
    assert reading.reason in (Reason.NONE, Reason.WORKER)


def test_case_44_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("planted words")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "ha">{laughs}]><html><body><p>&l9;</p></body></html>'
    assert len(read_bytes(bomb.encode(), "application/xhtml+xml").text) < 5_000
    outside = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]><html><body><p>&x;</p></body></html>'
    for kind in ("text/html", "application/xhtml+xml", "application/xml"):
        assert "planted" not in read_bytes(outside.encode(), kind).text


@pytest.mark.parametrize(
    ("data", "content_type", "name", "kind"),
    [
        (ARTICLE, "text/html", "", "html"),
        (ARTICLE, "", "", "html"),
        (ARTICLE, "image/png", "", "html"),
        (ARTICLE, "application/octet-stream", "", "html"),
        (ARTICLE, "application/pdf", "", "html"),
        (ARTICLE, "text/plain", "", "html"),
        (b"just words", "text/plain", "", "text"),
        (b"just words", "", "", "text"),
        (b"just words", "text/x-unknown", "", "text"),
        (b"# words", "", "notes.md", "text"),
        (b"%PDF-1.7 ...", "text/html", "", "pdf"),
        (b"\n%PDF-1.7 ...", "application/pdf", "", "pdf"),
        (b"{\\rtf1 words}", "text/plain", "", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "", "a PNG image"),
        (b"\x7fELF\x02\x01", "text/html", "", "a program"),
        (b"\x00\x01\x02" * 100, "text/html", "", "binary data"),
        (b"\x00\x01\x02" * 100, "", "", "binary data"),
        (b"GIF89a", "", "", "a GIF image"),
        (b"words", "video/mp4", "", "video/mp4 data"),
        (b"<a>x</a>", "application/xml", "", "XML that is not a page"),
        ("words in wide letters".encode("utf-16"), "text/plain", "", "text"),
        ("words in wide letters".encode("utf-16-le"), "text/plain", "", "text"),
    ],
)
def test_case_42_what_a_body_is_shows_in_its_bytes(data: bytes, content_type: str, name: str, kind: str) -> None:
    assert kind_of(data, content_type, name) == kind


@pytest.mark.parametrize(
    "content_type", ["", ";;;", "text/html; " + "x" * 60_000, "\x00", "a/b/c", "TEXT/HTML;charset"]
)
def test_case_42_no_content_type_ends_in_an_error(content_type: str) -> None:
    assert SENTENCE in read_bytes(ARTICLE, content_type).text


def test_what_cannot_be_read_says_what_it_is() -> None:
    reading = read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png")
    assert reading.reason is Reason.UNREADABLE
    assert "PNG" in reading.detail
    assert not reading.whole


def test_a_pdf_is_read_with_its_pages() -> None:
    sheets = [["The Keeper's Notebooks", f"Sheet {n} says that the harbour was quiet", "in the evening.", str(n)]
              for n in range(1, 6)]  # fmt: skip
    reading = read_safely(pdf_of(sheets, title="The Keeper"), "application/pdf")
    assert reading.kind == "pdf"
    assert reading.title == "The Keeper"
    source = reading.as_source("x")
    assert [page.sheet for page in source.pages] == [1, 2, 3, 4, 5]
    at = source.text.index("Sheet 3 says")
    assert source.page_at(at) == "3"
    assert source.page_at(at - 2) == "2"
    assert "Notebooks" not in source.text
    assert "quiet\nin the evening.\nSheet 2" in source.text


@pytest.mark.parametrize("data", [b"%PDF-1.4\nnothing", b"%PDF-", b"%PDF-1.7\n" + b"0" * 50_000])
def test_case_49_a_damaged_pdf_is_told(data: bytes) -> None:
    reading = read_safely(data, "application/pdf")
    assert reading.reason is Reason.UNREADABLE
    assert not reading.whole


def test_a_pdf_without_text_is_told() -> None:
    reading = read_safely(pdf_of([[]]), "application/pdf")
    assert reading.reason is Reason.UNREADABLE
    assert "images" in reading.detail


def test_case_43_very_many_attributes_are_read_in_time() -> None:
    began = time.monotonic()
    reading = read_safely(HOSTILE["attributes"] + b"<p id=end>the end", "text/html")
    assert time.monotonic() - began < 5
    assert "the end" in reading.text
    assert "end" in reading.anchors


def test_a_tag_with_a_long_value_is_read_as_it_stands() -> None:
    page = read_page(f"<p id=first title='{'some words ' * 2000}'>before</p><p>after</p>")
    assert page.text == "before\n\nafter"
    assert page.anchors == {"first"}


def test_case_49_a_reader_that_takes_too_long_is_ended_and_the_next_is_not_harmed() -> None:
    began = time.monotonic()
    slow = b"<p " + b" ".join(b"a%d='<'" % number for number in range(100_000)) + b">x"
    reading = read_safely(slow, "text/html", time_limit=0.3)
    assert reading.reason is Reason.WORKER
    assert time.monotonic() - began < 2
    assert SENTENCE in read_safely(ARTICLE + b" " * 70_000, "text/html").text


def test_a_reading_survives_the_way_out_of_the_worker() -> None:
    for data in (ARTICLE, b"just words", pdf_of([["some words on a page"]]), b"\x89PNG"):
        reading = read_bytes(data)
        assert unpack_reading(pack_reading(reading)) == reading


def test_an_rtf_file_is_read_without_its_notes_and_says_so() -> None:
    text = f"{SENTENCE}.[^1]\n\n[^1]: Said the keeper.\n"
    data = pypandoc.convert_text(text, "rtf", "markdown", extra_args=["--standalone"]).encode()
    reading = read_safely(data, "text/plain")
    assert reading.kind == "rtf"
    assert SENTENCE in reading.text
    assert not reading.whole
    assert "notes" in reading.detail


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_office_files_are_read_with_their_notes(tmp_path: Path, kind: str) -> None:
    text = f"---\ntitle: The Keeper\nauthor: A. Writer\n---\n\n# One\n\n{SENTENCE}.[^1]\n\n[^1]: Said the keeper.\n"
    path = tmp_path / f"keeper.{kind}"
    extra = ["--standalone"]
    pypandoc.convert_text(text, kind, "markdown", outputfile=str(path), extra_args=extra)
    reading = read_safely(path.read_bytes(), "application/octet-stream")
    assert reading.kind == kind
    assert f"{SENTENCE}.[1]" in reading.text
    assert "Said the keeper." in reading.text


def zipped(entries: dict[str, bytes], **flags: object) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if flags.get("link") == name:
                info.external_attr = 0o120777 << 16
            archive.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("entries", "flags", "word"),
    [
        ({"word/document.xml": bytes(60 * 2**20)}, {}, "larger"),
        ({f"word/{number}.xml": bytes(45 * 2**20) for number in range(5)}, {}, "larger"),
        ({"word/document.xml": bytes(30 * 2**20)}, {}, "200 times"),
        ({f"x{number}": b"" for number in range(MAX_ENTRIES + 1)}, {}, "parts"),
        ({"../x": b"x"}, {}, "outside"),
        ({"/x": b"x"}, {}, "outside"),
        ({"C:\\x": b"x"}, {}, "outside"),
        ({"a/../../x": b"x"}, {}, "outside"),
        ({"x": b"/etc/passwd"}, {"link": "x"}, "link"),
    ],
)
def test_case_45_and_46_hostile_archives_are_refused(
    entries: dict[str, bytes], flags: dict[str, str], word: str
) -> None:
    began = time.process_time()
    assert word in fault_of(zipped(entries, **flags))
    assert time.process_time() - began < 5


def test_case_45_a_part_that_is_larger_than_it_says_is_refused() -> None:
    data = zipped({"word/document.xml": b"<p>" * 2_000_000})
    size = (6_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    assert fault_of(data.replace(size, (600).to_bytes(4, "little")))


def test_case_46_duplicate_and_damaged_archives_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a", "1")
        archive.writestr("a", "2")
    assert "one name" in fault_of(buffer.getvalue())
    assert "damaged" in fault_of(b"PK\x03\x04 and nothing more")
    assert fault_of(zipped({"a": b"1", "b/c": b"2"})) == ""


def test_case_45_a_bomb_named_docx_is_told_and_not_read() -> None:
    bomb = zipped({"word/document.xml": bytes(60 * 2**20), "[Content_Types].xml": b"<Types/>"})
    reading = read_safely(bomb)
    assert reading.kind == "docx"
    assert reading.reason is Reason.UNREADABLE


def test_all_of_each_served_page_is_read(corpus: Path) -> None:
    folder = corpus / "corpus" / "quotes" / "sources"
    for path in sorted(folder.glob("*.html")):
        reading = read_bytes(path.read_bytes(), "text/html")
        got = " ".join(reading.text.split())
        for note in range(60):
            got = got.replace(f" [{note}]", "").replace(f"[{note}]", "")
        wanted = " ".join(path.with_suffix(".txt").read_text(encoding="utf-8").split())
        assert wanted in got, path.name
