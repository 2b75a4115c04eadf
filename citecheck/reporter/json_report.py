"""The report for programs: JSON, version 1 (docs/report-v1.schema.json)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Finding, Report
from citecheck.model.source import SourceText
from citecheck.model.verdict import Edit, Verdict
from citecheck.reporter.entries import open_link
from citecheck.reporter.extract import extracted
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.serialise import VERSION, Labels, dumped_object, position_of
from citecheck.reporter.summary import in_words, summarise
from citecheck.sources.mask import mask

_EXACT = ("text", "edits", "permitted", "before")
"""Fields in which nothing is masked: they are quoted, and others count their characters."""


class JsonReporter:
    """Everything that is known, with the texts as they are."""

    name = "json"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The report in UTF-8; the options change nothing in it."""
        return dumped_object((name, _masked(value)) for name, value in report_of(report))


def report_of(report: Report) -> Iterator[tuple[str, Any]]:
    """The members of the whole report. `findings` are those of all documents, each with its document's path.

    `documents`, `findings` and `sources` are iterators, to be gone through in that order: a report of very many
    manuscripts is never in memory as a whole.
    """
    found: list[dict[str, Any]] = []
    yield "version", VERSION
    yield "complete", report.complete
    yield "problems", list(report.problems)
    yield "remarks", list(report.remarks)
    yield "warnings", list(report.warnings)
    yield "documents", _documents(report, found)
    yield "findings", iter(found)
    yield "sources", map(source_of, report.sources)
    yield "summary", {**summary_of(report.documents), "in_words": in_words(report)}


def _documents(report: Report, found: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The documents, whose findings are noted in `found`."""
    for document in report.documents:
        shown = checked_document_of(document)
        found += [{"path": shown["path"], **finding} for finding in shown["findings"]]
        yield shown


def checked_document_of(document: DocumentReport) -> dict[str, Any]:
    """What `extract` says of a manuscript, and on each quotation and link what was found out."""
    shown: dict[str, Any] = extracted([document.manuscript])["documents"][0]
    labels = Labels(document.manuscript)
    quotations = {each.quotation.id: each for each in document.quotations}
    # Of a run over what changed only that is shown.
    shown["quotations"] = [each for each in shown["quotations"] if each["id"] in quotations]
    for each in shown["quotations"]:
        each |= verdict_of(quotations[each["id"]])
        for inner in each["nested"]:
            if inner["id"] in quotations:
                inner["verdict"] = str(quotations[inner["id"]].match.verdict)
    starts = {each.link.start: each for each in document.links}
    shown["links"] = [
        each | state_of(starts[link.start])
        for link, each in zip(document.manuscript.links, shown["links"], strict=True)
        if link.start in starts
    ]
    shown["findings"] = [finding_of(finding, labels) for finding in document.findings]
    shown["silenced"] = [finding_of(finding, labels) for finding in document.silenced]
    shown["accepted"] = [finding_of(finding, labels) for finding in document.accepted]
    shown["summary"] = summary_of([document])
    return shown


def verdict_of(checked: CheckedQuotation) -> dict[str, Any]:
    """What a checked quotation has beyond an extracted one. `similarity` is 0–100, null when it was not compared."""
    match = checked.match
    compared = match.verdict is not Verdict.UNCHECKED
    return {
        "verdict": str(match.verdict),
        "reason": str(checked.reason) or None,
        "detail": checked.detail or None,
        "similarity": round(match.similarity, 2) if compared else None,
        "source": place_of(checked),
        "edits": [edit_of(edit) for edit in match.edits if not edit.permitted],
        "permitted": [edit_of(edit) | {"by": edit.permitted} for edit in match.edits if edit.permitted],
        "elisions": [
            {
                "source_start": elision.source_start,
                "source_end": elision.source_end,
                "quote_start": elision.quote_start,
                "quote_end": elision.quote_end,
                "concern": elision.concern or None,
            }
            for elision in match.elisions
        ],
    }


def edit_of(edit: Edit) -> dict[str, Any]:
    """A difference: the source's words and the quotation's, with their offsets in the two texts."""
    return {
        "kind": str(edit.kind),
        "source": edit.source,
        "quote": edit.quote,
        "source_start": edit.source_start,
        "source_end": edit.source_end,
        "quote_start": edit.quote_start,
        "quote_end": edit.quote_end,
    }


def place_of(checked: CheckedQuotation) -> dict[str, Any]:
    """Where the words were found. `start`, `end` count characters of the source's plain text."""
    found, source = checked.match.found, checked.source
    shown: dict[str, Any] = {"cited": list(checked.cited), "found_in": found.source if found else None}
    if found is None or source is None:
        return shown | dict.fromkeys(("start", "end", "page", "paging", "text", "url", "link", "title"))
    return shown | {
        "start": found.start,
        "end": found.end,
        "page": source.page_at(found.start) or None,
        "paging": str(source.paging) or None,
        "text": source.text[found.start : found.end],
        "url": source.url or None,
        "link": open_link(checked) or None,
        "title": source.title or None,
    }


def state_of(checked: CheckedLink) -> dict[str, Any]:
    """What a checked link has beyond an extracted one."""
    fetched = checked.fetched
    return {
        "state": str(fetched.state),
        "reason": str(fetched.reason) or None,
        "detail": fetched.detail or None,
        "status": fetched.status,
        "final_url": fetched.final_url or None,
        "permanent": fetched.permanent,
        "archived_url": fetched.archived_url or None,
    }


def finding_of(finding: Finding, labels: Labels) -> dict[str, Any]:
    """A finding; `note` is a note's label, `note_id` its id, `quotation` a quotation's id."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": str(finding.severity),
        "confidence": str(finding.confidence),
        "message": finding.message,
        "advice": finding.advice or None,
        "position": position_of(finding.position),
        "note": labels[finding.note],
        "note_id": finding.note,
        "quotation": finding.quotation,
        "url": finding.url,
    }


def source_of(source: SourceText) -> dict[str, Any]:
    """What was read, without its text."""
    return {
        "id": source.id,
        "title": source.title or None,
        "url": source.url or None,
        "kind": source.kind,
        "whole": source.whole,
        "detail": source.detail or None,
        "characters": source.characters,
        "retrieved": source.retrieved or None,
    }


def summary_of(documents: Iterable[DocumentReport]) -> dict[str, Any]:
    """The figures. `quotations` counts those held to a source, `titles` the titles and terms that are not."""
    summary = summarise(documents)
    return {
        "documents": summary.documents,
        "notes": summary.notes,
        "quotations": summary.quotations,
        "titles": summary.titles,
        "links": summary.links,
        "verdicts": {str(verdict): number for verdict, number in summary.verdicts.items()},
        "states": {str(state): number for state, number in summary.states.items()},
        "findings": {str(severity): number for severity, number in summary.severities.items()},
        "codes": dict(summary.codes),
    }


def _masked(value: Any) -> Any:
    """The same with passwords and keys in URLs masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Iterator):
        return map(_masked, value)
    if isinstance(value, list):
        return [_masked(each) for each in value]
    if isinstance(value, dict):
        return {key: each if key in _EXACT else _masked(each) for key, each in value.items()}
    return value
