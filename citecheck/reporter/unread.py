"""What a reader of a report must know beside the findings: what of the manuscripts and the sources was not read."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.model.report import Report
from citecheck.reporter.cleaning import tidy

MOST = 20
"""Lines of a report that is read by people; a library may hold thousands of files that cannot be read."""


def unread(report: Report, most: int = MOST) -> list[str]:
    """What could not be read, or only in part, a cleaned line each, those of manuscripts with their paths.

    Beyond `most` lines the rest is counted.
    """
    lines = list(_lines(report))
    if len(lines) <= most:
        return lines
    return [*lines[:most], f"{len(lines) - most} more such files"]


def _lines(report: Report) -> Iterator[str]:
    for document in report.documents:
        read = document.manuscript.document
        yield from (tidy(f"{read.path}: {warning}") for warning in read.warnings)
    yield from map(tidy, report.warnings)


def about_the_run(report: Report) -> list[str]:
    """All that is said of a run as a whole: why it is not complete, what it was limited to, what was not read."""
    return [
        *(f"The run is not complete: {tidy(problem)}." for problem in report.problems),
        *(f"{_sentence(tidy(remark))}." for remark in report.remarks),
        *unread(report),
    ]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
