"""The manuscript itself as a PDF file with a highlight and its note for each finding, on the very words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.isolation.limits import MIB, BrokenTaskError, Limits, LostError, RefusedError
from citecheck.isolation.pool import POOL
from citecheck.model.document import Document
from citecheck.model.report import DocumentReport, Report
from citecheck.reporter.anchoring import span_of
from citecheck.reporter.entries import entries
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import check_manuscripts, original
from citecheck.reporter.remarks import on_the_run, said

_TASK = "citecheck.reporter.pdfmarks:mark_here"
_LIMITS = Limits(time=120, memory=1024 * MIB)
_GAP = 1.5  # heights of a line; words farther apart than this in one line are marked apart

Box = tuple[float, float, float, float]


class PdfReporter:
    """A copy of the manuscript's PDF file, which begins with the old one's bytes and adds to them."""

    name = "pdf"
    binary = True

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The file. Raises `CitecheckError` unless the run is over one PDF file that can still be read."""
        check_manuscripts(self.name, [each.manuscript.document for each in report.documents])
        (checked,) = report.documents
        path = checked.manuscript.document.path
        data, marks = original(checked.manuscript.document), [*_on_the_run(report), *_marks(checked)]
        if not marks:
            return data
        try:
            return b"".join(POOL.ask(_TASK, data, {"marks": marks}, _LIMITS))
        except (RefusedError, UnreadableError) as error:
            raise CitecheckError(f"{path}: {error}") from None
        except (LostError, BrokenTaskError) as error:
            raise CitecheckError(f"{path}: no highlights can be added: {error}") from None


def _on_the_run(report: Report) -> Iterator[dict[str, Any]]:
    told = on_the_run(report)
    if told:
        yield {"page": 1, "boxes": [], "severity": "info", "text": "\n".join(line.text for line in told)}


def _marks(checked: DocumentReport) -> Iterator[dict[str, Any]]:
    document = checked.manuscript.document
    for entry in entries(checked):
        for finding in entry.findings:
            start, end = span_of(entry, finding)
            pages = lines(document, start, max(end, start + 1))
            text = "\n".join(line.text for line in said(entry, finding))
            about = {"severity": str(finding.severity)}
            first = min(pages, default=finding.position.page or 1)
            yield {**about, "page": first, "boxes": pages.get(first, []), "text": text}
            for page in sorted(pages.keys() - {first}):
                yield {**about, "page": page, "boxes": pages[page], "text": f"(goes on from page {first})"}


def lines(document: Document, start: int, end: int) -> dict[int, list[Box]]:
    """The rectangles of a span by page, those of words that stand side by side in one."""
    first = max(0, bisect_right([segment.start for segment in document.segments], start) - 1)
    pages: dict[int, list[Box]] = {}
    for segment in document.segments[first:]:
        if segment.start >= end:
            break
        at = segment.position
        if at.page is None or at.rect is None:
            continue
        boxes = pages.setdefault(at.page, [])
        if boxes and _goes_on(boxes[-1], at.rect):
            boxes[-1] = _around(boxes[-1], at.rect)
        else:
            boxes.append(at.rect)
    return pages


def _goes_on(line: Box, word: Box) -> bool:
    """Whether a word stands beside the line before it: at its height and not far from its end."""
    height = max(line[3] - line[1], word[3] - word[1])
    overlap = min(line[3], word[3]) - max(line[1], word[1])
    return overlap > 0.4 * min(line[3] - line[1], word[3] - word[1]) and abs(word[0] - line[2]) < _GAP * height


def _around(one: Box, other: Box) -> Box:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])
