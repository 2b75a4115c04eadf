"""Whole runs over a folder of sources, by the command line."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.shelf import build
from tests.sources.tinybooks import docx_of, epub_of
from tests.sources.tinypdf import pdf_of

LAMP = "the lamp was a child that never grew up and we were old before it let us sleep"
TIDE = "the tide is the only clerk who never once mislaid an account in all those years"
STAIR = "the stair has two hundred steps and I have counted each of them in the dark"
GULLS = "gulls never speak ill of a keeper who leaves his bread upon the sill"
FILLING = "There was nothing else to be told of that winter, and nobody on the mainland asked."

NOTES = {
    "moor": "Ann Moor, *Salt and Lamp Oil* (Leith: Harbour, 1911)",
    "fell": "Jon Fell, *On Tides* (London: Strand, 1902)",
    "blyth": "Mary Blyth, *Letters from the Rock* (Hull: Quay, 1920)",
}

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A PDF with printed page numbers, an EPUB with a page list, a DOCX file."""
    root = tmp_path / "library"
    root.mkdir()
    sheets = [[f"{n}   SALT AND LAMP OIL", FILLING, f"Then {LAMP}." if n == 126 else FILLING] for n in range(121, 131)]
    (root / "moor.pdf").write_bytes(pdf_of(sheets, "Salt and Lamp Oil", "Ann Moor"))
    body = "".join(
        f"<p>{FILLING} <span epub:type='pagebreak' title='{n}'/>{TIDE if n == 7 else FILLING}.</p>"
        for n in range(1, 10)
    )
    (root / "book.epub").write_bytes(epub_of([body], "On Tides", "Jon Fell"))
    quoted = f"My father used to say “{GULLS}, and that is all.” He was right."
    paragraphs = [FILLING, f"{STAIR[0].upper()}{STAIR[1:]}.", quoted]
    (root / "letters.docx").write_bytes(docx_of(paragraphs, "Letters from the Rock", "Mary Blyth"))
    return root


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs `citecheck check` on quotations and their notes; gives the report, with exit code and standard error."""

    def check(library: Path, *cited: tuple[str, str], options: tuple[str, ...] = ()) -> dict[str, Any]:
        manuscript = tmp_path / "a.md"
        body = "\n\n".join(f"It was said that “{words}.”[^{n}]" for n, (words, _) in enumerate(cited, 1))
        notes = "\n".join(f"[^{n}]: {note}." for n, (_, note) in enumerate(cited, 1))
        manuscript.write_text(f"{body}\n\n{notes}\n", encoding="utf-8")
        command = [sys.executable, "-m", "citecheck", "check", str(manuscript), "--source", str(library), "--offline"]
        environment = {**os.environ, "CITECHECK_CACHE": str(tmp_path / "cache")}
        done = subprocess.run(
            [*command, "-f", "json", *options], capture_output=True, text=True, env=environment, timeout=60
        )
        assert done.returncode in (0, 1), done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return {**report, "code": done.returncode, "stderr": done.stderr}

    yield check


def verdicts(report: dict[str, Any]) -> list[str]:
    return [quotation["verdict"] for quotation in report["documents"][0]["quotations"]]


def codes(report: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in report["findings"]]


def test_each_note_finds_its_file_and_its_page(library: Path, run: Run) -> None:
    report = run(
        library,
        (LAMP, f"{NOTES['moor']}, 126"),
        (TIDE, f"{NOTES['fell']}, 7"),
        (STAIR, f"{NOTES['blyth']}, 3"),
    )
    places = [quotation["source"] for quotation in report["documents"][0]["quotations"]]
    assert [(place["cited"], place["found_in"]) for place in places] == [
        (["moor.pdf"], "moor.pdf"),
        (["book.epub"], "book.epub"),
        (["letters.docx"], "letters.docx"),
    ]
    assert [(place["page"], place["paging"]) for place in places] == [
        ("126", "printed"),
        ("7", "declared"),
        (None, None),
    ]
    assert (verdicts(report), codes(report), report["code"]) == (["match"] * 3, [], 0)
    assert report["warnings"] == []


def test_wrong_pages_are_told(library: Path, run: Run) -> None:
    report = run(library, (LAMP, f"{NOTES['moor']}, 162"), (TIDE, f"{NOTES['fell']}, 17–18"))
    assert codes(report) == ["Q211", "Q211"]
    assert "page 126" in report["findings"][0]["message"]
    assert verdicts(report) == ["match", "match"]


def test_words_of_another_book_at_hand_are_misattributed(library: Path, run: Run) -> None:
    report = run(library, (STAIR, f"{NOTES['moor']}, 126"))
    assert (verdicts(report), codes(report)) == (["misattributed"], ["Q210"])
    assert "Letters from the Rock" in report["findings"][0]["message"]


def test_words_of_another_book_are_not_misattributed_when_the_cited_one_is_not_at_hand(library: Path, run: Run) -> None:
    report = run(library, (STAIR, "Peter Unknown, *Birds of the North* (Oslo: Fram, 1899), 3"))
    assert (verdicts(report), codes(report)) == (["match"], [])


def test_words_that_no_book_has_are_not_found_when_the_cited_one_was_read_whole(library: Path, run: Run) -> None:
    nowhere = "no letter ever came to the rock but it was wet and late and opened by another hand"
    cited, unknown = f"{NOTES['moor']}, 126", "Peter Unknown, *Birds of the North* (Oslo: Fram, 1899), 3"
    report = run(library, (nowhere, cited), (nowhere.replace("letter", "parcel"), unknown))
    assert verdicts(report) == ["not-found", "unchecked"]


def test_what_could_not_be_read_is_told_and_accuses_nobody(library: Path, run: Run) -> None:
    nowhere = "no letter ever came to the rock but it was wet and late and opened by another hand"
    (library / "moor.pdf").write_bytes(pdf_of([["IMAGE"]] * 4, "Salt and Lamp Oil", "Ann Moor"))
    (library / "Unknown - Birds of the North.epub").write_bytes(b"PK\x03\x04 and noise")
    report = run(
        library,
        (LAMP, f"{NOTES['moor']}, 126"),
        (STAIR, f"{NOTES['moor']}, 126"),
        (nowhere, f"{NOTES['fell']}, 7"),
        (GULLS, "Peter Unknown, *Birds of the North* (Oslo: Fram, 1899), 3"),
    )
    # Each of the two files says which work it is, so the third quotation is Fell's or nobody's.
    assert verdicts(report) == ["unchecked", "match", "not-found", "match"]
    assert [code for code in codes(report) if code != "Q215"] == ["Q216", "Q209"]
    told = "\n".join(report["warnings"])
    assert "moor.pdf: not read: the PDF file holds images of pages and no text" in told
    assert "Birds of the North.epub: not read: it is a damaged zip archive" in told
    assert all(warning in report["stderr"] for warning in report["warnings"])


def test_words_that_the_source_itself_quotes_are_second_hand(library: Path, run: Run) -> None:
    report = run(library, (GULLS, f"{NOTES['blyth']}, 3"), (STAIR, f"{NOTES['blyth']}, 3"))
    assert (verdicts(report), codes(report)) == (["match", "match"], ["Q215"])


def test_a_bibliography_leads_to_its_files(library: Path, run: Run, tmp_path: Path) -> None:
    (library / "files").mkdir()
    (library / "letters.docx").rename(library / "files" / "0012.docx")
    bibliography = "@book{b, title={Letters from the Lighthouse}, author={Blyth, Mary}, file={:files/0012.docx:docx}}"
    (library / "refs.bib").write_text(bibliography)
    note = "Mary Blyth, *Letters from the Lighthouse* (Hull: Quay, 1920), 3"
    report = run(library / "refs.bib", (STAIR, note))
    assert report["documents"][0]["quotations"][0]["source"]["cited"] == ["files/0012.docx"]
    assert verdicts(report) == ["match"]


def test_no_cache_keeps_nothing(library: Path, run: Run, tmp_path: Path) -> None:
    run(library, (LAMP, f"{NOTES['moor']}, 126"), options=("--no-cache",))
    assert not (tmp_path / "cache").exists()
    run(library, (LAMP, f"{NOTES['moor']}, 126"))
    assert (tmp_path / "cache" / "store.sqlite").exists()


def kept(tmp_path: Path) -> dict[str, float]:
    """When each file was taken into the store."""
    with closing(sqlite3.connect(tmp_path / "cache" / "store.sqlite")) as connection:
        return dict(connection.execute("SELECT path, time FROM texts").fetchall())


def test_a_second_run_over_forty_files_reads_none_of_them_again(run: Run, tmp_path: Path) -> None:
    books = build(tmp_path / "library", 40, size=8_000)
    quoted = [(book.words, f"{book.author}, *{book.title}* (Leith: Harbour, {book.year})") for book in books[::4]]
    first = run(tmp_path / "library", *quoted)
    taken = kept(tmp_path)
    assert len(taken) == 40
    assert verdicts(first) == ["match"] * 10
    again = run(tmp_path / "library", *quoted)
    assert kept(tmp_path) == taken
    assert again["documents"] == first["documents"]
    changed = tmp_path / "library" / "0004.txt"
    changed.write_text(changed.read_text() + "\n\nMore.\n")
    run(tmp_path / "library", *quoted)
    assert [path for path, time in kept(tmp_path).items() if taken[path] != time] == [str(changed.resolve())]


def test_the_html_report_says_what_was_not_read(library: Path, tmp_path: Path) -> None:
    (library / "broken.epub").write_bytes(b"PK\x03\x04 and noise")
    page = tmp_path / "report.html"
    manuscript = tmp_path / "b.md"
    manuscript.write_text("Nothing is quoted.\n")
    command = [sys.executable, "-m", "citecheck", "check", str(manuscript), "--source", str(library), "--offline"]
    subprocess.run([*command, "--no-cache", "-f", "html", "-o", str(page)], check=True, timeout=60)
    assert "not read: it is a damaged zip archive" in page.read_text(encoding="utf-8")
