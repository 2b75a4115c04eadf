"""Findings for CI servers that show tests: JUnit XML."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from citecheck.model.report import DocumentReport, Finding, Report, Severity
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.entries import UNCHECKED_CODES, Entry, entries, place, shortened
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.passage import shown_address
from citecheck.reporter.telling import told
from citecheck.reporter.unread import unread

_WORDS = 12


class JunitReporter:
    """One suite for each manuscript, one case for each quotation, link and other thing told.

    A finding of severity error fails its case; what could not be checked is skipped; the rest is in its output.
    """

    name = "junit"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The suites in UTF-8; the options change nothing in them."""
        root = ET.Element("testsuites", name="citecheck")
        for document in report.documents:
            _suite(root, document)
        if report.problems:
            suite = ET.SubElement(root, "testsuite", name="the run", tests="1", failures="0", errors="1", skipped="0")
            case = ET.SubElement(suite, "testcase", classname="citecheck", name="the run is complete")
            _outcome(case, "error", "incomplete", [tidy(problem) for problem in report.problems])
        not_read = unread(report)
        if not_read:
            suite = ET.SubElement(root, "testsuite", name="the reading", tests="1", failures="0", errors="0")
            suite.set("skipped", "1")
            case = ET.SubElement(suite, "testcase", classname="citecheck", name="all files are read")
            _outcome(case, "skipped", "", not_read)
        ET.indent(root)
        text = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{break_commands(text)}\n'.encode("utf-8", "replace")


def _suite(root: ET.Element, document: DocumentReport) -> None:
    path = document.manuscript.document.path
    suite = ET.SubElement(root, "testsuite", name=clean(path))
    for entry in entries(document, everything=True):
        _case(suite, path, entry)
    counts = {
        "tests": len(suite),
        "failures": len(suite.findall("testcase/failure/..")),
        "errors": 0,
        "skipped": len(suite.findall("testcase/skipped")),
    }
    for name, number in counts.items():
        suite.set(name, str(number))


def _case(suite: ET.Element, path: str, entry: Entry) -> None:
    case = ET.SubElement(suite, "testcase", classname=clean(path), name=_name(path, entry))
    errors = [finding for finding in entry.findings if finding.severity is Severity.ERROR]
    skipped = [finding for finding in entry.findings if finding.code in UNCHECKED_CODES and finding not in errors]
    rest = [finding for finding in entry.findings if finding not in errors and finding not in skipped]
    if skipped and not errors:
        _outcome(case, "skipped", "", _lines(entry, skipped))
    else:
        rest = [*skipped, *rest]
    for finding in errors:
        _outcome(case, "failure", f"{finding.code} {finding.name}", _lines(entry, [finding]))
    if rest:
        ET.SubElement(case, "system-out").text = "\n".join(_lines(entry, rest))


def _name(path: str, entry: Entry) -> str:
    where = place(path, entry.position)
    if entry.quotation is not None:
        return f"{where} “{shortened(entry.quotation.quotation.text, _WORDS)}”"
    if entry.link is not None:
        return f"{where} {shown_address(entry.link.link.url)}"
    return f"{where} {' '.join(f'{finding.code} {finding.name}' for finding in entry.findings)}"


def _lines(entry: Entry, findings: Iterable[Finding]) -> list[str]:
    lines = []
    for finding in findings:
        first, *rest = told(entry, finding)
        lines += [f"{finding.severity} {finding.code} {finding.name}: {first}", *rest]
    return lines


def _outcome(case: ET.Element, tag: str, kind: str, lines: list[str]) -> None:
    outcome = ET.SubElement(case, tag)
    if kind:
        outcome.set("type", kind)
        outcome.set("message", lines[0])
    outcome.text = "\n".join(lines)
