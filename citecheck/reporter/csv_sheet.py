"""The cite-check sheet as CSV (RFC 4180), for any spreadsheet and any program."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple

from citecheck.model.report import Report
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.sheet import COLUMNS, cell, rows


class CsvReporter:
    """One row for each quotation, link and note, with a header of the columns' names."""

    name = "csv"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The sheet in UTF-8 with a byte order mark, by which spreadsheets know it; the options change nothing."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([cell(text) for text in astuple(row)] for row in rows(report))
        return out.getvalue().encode("utf-8-sig", "replace")
