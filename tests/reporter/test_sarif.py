from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from syrupy.assertion import SnapshotAssertion

from citecheck.model.document import Position
from citecheck.model.report import Report
from citecheck.reporter import sarif
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.sarif import SarifReporter

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"


def run(report: Report) -> dict[str, Any]:
    (made,) = json.loads(SarifReporter().render(report, ReportOptions()))["runs"]
    return dict(made)


def test_it_fits_the_official_schema(report: Report) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft4Validator(schema).validate(json.loads(SarifReporter().render(report, ReportOptions())))
    Draft4Validator(schema).validate(json.loads(SarifReporter().render(Report(()), ReportOptions())))


def test_results_point_to_their_rules(report: Report) -> None:
    made = run(report)
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in made["results"])


def test_a_region_counts_characters_from_one(report: Report) -> None:
    made = run(report)
    assert made["columnKind"] == "unicodeCodePoints"
    region = made["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 19, "endLine": 3, "endColumn": 61}


def moved(report: Report, lines: int) -> Report:
    (document,) = report.documents
    findings = tuple(
        replace(each, start=each.start + 7, position=replace(each.position, line=(each.position.line or 0) + lines))
        for each in document.findings
    )
    return replace(report, documents=(replace(document, findings=findings),))


def prints(report: Report) -> list[str]:
    return [each["partialFingerprints"]["citecheckFinding/v1"] for each in run(report)["results"]]


def test_fingerprints_survive_moved_lines_and_are_unique(report: Report) -> None:
    assert prints(moved(report, 5)) == prints(report)
    assert len(set(prints(report))) == len(report.findings)


def test_the_same_fault_twice_has_two_fingerprints(report: Report) -> None:
    (document,) = report.documents
    doubled = replace(report, documents=(document, document))
    assert len(set(prints(doubled))) == 2 * len(report.findings)


def test_case_55_strangers_text_is_no_link_and_no_placeholder(report: Report) -> None:
    (document,) = report.documents
    first = replace(document.findings[0], message="see [here](https://evil.example) {0}")
    changed = replace(report, documents=(replace(document, findings=(first,)),))
    text = run(changed)["results"][0]["message"]["text"]
    assert text.startswith("see \\[here\\](https://evil.example) {{0}}")


def test_a_position_without_lines_is_told_in_words(report: Report) -> None:
    (document,) = report.documents
    first = replace(document.findings[0], position=Position(paragraph=12, heading="The lamp"))
    changed = replace(report, documents=(replace(document, findings=(first,)),))
    (location,) = run(changed)["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["message"]["text"] == "essays/keepers.txt, paragraph 12, under “The lamp”"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü%.txt", "a%20b/%C3%BC%25.txt"),
        ("/tmp/x.txt", "file:///tmp/x.txt"),
        ("a\udcff.md", "a%FF.md"),
        ("c:\n::error::.md", "c%3A%0A%3A%3Aerror%3A%3A.md"),
    ],
)
def test_a_path_is_a_uri(report: Report, path: str, uri: str) -> None:
    (document,) = report.documents
    manuscript = replace(document.manuscript, document=replace(document.manuscript.document, path=path))
    changed = replace(report, documents=(replace(document, manuscript=manuscript),))
    assert run(changed)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_more_results_than_github_takes_are_cut_and_told(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    made = run(report)
    assert len(made["results"]) == 3
    notes = [each["message"]["text"] for each in made["invocations"][0]["toolExecutionNotifications"]]
    assert notes[-1] == f"{len(report.findings) - 3} results beyond the first 3 are left out"


def test_snapshot(report: Report, snapshot: SnapshotAssertion) -> None:
    shown = json.loads(SarifReporter().render(report, ReportOptions()))
    shown["runs"][0]["tool"]["driver"] = "…"  # the rules' pages and the version change by themselves
    for result in shown["runs"][0]["results"]:
        del result["ruleIndex"]
    assert json.dumps(shown, ensure_ascii=False, indent=1) == snapshot
