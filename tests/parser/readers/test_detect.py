"""A manuscript's format: by its content first, then by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.errors import UnreadableError
from citecheck.parser.readers import detect, formats, read
from tests.parser.readers.pandoc.packages import docx, epub, odt, p


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.md", b"# Text\n", "markdown"),
        ("A.MD", b"# Text\n", "markdown"),
        ("a.txt", docx(p("A")), "docx"),
        ("a.zip", odt("<text:p>A</text:p>"), "odt"),
        ("a", epub("<p>A</p>"), "epub"),
        ("a.doc", b"{\\rtf1 A}", "rtf"),
        ("a.xml", b'<?xml version="1.0"?><article><front></front></article>', "jats"),
        ("a.xml", b'<book xmlns="http://docbook.org/ns/docbook"><para>A</para></book>', "docbook"),
        ("a.xml", b"<!-- x --><FictionBook></FictionBook>", "fb2"),
        ("a.php", b"<!DOCTYPE html><html></html>", "html"),
        ("notes", b"Plain words.\n", "text"),
        ("a.qmd", b"Text\n", "quarto"),
    ],
)
def test_format_is_told_by_content_then_by_name(name: str, content: bytes, format: str) -> None:
    assert detect(Path(name), content) == format


def test_unknown_ending_names_the_way_out() -> None:
    with pytest.raises(UnreadableError, match="--from"):
        detect(Path("a.xyz"), b"Text\n")


def test_format_asked_for_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("*Emphasis*\n")
    assert read(path, "markdown").text == "Emphasis"
    assert read(path).text == "*Emphasis*"


def test_every_format_has_one_name() -> None:
    assert len(set(formats())) == len(formats())


def test_folder_and_missing_file_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.md"):
        with pytest.raises(UnreadableError, match=str(path)):
            read(path)
