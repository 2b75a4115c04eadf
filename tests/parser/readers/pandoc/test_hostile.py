"""Broken and hostile files: one clear line or a report, in bounded time; numbers are those of the threat model."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest

from citecheck.errors import UnreadableError
from tests.parser.readers.pandoc.packages import docx, docx_parts, epub_parts, marker, note, odt_parts, p, pack, r
from tests.parser.readers.pandoc.reading import document, manuscript

BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
READS = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
ASKS = '<!DOCTYPE a [<!ENTITY c SYSTEM "http://127.0.0.1:9/x">]>'


def unreadable(folder: Path, name: str, content: str | bytes, format: str | None = None) -> str:
    with pytest.raises(UnreadableError) as caught:
        document(folder, name, content, format)
    message = str(caught.value)
    assert "\n" not in message
    assert name in message
    return message


def test_without_a_place_for_temporary_files_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    assert "pandoc cannot be run on it" in unreadable(tmp_path, "a.md", "A.")


@pytest.mark.parametrize("doctype", [BOMB, READS, ASKS])
@pytest.mark.parametrize("part", ["word/document.xml", "content.xml", "OEBPS/one.xhtml"])
def test_case_44_entities_in_a_container_are_refused(tmp_path: Path, doctype: str, part: str) -> None:
    parts = {"word/document.xml": docx_parts(p("A")), "content.xml": odt_parts("<text:p>A</text:p>")}.get(part)
    parts = parts or epub_parts("<p>A</p>")
    head, _, rest = parts[part].partition("?>")
    parts[part] = f"{head}?>{doctype}{rest}".replace(">A<", ">&c;<")
    unreadable(tmp_path, "a." + {"w": "docx", "c": "odt", "O": "epub"}[part[0]], pack(parts))


@pytest.mark.parametrize("doctype", [BOMB, READS, ASKS])
@pytest.mark.parametrize(
    ("name", "text"),
    [("a.jats", "<article><body><p>&c;</p></body></article>"), ("a.html", "<html><body><p>&c;</p></body></html>"),
     ("a.fb2", "<FictionBook><body><section><p>&c;</p></section></body></FictionBook>")],
)  # fmt: skip
def test_case_44_entities_in_a_text_are_refused(tmp_path: Path, doctype: str, name: str, text: str) -> None:
    assert "entities" in unreadable(tmp_path, name, doctype + text)


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def with_parts(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    return zipped(*((name, xml.encode()) for name, xml in docx_parts(p("A")).items()), *entries)


def test_case_45_entry_blown_up_far_is_refused(tmp_path: Path) -> None:
    content = with_parts(("word/media/a.xml", bytes(60 * 2**20)))
    assert len(content) < 2**20
    assert "unpacks to far more" in unreadable(tmp_path, "a.docx", content)


def test_case_45_main_part_full_of_blanks_is_refused(tmp_path: Path) -> None:
    parts = docx_parts(p("A"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(">A<", ">" + " " * (40 * 2**20) + "<")
    assert "unpacks to far more" in unreadable(tmp_path, "a.docx", pack(parts))


def test_case_45_very_many_entries_are_refused(tmp_path: Path) -> None:
    content = with_parts(*((f"word/media/{number}.bin", b"x") for number in range(5_100)))
    assert "no manuscript holds more than" in unreadable(tmp_path, "a.docx", content)


def test_case_45_entry_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    parts = docx_parts(p("A" * 100_000))
    content = bytearray(pack(parts))
    size = len(parts["word/document.xml"].encode())
    for at in range(len(content) - 4):
        if content[at : at + 4] == struct.pack("<L", size):
            content[at : at + 4] = struct.pack("<L", 10)
    unreadable(tmp_path, "a.docx", bytes(content))


def test_case_45_entries_over_one_another_are_refused(tmp_path: Path) -> None:
    content = bytearray(with_parts(("a.xml", b"<a/>" * 100)))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    unreadable(tmp_path, "a.docx", bytes(content))


def test_case_45_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    assert "no manuscript" in unreadable(tmp_path, "a.docx", zipped(("inner.zip", with_parts())))


@pytest.mark.parametrize("name", ["../x.xml", "/x.xml", "C:\\x.xml", "a/../../x.xml", "..\\x.xml"])
def test_case_46_name_that_leads_out_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    assert "leads out of it" in unreadable(tmp_path, "a.docx", with_parts((info, b"<a/>")))
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]
    assert not (tmp_path.parent / "x.xml").exists()


@pytest.mark.parametrize("ending", ["docx", "odt", "epub"])
@pytest.mark.parametrize("name", ["", "\0.xml"])
def test_case_46_entry_without_a_name_is_refused(tmp_path: Path, ending: str, name: str) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = name
    assert "without a name" in unreadable(tmp_path, f"a.{ending}", with_parts((info, b"<a/>")))


def test_case_46_symlink_is_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("word/link.xml")
    info.external_attr = 0o120777 << 16
    unreadable(tmp_path, "a.docx", with_parts((info, b"/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_case_46_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    assert "two files of one name" in unreadable(tmp_path, "a.docx", with_parts(("word/document.xml", b"<a/>")))


def test_case_46_encrypted_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(with_parts())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    assert "encrypted" in unreadable(tmp_path, "a.docx", bytes(content))


def test_case_46_word_file_with_a_password_is_told(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "without a password" in unreadable(tmp_path, "a.docx", content)


def test_case_46_old_word_file_is_told(tmp_path: Path) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1200)
    assert "save it as .docx" in unreadable(tmp_path, "a.doc", content)


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_case_47_file_cut_short_is_told(tmp_path: Path, kept: float) -> None:
    content = docx(p("A " * 5_000))
    unreadable(tmp_path, "a.docx", content[: int(len(content) * kept)])


@pytest.mark.parametrize("part", ["_rels/.rels", "[Content_Types].xml", "word/document.xml"])
def test_case_47_missing_part_gives_one_line_or_a_text(tmp_path: Path, part: str) -> None:
    parts = docx_parts(p("Still here."))
    del parts[part]
    try:
        assert document(tmp_path, "a.docx", pack(parts), "docx").text == "Still here."
    except UnreadableError as error:
        assert "\n" not in str(error)


def test_case_47_relations_that_are_broken_are_told(tmp_path: Path) -> None:
    parts = docx_parts(p("A", marker("footnote", 2)), footnotes=note("footnote", 2, p("B")))
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"][:-20]
    assert "damaged" in unreadable(tmp_path, "a.docx", pack(parts))


def test_case_47_footnote_that_refers_to_itself_ends(tmp_path: Path) -> None:
    content = docx(p("A", marker("footnote", 2)), footnotes=note("footnote", 2, p("B", marker("footnote", 2))))
    assert document(tmp_path, "a.docx", content).text.startswith("A")


def test_case_47_very_many_runs_are_read(tmp_path: Path) -> None:
    assert document(tmp_path, "a.docx", docx(p(*(f"{n * 7919} " for n in range(8_000))))).text[:7] == "0 7919 "


def test_case_47_elements_nested_very_deeply_are_refused(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 2_000 + r("A") + "</w:sdtContent></w:sdt>" * 2_000
    assert "too deeply" in unreadable(tmp_path, "a.docx", docx(p(deep)))


def test_case_48_book_locked_by_drm_is_told(tmp_path: Path) -> None:
    parts = epub_parts("<p>A</p>")
    parts["META-INF/encryption.xml"] = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
        'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
        '<enc:CipherReference URI="OEBPS/one.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    assert "DRM" in unreadable(tmp_path, "a.epub", pack(parts))


def test_case_48_scrambled_fonts_lock_no_text(tmp_path: Path) -> None:
    parts = epub_parts("<p>Open text.</p>")
    parts["META-INF/encryption.xml"] = (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>'
        '<enc:CipherReference URI="OEBPS/font.otf"/></enc:CipherData></enc:EncryptedData></encryption>'
    )
    assert document(tmp_path, "a.epub", pack(parts)).text == "Open text."


def test_case_48_spine_that_names_a_file_twice_ends(tmp_path: Path) -> None:
    parts = epub_parts("<p>Once.</p>")
    opf = parts["OEBPS/book.opf"]
    parts["OEBPS/book.opf"] = opf.replace("</spine>", '<itemref idref="one"/>' * 50 + "</spine>")
    assert document(tmp_path, "a.epub", pack(parts)).text == "Once."


def test_case_48_latex_reads_nothing_outside_its_folder_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("Outside text.")
    folder = tmp_path / "book"
    folder.mkdir()
    source = (
        "Inside text.\n\\input{/etc/passwd}\n\\input{../secret}\n\\include{../secret.tex}\n"
        "\\immediate\\write18{touch pwned}\\input{|ls}\n\\lstinputlisting{../secret.tex}\nEnd.\n"
    )
    read = document(folder, "a.tex", source)
    assert "root:" not in read.text
    assert "Outside" not in read.text
    assert len(read.warnings) >= 2
    assert [path.name for path in folder.iterdir()] == ["a.tex"]


@pytest.mark.parametrize(
    ("name", "source"),
    [("a.rst", "Text.\n\n.. include:: /etc/passwd\n"), ("a.org", "Text.\n\n#+INCLUDE: /etc/passwd\n"),
     ("a.adoc", "Text.\n\ninclude::/etc/passwd[]\n"), ("a.typ", 'Text.\n\n#include "/etc/passwd"\n'),
     ("a.qmd", "Text.\n\n{{< include /etc/passwd >}}\n"), ("a.md", "Text.\n\n![x](/etc/passwd)\n")],
)  # fmt: skip
def test_case_48_no_format_reads_outside_its_folder(tmp_path: Path, name: str, source: str) -> None:
    read = document(tmp_path, name, source)
    assert "root:" not in read.text
    assert read.text.startswith("Text.")


def test_case_48_file_that_takes_itself_in_ends(tmp_path: Path) -> None:
    (tmp_path / "b.tex").write_text("B \\input{a}\n")
    read = document(tmp_path, "a.tex", "A \\input{b}\n")
    assert read.text.split() == ["A", "B"]
    assert read.warnings


def test_case_48_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.tex").write_text("Outside text.")
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "part.tex").symlink_to(tmp_path / "secret.tex")
    assert "Outside" not in document(folder, "a.tex", "Inside. \\input{part}\n").text


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.docx", "a.html", "a.tex"])
@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_case_50_empty_file_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    assert "is empty" in unreadable(tmp_path, name, content)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex", "a.rst", "a.org", "a.adoc", "a.typ"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_case_50_old_and_wide_encodings_are_read(tmp_path: Path, name: str, encoding: str) -> None:
    words = "Der Fährmann schrieb »die Fähre fährt über den Fluss« in sein Buch, und so blieb es für lange Zeit."
    read = manuscript(tmp_path, name, f"{words}\n".encode(encoding))
    assert [quotation.text for quotation in read.quotations] == ["die Fähre fährt über den Fluss"]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_case_50_nuls_and_mixed_line_ends_are_read(tmp_path: Path, name: str) -> None:
    content = "He wrote “the first of many words” here.\r\n\r\nA\0 second “line with other words” there.\rEnd.\n"
    read = manuscript(tmp_path, name, content.encode())
    assert [quotation.text for quotation in read.quotations] == ["the first of many words", "line with other words"]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex", "a.docx", "a.odt", "a.epub", "a.rtf"])
def test_case_50_noise_is_told(tmp_path: Path, name: str) -> None:
    noise = bytes((number * 7919 + number // 251) % 256 for number in range(50_000))
    unreadable(tmp_path, name, noise)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.docx", b"Only text.\n", "not what its name says"), ("a.epub", b"<html></html>", ""),
     ("a.odt", b"{\\rtf1 text}", "")],
)  # fmt: skip
def test_wrong_ending_is_told_or_seen_through(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    if said:
        assert said in unreadable(tmp_path, name, content)
    else:
        assert document(tmp_path, name, content + b" ").format in ("html", "rtf")


@pytest.mark.parametrize("source", ["[" * 20_000, "`" * 20_001, "*a_" * 10_000], ids=["brackets", "ticks", "stars"])
@pytest.mark.parametrize("name", ["a.md", "a.adoc", "a.txt"])
def test_marks_piled_up_end_with_a_text_or_one_line(tmp_path: Path, name: str, source: str) -> None:
    try:
        document(tmp_path, name, source + "\n", timeout=1.5)
    except UnreadableError as error:
        assert "\n" not in str(error)
