"""What comments on a manuscript say, each with the place it goes to."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.document import Document
from citecheck.model.report import DocumentReport, Finding, Report
from citecheck.reporter.anchoring import Anchoring, Place, span_of
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.entries import Entry, entries
from citecheck.reporter.telling import Line, Words, told_lines
from citecheck.reporter.unread import about_the_run

_SHOWN = 60  # characters of a place that was not found


@dataclass(frozen=True)
class Remark:
    """A comment, of one finding or on the run."""

    lines: tuple[Line, ...]
    place: Place


def remarks(report: DocumentReport, anchoring: Anchoring) -> list[Remark]:
    """One remark a finding, in the order of the text."""
    made = []
    for entry in entries(report):
        for finding in entry.findings:
            place = anchoring.place(entry, finding)
            where = "" if place.sure and place.marker is None else _where(report.manuscript.document, entry, finding)
            made.append(Remark(said(entry, finding, where), place))
    return made


def said(entry: Entry, finding: Finding, where: str = "") -> tuple[Line, ...]:
    """The lines of a comment: severity, code and message, `where` it is about, then the evidence."""
    first, *rest = told_lines(entry, finding)
    head = Line((Words(f"{finding.severity} {finding.code} {finding.name}", strong=True), Words(f": {first.text}")))
    return (head, *([Line((Words(f"About: {where}"),))] if where else []), *rest)


def on_the_run(report: Report) -> tuple[Line, ...]:
    """The lines of the one comment that is about no words but the run; none when there is nothing to say."""
    told = about_the_run(report)
    return (Line((Words("About this check", strong=True),)), *(Line((Words(line),)) for line in told)) if told else ()


def _where(document: Document, entry: Entry, finding: Finding) -> str:
    """What a comment is about that does not stand on the words themselves."""
    start, end = span_of(entry, finding)
    note = f"note {clean(finding.position.note)}" if finding.position.note else ""
    if entry.quotation is not None or entry.link is not None:
        return note  # the words are in the lines that follow
    words = tidy(document.text[start : max(end, start + _SHOWN)].partition("\n")[0])
    return ", ".join(filter(None, [note, f"“{words}”" if words else ""]))
