from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import Report
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.junit import JunitReporter
from tests.reporter import sample

SCHEMA = Path(__file__).parent / "schemas" / "junit-4.xsd"


def render(report: Report) -> bytes:
    return JunitReporter().render(report, ReportOptions())


def test_it_fits_the_schema(report: Report) -> None:
    etree = pytest.importorskip("lxml.etree")
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.assertValid(etree.fromstring(render(report)))
    schema.assertValid(etree.fromstring(render(Report(()))))


def test_errors_fail_and_unchecked_things_are_skipped(report: Report) -> None:
    suite = ET.fromstring(render(report))[0]
    assert suite.attrib == {
        "name": "essays/keepers.txt",
        "tests": "13",
        "failures": "5",
        "errors": "0",
        "skipped": "2",
    }
    assert len(suite.findall("testcase/failure")) == 5
    quiet = [case for case in suite if len(case) == 0]
    assert [case.get("name", "").partition(" ")[2] for case in quiet] == [
        "“counted them twice, for the wind was rising”",
        "https://skerry.example/log",
    ]


def test_case_55_strangers_text_comes_out_as_it_is_shown(report: Report) -> None:
    (case,) = [case for case in ET.fromstring(render(report))[0] if "He trusted neither" in case.get("name", "")]
    text = case.findtext("failure") or ""
    assert "]]> <script>alert(1)</script> &amp; ⟨U+D800⟩" in text


def test_an_incomplete_run_is_an_error(report: Report) -> None:
    last = ET.fromstring(render(report))[-1]
    assert last.get("errors") == "1"
    assert "time ran out" in (last.findtext("testcase/error") or "")


def test_snapshot(snapshot: SnapshotAssertion) -> None:
    assert render(sample.report()).decode() == snapshot
