from __future__ import annotations

import re
from dataclasses import replace

import pytest
from syrupy.assertion import SnapshotAssertion

from citecheck.model.document import Position
from citecheck.model.report import Finding, Report
from citecheck.reporter.github import GithubReporter
from citecheck.reporter.interface import ReportOptions

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def first(report: Report, **changes: object) -> tuple[str, dict[str, str], str]:
    """Level, properties and message of the command of the first finding, changed, read as a runner reads them."""
    (document,) = report.documents
    finding: Finding = replace(document.findings[0], **changes)  # type: ignore[arg-type]
    changed = replace(report, documents=(replace(document, findings=(finding,)),), problems=())
    line, *rest = GithubReporter().render(changed, ReportOptions()).decode().splitlines()
    assert len(rest) == 1
    match = COMMAND.fullmatch(line)
    assert match is not None
    properties = dict(each.split("=", 1) for each in match[2].split(","))
    return match[1], {key: read(value) for key, value in properties.items()}, read(match[3])


def read(text: str) -> str:
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def test_a_finding_is_a_command(report: Report) -> None:
    level, properties, message = first(report)
    assert level == "warning"
    assert properties == {
        "file": "essays/keepers.txt",
        "line": "3",
        "endLine": "3",
        "col": "19",
        "endColumn": "61",
        "title": "Q202 words-omitted",
    }
    assert message.splitlines()[0] == "A word of the source is missing."


def test_case_53_no_text_ends_the_command(report: Report) -> None:
    _, _, message = first(report, message="100%0A\n::stop-commands::x\r##[error]")
    assert message.splitlines()[0] == "100%0A ::stop-commands::x # #[error]"


@pytest.mark.parametrize("path", ["a,line=9::b.md", "a:b%2C.md", "a\n::error::.md"])
def test_case_53_no_file_name_adds_a_property(report: Report, path: str) -> None:
    (document,) = report.documents
    manuscript = replace(document.manuscript, document=replace(document.manuscript.document, path=path))
    changed = replace(report, documents=(replace(document, manuscript=manuscript),))
    _, properties, _ = first(changed)
    assert properties["file"] == path.replace("\n", " ")
    assert properties["line"] == "3"


def test_columns_only_within_one_line(report: Report) -> None:
    _, properties, _ = first(report, position=Position(line=3, column=60, end_line=4, end_column=2))
    assert "col" not in properties
    assert properties["endLine"] == "4"


def test_a_place_without_lines_is_told_in_words(report: Report) -> None:
    _, properties, message = first(report, position=Position(page=7))
    assert "line" not in properties
    assert message.startswith("essays/keepers.txt, page 7: A word")


def test_snapshot(report: Report, snapshot: SnapshotAssertion) -> None:
    assert GithubReporter().render(report, ReportOptions()).decode() == snapshot
