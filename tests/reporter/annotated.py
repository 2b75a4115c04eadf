"""Manuscripts as files, for the reports that are copies of them with comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.model.report import Report
from citecheck.model.source import Fetched, LinkState, Reason, SourceText
from citecheck.parser.readers.interface import ReadOptions
from citecheck.reporter import REPORTERS
from citecheck.reporter.interface import ReportOptions
from citecheck.sources.interface import Cited, Progress
from tests.parser.readers.pandoc import packages
from tests.reporter import sample
from tests.sources.tinypdf import pdf_of

_ODT = "application/vnd.oasis.opendocument.text"
_ODF = {"office": "office", "text": "text", "style": "style", "draw": "drawing", "table": "table"}
LOG = "https://skerry.example/log"


class Answers:
    """One page that answers, as pages of an evidence file do."""

    def __init__(self, text: str) -> None:
        self.page = SourceText(LOG, text, title="The Log", url=LOG, whole=True)

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        answer = Fetched(LOG, LinkState.OK, final_url=LOG, source=self.page)
        return {url: answer if url == LOG else Fetched(url, LinkState.DEAD, Reason.GONE, status=404) for url in urls}

    def know(self, cited: Mapping[str, Cited]) -> None:
        pass

    def close(self) -> None:
        pass


def checked(path: Path, source: str, changes: str = "accept") -> Report:
    """A run over one manuscript; the log's address answers with the source."""
    manuscripts = pipeline.extract([path], None, ReadOptions(changes=changes))
    return pipeline.check(manuscripts, Settings(), Answers(source), today=date(2026, 1, 1))


def rendered(report: Report, name: str) -> bytes:
    """The report in a format."""
    return REPORTERS[name]().render(report, ReportOptions())


def sample_in(name: str, folder: Path) -> Report:
    """The sample report as if its manuscript had been a file of this format."""
    path = folder / f"keepers.{name}"
    path.write_bytes(_FILES[name]())
    report = sample.report()
    (document,) = report.documents
    file = replace(document.manuscript.document, path=str(path), format=name)
    return replace(report, documents=(replace(document, manuscript=replace(document.manuscript, document=file)),))


def _docx() -> bytes:
    return packages.docx(packages.p(escape(_written(sample.TEXT))))


def odt(body: str, styles: str = "<office:automatic-styles></office:automatic-styles>") -> bytes:
    """An OpenDocument text; the body is the XML inside `office:text`."""
    base = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{short}="{base}{name}:1.0"' for short, name in _ODF.items())
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return packages.pack(
        {
            "mimetype": _ODT,
            "content.xml": f'{head}<office:document-content {names} office:version="1.3">{styles}<office:body>'
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f'{head}<office:document-styles {names} office:version="1.3"/>',
            "META-INF/manifest.xml": f'{head}<manifest:manifest xmlns:manifest="{base}manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        },
        stored=("mimetype",),
    )


def odt_note(body: str, number: int = 1) -> str:
    """A footnote with its marker."""
    return (
        f'<text:note text:id="ftn{number}" text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
        f"<text:note-body><text:p>{body}</text:p></text:note-body></text:note>"
    )


def _odt() -> bytes:
    return odt(f"<text:p>{escape(_written(sample.TEXT))}</text:p>")


def _written(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _pdf() -> bytes:
    return pdf_of([["The keeper says."]])


_FILES = {"docx": _docx, "odt": _odt, "pdf": _pdf}
