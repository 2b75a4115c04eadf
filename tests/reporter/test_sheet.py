from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import Report
from citecheck.reporter import sheet, xlsx_sheet
from citecheck.reporter.csv_sheet import CsvReporter
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.sheet import cell
from citecheck.reporter.xlsx_sheet import XlsxReporter
from tests.running import run


def table(report: Report) -> list[dict[str, str]]:
    text = CsvReporter().render(report, ReportOptions()).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def workbook(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(XlsxReporter().render(report, ReportOptions())))


def test_a_row_for_each_quotation_link_and_note(report: Report) -> None:
    kinds = [row["kind"] for row in table(report)]
    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == {
        "quotation": 8, "title": 1, "note": 1, "link": 4, "run": 1,
    }  # fmt: skip


def test_both_words_the_verdict_and_where_it_stands(report: Report) -> None:
    row = table(report)[0]
    assert row["words"] == "The lamp was lit until the fog had come in"
    assert row["source_words"] == "The lamp was not lit until the fog had come in"
    assert (row["verdict"], row["note"], row["page"], row["line"], row["column"]) == ("altered", "*", "11", "3", "19")
    assert row["codes"] == "Q204, Q202"
    assert row["findings"].splitlines()[0] == "error Q204 meaning-changed: The quotation drops “not”."
    assert row["url"].startswith("https://skerry.example/log#:~:text=")
    faithful = next(row for row in table(report) if row["verdict"] == "match")
    assert faithful["codes"] == ""


def test_what_could_not_be_read_has_its_reason(report: Report) -> None:
    row = next(row for row in table(report) if row["kind"] == "quotation" and row["verdict"] == "unchecked")
    assert row["reason"].startswith("bot wall: asks for a browser")
    assert table(report)[-1]["findings"].startswith("not complete: time ran out")


ACTING = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "=HYPERLINK(\"http://x\")"]  # fmt: skip


@pytest.mark.parametrize("text", ACTING)
def test_case_55_no_cell_is_a_formula(report: Report, text: str) -> None:
    assert not cell(text).startswith(sheet._FORMULA)
    (document,) = report.documents
    first = replace(document.quotations[0].quotation, text=text)
    changed = replace(document, quotations=(replace(document.quotations[0], quotation=first), *document.quotations[1:]))
    shown = replace(report, documents=(changed,))
    assert all(not str(value).startswith(sheet._FORMULA) for row in table(shown) for value in row.values())
    for cells in workbook(shown).active.iter_rows():
        assert all(each.data_type in ("s", "n") for each in cells)
        assert all(not str(each.value or "").startswith(sheet._FORMULA) for each in cells)


def test_the_workbook_has_links_only_to_pages(report: Report) -> None:
    links = [
        each.hyperlink.target or "" for row in workbook(report).active.iter_rows() for each in row if each.hyperlink
    ]
    assert links
    assert all(link.startswith("https://") for link in links)


def test_the_sheet_is_the_table(report: Report) -> None:
    head, *rest = workbook(report).active.iter_rows(values_only=True)
    assert [tuple(str(each or "") for each in row) for row in rest] == [tuple(row.values()) for row in table(report)]
    assert len(head) == len(sheet.COLUMNS)


def test_the_workbook_holds_no_time_of_its_making(report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(XlsxReporter().render(report, ReportOptions()))) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(datetime.now(tz=UTC).year) not in parts.read("docProps/core.xml").decode()


def test_what_does_not_fit_is_said(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheet, "MOST_ROWS", 3)
    rows = list(workbook(report).active.iter_rows(values_only=True))
    assert len(rows) == 5
    assert "do not fit" in str(rows[-1][0])
    assert len(cell("long " * 10_000)) < 32_767


def test_by_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One “that the keeper did not light the lamp until the fog came in.”\n")
    done = run("check", "a.md", "--offline", "--format", "xlsx", "-o", "sheet.xlsx", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert openpyxl.load_workbook(tmp_path / "sheet.xlsx").active["A2"].value == "a.md"
    done = run("check", "a.md", "--offline", "--format", "csv", cwd=tmp_path)
    assert done.stdout.lstrip("\ufeff").startswith("path,kind,")


def test_snapshot(report: Report, snapshot: SnapshotAssertion) -> None:
    assert CsvReporter().render(report, ReportOptions()).decode("utf-8-sig") == snapshot
