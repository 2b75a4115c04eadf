"""Every format tells the same findings, and lets nothing through that acts."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.model.document import Position
from citecheck.model.report import Report
from citecheck.reporter import REPORTERS
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import ANNOTATED
from tests.reporter import sample
from tests.reporter.annotated import sample_in
from tests.reporter.reading import READERS, SAID

FORMATS = list(REPORTERS)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FORMATS)
def test_it_tells_every_finding_once(report: Report, name: str, tmp_path: Path) -> None:
    assert name in READERS, f"say in tests/reporter/reading.py how the findings of {name} are read back"
    if name in ANNOTATED:
        report = sample_in(name, tmp_path)
    assert Counter(READERS[name](REPORTERS[name]().render(report, ReportOptions()))) == told_by(report)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_known_by_its_name(name: str) -> None:
    assert REPORTERS[name]().name == name


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_run_is_reported(name: str) -> None:
    if not REPORTERS[name]().binary:
        assert READERS[name](REPORTERS[name]().render(Report(()), ReportOptions())) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if not REPORTERS[name]().binary])
def test_case_51_no_character_acts(report: Report, name: str) -> None:
    text = REPORTERS[name]().render(report, ReportOptions(verbose=True)).decode("utf-8")
    for acting in ("\x1b", "\x9b", "\u202e", "\ufffe", "##[", "\r"):
        assert acting not in text


@pytest.mark.parametrize("name", [name for name in FORMATS if not REPORTERS[name]().binary])
def test_case_53_a_runner_finds_only_commands_of_ours(report: Report, name: str) -> None:
    lines = REPORTERS[name]().render(report, ReportOptions(verbose=True)).decode("utf-8").splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(commands) == (len(report.findings) + len(report.problems) if name == "github" else 0)


@pytest.mark.parametrize("name", FORMATS)
def test_it_tells_what_was_not_read(report: Report, name: str, tmp_path: Path) -> None:
    report = with_unread(sample_in(name, tmp_path) if name in ANNOTATED else report, [ODD, "other.pdf: not read"])
    raw = REPORTERS[name]().render(report, ReportOptions())
    assert Counter(READERS[name](raw)) == told_by(report)
    if name == "terminal":
        # The command tells of the sources' files on standard error, whatever the format.
        assert "a table is left out" in raw.decode()
        return
    said = " ".join(SAID[name](raw).split())
    for words in ("a table is left out", "odd.pdf: not read", "=cmd", "other.pdf: not read"):
        assert words in said
    if not REPORTERS[name]().binary:
        assert not any(acting in raw.decode() for acting in ("\x1b", "\u202e", "\n::error::x"))


@pytest.mark.parametrize("name", ["markdown", "github", "junit"])
def test_a_library_of_unread_files_does_not_bury_the_findings(report: Report, name: str) -> None:
    raw = REPORTERS[name]().render(with_unread(report, ["x" * 5000] * 3000), ReportOptions())
    assert "more such files" in raw.decode()
    assert Counter(READERS[name](raw)) == told_by(report)


def told_by(report: Report) -> Counter[tuple[str, str]]:
    return Counter((each.code, str(each.severity)) for each in report.findings)


ODD = "odd.pdf: not read: =cmd [x](http://x.example) <script>alert(1)</script>\n::error::x\x1b[2J\u202e ]]>"


def with_unread(report: Report, warnings: list[str]) -> Report:
    (document,) = report.documents
    read = replace(document.manuscript.document, warnings=("a table is left out",))
    manuscript = replace(document.manuscript, document=read)
    return replace(report, documents=(replace(document, manuscript=manuscript),), warnings=tuple(warnings))


def digests() -> str:
    """One line for each format that is no copy of a manuscript."""
    made = {
        name: REPORTERS[name]().render(sample.report(), ReportOptions()) for name in FORMATS if name not in ANNOTATED
    }
    return "".join(f"{name} {hashlib.sha256(raw).hexdigest()}\n" for name, raw in made.items())


def test_the_same_bytes_whatever_the_hash_seed_and_the_clock() -> None:
    other = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import digests; print(digests(), end='')"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        cwd=ROOT,
    ).stdout
    assert other == digests()
    assert other.count("\n") == len(FORMATS) - len(ANNOTATED)


@pytest.mark.parametrize("name", ["terminal", "markdown", "html"])
def test_a_note_is_named_once_and_only_by_a_label(report: Report, name: str) -> None:
    (document,) = report.documents
    (first, *rest) = document.manuscript.notes
    for label, times in (("31", 1), ("", 0)):
        manuscript = replace(document.manuscript, notes=(replace(first, label=label), *rest))
        place = Position(note=label or None, paragraph=4)
        (finding,) = [each for each in document.findings if each.note == first.id][:1]
        told = replace(
            document, manuscript=manuscript, quotations=(), links=(), findings=(replace(finding, position=place),)
        )
        shown = REPORTERS[name]().render(replace(report, documents=(told,)), ReportOptions()).decode()
        lines = [line for line in shown.splitlines() if not line.startswith("<option")]
        heading = next(line for line in lines if ("note 31" if label else "paragraph 4") in line)
        assert heading.count("note ") == times, heading
