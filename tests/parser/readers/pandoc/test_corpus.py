"""Real texts kept outside the repository, in every format they are there in."""

from __future__ import annotations

import json
import re
import zipfile
from functools import cache
from pathlib import Path

import pypandoc
import pytest

from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers import read
from tests.conftest import CORPUS
from tests.parser.readers.pandoc.places import letters, shown_at

pytestmark = pytest.mark.corpus
EXTRACTION = CORPUS / "corpus" / "extraction"
DOCUMENTS = CORPUS / "corpus" / "documents"
BY_LINES = (".md", ".tex", ".html", ".rst", ".typ", ".txt")
READ = sorted(path.name for path in EXTRACTION.glob("*.*") if path.suffix not in (".json", ".pdf"))
MADE = {"org": "org", "jats": "jats_archiving", "adoc": "asciidoc", "dbk": "docbook5", "wiki": "mediawiki"}
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@cache
def chapter(path: Path) -> Manuscript:
    return parse(read(path))


def score(manuscript: Manuscript, name: str) -> dict[str, tuple[int, int]]:
    """Of quotations and links: how many of the truth are missing, and how many there are too many."""
    truth = json.loads((EXTRACTION / f"{name.split('.')[0]}.truth.json").read_text())
    wanted = [letters(each["text"]) for each in truth["quotations"] if not each.get("optional")]
    allowed = [letters(each["text"]) for each in truth["quotations"]]
    found = [letters(each.text) for each in manuscript.quotations if not each.depth]
    notes = [letters(each["body"]) for each in truth["notes"]]
    bodies = [letters(each.body) for each in manuscript.notes]
    return {
        "quotations": (sum(each not in found for each in wanted), sum(not _is_in(each, allowed) for each in found)),
        "notes": (sum(each not in bodies for each in notes), sum(each not in notes for each in bodies)),
    }


def _is_in(found: str, allowed: list[str]) -> bool:
    return any(found == each or (found in each and len(found) < len(each)) for each in allowed)


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("name", [name for name in READ if not name.endswith(".txt")])
def test_every_note_and_quotation_is_found_and_no_other(name: str) -> None:
    assert score(chapter(EXTRACTION / name), name) == {"quotations": (0, 0), "notes": (0, 0)}


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("name", [name for name in READ if name.endswith(BY_LINES)])
def test_every_quotation_stands_where_its_position_says(name: str) -> None:
    manuscript = chapter(EXTRACTION / name)
    lines = (EXTRACTION / name).read_text().split("\n")
    lost = [
        quotation.text[:40]
        for quotation in manuscript.quotations
        if not shown_at(lines, manuscript.document.locate(quotation.start, quotation.end), quotation.text)
    ]
    assert lost == []


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("marks", ["curly", "straight"])
@pytest.mark.parametrize("ending", MADE)
@pytest.mark.parametrize("name", [name for name in READ if name.endswith(".md")][:2])
def test_other_formats_and_straight_marks_give_the_same(tmp_path: Path, name: str, ending: str, marks: str) -> None:
    source = (EXTRACTION / name).read_text()
    path = tmp_path / f"a.{ending}"
    pypandoc.convert_text(
        source.translate(STRAIGHT) if marks == "straight" else source,
        MADE[ending] + ("-smart" if ending == "org" else ""),
        "markdown-smart",
        outputfile=str(path),
        extra_args=["--standalone"],
    )
    made = chapter(path)
    omitted = path.read_text().count("multiblock footnote omitted")  # what the writer of AsciiDoc leaves out
    missing = score(made, name)
    assert missing["quotations"] == (0, 0)
    assert missing["notes"] == (omitted, 0)
    lines = path.read_text().split("\n")
    for quotation in made.quotations:
        assert shown_at(lines, made.document.locate(quotation.start, quotation.end), quotation.text)


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.*")), ids=lambda path: path.name)
def test_files_of_other_programs_are_read_with_all_their_notes(path: Path) -> None:
    manuscript = chapter(path)
    assert manuscript.document.text
    assert len(manuscript.notes) == _notes_in(path)


def _notes_in(path: Path) -> int:
    """The notes that a file holds, counted in its XML."""
    if path.suffix == ".fb2":
        return path.read_text().count('type="note"')
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith("ml")]
    pattern = {
        ".docx": r"<w:(?:foot|end)noteReference\b",
        ".odt": r"<text:note ",
        ".epub": r'epub:type="(?:rear|foot|end)note"',
    }
    return sum(len(re.findall(pattern[path.suffix], text)) for text in texts)
