"""The manuscript itself as a Word file with a comment for each finding, on the very words."""

from __future__ import annotations

from functools import partial

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.model.report import Report
from citecheck.reporter.anchoring import Anchoring, Place
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import check_manuscripts, original
from citecheck.reporter.remarks import Remark, on_the_run, remarks
from citecheck.reporter.word.comments import Comment, annotate
from citecheck.reporter.word.maintext import READINGS, MainText, Reading
from citecheck.reporter.word.package import Package


class DocxReporter:
    """A copy of the manuscript's Word file in which nothing is changed but that comments stand in it.

    What is told of a note stands at its marker, and of a text box at the box: Word takes no comments in them.
    """

    name = "docx"
    binary = True

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The file. Raises `CitecheckError` unless the run is over one Word file that can still be read."""
        check_manuscripts(self.name, [each.manuscript.document for each in report.documents])
        (checked,) = report.documents
        document = checked.manuscript.document
        try:
            package = Package(original(document))
            text = MainText(package[package.main])
            made: list[Reading] = []
            anchoring = Anchoring(document, [partial(_read, text, changes, made) for changes in READINGS])
            reading = made[anchoring.chosen]
            run = on_the_run(report)
            comments = [_comment(reading, remark) for remark in remarks(checked, anchoring)]
            annotate(package, text, [*([Comment(run)] if run else []), *comments])
        except UnreadableError as error:
            raise CitecheckError(f"{document.path}: {error}") from None
        return package.written()


def _read(text: MainText, changes: str, made: list[Reading]) -> Reading:
    made.append(text.reading(changes))
    return made[-1]


def _comment(reading: Reading, remark: Remark) -> Comment:
    place: Place = remark.place
    if place.marker is not None:
        return Comment(remark.lines, run=reading.runs[place.marker])
    letters = [reading.letter(at) for at in range(place.start, max(place.end, place.start + 1))]
    found = [letter for letter in letters if letter is not None]
    if not found:
        return Comment(remark.lines)
    outer = found[0][0].outer
    if outer is not None:
        return Comment(remark.lines, run=outer)
    inside = [letter for letter in found if letter[0].outer is None]
    return Comment(remark.lines, inside[0], inside[-1])
