"""Findings as annotations on a pull request: workflow commands of GitHub's runner."""

from __future__ import annotations

from citecheck.model.report import DocumentReport, Finding, Report, Severity
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.entries import Entry, entries, place
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.summary import in_words
from citecheck.reporter.telling import told
from citecheck.reporter.unread import unread

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

_MOST_UNREAD = 5
"""GitHub shows ten annotations of a kind for a step; findings come first."""


class GithubReporter:
    """One command a line for each finding, then a line in words."""

    name = "github"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The commands in UTF-8; the options change nothing in them."""
        lines = [
            _command(document, entry, finding)
            for document in report.documents
            for entry in entries(document)
            for finding in entry.findings
        ]
        lines += [f"::warning title=citecheck::{_data(tidy(problem))}" for problem in report.problems]
        lines += [f"::warning title=citecheck::{_data(f'reading: {line}')}" for line in unread(report, _MOST_UNREAD)]
        lines += [f"::notice title=citecheck::{_data(tidy(remark))}" for remark in report.remarks]
        lines.append(break_commands(in_words(report)))
        return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _command(document: DocumentReport, entry: Entry, finding: Finding) -> str:
    path = document.manuscript.document.path
    position = finding.position
    fields = {
        "file": path,
        "line": position.line,
        "endLine": position.end_line,
        "col": position.column,
        "endColumn": position.end_column,
        "title": f"{finding.code} {finding.name}",
    }
    if position.end_line != position.line:
        # GitHub takes columns only where both ends stand in one line.
        fields |= {"col": None, "endColumn": None}
    lines = told(entry, finding)
    if position.line is None:
        lines[0] = f"{place(path, position)}: {lines[0]}"
    shown = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items() if value is not None)
    return f"::{_COMMAND[finding.severity]} {shown}::{_data(chr(10).join(lines))}"


def _data(text: str) -> str:
    """A command's text, escaped as GitHub's toolkit does it, without other runners' marks."""
    return break_commands(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(clean(text)).replace(":", "%3A").replace(",", "%2C")
