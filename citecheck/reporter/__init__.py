"""Puts a report into a form that people or programs read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citecheck.reporter.interface import Reporter

_CLASSES = {
    "terminal": "citecheck.reporter.terminal:TerminalReporter",
    "json": "citecheck.reporter.json_report:JsonReporter",
    "sarif": "citecheck.reporter.sarif:SarifReporter",
    "junit": "citecheck.reporter.junit:JunitReporter",
    "github": "citecheck.reporter.github:GithubReporter",
    "markdown": "citecheck.reporter.markdown:MarkdownReporter",
    "html": "citecheck.reporter.html:HtmlReporter",
    "docx": "citecheck.reporter.docx:DocxReporter",
    "odt": "citecheck.reporter.odt:OdtReporter",
    "pdf": "citecheck.reporter.pdf:PdfReporter",
    "csv": "citecheck.reporter.csv_sheet:CsvReporter",
    "xlsx": "citecheck.reporter.xlsx_sheet:XlsxReporter",
}


class _Reporters(Mapping[str, "type[Reporter]"]):
    """Format names to classes; a format's module, and what it needs, is imported when it is asked for."""

    def __getitem__(self, name: str) -> type[Reporter]:
        module, _, cls = _CLASSES[name].partition(":")
        found: type[Reporter] = getattr(import_module(module), cls)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


REPORTERS: Mapping[str, type[Reporter]] = _Reporters()
"""What `--format` takes, and the class that renders it."""
