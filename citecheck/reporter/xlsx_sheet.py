"""The cite-check sheet as a workbook, to sort, filter, write into and file."""

from __future__ import annotations

import io
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from citecheck.model.report import Report, Severity
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.sheet import COLUMNS, HEADINGS, Row, cell, rows, worst
from citecheck.reporter.summary import in_words

MOST_ROWS = 1_000_000
"""A sheet has 1,048,576."""
MOST_LINKS = 65_000
"""Of one sheet; Excel takes 65,530, and 2,079 characters of each."""

_WIDTHS = {"path": 18, "kind": 10, "note": 6, "verdict": 13, "words": 46, "source_words": 46, "source": 24, "page": 8,
           "url": 30, "codes": 10, "findings": 48, "reason": 30, "line": 6, "column": 8, "place": 18}  # fmt: skip
_FILLS = {Severity.ERROR: "#f8d0cc", Severity.WARNING: "#fbe9b7", Severity.INFO: "#d6e6f5"}
_NUMBERS = ("line", "column")
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
         "use_future_functions": False}  # fmt: skip


class XlsxReporter:
    """One sheet: a frozen header with filters, a row for each quotation, link and note, coloured by severity."""

    name = "xlsx"
    binary = True

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The workbook; the same report gives the same bytes. No cell is a formula."""
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, _SAFE) as book:
            book.set_properties({"title": "Citation check", "comments": cell(in_words(report)), "created": _EPOCH})
            _Sheet(book).fill(report)
        return out.getvalue()


class _Sheet:
    def __init__(self, book: Any) -> None:
        self._sheet = book.add_worksheet("Citation check")
        plain = {"text_wrap": True, "valign": "top"}
        self._head = book.add_format({**plain, "bold": True, "bg_color": "#e8e8e8"})
        self._plain = book.add_format(plain)
        self._link = book.add_format({**plain, "font_color": "#0b57a4", "underline": 1})
        self._fills = {level: book.add_format({**plain, "bg_color": color}) for level, color in _FILLS.items()}
        self._links = 0

    def fill(self, report: Report) -> None:
        """Writes the header and all rows; says so in the last when there are too many."""
        for index, name in enumerate(COLUMNS):
            self._sheet.set_column(index, index, _WIDTHS[name])
            self._sheet.write_string(0, index, HEADINGS[name], self._head)
        number = 0
        for row in rows(report):
            number += 1
            if number > MOST_ROWS:
                self._sheet.write_string(number, 0, "further rows do not fit; --format csv has them all", self._head)
                break
            self._row(number, row)
        self._sheet.freeze_panes(1, 0)
        self._sheet.autofilter(0, 0, max(number, 1), len(COLUMNS) - 1)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _row(self, number: int, row: Row) -> None:
        level = worst(row)
        style = self._fills[level] if level else self._plain
        for index, (name, text) in enumerate(zip(COLUMNS, astuple(row), strict=True)):
            if name in _NUMBERS and text:
                self._sheet.write_number(number, index, int(text), style)
            elif name == "url" and text and len(text) < 2000 and self._links < MOST_LINKS:
                # An address of ours: http or https, percent-encoded.
                self._links += 1
                self._sheet.write_url(number, index, text, self._link, cell(text))
            else:
                self._sheet.write_string(number, index, cell(text), style)
