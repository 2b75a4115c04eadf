"""The manuscript itself as an OpenDocument text with an annotation for each finding, on the very words."""

from __future__ import annotations

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.model.report import Report
from citecheck.reporter.anchoring import Anchoring, Place
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import check_manuscripts, original
from citecheck.reporter.opendocument import annotated, read_content
from citecheck.reporter.remarks import Remark, on_the_run, remarks
from citecheck.reporter.zipped import Parts

_CONTENT = "content.xml"


class OdtReporter:
    """A copy of the manuscript's OpenDocument file in which nothing is changed but that annotations stand in it.

    What is told of a note stands at its marker.
    """

    name = "odt"
    binary = True

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The file. Raises `CitecheckError` unless the run is over one OpenDocument text that can still be read."""
        check_manuscripts(self.name, [each.manuscript.document for each in report.documents])
        (checked,) = report.documents
        document = checked.manuscript.document
        try:
            parts = Parts(original(document))
            if _CONTENT not in parts:
                raise UnreadableError("it has no content; save it again")
            content = read_content(parts[_CONTENT])
            anchoring = Anchoring(document, [lambda: content])
            run = on_the_run(report)
            first = [Remark(run, Place(0, 0, sure=False))] if run else []
            parts[_CONTENT] = annotated(parts[_CONTENT], content, [*first, *remarks(checked, anchoring)])
        except UnreadableError as error:
            raise CitecheckError(f"{document.path}: {error}") from None
        return parts.written()
