"""Findings for code-scanning services: SARIF 2.1.0 (OASIS, with errata 01)."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from citecheck import __version__
from citecheck.checker.fingerprints import fingerprints
from citecheck.checker.registry import Rule
from citecheck.model.document import Position
from citecheck.model.report import DocumentReport, Finding, Report, Severity
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.entries import Entry, entries, place
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.rulebook import rules_of
from citecheck.reporter.serialise import dumped
from citecheck.reporter.telling import told
from citecheck.reporter.unread import unread
from citecheck.sources.mask import web_address

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
MOST_RESULTS = 25_000
"""What GitHub takes in one run (its documentation, "SARIF support for code scanning")."""

_MOST_UNREAD = 1000


class SarifReporter:
    """One run with one result for each finding."""

    name = "sarif"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The log in UTF-8; the options change nothing in it."""
        return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    rules = rules_of(report)
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for document in report.documents:
        known = dict(zip(map(id, document.findings), fingerprints(document), strict=True))
        path = document.manuscript.document.path
        for entry in entries(document):
            for finding in entry.findings:
                marks = _fingerprints(path, known[id(finding)], seen)
                results.append(_result(document, entry, finding, indexes[finding.code], marks))
    problems = [tidy(problem) for problem in report.problems]
    if len(results) > MOST_RESULTS:
        problems.append(f"{len(results) - MOST_RESULTS} results beyond the first {MOST_RESULTS} are left out")
    told_of_run = [*problems, *unread(report, _MOST_UNREAD)]
    return {
        "tool": {"driver": {"name": "citecheck", "version": __version__, "rules": [_rule(rule) for rule in rules]}},
        "invocations": [
            {
                "executionSuccessful": report.complete,
                "toolExecutionNotifications": [
                    *({"level": "warning", "message": {"text": _message(line)}} for line in told_of_run),
                    *({"level": "note", "message": {"text": _message(tidy(remark))}} for remark in report.remarks),
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": results[:MOST_RESULTS],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": _message(rule.summary or rule.name)},
        "help": {"text": _message(rule.page or rule.name), "markdown": rule.page or rule.name},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": ["citations"], "problem.severity": _problem(rule.severity)},
    }


def _problem(severity: Severity) -> str:
    return "recommendation" if severity is Severity.INFO else str(severity)


def _result(
    document: DocumentReport, entry: Entry, finding: Finding, index: int, marks: dict[str, str]
) -> dict[str, Any]:
    path = document.manuscript.document.path
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVEL[finding.severity],
        "message": {"text": _message("\n".join(told(entry, finding)))},
        "locations": [_location(path, finding.position)],
        "partialFingerprints": marks,
        "properties": {"confidence": str(finding.confidence)},
    }
    source = _source_location(entry)
    if source:
        result["relatedLocations"] = [source]
    return result


def _location(path: str, position: Position) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    region = {
        "startLine": position.line,
        "startColumn": position.column,
        "endLine": position.end_line,
        "endColumn": position.end_column,
    }
    if position.line is not None:
        physical["region"] = {key: value for key, value in region.items() if value}
        return {"physicalLocation": physical}
    return {"physicalLocation": physical, "message": {"text": _message(place(path, position))}}


def _source_location(entry: Entry) -> dict[str, Any] | None:
    checked = entry.quotation
    if checked is None or checked.source is None or checked.match.found is None:
        return None
    address = web_address(checked.source.url)
    if not address:
        return None
    found = checked.match.found
    words = clean(checked.source.text[found.start : found.end][:1000])
    return {
        "id": 1,
        "physicalLocation": {"artifactLocation": {"uri": address}},
        "message": {"text": _message(f"The source’s words: “{words}”")},
    }


def _uri(path: str) -> str:
    """A path as a URI reference: relative as given, absolute as a file URI."""
    given = PurePath(path)
    raw = given.as_posix().encode("utf-8", "surrogateescape")
    return ("file://" if given.is_absolute() else "") + quote(raw, safe="/" if given.is_absolute() else "/~")


def _fingerprints(path: str, known: str, seen: Counter[str]) -> dict[str, str]:
    """What stays the same when lines move. GitHub looks at the second name only, and puts its own there if none is."""
    alike = f"{path}\0{known}"
    seen[alike] += 1
    mark = hashlib.sha256(f"{alike}\0{seen[alike]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return {"citecheckFinding/v1": mark, "primaryLocationLineHash": f"{mark}:1"}


def _message(text: str) -> str:
    """Text in which nothing is a placeholder or a link (SARIF 2.1.0, sections 3.11.5 and 3.11.6)."""
    for char in ("\\", "[", "]"):
        text = text.replace(char, "\\" + char)
    return text.replace("{", "{{").replace("}", "}}")
