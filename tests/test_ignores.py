"""Comments in the manuscript that ask to ignore a finding, in every format that has comments."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.model.report import Report
from citecheck.model.source import SourceText
from citecheck.parser.readers.directives import COMMENTS, directives_in
from citecheck.sources.opening import Offline

SOURCE = "Nobody came, and the keeper did not light the lamp until the fog had come in from the sea that night."
TRUE = "the keeper did not light the lamp until the fog had come in"
FALSE = "the keeper did light the lamp until the fog had come in"


class Shelf:
    def texts(self) -> list[SourceText]:
        return [SourceText("log.txt", SOURCE)]


def check(path: Path, text: str, settings: Settings | None = None) -> Report:
    path.write_text(text, encoding="utf-8")
    settings = settings or Settings(source=(str(path),), select=("Q20", "C"))
    return pipeline.check(
        pipeline.extract([path]), settings, Offline(None, inside=False), [Shelf()], today=date(2026, 1, 1)
    )


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


FORMATS = {
    "a.md": "One “{quote}” said.\n\n<!-- citecheck: ignore {codes} -->\n\nTwo “{quote}” said.\n",
    "a.html": "<p>One “{quote}” said.</p>\n\n<!-- citecheck: ignore {codes} -->\n<p>Two “{quote}” said.</p>\n",
    "a.tex": "One “{quote}” said.\n\n% citecheck: ignore {codes}\nTwo “{quote}” said.\n",
    "a.typ": "One “{quote}” said.\n\n// citecheck: ignore {codes}\nTwo “{quote}” said.\n",
    "a.rst": "One “{quote}” said.\n\n.. citecheck: ignore {codes}\n\nTwo “{quote}” said.\n",
    "a.org": "One “{quote}” said.\n\n# citecheck: ignore {codes}\nTwo “{quote}” said.\n",
    "a.adoc": "One “{quote}” said.\n\n// citecheck: ignore {codes}\nTwo “{quote}” said.\n",
    "a.wiki": "One “{quote}” said.\n\n<!-- citecheck: ignore {codes} -->\nTwo “{quote}” said.\n",
    "a.textile": "One “{quote}” said.\n\n<!-- citecheck: ignore {codes} -->\n\nTwo “{quote}” said.\n",
    "a.dj": "One “{quote}” said.\n\n{{% citecheck: ignore {codes} %}}\n\nTwo “{quote}” said.\n",
    "a.dbk": "<article xmlns='http://docbook.org/ns/docbook'><para>One “{quote}” said.</para>\n\n"
    "<!-- citecheck: ignore {codes} -->\n<para>Two “{quote}” said.</para></article>\n",
}


@pytest.mark.parametrize("name", FORMATS)
def test_the_next_paragraph_is_covered_and_no_other(tmp_path: Path, name: str) -> None:
    report = check(tmp_path / name, FORMATS[name].format(quote=FALSE, codes="Q204 so it was printed"))
    assert codes(report) == ["Q204"]
    assert [finding.code for finding in report.documents[0].silenced] == ["Q204"]
    assert report.documents[0].silenced[0].position.line > report.findings[0].position.line  # type: ignore[operator]
    assert report.remarks == ("1 finding is ignored, as comments in the text ask",)


@pytest.mark.parametrize("name", FORMATS)
def test_a_comment_that_ignores_nothing_is_told(tmp_path: Path, name: str) -> None:
    report = check(tmp_path / name, FORMATS[name].format(quote=TRUE, codes="Q204 so it was printed"))
    assert codes(report) == ["C501"]
    line = FORMATS[name].split("citecheck:")[0].count("\n") + 1
    assert report.findings[0].position.line == line


def test_beside_the_words_a_comment_covers_its_paragraph(tmp_path: Path) -> None:
    text = (
        f"One “{FALSE}” said\non the second line. <!-- citecheck: ignore Q204, Q202: as printed -->\n\n"
        f"Two “{FALSE}” said.\n"
    )
    report = check(tmp_path / "a.md", text)
    assert [(finding.code, finding.position.line) for finding in report.findings if finding.code != "C501"] == [
        ("Q204", 4)
    ]


def test_notes_side_by_side_are_covered_one_by_one(tmp_path: Path) -> None:
    text = (
        "A word[^a] and a word[^b].\n\n"
        f"[^a]: It says “{FALSE}.” <!-- citecheck: ignore Q204 as printed -->\n"
        "[^b]: Elsewhere one reads that “Nobody came, and the keeper did light the lamp.”\n"
    )
    report = check(tmp_path / "a.md", text)
    assert [(finding.code, finding.position.line) for finding in report.findings] == [("Q204", 4)]


def test_a_missing_reason_is_told(tmp_path: Path) -> None:
    report = check(tmp_path / "a.md", FORMATS["a.md"].format(quote=FALSE, codes="Q204"))
    assert codes(report) == ["Q204", "C502"]


@pytest.mark.parametrize("words", ["Q999 for once", "everything"])
def test_what_is_not_understood_is_told(tmp_path: Path, words: str) -> None:
    report = check(tmp_path / "a.md", FORMATS["a.md"].format(quote=FALSE, codes=words))
    assert codes(report) == ["Q204", "C501", "Q204"]


def test_what_was_not_looked_for_is_not_called_unused(tmp_path: Path) -> None:
    text = FORMATS["a.md"].format(quote=TRUE, codes="Q204 as printed")
    assert codes(check(tmp_path / "a.md", text, Settings(source=("x",), select=("N", "C")))) == []
    offline = pipeline.check(
        pipeline.extract([tmp_path / "a.md"]),
        Settings(select=("Q20", "C")),
        Offline(None, inside=False),
        today=date(2026, 1, 1),
    )
    assert codes(offline) == []


def test_a_comment_in_a_block_of_code_is_shown_and_does_not_speak(tmp_path: Path) -> None:
    text = f"```\n<!-- citecheck: ignore Q204 as printed -->\n```\n\nOne “{FALSE}” said.\n"
    assert codes(check(tmp_path / "a.md", text)) == ["Q204"]


@pytest.mark.parametrize(
    ("said", "expected", "reason"),
    [
        ("ignore Q203 reason", ("Q203",), "reason"),
        ("ignore Q203, L301 – the page is gone", ("Q203", "L301"), "the page is gone"),
        ("ignore Q2: (as printed)", ("Q2",), "as printed"),
        ("ignore: N101", ("N101",), ""),
        ("ignore", (), ""),
        ("ignored Q203", (), ""),
        ("off", (), ""),
    ],
)
def test_how_a_comment_reads(said: str, expected: tuple[str, ...], reason: str) -> None:
    (found,) = directives_in(f"Words.\n<!-- citecheck: {said} -->\n", "markdown")
    assert (found.codes, found.reason, found.alone) == (expected, reason, True)
    assert (found.position.line, found.position.column) == (2, 1)


@pytest.mark.parametrize(
    ("text", "format"),
    [
        (r"100\% citecheck: ignore Q203 x", "latex"),
        ("https://citecheck: ignore Q203 x", "typst"),
        ("Words .. citecheck: ignore Q203 x", "rst"),
        ("<!-- citecheck: ignore Q203 x -->", "text"),
    ],
)
def test_what_is_no_comment(text: str, format: str) -> None:
    assert directives_in(text, format) == ()


@pytest.mark.parametrize("format", COMMENTS)
@pytest.mark.parametrize(
    "piece", ["<!-- citecheck:", "% citecheck:", "/* citecheck: ", ".. ", "{% citecheck:", "//", " "]
)
def test_no_text_takes_long(format: str, piece: str) -> None:
    assert len(directives_in("citecheck:" + piece * 20_000, format)) <= 20_000
